#include <cstdint>
#include <vector>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;
using actors::request_end;
using actors::request_loss;

constexpr auto asked = request_kind::agent_get_state;

// One persona, four agents, one queue, two workers; measured from 10 s to 110 s.
recorder measuring() {
  return recorder{{.measured = {instant{10s}, instant{110s}},
                   .personas = 1,
                   .agents = 4,
                   .queues = 1,
                   .backend_workers = 2}};
}

TEST_CASE("a request belongs to the measured period by its intended time", "[unit]") {
  auto [intended, sent] = GENERATE(
    table<duration, std::uint64_t>({{10s - 1ns, 0}, {10s, 1}, {110s - 1ns, 1}, {110s, 0}}));
  auto run = measuring();
  run.request_sent(0, asked, instant{intended});
  run.request_ended(0, asked, request_end::ok, instant{intended}, instant{111s});
  const auto seen = run.finish(instant{111s});
  CHECK(seen.total().sent == sent);
  CHECK(seen.total().ended(request_end::ok) == sent);
}

TEST_CASE("errors so far are those of the warm-up, too", "[unit]") {
  auto run = measuring();
  run.request_ended(0, asked, request_end::ok, instant{1s}, instant{1s});
  run.request_ended(0, asked, request_end::failed, instant{1s}, instant{1s});
  run.request_ended(0, asked, request_end::timed_out, instant{20s}, instant{30s});
  CHECK(run.errors() == 2);
}

TEST_CASE("latency runs from the intended time, for all answers but no time-out", "[unit]") {
  auto [how, counted] = GENERATE(table<request_end, std::uint64_t>({{request_end::ok, 1},
                                                                    {request_end::failed, 1},
                                                                    {request_end::rate_limited, 1},
                                                                    {request_end::timed_out, 0}}));
  auto run = measuring();
  run.request_sent(0, asked, instant{20s});
  run.request_ended(0, asked, how, instant{20s}, instant{25s});
  const auto seen = run.finish(instant{110s}).of(asked);
  CHECK(seen.latency.count() == counted);
  CHECK(seen.latency.max() == (counted == 1 ? duration{5s} : duration{0s}));
}

