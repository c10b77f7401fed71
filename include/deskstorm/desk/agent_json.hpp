#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/media_state.hpp>

/// What requests about the agent and the media answer in `data`.
namespace deskstorm::desk {

/// Who sits at the desk. Source: agent.get.
struct agent_person {
  std::string employee_id;
  std::string firstname;
  std::string lastname;
  std::string username;
  std::vector<std::string> roles = {"ROLE_AGENT"};
};

/// agent.get
inline json to_json(const agent_person& who) {
  return {{"employeeId", who.employee_id},
          {"firstname", who.firstname},
          {"lastname", who.lastname},
          {"username", who.username},
          {"roles", who.roles}};
}

/// agent.getState, and one entry of agent.getStateList. The code stands under `type`, as replies
/// have it; events call it `mediaState`. A state that nobody can set has no operation name.
inline json to_json(agent_state state) {
  json written{{"type", name_of(state.code)}};
  if (const auto* operation = operation_for(state)) {
    written["operationName"] = operation->name;
    written["displayName"] = operation->display;
  }
  if (state.reason != 0) {
    written["reason"] = state_reasons[state.reason].label;
    written["reasonCode"] = state_reasons[state.reason].code;
  }
  return written;
}

/// agent.getStateList
inline json state_list_json() {
  json list = json::array();
  for (const auto& row : state_operations)
    list.push_back(to_json(row.state));
  return list;
}

/// media.getMediaByName, and one entry of media.getMediaList.
inline json to_json(const media_states& all, media which) {
  return {{"name", name_of(which)}, {"state", to_json(all.of(which))}};
}

/// media.getMediaList
inline json media_list_json(const media_states& all) {
  json list = json::array();
  for (const auto& row : media_names)
    list.push_back(to_json(all, row.value));
  return list;
}

/// Reads the argument of setState: an operation name, or a place in the list of operations.
/// Errors: neither of the two, or unknown.
inline result<agent_state> read_state(const json& argument) {
  if (const auto* name = argument.get_ptr<const std::string*>())
    return state_for(std::string_view{*name});
  if (argument.is_number_integer())
    return state_for(argument.get<std::int64_t>());
  return failure{"A state is given by the name of its operation or its place in the list.",
                 "stateOperationName"};
}

} // namespace deskstorm::desk
