#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/desk/events_json.hpp>

namespace deskstorm::desk {

/// What an event is about: snapshots of which each event needs its own few.
struct event_subject {
  const interaction* about = nullptr; ///< of events of interactions and of `markdone`
  interaction_view view = {};         ///< how the client sees it
  agent_state state = {};
  desk::media media = desk::media::voice;
  frame_state election = frame_state::negotiating;
  connection_state connection = connection_state::disconnected;
  std::string_view toast = {};
  std::uint32_t button = 0;
  std::string_view case_id = {};
  std::string_view previous_case = {};
  std::string_view campaign = {};
  std::string_view mode = {};
  json message = {}; ///< of messenger channels, as it was sent
};

/// Returns the `data` of any event, as a client gets it. User data that the client may not read is
/// left out.
inline json event_data(event_type type, const event_subject& s) {
  using enum event_type;
  switch (type) {
  case event_type::frame_state: return frame_state_data(s.election);
  case custom_toast_button_click: return toast_click_data(s.toast, s.button);
  case realtime_connection: return connection_data(s.connection);
  case agent_state_changed: return agent_state_data(s.state);
  case media_state_changed: return media_state_data(s.media, s.state);
  case case_id_changed: return case_id_data(s.case_id, s.previous_case);
  case case_selected:
  case case_expanded:
  case case_collapsed: return case_view_data(type, s.case_id);
  case campaign_started: return campaign_data(type, s.campaign, s.mode);
  case campaign_loaded:
  case campaign_stopped:
  case campaign_unloaded: return campaign_data(type, s.campaign);
  case messenger_message: return s.message;
  default: break;
  }
  assert(s.about != nullptr);
  return type == markdone_requested ? mark_done_requested_data(s.about->id)
                                    : interaction_data(type, *s.about, s.view);
}

} // namespace deskstorm::desk
