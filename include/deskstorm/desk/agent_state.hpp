#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/result.hpp>

namespace deskstorm::desk {

/// What an agent or one of the agent's media is doing. Source: `mediaState` of agent events; the
/// manual shows two values, the others are known from public integrations.
enum class state_code : std::uint8_t {
  ready,
  not_ready,
  not_ready_action_code,
  not_ready_after_callwork,
  not_ready_after_callwork_action_code,
  dnd_on,
  logout,
  partial_ready, ///< of an agent: ready in some media only
  ready_action_code,
  logout_dnd_on,
  out_of_service,
  unknown,
};

// clang-format off
inline constexpr std::array state_codes{
  named<state_code>{state_code::ready,                                "READY"},
  named<state_code>{state_code::not_ready,                            "NOT_READY"},
  named<state_code>{state_code::not_ready_action_code,                "NOT_READY_ACTION_CODE"},
  named<state_code>{state_code::not_ready_after_callwork,             "NOT_READY_AFTER_CALLWORK"},
  named<state_code>{state_code::not_ready_after_callwork_action_code,
                    "NOT_READY_AFTER_CALLWORK_ACTION_CODE"},
  named<state_code>{state_code::dnd_on,                               "DND_ON"},
  named<state_code>{state_code::logout,                               "LOGOUT"},
  named<state_code>{state_code::partial_ready,                        "PARTIAL_READY"},
  named<state_code>{state_code::ready_action_code,                    "READY_ACTION_CODE"},
  named<state_code>{state_code::logout_dnd_on,                        "LOGOUT_DND_ON"},
  named<state_code>{state_code::out_of_service,                       "OUT_OF_SERVICE"},
  named<state_code>{state_code::unknown,                              "UNKNOWN"},
};
// clang-format on

constexpr std::string_view name_of(state_code code) { return name_in(state_codes, code); }

constexpr std::optional<state_code> state_code_named(std::string_view name) {
  return value_in<state_code>(state_codes, name);
}

constexpr bool is_ready(state_code code) {
  return code == state_code::ready || code == state_code::ready_action_code;
}

constexpr bool is_logged_out(state_code code) {
  return code == state_code::logout || code == state_code::logout_dnd_on;
}

/// Why an agent is not ready.
struct state_reason {
  std::string_view label;
  std::string_view code;
};

/// Every reason; the first stands for none. Source: "Break" is the manual's; a real centre
/// configures its own.
inline constexpr auto state_reasons = std::to_array<state_reason>({
  {"", ""},
  {"Break", "1511"},
  {"Lunch", "1512"},
  {"Meeting", "1513"},
  {"Paperwork", "1521"},
});

/// The state of an agent or of one media.
struct agent_state {
  state_code code = state_code::logout;
  std::uint8_t reason = 0; ///< row of state_reasons, 0 unless the code is an action code

  friend constexpr bool operator==(const agent_state&, const agent_state&) = default;
};

/// An operation that sets a state, as agent.getStateList lists them.
struct state_operation {
  std::string_view name; ///< `operationName`, what setState takes
  std::string_view display;
  agent_state state;
};

/// Every operation. The vendor does not say whether the reasons of one state share an operation
/// name; here each reason has its own, so that a name always means one state.
// clang-format off
inline constexpr auto state_operations = [] {
  using enum state_code;
  return std::to_array<state_operation>({
    {"Ready",                   "Ready",           {ready}},
    {"NotReady",                "Not Ready",       {not_ready}},
    {"NotReadyReason1511",      "Break",           {not_ready_action_code, 1}},
    {"NotReadyReason1512",      "Lunch",           {not_ready_action_code, 2}},
    {"NotReadyReason1513",      "Meeting",         {not_ready_action_code, 3}},
    {"AfterCallWork",           "After Call Work", {not_ready_after_callwork}},
    {"AfterCallWorkReason1521", "Paperwork",       {not_ready_after_callwork_action_code, 4}},
    {"Dnd",                     "Do Not Disturb",  {dnd_on}},
    {"LogOff",                  "Log Off",         {logout}},
  });
}();
// clang-format on

/// Returns the operation that leads to `state`, or nullptr: PARTIAL_READY and the like are not for
/// agents to set.
constexpr const state_operation* operation_for(agent_state state) {
  for (const auto& row : state_operations)
    if (row.state == state)
      return &row;
  return nullptr;
}

/// Returns the state that setState means by this operation name. Errors: an unknown name.
inline result<agent_state> state_for(std::string_view operation) {
  const auto* row = find_named(state_operations, operation);
  if (row == nullptr)
    return failure{"There is no state operation '" + std::string{operation} + "'.",
                   "stateOperationName"};
  return row->state;
}

/// Returns the state at that place, from 0, of the list of operations. Source: the client library
/// calls the argument of setState an index, the manual a name; both are taken. Errors: no such
/// place.
inline result<agent_state> state_for(std::int64_t index) {
  if (index < 0 || index >= std::ssize(state_operations))
    return failure{"There is no state operation at place " + std::to_string(index) + ".",
                   "stateOperationName"};
  return state_operations[static_cast<std::size_t>(index)].state;
}

namespace detail {

constexpr bool has_reason(state_code code) { return name_of(code).ends_with("_ACTION_CODE"); }

constexpr bool operations_are_sound() {
  return std::ranges::all_of(state_operations, [](const state_operation& row) {
    return (row.state.reason != 0) == has_reason(row.state.code)
           && row.state.reason < state_reasons.size()
           && std::ranges::count(state_operations, row.name, &state_operation::name) == 1
           && std::ranges::count(state_operations, row.state, &state_operation::state) == 1;
  });
}

} // namespace detail

static_assert(detail::operations_are_sound());

} // namespace deskstorm::desk
