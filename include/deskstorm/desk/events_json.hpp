#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/connection_state.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/protocol/events.hpp>

/// The `data` of events, as clients get it. Source: the manual's examples and event tables; those
/// of media and mark-done are our choice, as it shows none.
namespace deskstorm::desk {

namespace detail {

inline json data_of(event_type type) { return {{"eventType", name_of(type)}}; }

inline json state_data(event_type type, agent_state state) {
  json data = data_of(type);
  data["mediaState"] = name_of(state.code);
  if (state.reason != 0) {
    data["reason"] = state_reasons[state.reason].label;
    data["reasonCode"] = state_reasons[state.reason].code;
  }
  return data;
}

} // namespace detail

/// agent: STATE_CHANGED
inline json agent_state_data(agent_state state) {
  return detail::state_data(event_type::agent_state_changed, state);
}

/// media: STATE_CHANGED
inline json media_state_data(media which, agent_state state) {
  json data = detail::state_data(event_type::media_state_changed, state);
  data["media"] = name_of(which);
  return data;
}

/// system: the tab's place in the election. Has no eventType.
inline json frame_state_data(frame_state state) { return {{"frameState", name_of(state)}}; }

/// system: CUSTOM_TOAST_BUTTON_CLICK, the button counted from 0.
inline json toast_click_data(std::string_view toast, std::uint32_t button) {
  json data = detail::data_of(event_type::custom_toast_button_click);
  data["customToastId"] = toast;
  data["buttonIndex"] = button;
  return data;
}

/// system: REALTIME_CONNECTION
inline json connection_data(connection_state state) {
  json data = detail::data_of(event_type::realtime_connection);
  data["state"] = name_of(state);
  return data;
}

/// interaction: all events that carry the interaction, which is that after the change. `media`
/// stands beside it, but not beside previews. MARKDONE_APPLY shows what could be done before.
inline json interaction_data(event_type type, const interaction& i,
                             const interaction_view& view = {}) {
  json data = detail::data_of(type);
  if (!is_preview(i.type))
    data["media"] = name_of(i.media);
  const bool still_listed =
    type == event_type::markdone_apply && i.media == media::voice && !i.offers;
  data["interaction"] =
    detail::write({i, view, still_listed ? capabilities_of(i.kind, i.state) : capabilities_of(i)});
  return data;
}

/// interaction: CASE_ID_CHANGED, which carries no interaction.
inline json case_id_data(std::string_view case_id, std::string_view previous) {
  json data = detail::data_of(event_type::case_id_changed);
  data["caseId"] = case_id;
  data["previousCaseId"] = previous;
  return data;
}

/// interaction: CASE_SELECTED, CASE_EXPANDED and CASE_COLLAPSED.
inline json case_view_data(event_type type, std::string_view case_id) {
  assert(row_of(type).group == event_group::case_view);
  json data = detail::data_of(type);
  data["selectedCaseId"] = case_id;
  return data;
}

/// outbound: the campaign events. Only CampaignStarted has a mode.
inline json campaign_data(event_type type, std::string_view campaign,
                          std::optional<std::string_view> mode = {}) {
  assert(row_of(type).channel == event_channel::outbound);
  json data = detail::data_of(type);
  data["campaign"] = campaign;
  if (mode)
    data["mode"] = *mode;
  return data;
}

/// markdone: the agent tried to mark a blocked interaction done.
inline json mark_done_requested_data(interaction_id which) {
  json data = detail::data_of(event_type::markdone_requested);
  data["interactionId"] = std::to_string(which.value);
  return data;
}

} // namespace deskstorm::desk
