#include <deskstorm/loadgen/statistics/election_watch.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;
using enum frame_state;

constexpr actors::tab_ref first{agent_id{1}, tab_id{1}, 1};
constexpr actors::tab_ref second{agent_id{1}, tab_id{2}, 2};
constexpr actors::tab_ref foreign{agent_id{2}, tab_id{1}, 3};

TEST_CASE("the time that open tabs pass without a leader is leaderless", "[unit]") {
  election_watch watch{{}};
  watch.state(first, negotiating, instant{1s});
  watch.state(first, leading, instant{3s});
  watch.closed(first, instant{5s});
  CHECK(watch.finish(instant{60s}).leaderless_s == Approx(2));
}

TEST_CASE("two leaders of one agent overlap, to the nanosecond", "[unit]") {
  election_watch watch{{}};
  watch.state(first, leading, instant{1s});
  watch.state(second, leading, instant{2s});
  watch.state(first, following, instant{2s + 1ns});
  const auto seen = watch.finish(instant{60s});
  CHECK(seen.overlap_s == Approx(1e-9));
  CHECK(seen.elections == 2);
}

TEST_CASE("leaders of two agents do not overlap", "[unit]") {
  election_watch watch{{}};
  watch.state(first, leading, instant{1s});
  watch.state(foreign, leading, instant{1s});
  CHECK(watch.finish(instant{60s}).overlap_s == 0);
}

TEST_CASE("an overlap that lasts is counted until the end of the run", "[unit]") {
  election_watch watch{{}};
  watch.state(first, leading, instant{1s});
  watch.state(second, leading, instant{50s});
  CHECK(watch.finish(instant{60s}).overlap_s == Approx(10));
}

TEST_CASE("a takeover lasts from the loss of a leader to the next one", "[unit]") {
  election_watch watch{{}};
  watch.state(first, leading, instant{1s});
  watch.state(second, following, instant{1s});
  watch.closed(first, instant{10s});
  watch.state(second, leading, instant{13s});
  const auto seen = watch.finish(instant{60s});
  CHECK(seen.takeovers.count() == 1);
  CHECK(seen.takeovers.max() == 3s);
}

TEST_CASE("a tab that opens after all have closed takes nothing over", "[unit]") {
  election_watch watch{{}};
  watch.state(first, leading, instant{1s});
  watch.closed(first, instant{10s});
  watch.state(second, negotiating, instant{30s});
  watch.state(second, leading, instant{31s});
  const auto seen = watch.finish(instant{60s});
  CHECK(seen.takeovers.count() == 0);
  CHECK(seen.leaderless_s == Approx(1));
}

TEST_CASE("the warm-up is left out of elections", "[unit]") {
  election_watch watch{{instant{10s}, instant{60s}}};
  watch.state(first, negotiating, instant{1s});
  watch.state(first, leading, instant{5s});
  watch.state(second, leading, instant{8s});
  watch.state(second, following, instant{12s});
  const auto seen = watch.finish(instant{60s});
  CHECK(seen.elections == 0);
  CHECK(seen.leaderless_s == 0);
  CHECK(seen.overlap_s == Approx(2));
}

TEST_CASE("a duty is done, done twice or lost", "[unit]") {
  election_watch watch{{}};
  for (const std::uint64_t duty : {1u, 2u, 3u})
    watch.duty_due(duty, instant{1s});
  watch.duty_done(1);
  watch.duty_done(2);
  watch.duty_done(2);
  const auto seen = watch.finish(instant{60s});
  CHECK(seen.duties_done == 2);
  CHECK(seen.duties_twice == 1);
  CHECK(seen.duties_lost == 1);
}

} // namespace
} // namespace deskstorm::loadgen
