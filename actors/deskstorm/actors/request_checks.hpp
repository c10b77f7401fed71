#pragma once

#include <string>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/policy/user_data_policy.hpp>
#include <deskstorm/protocol/check.hpp>

namespace deskstorm::actors {

namespace detail {

/// Says whether the write list leaves anything of a change of user data.
inline bool may_write(run_context& run, const messages::ask& request, const json& parameters) {
  const auto rules = run.options_in_force();
  const auto& policy = rules->user_data;
  switch (request.request) {
  case request_kind::interaction_set_user_data:
    return run.succeeds(request, writable(policy, parameters[1]));
  case request_kind::interaction_delete_user_data: {
    const auto& key = parameters[1].get_ref<const std::string&>();
    return policy.write.has(key)
           || run.succeeds(request,
                           failure{"The user data key '" + key + "' must not be written.", "key"});
  }
  default: return true;
  }
}

} // namespace detail

/// Says whether a request has the parameters that it needs, and may change what it wants to.
inline bool may_run(run_context& run, const messages::ask& request, const json& parameters) {
  const auto wrong = check_parameters(row_of(request.request), parameters);
  return wrong ? run.succeeds(request, *wrong) : detail::may_write(run, request, parameters);
}

} // namespace deskstorm::actors
