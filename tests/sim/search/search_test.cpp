#include <chrono>
#include <string_view>

#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/strategies.hpp>

#include "support/catch.hpp"

namespace deskstorm::sim {
namespace {

using namespace std::chrono_literals;

const strategy_row& named(std::string_view name) {
  const auto* row = find_named(strategy_rows, name);
  REQUIRE(row != nullptr);
  return *row;
}

race_plan plan_of(std::string_view protocol) {
  race_plan plan;
  plan.protocol = find_named(tabs::elections, protocol);
  REQUIRE(plan.protocol != nullptr);
  plan.rules = *plan.protocol->make({});
  plan.properties = plan.protocol->claims;
  return plan;
}

race_plan slow_links() {
  auto plan = plan_of("apply-and-wait");
  plan.delays[static_cast<std::size_t>(medium::broadcast_channel)] = {200us, 800ms};
  return plan;
}

search_outcome search(const search_order& order) {
  return race_search{order, {[] { return true; }, [](auto, auto) {}}}.run();
}

TEST_CASE("every strategy finds two leaders of apply-and-wait on slow links", "[unit]") {
  const auto row = GENERATE(from_range(strategy_rows));
  if (row.in_order)
    return;
  CAPTURE(row.name);
  const auto plan = slow_links();
  const auto found = search({.plan = plan, .with = row, .runs = 2000, .stop_after = 1});
  REQUIRE(found.finds.size() == 1);
  CHECK(found.finds.front().what.what == tabs::property::overlap_ends);
  CHECK(found.differed == 0);
  CHECK(found.schedules == found.finds.front().schedule + 1);
}

TEST_CASE("what a search finds depends on its seed and not on the number of workers", "[unit]") {
  const auto row = GENERATE(from_range(strategy_rows));
  CAPTURE(row.name);
  auto plan = slow_links();
  plan.most_tabs_at_start = 3;
  plan.actions = {{action_kind::close_tab, {}}};
  plan.max_actions = 1;
  const auto with = [&](std::uint64_t seed, std::uint32_t jobs) {
    auto found = search({.plan = plan, .with = row, .seed = seed, .runs = 1500, .jobs = jobs});
    std::vector<std::pair<violation, std::uint64_t>> all;
    for (const auto& f : found.finds)
      all.emplace_back(f.what, f.schedule);
    return std::pair{all, std::pair{found.distinct, found.measured.messages}};
  };
  CHECK(with(1, 1) == with(1, 3));
  if (!row.in_order)
    CHECK(with(1, 1) != with(2, 1));
}

TEST_CASE("a choice list replays its schedule to the last bit", "[unit]") {
  const auto plan = slow_links();
  const auto found = search({.plan = plan, .with = named("random"), .runs = 2000, .stop_after = 1});
  REQUIRE(found.finds.size() == 1);
  const auto& find = found.finds.front();
  strict_replay whole{find.choices};
  const auto first = run_schedule(plan, whole);
  CHECK_FALSE(whole.why_not());
  CHECK(first.violations.front() == find.what);
  race_world world{plan};
  for (int i = 0; i < 100; ++i) {
    strict_replay compact{without_plain(find.choices)};
    CHECK(digest_of(world.run(compact).log) == digest_of(first.log));
    CHECK(compact.choices() == find.choices);
  }
}

TEST_CASE("an exhaustive search of a small world ends and says so", "[unit]") {
  auto plan = plan_of("oldest-tab");
  plan.horizon = 15s;
  plan.settle = 12s;
  plan.actions = {{action_kind::close_tab, {}}};
  plan.max_actions = 1;
  const auto found = search({.plan = plan, .with = named("exhaustive"), .runs = 1'000'000});
  CHECK(found.exhausted);
  CHECK(found.finds.empty());
  CHECK(found.stands_for > static_cast<double>(found.schedules));
}

} // namespace
} // namespace deskstorm::sim
