#include <algorithm>
#include <vector>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using actors::request_loss;
using plan::distributions::constant;

using state = notebook::state;

// -- tabs

TEST_CASE("a lone tab leads after one election timeout", "[rule:lone-tab]") {
  const auto seen = notes_of(one_client(10s));
  CHECK(seen.states
        == std::vector{state{1, frame_state::negotiating, instant{}},
                       state{1, frame_state::leading, instant{500ms}}});
}

TEST_CASE("when the leader closes the other tab leads", "[rule:closing-leader][rule:one-leader]") {
  auto plan = one_client(20s);
  plan.agents.tabs = 2;
  plan.script = {{instant{10s}, tabs::action_kind::close_tab, 1, {}}};
  const auto seen = notes_of(plan);
  REQUIRE(seen.states.size() == 6);
  CHECK(std::ranges::count(seen.states, state{2, frame_state::following, instant{500ms}}) == 1);
  CHECK(seen.states[4] == state{2, frame_state::negotiating, instant{10s}});
  CHECK(seen.states[5] == state{2, frame_state::leading, instant{10s + 500ms}});
}

TEST_CASE("a tab that opens later follows the leader", "[unit]") {
  auto plan = one_client(20s);
  plan.script = {{instant{10s}, tabs::action_kind::open_tab, 1, {}}};
  CHECK(notes_of(plan).states.back() == state{2, frame_state::following, instant{10s}});
}

TEST_CASE("frames of a closed tab ask no more", "[unit]") {
  auto plan = one_client(20s, steady(1));
  plan.script = {{instant{10s + 500ms}, tabs::action_kind::close_tab, 1, {}}};
  CHECK(notes_of(plan).sent.size() == 10);
}

// -- limits, origins, user data

// Protocol: "requests 1-4 of the minute succeed; request 5 gets the error; request 6 and later get
// silence (client sees its own 10 s timeout) until 30 s are over"; then the minute is still full.
TEST_CASE("a client that asks each second sees its limit, an error and then silence", "[unit]") {
  auto plan = one_client(60s, steady(1));
  plan.options.limits.each[static_cast<std::size_t>(request_kind::agent_get_state)] = 4;
  auto seen = notes_of(plan);
  std::ranges::sort(seen.ends, {}, &notebook::end::intended);
  using row = std::tuple<int, int, request_end, duration>;
  const auto [first, last, how, later] = GENERATE(table<int, int, request_end, duration>({
    row{1, 4, request_end::ok, 0s},
    row{5, 5, request_end::rate_limited, 0s},
    row{6, 34, request_end::timed_out, 10s},
    row{35, 35, request_end::rate_limited, 0s},
    row{36, 50, request_end::timed_out, 10s},
  }));
  for (int second = first; second <= last; ++second) {
    const instant sent{std::chrono::seconds{second}};
    CHECK(seen.ends.at(static_cast<std::size_t>(second - 1))
          == notebook::end{how, sent, sent + later});
  }
}

TEST_CASE("the limit is full again only in the next minute", "[unit]") {
  auto plan = one_client(80s, steady(1));
  plan.options.limits.each[static_cast<std::size_t>(request_kind::agent_get_state)] = 4;
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::ok) == 8); // 1 to 4, and 65 to 68 when the second quarantine ends
  CHECK(seen.count(request_end::rate_limited) == 3); // 5, 35, 69
  CHECK(seen.losses.at(request_loss::ignored) == 80 - 8 - 3);
}

TEST_CASE("a page that is not listed gets no reply at all", "[unit]") {
  auto plan = one_client(30s, steady(1));
  plan.options.origins = {};
  plan.personas[0].subscribe = {event_channel::system};
  const auto seen = notes_of(plan);
  CHECK(seen.sent.size() == 30);
  CHECK(seen.ends.size() == 20);
  CHECK(seen.count(request_end::timed_out) == 20);
  CHECK(seen.losses.at(request_loss::refused) == 30);
  CHECK(seen.heard_states.empty());
}

TEST_CASE("a request outside the filter of a listed page fails", "[unit]") {
  auto plan = one_client(30s, steady(1));
  request_set others;
  others.add(request_kind::agent_get);
  plan.options.origins = {};
  plan.options.origins.allow("http://client.example", others);
  CHECK(notes_of(plan).count(request_end::failed) == 30);
}

TEST_CASE("refused requests meet the limit where it comes before the filter", "[unit]") {
  const auto [first, failed, limited] = GENERATE(
    table<first_check, int, int>({{first_check::filter, 30, 0}, {first_check::limit, 4, 1}}));
  auto plan = one_client(30s, steady(1));
  plan.options.origins = {};
  plan.options.origins.allow("http://client.example", {});
  plan.options.limits.all = 4;
  plan.limiter.first_check = first;
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::failed) == failed);
  CHECK(seen.count(request_end::rate_limited) == limited);
}

TEST_CASE("a page whose subscribe meets the limit hears nothing", "[unit]") {
  const auto [counted, heard] = GENERATE(table<bool, std::size_t>({{false, 4}, {true, 2}}));
  auto plan = one_client(10s);
  plan.personas[0].subscribe = {event_channel::system};
  plan.agents.frames[0].count = 4;
  plan.options.limits.all = 2;
  plan.limiter.count_subscriptions = counted;
  CHECK(notes_of(plan).heard_states.size() == heard);
}

