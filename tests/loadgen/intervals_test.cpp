#include <vector>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/loadgen/intervals.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

TEST_CASE("an interval is Student's, of mean and sample deviation", "[unit]") {
  // Mean 2, deviation 1, three values: t(2 degrees, 97.5 %) = 4.302653 (any table).
  const auto found = student_interval(std::vector<double>{1, 2, 3}, 0.95);
  CHECK(found.mean == Approx(2));
  CHECK(found.half_width == Approx(4.302653 / std::sqrt(3.0)));
}

TEST_CASE("95 % of intervals cover the true mean", "[unit][property]") {
  constexpr int trials = 2'000;
  actors::stream draw{{1, 0}, 1, actors::purpose::think};
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> values(20);
    for (auto& value : values)
      value = draw.uniform() + draw.uniform();
    const auto found = student_interval(values, 0.95);
    covered += std::abs(found.mean - 1) <= found.half_width ? 1 : 0;
  }
  CHECK(covered > trials * 0.93);
  CHECK(covered < trials * 0.97);
}

TEST_CASE("what one replication did not count is zero there", "[unit]") {
  const std::vector<figures> replications{{{"events.agent.STATE_CHANGED", 4}}, {}};
  const auto found = intervals_of(replications, 0.95);
  REQUIRE(found.size() == 1);
  CHECK(found[0].first == "events.agent.STATE_CHANGED");
  CHECK(found[0].second.mean == 2);
}

TEST_CASE("one replication has no intervals", "[unit]") {
  CHECK(intervals_of(std::vector<figures>{{{"messages", 4}}}, 0.95).empty());
}

} // namespace
} // namespace deskstorm::loadgen
