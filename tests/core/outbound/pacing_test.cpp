#include <cstdint>
#include <vector>

#include <deskstorm/outbound/pacing.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

using namespace std::chrono_literals;

/// By summing over all outcomes of independent lines.
double by_enumeration(std::uint32_t lines, std::uint32_t agents, double p) {
  double lost = 0;
  for (std::uint32_t outcome = 0; outcome < (1u << lines); ++outcome) {
    double chance = 1;
    std::uint32_t answered = 0;
    for (std::uint32_t line = 0; line < lines; ++line) {
      const bool answers = (outcome >> line & 1u) != 0;
      chance *= answers ? p : 1 - p;
      answered += answers ? 1 : 0;
    }
    if (answered > agents)
      lost += chance * (answered - agents);
  }
  return lost / (lines * p);
}

TEST_CASE("the abandoned share is that of all outcomes summed", "[unit]") {
  const auto [lines, agents, p] = GENERATE(table<std::uint32_t, std::uint32_t, double>({
    {1, 1, 0.5},
    {2, 1, 0.5},
    {6, 2, 0.3},
    {12, 4, 0.25},
    {12, 11, 0.9},
    {10, 0, 0.2},
  }));
  CHECK(abandoned_share(lines, agents, p)
        == Approx(by_enumeration(lines, agents, p)).margin(1e-12));
}

TEST_CASE("more lines abandon more calls", "[unit]") {
  double before = 0;
  for (std::uint32_t lines = 1; lines < 2000; ++lines) {
    const double share = abandoned_share(lines, 50, 0.3);
    CHECK(share >= before - 1e-9);
    before = share;
  }
  CHECK(before > 0.9);
}

pacing::rules rules(double target) { return {0.3, target, 15s, 3min, 4}; }

TEST_CASE("predictive dialing keeps to the target share", "[unit]") {
  const pacing pace{rules(0.03)};
  for (const std::uint32_t agents : {1u, 5u, 20u, 50u}) {
    const auto lines = pace.lines(agents, 0, 100, 0);
    CHECK(abandoned_share(lines, agents, 0.3) <= 0.03);
    CHECK(lines >= agents);
    CHECK((lines == 4 * agents || abandoned_share(lines + 1, agents, 0.3) > 0.03));
  }
}

TEST_CASE("a larger team dials more for each agent", "[unit]") {
  const pacing pace{rules(0.03)};
  CHECK(pace.lines(50, 0, 100, 0) > 10 * pace.lines(5, 0, 100, 0));
}

TEST_CASE("a stricter target dials less", "[unit]") {
  CHECK(pacing{rules(0.01)}.lines(20, 0, 0, 0) < pacing{rules(0.05)}.lines(20, 0, 0, 0));
}

TEST_CASE("agents who will soon be free are dialed for", "[unit]") {
  const pacing pace{rules(0.03)};
  CHECK(pace.lines(5, 100, 0, 0) == pace.lines(5 + 7, 0, 0, 0)); // 100 (1 - exp(-1/12)) = 7.99
}

TEST_CASE("above the target no more than one number an agent is dialed", "[unit]") {
  CHECK(pacing{rules(0.03)}.lines(20, 50, 100, 4) == 20);
}

TEST_CASE("nobody dials without agents", "[unit]") {
  CHECK(pacing{rules(0.03)}.lines(0, 0, 0, 0) == 0);
}

} // namespace
} // namespace deskstorm::outbound