TEST_CASE("user data is written where the write list has its key", "[unit]") {
  const auto [write, how] = GENERATE(table<const char*, request_end>({
    {"Key1,Key3", request_end::ok},
    {"Key3", request_end::failed},
    {"*", request_end::ok},
    {"", request_end::failed},
  }));
  CAPTURE(write);
  auto plan = one_client(20s);
  let_call_in(plan, 10s, 5s);
  plan.options.user_data.write = parse_keys(write);
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId", {"Key1": 1}])"));
  plan.personas[0].subscribe = {event_channel::interaction};
  plan.personas[0].reactions = {{event_channel::interaction,
                                 event_type::established,
                                 {{.request = request_kind::interaction_set_user_data,
                                   .arguments = 1,
                                   .interaction = plan::interaction_source::event}}}};
  const auto seen = notes_of(plan);
  CHECK(seen.ends == std::vector{notebook::end{how, instant{10s}, instant{10s}}});
  CHECK(seen.events.contains(event_type::attached_data_changed) == (how == request_end::ok));
}

// -- events

TEST_CASE("a frame hears nothing of what happens before its subscribe arrives", "[unit]") {
  const auto [latency, heard] = GENERATE(table<duration, std::size_t>({
    {499ms, 1u}, // the tab begins to lead at 500 ms
    {501ms, 0u},
  }));
  auto plan = one_client(10s);
  plan.personas[0].subscribe = {event_channel::system};
  plan.network.post_message = constant{latency};
  CHECK(notes_of(plan).heard_states.size() == heard);
}

TEST_CASE("a frame hears of the channels that it has subscribed to alone", "[unit]") {
  auto plan = one_client(20s);
  let_call_in(plan, 10s, 5s);
  plan.personas[0].subscribe = {event_channel::media};
  CHECK(notes_of(plan).events.empty());
}

TEST_CASE("a call rings in all tabs and is answered once",
          "[rule:leader-answers][rule:every-tab]") {
  auto plan = one_client(20s);
  plan.agents.tabs = 3;
  plan.personas[0].subscribe = {event_channel::interaction};
  let_call_in(plan, 10s, 5s);
  const auto seen = notes_of(plan);
  CHECK(seen.events
        == std::map<event_type, int>{{event_type::added, 3},
                                     {event_type::ringing, 3},
                                     {event_type::established, 3},
                                     {event_type::released, 3},
                                     {event_type::markdone_apply, 3},
                                     {event_type::removed, 3}});
  CHECK(seen.answered == 1);
  CHECK(seen.duties_due == 1);
  CHECK(seen.duties_done == 1);
}

TEST_CASE("a call that rings while nobody leads is answered by the next leader",
          "[rule:duties-wait]") {
  auto plan = one_client(20s);
  plan.agents.tabs = 2;
  let_call_in(plan, 10s, 5s);
  plan.script = {{instant{10s - 100ms}, tabs::action_kind::close_tab, 1, {}}};
  const auto seen = notes_of(plan);
  CHECK(seen.answered == 1);
  CHECK(seen.duties_done == 1);
}

TEST_CASE("a caller whom nobody answers leaves when patience ends", "[unit]") {
  auto plan = one_client(20s);
  plan.agents.tabs = 0; // nobody opens a desktop, so nobody can answer
  let_call_in(plan, 10s, 5s);
  plan.queues[0].patience = constant{3s};
  const auto seen = notes_of(plan);
  CHECK(seen.abandoned_after == std::vector<duration>{3s});
  CHECK(seen.answered == 0);
}

TEST_CASE("a caller whom the agent turns away has not abandoned", "[unit]") {
  auto plan = one_client(20s);
  plan.personas[0].subscribe = {event_channel::interaction};
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId"])"));
  plan.personas[0].reactions = {{event_channel::interaction,
                                 event_type::ringing,
                                 {{.request = request_kind::voice_hang_up,
                                   .arguments = 1,
                                   .interaction = plan::interaction_source::event}}}};
  let_call_in(plan, 100ms, 5s); // before any tab leads
  plan.queues[0].patience = constant{3s};
  plan.queues[0].wrap_up = constant{10s};
  auto seen = notes_of(plan);
  CHECK(seen.offered == 1);
  CHECK(seen.answered == 0);
  CHECK(seen.abandoned_after.empty());
  CHECK(seen.events[event_type::removed] == 1);
}

// -- load

TEST_CASE("a client asks again as its retry policy says", "[unit]") {
  auto plan = one_client(60s, at_once(1));
  plan.options.origins = {};
  plan.personas[0].retry = {.on_timeout = true, .attempts = 2, .backoff = constant{1s}};
  CHECK(notes_of(plan).sent == std::vector{instant{}, instant{11s}, instant{22s}});
}

