#include <map>
#include <vector>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using plan::distributions::constant;

using event_counts = std::map<event_type, int>;

/// One interaction of that medium comes at 10 s and takes 20 s; a client listens.
plan::floor_plan one_of(desk::media medium, duration length = 60s) {
  auto plan = one_client(length);
  plan.personas[0].subscribe = {event_channel::interaction};
  let_call_in(plan, 10s, 20s);
  plan.queues[0].media = medium;
  return plan;
}

/// Makes the client send `request` with its interaction when that event comes.
void answer_with(plan::floor_plan& plan, event_type on, request_kind request,
                 const std::string& parameters) {
  plan.arguments.push_back(json::parse(parameters));
  plan.personas[0].reactions.push_back(
    {event_channel::interaction,
     on,
     {{.request = request,
       .arguments = static_cast<std::uint32_t>(plan.arguments.size() - 1),
       .interaction = plan::interaction_source::event}}});
}

TEST_CASE("a chat is accepted by the leading tab and lives to its end", "[rule:leader-answers]") {
  const auto seen = notes_of(one_of(desk::media::chat));
  CHECK(seen.events
        == event_counts{{event_type::added, 1},
                        {event_type::invited, 1},
                        {event_type::accepted, 1},
                        {event_type::join_pending, 1},
                        {event_type::new_message, 1},
                        {event_type::ended, 1},
                        {event_type::completed, 1},
                        {event_type::removed, 1}});
  CHECK(seen.offered == 1);
  CHECK(seen.answered == 1);
  CHECK(seen.duties_due == 1);
  CHECK(seen.duties_done == 1);
}

TEST_CASE("messages come in a chat as long as it lasts", "[unit]") {
  auto plan = one_of(desk::media::chat);
  plan.queues[0].message_every = constant{3s};
  CHECK(notes_of(plan).events.at(event_type::new_message) == 1 + 6); // at 3, 6, ... 18 s of 20 s
}

TEST_CASE("an e-mail that the agent accepts is no duty of a tab", "[unit]") {
  const auto medium = GENERATE(desk::media::email, desk::media::workitem);
  auto plan = one_of(medium);
  plan.queues[0].accept_after = constant{2s};
  const auto seen = notes_of(plan);
  CHECK(seen.events
        == event_counts{{event_type::added, 1},
                        {event_type::invited, 1},
                        {event_type::accepted, 1},
                        {event_type::completed, 1},
                        {event_type::removed, 1}});
  CHECK(seen.duties_due == 0);
}

TEST_CASE("an invitation that nobody accepts in time goes on to another agent", "[unit]") {
  auto plan = one_of(desk::media::email);
  plan.queues[0].accept_after = constant{30s};
  plan.queues[0].reroute_after = 6s;
  const auto seen = notes_of(plan);
  CHECK(seen.answered == 0);
  CHECK(seen.events.at(event_type::invited) == 9); // at 10, 16, ... 58 s
  CHECK(seen.events.at(event_type::revoked) == 8);
}

TEST_CASE("an invitation is withdrawn when patience ends", "[unit]") {
  auto plan = one_of(desk::media::chat);
  plan.queues[0].accept_after = constant{30s};
  plan.queues[0].patience = constant{5s};
  const auto seen = notes_of(plan);
  CHECK(seen.abandoned_after == std::vector<duration>{5s});
  CHECK(seen.events
        == event_counts{{event_type::added, 1},
                        {event_type::invited, 1},
                        {event_type::revoked, 1},
                        {event_type::removed, 1}});
}

TEST_CASE("an e-mail that is stored in a workbin is pulled and finished", "[unit]") {
  auto plan = one_of(desk::media::email);
  plan.queues[0].workbin = 1;
  plan.queues[0].workbin_time = constant{5s};
  const auto seen = notes_of(plan);
  CHECK(seen.events
        == event_counts{{event_type::added, 2},
                        {event_type::invited, 1},
                        {event_type::accepted, 1},
                        {event_type::in_workbin, 1},
                        {event_type::pulled, 1},
                        {event_type::completed, 1},
                        {event_type::removed, 2}});
  CHECK(seen.answered == 1);
}

