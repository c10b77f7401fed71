#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <deskstorm/base/names.hpp>

namespace deskstorm {

/// What a client subscribes to. `messenger` stands for all channels "messenger:<name>".
enum class event_channel : std::uint8_t {
  system,
  agent,
  media,
  interaction,
  outbound,
  markdone,
  messenger,
};

inline constexpr std::string_view messenger_prefix = "messenger:";

// clang-format off
inline constexpr std::array event_channels{
  named<event_channel>{event_channel::system,      "system"},
  named<event_channel>{event_channel::agent,       "agent"},
  named<event_channel>{event_channel::media,       "media"},
  named<event_channel>{event_channel::interaction, "interaction"},
  named<event_channel>{event_channel::outbound,    "outbound"},
  named<event_channel>{event_channel::markdone,    "markdone"},
  named<event_channel>{event_channel::messenger,   "messenger"},
};
// clang-format on

constexpr std::string_view name_of(event_channel channel) {
  return name_in(event_channels, channel);
}

/// Returns the channel of that name; both "messenger" and "messenger:x" are `messenger`.
constexpr std::optional<event_channel> channel_named(std::string_view name) {
  if (name.starts_with(messenger_prefix))
    return event_channel::messenger;
  return value_in<event_channel>(event_channels, name);
}

/// What an event is about. `any` fits every interaction.
enum class event_group : std::uint8_t {
  none,       ///< not about interactions
  any,        ///< all interactions
  voice,      ///< calls
  open_media, ///< all that is not voice
  chat,       ///< has open_media's as well
  email,      ///< outbound e-mail; has open_media's as well
  preview,    ///< outbound preview
  case_view,  ///< the desktop's view of a case
};

/// Every kind of event. Those that channels share by name are told apart by the channel.
enum class event_type : std::uint8_t {
  frame_state,
  custom_toast_button_click,
  realtime_connection,
  agent_state_changed,
  media_state_changed,
  unknown,
  added,
  removed,
  attached_data_changed,
  case_or_bundle_id_changed,
  case_id_changed,
  new_message,
  error,
  contact_changed,
  call_recording_state_changed,
  dialing,
  established,
  held,
  party_changed,
  released,
  ringing,
  accepted,
  completed,
  composing,
  created,
  insert_standard_response,
  invited,
  invited_conference,
  in_queue_failed,
  in_workbin,
  in_workbin_failed,
  left_conference,
  pulled,
  pull_failed,
  pull_workbin_failed,
  revoked,
  transfer_completed,
  canceled,
  ended,
  join_failed,
  join_pending,
  cancelled,
  sent,
  previewing,
  markdone_apply,
  state_change,
  records_retrieved,
  case_selected,
  case_expanded,
  case_collapsed,
  campaign_loaded,
  campaign_started,
  campaign_stopped,
  campaign_unloaded,
  markdone_requested,
  messenger_message,
};

/// One kind of event. `name` is its `eventType`, but for `frame_state` and `messenger_message`,
/// whose payload has none: theirs is what scenarios and reports call them.
struct event_row {
  event_type type;
  event_channel channel;
  std::string_view name;
  event_group group;
  std::string_view when;
};

namespace detail::event_table {

using enum event_type;
using enum event_group;
using row = event_row;

inline constexpr auto system = event_channel::system;
inline constexpr auto ixn = event_channel::interaction;
inline constexpr auto outbound = event_channel::outbound;

/// Every event there is. Source: the manual's event tables; case events are from its namespace
/// page. The vendor names `markdone` and `media` events nowhere: those rows are our choice.
// clang-format off
inline constexpr std::array events{
  row{frame_state, system, "frameState", none, "the tab's place in the election changed"},
  row{custom_toast_button_click, system, "CUSTOM_TOAST_BUTTON_CLICK", none,
      "button of a toast clicked"},
  row{realtime_connection, system, "REALTIME_CONNECTION", none,
      "link to the backend lost or found"},
  row{agent_state_changed, event_channel::agent, "STATE_CHANGED", none,
      "state of the agent changed"},
  row{media_state_changed, event_channel::media, "STATE_CHANGED", none,
      "agent's state in one media changed"},
  row{unknown, ixn, "UNKNOWN", any, "something else happened"},
  row{added, ixn, "ADDED", any, "came into the agent's list"},
  row{removed, ixn, "REMOVED", any, "left the agent's list"},
  row{attached_data_changed, ixn, "ATTACHED_DATA_CHANGED", any, "user data changed"},
  row{case_or_bundle_id_changed, ixn, "CASE_OR_BUNDLE_ID_CHANGED", any,
      "case or bundle id changed"},
  row{case_id_changed, ixn, "CASE_ID_CHANGED", any, "case id changed; carries both ids alone"},
  row{new_message, ixn, "NEW_MESSAGE", any, "a message arrived in it"},
  row{error, ixn, "ERROR", any, "something in it failed"},
  row{contact_changed, ixn, "CONTACT_CHANGED", any, "its contact was modified"},
  row{call_recording_state_changed, ixn, "CALL_RECORDING_STATE_CHANGED", voice,
      "recording state changed"},
  row{dialing, ixn, "DIALING", voice, "outgoing call placed, far end alerts"},
  row{established, ixn, "ESTABLISHED", voice, "call connected, or resumed after a hold"},
  row{held, ixn, "HELD", voice, "call put on hold"},
  row{party_changed, ixn, "PARTY_CHANGED", voice, "list of parties changed"},
  row{released, ixn, "RELEASED", voice, "call over"},
  row{ringing, ixn, "RINGING", voice, "incoming call offered"},
  row{accepted, ixn, "ACCEPTED", open_media, "accepted"},
  row{completed, ixn, "COMPLETED", open_media, "marked done"},
  row{composing, ixn, "COMPOSING", open_media, "being composed"},
  row{created, ixn, "CREATED", open_media, "created"},
  row{insert_standard_response, ixn, "INSERT_STANDARD_RESPONSE", open_media,
      "standard response inserted"},
  row{invited, ixn, "INVITED", open_media, "invitation shown"},
  row{invited_conference, ixn, "INVITED_CONFERENCE", open_media,
      "invitation to a conference shown"},
  row{in_queue_failed, ixn, "IN_QUEUE_FAILED", open_media, "could not be placed in a queue"},
  row{in_workbin, ixn, "IN_WORKBIN", open_media, "placed in a workbin"},
  row{in_workbin_failed, ixn, "IN_WORKBIN_FAILED", open_media,
      "could not be placed in a workbin"},
  row{left_conference, ixn, "LEFT_CONFERENCE", open_media, "left the conference"},
  row{pulled, ixn, "PULLED", open_media, "pulled from a workbin"},
  row{pull_failed, ixn, "PULL_FAILED", open_media, "could not be pulled from a queue"},
  row{pull_workbin_failed, ixn, "PULL_WORKBIN_FAILED", open_media,
      "could not be pulled from a workbin"},
  row{revoked, ixn, "REVOKED", open_media, "invitation withdrawn"},
  row{transfer_completed, ixn, "TRANSFER_COMPLETED", open_media, "transfer finished"},
  row{canceled, ixn, "CANCELED", chat, "accepted in another chat session"},
  row{ended, ixn, "ENDED", chat, "chat over"},
  row{join_failed, ixn, "JOIN_FAILED", chat, "no connection to the chat server"},
  row{join_pending, ixn, "JOIN_PENDING", chat, "joining the chat session"},
  row{cancelled, ixn, "CANCELLED", email, "outbound e-mail cancelled"},
  row{sent, ixn, "SENT", email, "outbound e-mail sent"},
  row{previewing, ixn, "PREVIEWING", preview, "record shown to the agent"},
  row{markdone_apply, ixn, "MARKDONE_APPLY", preview, "mark-done under way"},
  row{state_change, ixn, "STATE_CHANGE", preview, "record rejected or canceled"},
  row{records_retrieved, ixn, "RECORDS_RETRIEVED", preview, "all records of the chain known"},
  row{case_selected, ixn, "CASE_SELECTED", case_view, "case selected; carries the case id alone"},
  row{case_expanded, ixn, "CASE_EXPANDED", case_view, "case expanded; carries the case id alone"},
  row{case_collapsed, ixn, "CASE_COLLAPSED", case_view,
      "case collapsed; carries the case id alone"},
  row{campaign_loaded, outbound, "CampaignLoaded", none, "campaign loaded"},
  row{campaign_started, outbound, "CampaignStarted", none, "campaign started; carries its mode"},
  row{campaign_stopped, outbound, "CampaignStopped", none, "campaign stopped"},
  row{campaign_unloaded, outbound, "CampaignUnloaded", none, "campaign unloaded"},
  row{markdone_requested, event_channel::markdone, "MARKDONE_REQUESTED", none,
      "blocked mark-done tried"},
  row{messenger_message, event_channel::messenger, "message", none,
      "another frame broadcast a message"},
};
// clang-format on

} // namespace detail::event_table

using detail::event_table::events;

inline constexpr std::size_t event_count = events.size();

constexpr const event_row& row_of(event_type type) {
  return events[static_cast<std::size_t>(type)];
}

constexpr std::string_view name_of(event_type type) { return row_of(type).name; }

/// Returns the event of that name in `channel`, or nothing.
constexpr std::optional<event_type> event_named(event_channel channel, std::string_view name) {
  const auto row = std::ranges::find_if(
    events, [=](const event_row& e) { return e.channel == channel && e.name == name; });
  return row == events.end() ? std::nullopt : std::optional{row->type};
}

/// What the election has made of a tab. Source: `data.frameState` of system events.
enum class frame_state : std::uint8_t { negotiating, leading, following };

// clang-format off
inline constexpr std::array frame_states{
  named<frame_state>{frame_state::negotiating, "NEGOTIATING"},
  named<frame_state>{frame_state::leading,     "LEADING"},
  named<frame_state>{frame_state::following,   "FOLLOWING"},
};
// clang-format on

constexpr std::string_view name_of(frame_state state) { return name_in(frame_states, state); }

constexpr std::optional<frame_state> frame_state_named(std::string_view name) {
  return value_in<frame_state>(frame_states, name);
}

static_assert(std::ranges::is_sorted(events, {}, &event_row::type));
static_assert(events.back().type == event_type{event_count - 1});

} // namespace deskstorm
