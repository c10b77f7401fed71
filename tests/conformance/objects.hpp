#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/agent_json.hpp>
#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/connection_state.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/desk/interaction_state.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/recording.hpp>
#include <deskstorm/desk/target.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/campaign_json.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/protocol/events.hpp>

/// The objects that clients see, and how the desktop behaves, in words.
namespace deskstorm::conformance {

/// An object with its keys, or a kind of value with its names.
struct object_row {
  std::string_view tag;  ///< that tests of it have, after "object:"
  std::string_view name; ///< as the page says it
  std::vector<std::string> members;
};

/// What the sources say of tabs and cases, in our words.
struct rule_row {
  std::string_view tag; ///< that tests of it have, after "rule:"
  std::string_view says;
};

namespace detail {

inline std::vector<std::string> keys_of(const json& object) {
  std::vector<std::string> all;
  for (const auto& [key, value] : object.items())
    all.push_back(key);
  return all;
}

inline std::vector<std::string> names_of(const auto& table) {
  std::vector<std::string> all;
  for (const auto& row : table)
    if (std::ranges::find(all, row.name) == all.end())
      all.emplace_back(row.name);
  return all;
}

inline std::vector<std::string> attributes() {
  std::vector<std::string> all;
  for (const auto& row : desk::detail::interaction_attributes)
    all.emplace_back(row.key);
  return all;
}

inline std::vector<std::string> call_results() {
  std::vector<std::string> all;
  for (std::size_t code = 0; code < outbound::call_result_count; ++code)
    all.push_back(std::to_string(code) + " " + std::string{outbound::call_result_names[code]});
  return all;
}

} // namespace detail

inline std::vector<object_row> all_objects() {
  using namespace detail;
  const desk::agent_state on_break{desk::state_code::not_ready_action_code, 1};
  return {
    {"agent", "Agent", keys_of(desk::to_json(desk::agent_person{}))},
    {"state", "State", keys_of(desk::to_json(on_break))},
    {"state-code", "state codes", names_of(desk::state_codes)},
    {"state-operation", "operations of setState", names_of(desk::state_operations)},
    {"media", "Media", keys_of(desk::to_json(desk::media_states{}, desk::media::voice))},
    {"media-name", "names of media", names_of(desk::media_names)},
    {"interaction", "Interaction", attributes()},
    {"interaction-state", "states of interactions", names_of(desk::interaction_state_names)},
    {"capability", "capabilities", names_of(desk::capability_names)},
    {"call-type", "types of calls", names_of(desk::call_type_names)},
    {"direction", "directions of calls", names_of(desk::call_direction_names)},
    {"recording-state", "states of recordings", names_of(desk::recording_state_names)},
    {"toast",
     "Toast",
     {"title", "subject", "message", "iconUrl", "keyValues", "buttons", "buttonShowDismiss",
      "autoCloseTimeout", "sendToMyMessage", "width"}},
    {"dialog", "options of dialogs", {"label", "width", "height"}},
    {"menu-view",
     "view of the menu bar",
     {"name", "iconUrl", "label", "shortLabel", "tooltip", "backgroundColor", "labelColor"}},
    {"record", "Record", keys_of(outbound::record_json({}, {}, true))},
    {"call-result", "call results", call_results()},
    {"target", "targets", names_of(desk::target_types)},
    {"campaign", "Campaign",
     keys_of(outbound::campaign_json("", outbound::campaign_mode{}, outbound::campaign_state{}))},
    {"frame-state", "states of tabs", names_of(frame_states)},
    {"connection-state", "states of the connection", names_of(desk::connection_states)},
  };
}

inline constexpr auto rules = std::to_array<rule_row>({
  {"one-leader", "One tab of a session leads, the others follow"},
  {"lone-tab", "A lone tab leads after one election timeout"},
  {"closing-leader", "A leader that closes has another tab elected"},
  {"states-on-change", "The state of a tab is told only when it changes"},
  {"states-asked", "Tabs answer whether they lead, follow, negotiate or were last active"},
  {"leader-answers", "The leading tab alone answers calls, chats and e-mails automatically"},
  {"duties-wait", "What is the leader's waits while tabs negotiate"},
  {"last-active",
   "The last active tab is known apart from the leader; when it closes, the one before it"},
  {"last-active-duties",
   "Sounds, toasts and a log-out by a supervisor are for the last active tab alone"},
  {"toasts", "Toasts show in the last active tab, which alone is told of clicks"},
  {"every-tab", "Events reach the subscribed frames of every tab"},
  {"served", "Requests are served in every state of the tab"},
  {"case-ids", "Each interaction has a case, which its attached data name"},
  {"main-interaction", "Each case has one main interaction"},
  {"case-changes", "CASE_ID_CHANGED has both ids and no interaction"},
  {"case-written", "The leading tab writes the new id of a case into the attached data"},
  {"case-selection", "A case that is selected has the one before collapsed, and is expanded"},
  {"case-unknown", "Selecting no case fails, selecting the selected one changes nothing"},
  {"case-mirrored", "Interactions say whether their case is selected and expanded"},
});

} // namespace deskstorm::conformance
