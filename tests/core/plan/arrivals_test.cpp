#include <cmath>
#include <string>
#include <vector>

#include <deskstorm/plan/arrivals.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace deskstorm::plan;
using namespace std::chrono_literals;

namespace {

struct fixed {
  double value;
  double uniform() const { return value; }
};

using points = std::vector<stage>;

instant at(duration since_start) { return instant{since_start}; }

} // namespace

TEST_CASE("scale_at: stages are ramps between points, or steps", "[unit]") {
  const points office{{at(2min), 1}, {at(4min), 3}, {at(5min), 0, true}};
  const auto [when, expected] = GENERATE(table<duration, double>({
    {0s, 1},
    {1min, 1},
    {2min, 1},
    {3min, 2},
    {4min - 1ns, 3},
    {4min, 0},
    {5min, 0},
    {1h, 0},
  }));
  CAPTURE(when.count());
  CHECK(scale_at(office, at(when)) == Approx(expected));
}

TEST_CASE("scale_at: without stages the scale is 1", "[unit]") { CHECK(scale_at({}, at(1h)) == 1); }

TEST_CASE("scale_at: the first ramp begins at 1", "[unit]") {
  const points ramp{{at(10s), 3}};
  CHECK(scale_at(ramp, at(5s)) == Approx(2));
}

TEST_CASE("elapse: finds where the integral of the scale is the work", "[unit]") {
  const points ramp{{at(10s), 3}, {at(20s), 0.5, true}, {at(30s), 0}, {at(40s), 0, true}};
  const auto [from, work, until] = GENERATE(table<duration, double, duration>({
    {0s, 0, 0s},
    {0s, 7.5, 5s},         // within the ramp: mean scale 1.5
    {0s, 20, 10s},         // all of it
    {5s, 12.5 + 2.5, 15s}, // the rest of the ramp, then half of the step
    {20s, 2.5, 30s},       // to the foot of the falling ramp
  }));
  CAPTURE(from.count(), work);
  const duration off = elapse(ramp, at(from), work) - at(until);
  CHECK(std::abs(static_cast<double>(off.count())) < 2);
}

TEST_CASE("elapse: never ends where the scale stays zero", "[unit]") {
  const points none{{at(10s), 0, true}};
  CHECK(elapse(none, at(0s), 1e-9) == never);
}

TEST_CASE("elapse: waits for the load to come back", "[unit]") {
  const points later{{at(10s), 0, true}, {at(20s), 2, true}};
  CHECK(elapse(later, at(0s), 4) == at(12s));
}

TEST_CASE("next_arrival: a constant process comes once a period", "[unit]") {
  fixed draw{0.1};
  const arrivals five{arrivals::process::constant, 5};
  CHECK(next_arrival(at(1s), five, {}, draw) == at(1200ms));
}

TEST_CASE("next_arrival: a Poisson process draws exponential gaps", "[unit]") {
  fixed draw{std::exp(-1.0)};
  CHECK(next_arrival(at(1s), {arrivals::process::poisson, 2}, {}, draw) == at(1500ms));
}

TEST_CASE("next_arrival: twice the scale halves the gap", "[unit]") {
  fixed draw{std::exp(-1.0)};
  const points twice{{at(1h), 2, true}};
  CHECK(next_arrival(at(1s), {arrivals::process::poisson, 2}, twice, draw) == at(1250ms));
}

TEST_CASE("next_arrival: a rate of zero never comes", "[unit]") {
  fixed draw{0.5};
  CHECK(next_arrival(at(1s), {}, {}, draw) == never);
}

TEST_CASE("next_arrival: a gap beyond a hundred years is never", "[unit]") {
  fixed draw{0.5};
  CHECK(next_arrival(at(1s), {arrivals::process::constant, 1e-10}, {}, draw) == never);
}

TEST_CASE("after_thinking: stages divide think times", "[unit]") {
  const points twice{{at(1h), 2, true}};
  CHECK(after_thinking(at(1s), 10s, twice) == at(6s));
  CHECK(after_thinking(at(1s), 10s, {}) == at(11s));
}
