#pragma once

#include <string>
#include <utility>

#include <deskstorm/desk/agent_json.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/media_interaction.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/tab_requests.hpp>

/// The requests that the session of an agent carries out, whichever tab they come from.
namespace deskstorm::desk::session_requests {

/// agent.setState. Errors: an unknown state.
inline result<media_states::change> agent_state(media_states& all, const json& parameters) {
  const auto wanted = read_state(parameters[0]);
  if (!wanted)
    return wanted.why();
  return all.set_all(*wanted);
}

/// media.setState. Errors: an unknown media or state.
inline result<media_states::change> media_state(media_states& all, const json& parameters) {
  const auto which = media_for(detail::text_at(parameters, 0));
  if (!which)
    return failure{which.why().text, "mediaName"};
  const auto wanted = read_state(parameters[1]);
  if (!wanted)
    return wanted.why();
  return all.set(*which, *wanted);
}

/// voice.dial and voice.dialEx. `what` says which ids the call gets. Extensions go to the switch,
/// and nobody sees them here. Errors: no destination.
inline result<begun_call> dial(const json& parameters, new_call what, instant now) {
  what.party = detail::text_at(parameters, 0);
  if (what.party.empty())
    return failure{"The destination must not be empty.", "destination"};
  what.type = call_type::internal;
  auto begun = desk::dial(std::move(what), now);
  begun.call.user_data.update(detail::object_at(parameters, 1));
  return begun;
}

/// email.create. `what` says which ids the e-mail gets. Errors: no destination.
inline result<begun_call> create_email(const json& parameters, new_call what, instant now) {
  const auto& to = detail::text_at(parameters, 0);
  if (to.empty())
    return failure{"The destination must not be empty.", "destination"};
  auto begun = desk::create_email(
    {.id = what.id, .media = media::email, .party = to, .case_id = std::move(what.case_id)}, now);
  begun.call.user_data.update(detail::object_at(parameters, 1));
  return begun;
}

} // namespace deskstorm::desk::session_requests