TEST_CASE("joining, storing, pulling and transferring can fail, and succeed then", "[unit]") {
  using shares = std::pair<double, double>; // of those stored, of those transferred
  const auto [medium, share, failed,
              done] = GENERATE(table<desk::media, shares, event_type, event_type>({
    {desk::media::chat, shares{0, 0}, event_type::join_failed, event_type::new_message},
    {desk::media::email, shares{1, 0}, event_type::in_workbin_failed, event_type::in_workbin},
    {desk::media::email, shares{1, 0}, event_type::pull_workbin_failed, event_type::pulled},
    {desk::media::chat, shares{0, 1}, event_type::in_queue_failed, event_type::transfer_completed},
  }));
  auto plan = one_of(medium);
  plan.queues[0].workbin = share.first;
  plan.queues[0].transfer = share.second;
  plan.queues[0].transfer_to = "sales";
  const bool fails = GENERATE(false, true);
  plan.queues[0].fails = fails ? 1 : 0;
  auto seen = notes_of(plan);
  CAPTURE(name_of(failed));
  CHECK((seen.events[failed] > 0) == fails);
  CHECK(seen.events[done] > 0);
}

TEST_CASE("an interaction that is transferred is offered in the other queue", "[unit]") {
  auto plan = one_of(desk::media::chat);
  plan.queues.push_back(
    plan::inbound{.media = desk::media::chat, .queue = "support", .handle_time = constant{5s}});
  plan.queues[1].calls.per_second = 0;
  plan.queues[0].transfer = 1;
  plan.queues[0].transfer_to = "support";
  const auto seen = notes_of(plan);
  CHECK(seen.offered == 2);
  CHECK(seen.answered == 2);
  CHECK(seen.events.at(event_type::transfer_completed) == 1);
  CHECK(seen.events.at(event_type::completed) == 1);
}

TEST_CASE("a caller whom an agent passes on is a call of the other queue", "[unit]") {
  auto plan = one_of(desk::media::voice);
  plan.queues.push_back(plan::inbound{.queue = "support", .handle_time = constant{5s}});
  plan.queues[1].calls.per_second = 0;
  plan.queues[0].transfer = 1;
  plan.queues[0].transfer_to = "support";
  const auto seen = notes_of(plan);
  CHECK(seen.offered == 2);
  CHECK(seen.answered == 2);
  CHECK(seen.events
        == event_counts{{event_type::added, 2},
                        {event_type::ringing, 2},
                        {event_type::established, 2},
                        {event_type::released, 2},
                        {event_type::markdone_apply, 2},
                        {event_type::removed, 2}});
}

TEST_CASE("a caller is passed on once, even to the same queue", "[unit]") {
  auto plan = one_of(desk::media::voice, 5min);
  plan.queues[0].transfer = 1;
  plan.queues[0].transfer_to = "sales";
  CHECK(notes_of(plan).answered == 2);
}

TEST_CASE("a client transfers a call to an agent, a queue or somebody outside", "[unit]") {
  const auto [target, how, answered] = GENERATE(table<std::string, request_end, int>({
    {R"({"target": "AGENT", "destination": "2"})", request_end::ok, 2},
    {R"({"target": "INTERACTION_QUEUE", "destination": "sales"})", request_end::ok, 2},
    {R"("5002")", request_end::ok, 1},
    {R"({"target": "SKILL", "destination": "French"})", request_end::ok, 1},
    {R"({"target": "AGENT", "destination": "3"})", request_end::failed, 1},
    {R"({"target": "ROUTING_POINT", "destination": "nowhere"})", request_end::failed, 1},
  }));
  CAPTURE(target);
  auto plan = one_of(desk::media::voice, 21s);
  plan.agents.count = 2;
  answer_with(plan, event_type::established, request_kind::interaction_single_step_transfer,
              R"(["$event.interaction.interactionId", )" + target + "]");
  plan.network.post_message = constant{3s}; // the caller who was passed on is not passed on again
  const auto seen = notes_of(plan);
  REQUIRE_FALSE(seen.ends.empty());
  CHECK(seen.ends[0].how == how);
  CHECK(seen.answered == answered);
}

