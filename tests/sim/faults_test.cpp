#include <chrono>
#include <cstdint>
#include <set>
#include <vector>

#include <deskstorm/sim/faults.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;
using actors::stream;
using actors::verdict;
using plan::fault_kind;
using sim::link_faults;

namespace {

constexpr auto here = plan::link::broadcast_channel;

plan::fault certain(fault_kind what, duration by = {}) {
  return {.what = what, .where = here, .probability = 1, .by = plan::distributions::constant{by}};
}

verdict judge(const link_faults& faults, instant now = {}, std::uint64_t seed = 1) {
  stream draw{{seed, 0}, 1, actors::purpose::fault};
  return faults.judge({}, now, draw);
}

std::vector<int> struck(const link_faults& faults, int messages) {
  stream draw{{}, 1, actors::purpose::fault};
  std::vector<int> which;
  for (int i = 0; i < messages; ++i)
    if (faults.judge({}, {}, draw).dropped)
      which.push_back(i);
  return which;
}

} // namespace

TEST_CASE("link_faults passes every message without rules", "[unit]") {
  const link_faults faults{{}, here};

  CHECK(faults.empty());
  CHECK_FALSE(judge(faults).dropped);
  CHECK_FALSE(judge(faults).doubled);
  CHECK(judge(faults).later == 0ns);
}

TEST_CASE("link_faults takes the rules of its own link only", "[unit]") {
  CHECK(link_faults{{certain(fault_kind::drop)}, plan::link::backend}.empty());
  CHECK_FALSE(link_faults{{certain(fault_kind::drop)}, here}.empty());
}

TEST_CASE("drop swallows the message", "[unit]") {
  CHECK(judge(link_faults{{certain(fault_kind::drop)}, here}).dropped);
}

TEST_CASE("delays of several rules add up", "[unit]") {
  const link_faults faults{{certain(fault_kind::delay, 5ms), certain(fault_kind::delay, 7ms)},
                           here};

  CHECK(judge(faults).later == 12ms);
}

TEST_CASE("duplicate sends a copy after the time of the rule", "[unit]") {
  const auto fate = judge(link_faults{{certain(fault_kind::duplicate, 3ms)}, here});

  CHECK(fate.doubled);
  CHECK(fate.second == 3ms);
}

TEST_CASE("a rule holds from its start until before its end", "[unit]") {
  auto rule = certain(fault_kind::drop);
  rule.from = instant{10s};
  rule.until = instant{20s};
  const link_faults faults{{rule}, here};

  CHECK_FALSE(judge(faults, instant{10s - 1ns}).dropped);
  CHECK(judge(faults, instant{10s}).dropped);
  CHECK(judge(faults, instant{20s - 1ns}).dropped);
  CHECK_FALSE(judge(faults, instant{20s}).dropped);
}

TEST_CASE("a rule strikes as often as its probability says", "[unit]") {
  auto rule = certain(fault_kind::drop);
  rule.probability = 0.1;

  const auto times = struck(link_faults{{rule}, here}, 100'000).size();

  CHECK(times > 9'600); // four standard deviations
  CHECK(times < 10'400);
}

TEST_CASE("a rule strikes the same messages whatever rules stand behind it", "[unit]") {
  auto rule = certain(fault_kind::drop);
  rule.probability = 0.1;
  const auto alone = struck(link_faults{{rule}, here}, 1'000);

  CHECK(struck(link_faults{{rule, certain(fault_kind::delay, 1s)}, here}, 1'000) == alone);
}

TEST_CASE("every kind of fault has a row with a name and a line about it", "[unit]") {
  std::set<std::string_view> names;
  for (const auto& row : sim::fault_table) {
    CHECK_FALSE(row.about.empty());
    names.insert(row.name);
  }

  CHECK(names == std::set<std::string_view>{"drop", "delay", "duplicate", "backend-outage"});
}
