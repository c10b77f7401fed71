#pragma once

#include <cassert>
#include <string>
#include <utility>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/interaction.hpp>

/// What needs two calls: the agent asks somebody about a call, and hands it over or joins the two.
/// A consultation that is hung up leaves the call on hold.
namespace deskstorm::desk {

/// An event of one of the two calls.
struct told {
  interaction_id about;
  event_type what;

  friend constexpr bool operator==(const told&, const told&) = default;
};

/// Events of both calls, in order.
using told_list = few<told, 6>;

struct begun_consultation {
  interaction call;
  told_list events;
};

namespace detail {

inline void tell(told_list& all, interaction_id about, const interaction_events& events) {
  for (const event_type e : events)
    all.push_back({about, e});
}

inline result<told_list> complete(interaction& consultation, interaction& primary,
                                  call_trigger on_primary, instant now) {
  if (consultation.kind != call_kind::consultation || consultation.parent != primary.id)
    return failure{"Interaction " + std::to_string(consultation.id.value)
                     + " is no consultation about interaction " + std::to_string(primary.id.value)
                     + ".",
                   "consultInteractionId"};
  const auto* ends = row_for(consultation, call_trigger::complete);
  if (ends == nullptr)
    return refused(consultation);
  const auto* goes_on = row_for(primary, on_primary);
  if (goes_on == nullptr)
    return refused(primary);
  told_list events;
  tell(events, consultation.id, carry_out(consultation, *ends, now));
  tell(events, primary.id, carry_out(primary, *goes_on, now));
  return events;
}

} // namespace detail

/// Puts `primary` on hold and calls `what.party` about it. `what.type` and `what.case_id` do not
/// count: a consultation is of its own type and belongs to the case of the call.
/// Errors: the state of the call does not allow it.
inline result<begun_consultation> consult(interaction& primary, new_call what, instant now) {
  const auto* holds = detail::row_for(primary, call_trigger::consult);
  if (holds == nullptr)
    return detail::refused(primary);
  what.type = call_type::consult;
  what.case_id = primary.case_id;
  auto begun = detail::begin(std::move(what), call_kind::consultation, call_trigger::dial, now);
  begun.call.parent = primary.id;
  begun.call.main_of_case = false;
  told_list events;
  detail::tell(events, primary.id, detail::carry_out(primary, *holds, now));
  detail::tell(events, begun.call.id, begun.events);
  return begun_consultation{std::move(begun.call), events};
}

/// Hands `primary` over to the consulted party: both calls end for the agent. Errors: the two do
/// not belong together; the consultation is not established; the call is not on hold.
inline result<told_list> complete_transfer(interaction& consultation, interaction& primary,
                                           instant now) {
  return detail::complete(consultation, primary, call_trigger::hand_over, now);
}

/// Joins the consulted parties to `primary`. Errors: as for complete_transfer.
inline result<told_list> complete_conference(interaction& consultation, interaction& primary,
                                             instant now) {
  auto events = detail::complete(consultation, primary, call_trigger::merge, now);
  if (events)
    primary.parties.insert(primary.parties.end(), consultation.parties.begin(),
                           consultation.parties.end());
  return events;
}

} // namespace deskstorm::desk
