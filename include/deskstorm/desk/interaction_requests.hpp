#pragma once

#include <string>
#include <utility>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/consultation.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/session_requests.hpp>
#include <deskstorm/desk/target.hpp>
#include <deskstorm/options/options.hpp>

/// The requests that change one interaction of the agent's list.
namespace deskstorm::desk {

/// One request to an interaction. Its parameters have been compared with the table of requests.
struct interaction_call {
  interaction& subject;
  const json& parameters;
  const options& rules;
  instant now;
};

/// A request that names an interaction which is not in the list.
inline failure unknown_interaction(const json& parameter) {
  const auto* text = parameter.get_ptr<const std::string*>();
  return {"There is no interaction '" + (text == nullptr ? parameter.dump() : *text) + "'.",
          "interactionId"};
}

/// A request about a record that names an interaction which is none of a campaign.
inline failure of_no_campaign(interaction_id which) {
  return {"Interaction " + std::to_string(which.value) + " is of no campaign.", "interactionId"};
}

namespace interaction_requests {

template <call_trigger Trigger>
result<interaction_events> trigger(const interaction_call& c) {
  return apply(c.subject, Trigger, c.now);
}

template <recording_trigger Trigger>
result<interaction_events> record(const interaction_call& c) {
  return apply(c.subject, Trigger);
}

/// Errors: the state does not allow it; no key of those given may be written.
inline result<interaction_events> set_data(const interaction_call& c) {
  const auto values = writable(c.rules.user_data, c.parameters[1]);
  return values ? set_user_data(c.subject, *values) : result<interaction_events>{values.why()};
}

/// Errors: the state does not allow it; the key may not be written.
inline result<interaction_events> delete_data(const interaction_call& c) {
  const auto& key = detail::text_at(c.parameters, 1);
  if (!c.rules.user_data.write.has(key))
    return failure{"The user data key '" + key + "' must not be written.", "key"};
  return delete_user_data(c.subject, key);
}

/// Errors: it is not in the list any more.
inline result<interaction_events> block(const interaction_call& c) {
  if (c.subject.removed)
    return detail::refused(c.subject);
  const json warning = detail::value_at(c.parameters, 1);
  c.subject.block = mark_done_block{warning.is_string() ? warning.get<std::string>()
                                                        : std::string{"Mark done is blocked."},
                                    c.now + c.rules.block_markdone_timeout};
  return interaction_events{};
}

inline result<interaction_events> unblock(const interaction_call& c) {
  c.subject.block.reset();
  return interaction_events{};
}

/// What the request does, by the table of the interaction's medium. A call cannot be accepted: it
/// rings instead. Errors: the state does not allow it.
template <request_kind Request>
result<interaction_events> carry_out(const interaction_call& c) {
  const auto what = command_of(c.subject, Request);
  return what ? apply(c.subject, *what, c.now)
              : result<interaction_events>{detail::refused(c.subject)};
}

/// The interaction goes to the target. Errors: the state does not allow it; the target.
inline result<interaction_events> transfer(const interaction_call& c) {
  const auto to = read_target(c.parameters[1]);
  if (!to)
    return to.why();
  auto events = carry_out<request_kind::interaction_single_step_transfer>(c);
  if (events)
    c.subject.user_data.update(detail::object_at(c.parameters, 2));
  return events;
}

/// The target joins the call. Errors: as for transfer.
inline result<interaction_events> conference(const interaction_call& c) {
  const auto to = read_target(c.parameters[1]);
  if (!to)
    return to.why();
  auto events = add_party(c.subject, to->destination, c.now, call_trigger::conference);
  if (events)
    c.subject.user_data.update(detail::object_at(c.parameters, 2));
  return events;
}

/// interaction.consult. `what` says which ids the consultation gets. Errors: as for transfer.
inline result<begun_consultation> consult(const interaction_call& c, new_call what) {
  const auto to = read_target(c.parameters[1]);
  if (!to)
    return to.why();
  what.party = to->destination;
  auto begun = desk::consult(c.subject, std::move(what), c.now);
  if (!begun)
    return begun;
  auto made = *std::move(begun);
  made.call.user_data.update(detail::object_at(c.parameters, 2));
  return made;
}

} // namespace interaction_requests

} // namespace deskstorm::desk