TEST_CASE("a client transfers an e-mail to an agent or a queue", "[unit]") {
  const auto [target, how, answered] = GENERATE(table<std::string, request_end, int>({
    {R"({"target": "AGENT", "destination": "2"})", request_end::ok, 2},
    {R"({"target": "INTERACTION_QUEUE", "destination": "sales"})", request_end::ok, 2},
    {R"({"target": "AGENT", "destination": "3"})", request_end::failed, 1},
    {R"({"target": "ROUTING_POINT", "destination": "nowhere"})", request_end::failed, 1},
    {R"({"destination": "sales"})", request_end::failed, 1},
  }));
  CAPTURE(target);
  auto plan = one_of(desk::media::email, 34s);
  plan.agents.count = 2;
  answer_with(plan, event_type::accepted, request_kind::interaction_single_step_transfer,
              R"(["$event.interaction.interactionId", )" + target + "]");
  plan.queues[0].accept_after = constant{10s};
  const auto seen = notes_of(plan);
  REQUIRE_FALSE(seen.ends.empty());
  CHECK(seen.ends[0].how == how);
  CHECK(seen.answered == answered);
}

TEST_CASE("a client accepts, or rejects, what its agent is invited to", "[unit]") {
  const auto [request, follows] = GENERATE(table<request_kind, event_type>({
    {request_kind::interaction_accept, event_type::accepted},
    {request_kind::interaction_reject, event_type::removed},
  }));
  auto plan = one_of(desk::media::email, 12s);
  plan.queues[0].accept_after = constant{5s};
  plan.network.post_message = constant{500ms};
  answer_with(plan, event_type::invited, request, R"(["$event.interaction.interactionId"])");
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::ok) == 1);
  CHECK(seen.events.at(follows) == 1);
}

TEST_CASE("an e-mail that is blocked is marked done when the block is over", "[unit]") {
  // Accepted at 10 s and blocked then, for 30 s; handled at 30 s.
  const auto [length, unblocks, requested, completed] = GENERATE(table<duration, bool, int, int>(
    {{40s - 1ns, false, 1, 0}, {40s, false, 1, 1}, {30s, true, 1, 1}}));
  auto plan = one_of(desk::media::email, length);
  plan.personas[0].subscribe.push_back(event_channel::markdone);
  answer_with(plan, event_type::accepted, request_kind::interaction_block_markdone,
              R"(["$event.interaction.interactionId", "Not yet"])");
  if (unblocks) {
    answer_with(plan, event_type::markdone_requested, request_kind::interaction_unblock_markdone,
                R"(["$event.interaction.interactionId"])");
    plan.personas[0].reactions.back().channel = event_channel::markdone;
  }
  auto seen = notes_of(plan);
  CHECK(seen.events[event_type::markdone_requested] == requested);
  CHECK(seen.events[event_type::completed] == completed);
}

TEST_CASE("a client that marks a blocked e-mail done is refused, and told so", "[unit]") {
  auto plan = one_of(desk::media::email, 12s);
  plan.personas[0].subscribe.push_back(event_channel::markdone);
  answer_with(plan, event_type::accepted, request_kind::interaction_block_markdone,
              R"(["$event.interaction.interactionId", "Not yet"])");
  answer_with(plan, event_type::accepted, request_kind::interaction_markdone,
              R"(["$event.interaction.interactionId"])");
  auto seen = notes_of(plan);
  CHECK(seen.count(request_end::failed) == 1);
  CHECK(seen.events[event_type::markdone_requested] == 1);
  CHECK(seen.events[event_type::completed] == 0);
}

TEST_CASE("an agent takes as many of a medium at once as the capacity allows", "[unit]") {
  const auto [at_once, answered] = GENERATE(table<std::uint32_t, int>({{1, 1}, {3, 3}, {9, 6}}));
  auto plan = one_of(desk::media::chat, 60s);
  plan.agents.capacity[static_cast<std::size_t>(desk::media::chat)] = at_once;
  plan.stages = {{never, 1.0}}; // one every ten seconds
  plan.queues[0].handle_time = constant{5min};
  CHECK(notes_of(plan).answered == answered);
}

TEST_CASE("a call does not wait for an agent who is busy with chats alone", "[unit]") {
  auto plan = one_of(desk::media::chat, 30s);
  auto calls = plan.queues[0];
  calls.media = desk::media::voice;
  calls.queue = "calls";
  plan.queues.push_back(calls);
  CHECK(notes_of(plan).answered == 2);
}

} // namespace
} // namespace deskstorm::loadgen
