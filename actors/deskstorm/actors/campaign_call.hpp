#pragma once

#include <chrono>
#include <cstdint>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/outbound/worked_record.hpp>
#include <deskstorm/plan/campaign.hpp>

namespace deskstorm::actors {

/// Which record of which campaign is worked on, for the how-manieth time in the campaign.
struct campaign_work {
  std::uint32_t campaign;
  std::uint32_t record;
  std::uint32_t ordinal;
};

/// What happens when a number of a campaign is dialed, drawn beforehand.
struct far_end_plan {
  duration rings;
  bool answers;
  outbound::call_result result; ///< of the call, unless an agent sets another
};

/// The streams of one record that is worked on.
using campaign_streams =
  streams_of<purpose::preview_time, purpose::preview_choice, purpose::ring_time,
             purpose::call_outcome, purpose::handle_time, purpose::wrap_up>;

inline campaign_streams streams_for(const campaign_work& work) {
  return campaign_streams{stream_of(static_cast<std::uint64_t>(stream_owner::campaign_call),
                                    work.campaign, work.ordinal)};
}

inline far_end_plan dial_far_end(const plan::campaign& c, campaign_streams& streams,
                                 const stream::key& key) {
  auto ring = streams.draw<purpose::ring_time>(key);
  auto outcome = streams.draw<purpose::call_outcome>(key);
  const duration rings = plan::sample(c.ring_time, ring);
  double u = outcome.uniform();
  if (u < c.answer_probability) {
    const bool never_again = outcome.uniform() < c.do_not_call_probability;
    return {rings, true,
            never_again ? outbound::call_results::do_not_call : outbound::call_results::answer};
  }
  u -= c.answer_probability;
  if (u < c.busy_probability)
    return {duration::zero(), false, outbound::call_results::busy};
  u -= c.busy_probability;
  return {rings, false,
          u < c.machine_probability ? outbound::call_results::answering_machine
                                    : outbound::call_results::no_answer};
}

/// Returns how long a party that is consulted about such a call takes to do that.
inline duration consulted_time(const run_context& run, campaign_streams& streams,
                               messages::far_end::what does) {
  if (does == messages::far_end::what::answers) {
    auto draw = streams.draw<purpose::ring_time>(run.key);
    return plan::sample(run.plan.outgoing.answer_after, draw);
  }
  auto draw = streams.draw<purpose::handle_time>(run.key);
  return plan::sample(run.plan.outgoing.talk_time, draw);
}

/// Returns the message that says what becomes of a record.
inline messages::record_moved moved(std::uint32_t record, outbound::record_trigger what) {
  return {
    record, {}, what, outbound::call_results::unknown, false, messages::record_moved::no_callback};
}

/// Adds when, and by which number, a client has asked to call the customer again.
inline messages::record_moved with_callback(messages::record_moved said,
                                            const outbound::worked_record& work) {
  if (!work.callback())
    return said;
  const auto since = work.callback()->time_since_epoch();
  said.callback_s =
    static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::seconds>(since).count());
  said.chosen = work.callback_by();
  return said;
}

/// Returns the message that says how the call of a record has ended.
inline messages::record_moved call_ended(std::uint32_t record, outbound::call_result result,
                                         bool reached) {
  auto said = moved(record, outbound::record_trigger::finish);
  said.result = result;
  said.reached = reached;
  return said;
}

} // namespace deskstorm::actors
