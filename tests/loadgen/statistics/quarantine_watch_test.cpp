#include <chrono>

#include <deskstorm/loadgen/statistics/quarantine_watch.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;
using actors::request_end;

/// Asks at some time, and is answered after a millisecond.
void ask(quarantine_watch& watch, duration at, request_end how = request_end::ok) {
  watch.request_sent(0, request_kind::agent_get, instant{at});
  watch.request_ended(0, request_kind::agent_get, how, instant{at}, instant{at + 1ms});
}

recorder_setup measured_from(duration warmup) {
  return {.measured = {instant{warmup}, instant{100s}}, .personas = 1};
}

TEST_CASE("a quarantine lasts from the error until its delay has passed", "[unit]") {
  quarantine_watch watch{measured_from(0s), 10s};
  ask(watch, 5s);
  ask(watch, 20s, request_end::rate_limited);
  ask(watch, 20s + 1ms); // the very instant of the error
  ask(watch, 20s + 2ms);
  ask(watch, 30s);
  ask(watch, 30s + 1ms);
  const auto seen = watch.finish(instant{100s});
  CHECK(seen.total().sent == 2);
  CHECK(seen.total().ended(request_end::ok) == 2);
  CHECK(seen.measured_s == 10);
}

TEST_CASE("quarantines of several clients are one time", "[unit]") {
  quarantine_watch watch{measured_from(0s), 10s};
  ask(watch, 20s, request_end::rate_limited);
  ask(watch, 25s, request_end::rate_limited); // itself in the time of the first
  ask(watch, 32s);
  const auto seen = watch.finish(instant{100s});
  CHECK(seen.total().sent == 2);
  CHECK(seen.measured_s == 15);
}

TEST_CASE("a quarantine without end lasts until the run is over", "[unit]") {
  quarantine_watch watch{measured_from(30s), 0s};
  ask(watch, 20s, request_end::rate_limited);
  ask(watch, 25s); // in the warm-up
  ask(watch, 90s);
  const auto seen = watch.finish(instant{100s});
  CHECK(seen.total().sent == 1);
  CHECK(seen.measured_s == 70);
}

} // namespace
} // namespace deskstorm::loadgen