TEST_CASE("a client does not ask again for what its retry policy leaves out", "[unit]") {
  auto plan = one_client(60s, at_once(1));
  plan.options.origins = {};
  plan.personas[0].retry = {
    .on_rate_limit = true, .on_failure = true, .attempts = 2, .backoff = constant{1s}};
  CHECK(notes_of(plan).sent.size() == 1);
}

TEST_CASE("an open load keeps its rate when replies stop, a closed one waits", "[unit]") {
  const auto [load, sent] = GENERATE(table<plan::load, std::size_t>({
    {steady(2), 60u}, {plan::closed_load{constant{500ms}}, 3u}, // at 0.5 s and each 10.5 s later
  }));
  auto plan = one_client(30s, load);
  plan.options.origins = {};
  CHECK(notes_of(plan).sent.size() == sent);
}

TEST_CASE("stages scale the rate of a load", "[unit]") {
  auto plan = one_client(30s, steady(10));
  plan.stages = {{instant{10s}, 1.0}, {instant{20s}, 3.0, true}, {instant{30s}, 0.0, true}};
  const auto seen = notes_of(plan);
  CHECK(seen.sent_in(0s, 10s) == Approx(100).margin(1)); // some fall on the edges
  CHECK(seen.sent_in(10s, 20s) == Approx(300).margin(1));
  CHECK(seen.sent_in(20s + 1ns, 30s) == 0);
}

// -- backend, faults

TEST_CASE("a backend whose queue is full turns requests away", "[unit]") {
  auto plan = one_client(30s, at_once(5));
  plan.backend = {
    .workers = 1, .serves = {}, .service = {.usual = constant{1s}}, .queue_capacity = 2};
  plan.backend.serves.fill(true);
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::ok) == 3);
  CHECK(seen.count(request_end::failed) == 2);
  CHECK(seen.longest_queue == 2);
}

TEST_CASE("a reply that comes after the client gave up counts as late", "[unit]") {
  auto plan = one_client(30s, at_once(1));
  plan.backend.serves.fill(true);
  plan.backend.service.usual = constant{12s};
  const auto seen = notes_of(plan);
  CHECK(seen.ends == std::vector{notebook::end{request_end::timed_out, instant{}, instant{10s}}});
  CHECK(seen.losses == std::map<request_loss, int>{{request_loss::late, 1}});
}

TEST_CASE("a late reply to a subscribe is no late request", "[unit]") {
  auto plan = one_client(30s);
  plan.personas[0].subscribe = {event_channel::system};
  plan.network.post_message = constant{6s};
  CHECK(notes_of(plan).losses.empty());
}

TEST_CASE("a message that a fault drops is lost, and the client gives up", "[unit]") {
  const auto where = GENERATE(plan::link::post_message, plan::link::backend);
  auto plan = one_client(30s, at_once(4));
  plan.backend.serves.fill(true);
  plan.faults = {{.what = plan::fault_kind::drop, .where = where, .probability = 1}};
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::timed_out) == 4);
  CHECK(seen.losses == std::map<request_loss, int>{{request_loss::lost, 4}});
}

TEST_CASE("a fault that is over harms nobody", "[unit]") {
  auto plan = one_client(30s, steady(1));
  plan.faults = {{.what = plan::fault_kind::drop,
                  .where = plan::link::post_message,
                  .probability = 1,
                  .until = instant{15s}}};
  const auto seen = notes_of(plan);
  CHECK(seen.count(request_end::ok) == 16); // the one of 15 s and those after it
}

TEST_CASE("a reply that a fault doubles ends its request once", "[unit]") {
  auto plan = one_client(30s, steady(1));
  plan.faults = {{.what = plan::fault_kind::duplicate,
                  .where = plan::link::post_message,
                  .probability = 1,
                  .by = constant{1ms}}};
  const auto seen = notes_of(plan);
  CHECK(seen.ends.size() == 30);
  CHECK(seen.losses.empty());
}

// -- all together

// Little: the mean number of requests under way is their rate times their mean latency. Here all
// come to an end, so that both sides are the same sum.
TEST_CASE("requests under way add up to their latencies", "[unit]") {
  auto plan = one_client(60s, steady(5));
  plan.stages = {{instant{40s}, 1.0}, {instant{60s}, 0.0, true}};
  plan.tab_service.usual = plan::distributions::exponential{150ms};
  const auto seen = notes_of(plan);
  REQUIRE(seen.ends.size() == seen.sent.size());
  duration latencies{};
  duration under_way{};
  for (const auto& e : seen.ends) {
    latencies += e.now - e.intended;
    under_way += e.now.time_since_epoch();
  }
  for (const auto at : seen.sent)
    under_way -= at.time_since_epoch();
  CHECK(under_way == latencies);
  CHECK(latencies > 30s);
}

TEST_CASE("each request of a busy centre ends at most once", "[unit]") {
  const auto seen = notes_of(busy_centre(10));
  CHECK(seen.sent.size() > 1000);
  CHECK(seen.ends.size() <= seen.sent.size());
  CHECK(seen.ends.size() + 200 > seen.sent.size());
  CHECK(seen.answered > 10);
  CHECK(seen.duties_done <= seen.duties_due);
}

} // namespace
} // namespace deskstorm::loadgen