TEST_CASE("what was sent is what ended and what is unfinished", "[unit][property]") {
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{30}));
  CAPTURE(seed);
  actors::stream draw{{seed, 0}, 1, actors::purpose::request_choice};
  auto run = measuring();
  const auto requests_made = draw.below(500);
  for (std::uint32_t i = 0; i < requests_made; ++i) {
    const auto kind = static_cast<request_kind>(draw.below(request_count));
    const instant intended{std::chrono::milliseconds{draw.below(120'000)}};
    run.request_sent(0, kind, intended);
    if (const auto how = draw.below(5); how < 4)
      run.request_ended(0, kind, static_cast<request_end>(how), intended, intended + 1s);
  }
  const auto seen = run.finish(instant{120s});

  std::uint64_t sum = 0;
  for (const auto& row : requests) {
    const auto t = seen.of(row.kind);
    CHECK(t.sent
          == t.ended(request_end::ok) + t.ended(request_end::failed)
               + t.ended(request_end::rate_limited) + t.ended(request_end::timed_out)
               + t.unfinished());
    CHECK(t.unfinished() <= t.sent);
    sum += t.sent;
  }
  CHECK(seen.total().sent == sum);
}

TEST_CASE("losses are counted by their reason", "[unit]") {
  auto run = measuring();
  run.request_lost(0, asked, request_loss::ignored, instant{20s});
  run.request_lost(0, asked, request_loss::late, instant{20s});
  run.request_lost(0, asked, request_loss::late, instant{5s});
  const auto seen = run.finish(instant{110s}).total();
  CHECK(seen.lost(request_loss::ignored) == 1);
  CHECK(seen.lost(request_loss::late) == 1);
  CHECK(seen.lost(request_loss::refused) == 0);
}

TEST_CASE("events and frame states are counted by kind after the warm-up", "[unit]") {
  auto run = measuring();
  run.event_seen(event_channel::interaction, event_type::ringing, instant{5s});
  run.event_seen(event_channel::interaction, event_type::ringing, instant{15s});
  run.frame_state_seen(frame_state::leading, instant{15s});
  const auto seen = run.finish(instant{110s});
  CHECK(seen.events[static_cast<std::size_t>(event_type::ringing)] == 1);
  CHECK(seen.states[static_cast<std::size_t>(frame_state::leading)] == 1);
}

TEST_CASE("backend utilisation counts the busy time within the measured period", "[unit]") {
  auto run = measuring();
  run.backend_served(0s, 10s, instant{5s});  // 5 s of it measured
  run.backend_served(2s, 45s, instant{20s}); // all of it
  run.backend_served(4s, 50s, instant{60s}); // all but nothing after 110 s
  run.backend_queued(7, instant{5s});
  run.backend_queued(3, instant{50s});
  const auto seen = run.finish(instant{110s});
  CHECK(seen.backend.utilization() == Approx(100.0 / 200.0));
  CHECK(seen.backend.served == 2);
  CHECK(seen.backend.waits.mean_ns() == Approx(3e9));
  CHECK(seen.backend_queued_max == 3);
}

TEST_CASE("tab utilisation relates to the time that the tab was open", "[unit]") {
  auto run = measuring();
  const actors::tab_ref first{agent_id{1}, tab_id{1}, 11};
  const actors::tab_ref second{agent_id{1}, tab_id{2}, 12};
  run.tab_state(first, frame_state::leading, instant{0s});
  run.tab_state(second, frame_state::following, instant{60s});
  run.tab_served(11, 0s, 20s, instant{20s});
  run.tab_served(12, 0s, 25s, instant{70s});
  const auto seen = run.finish(instant{110s});
  CHECK(seen.tabs.utilization() == Approx(45.0 / 150.0));
  CHECK(seen.tab_utilization_max == Approx(0.5));
}

TEST_CASE("a queue tells offered, answered, abandoned and waiting callers apart", "[unit]") {
  auto run = measuring();
  using enum actors::caller_fate;
  run.call_offered(0, waits, instant{5s});
  run.call_offered(0, served_at_once, instant{20s});
  run.call_offered(0, waits, instant{30s});
  run.call_offered(0, waits, instant{40s});
  run.call_answered(0, 0s, instant{20s});
  run.call_answered(0, 6s, instant{30s});
  run.call_abandoned(0, 9s, instant{40s});
  run.agent_engaged(0, instant{0s}); // 40 s until it is free, of which 30 s are measured
  run.agent_freed(0, instant{40s});
  run.agent_engaged(0, instant{100s}); // and 10 s until the end
  const auto seen = run.finish(instant{110s}).queues.at(0);
  CHECK(seen.offered == 3);
  CHECK(seen.answered == 2);
  CHECK(seen.abandoned == 1);
  CHECK(seen.waited_ratio() == Approx(2.0 / 3.0));
  CHECK(seen.waits.mean_ns() == Approx(3e9));
  CHECK(seen.occupancy() == Approx(0.1));
}

TEST_CASE("a run that ends before its warm-up has measured nothing", "[unit]") {
  auto run = measuring();
  run.backend_served(0s, 3s, instant{1s});
  const auto seen = run.finish(instant{5s});
  CHECK(seen.measured_s == 0);
  CHECK(seen.backend.utilization() == 0);
}

TEST_CASE("merging statistics adds counts and keeps ratios", "[unit]") {
  auto one = measuring();
  one.request_sent(0, asked, instant{20s});
  one.backend_served(0s, 50s, instant{20s});
  auto other = measuring();
  other.request_sent(0, asked, instant{20s});
  auto sum = one.finish(instant{110s});
  sum.merge(other.finish(instant{110s}));
  CHECK(sum.total().sent == 2);
  CHECK(sum.measured_s == Approx(200));
  CHECK(sum.backend.utilization() == Approx(50.0 / 400.0));
}

} // namespace
} // namespace deskstorm::loadgen
