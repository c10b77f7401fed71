#include <chrono>
#include <string_view>

#include <deskstorm/sim/search/critical_moment.hpp>
#include <deskstorm/sim/search/nearest_passing.hpp>
#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/shrink.hpp>
#include <deskstorm/sim/search/strategies.hpp>

#include "support/catch.hpp"

namespace deskstorm::sim {
namespace {

using namespace std::chrono_literals;

race_plan plan_of(std::string_view protocol, tabs::property what) {
  race_plan plan;
  plan.protocol = find_named(tabs::elections, protocol);
  REQUIRE(plan.protocol != nullptr);
  plan.rules = *plan.protocol->make({});
  plan.properties = {what};
  return plan;
}

search_find first_find(const race_plan& plan, std::uint64_t seed) {
  const auto* random = find_named(strategy_rows, "random");
  const search_order order{
    .plan = plan, .with = *random, .seed = seed, .runs = 20'000, .stop_after = 1};
  auto found = race_search{order, {[] { return true; }, [](auto, auto) {}}}.run();
  REQUIRE(found.finds.size() == 1);
  return found.finds.front();
}

/// Four tabs, duties and many actions, none of which two leaders on slow links need.
race_plan crowded() {
  auto plan = plan_of("apply-and-wait", tabs::property::overlap_ends);
  plan.delays[static_cast<std::size_t>(medium::broadcast_channel)] = {200us, 800ms};
  plan.most_tabs_at_start = 4;
  plan.actions = {{action_kind::hide_tab, {}}, {action_kind::show_tab, {}}};
  plan.max_actions = 4;
  plan.duties = {{duty_rows.data(), 5s}};
  return plan;
}

/// A frozen leader of apply-and-wait, in its turn, leads beside the next one and never knows.
race_plan frozen() {
  auto plan = plan_of("apply-and-wait", tabs::property::overlap_ends);
  plan.most_tabs_at_start = 4;
  plan.actions = {{action_kind::freeze_tab, {1s, 20s}}};
  plan.max_actions = 4;
  return plan;
}

TEST_CASE("shrinking takes out all tabs, actions, duties and choices that are not needed",
          "[unit]") {
  const auto seed = GENERATE(1, 2, 3, 4, 5);
  CAPTURE(seed);
  const auto plan = crowded();
  const auto find = first_find(plan, static_cast<std::uint64_t>(seed));
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  // One message that comes after the waiting time: there is no smaller one.
  CHECK(small.size.tabs == 2);
  CHECK(small.size.actions == 0);
  CHECK(small.size.duties == 0);
  CHECK(small.size.choices == 1);
  CHECK(small.what.what == find.what.what);
  CHECK(cause_of(small.what) == "timing");
}

TEST_CASE("shrinking keeps the one action that is needed, at a round time", "[unit]") {
  const auto seed = GENERATE(1, 2, 3, 4, 5);
  CAPTURE(seed);
  const auto plan = frozen();
  const auto find = first_find(plan, static_cast<std::uint64_t>(seed));
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  CHECK(small.size.tabs == 2);
  CHECK(small.size.actions == 1);
  CHECK(small.size.choices <= 4);
  CHECK(cause_of(small.what) == "freeze-tab");
  for (const auto& c : small.choices)
    if (!c.is_plain() && c.name.kind == choice_kind::action_at)
      CHECK(c.chosen % 100'000'000 == 0);
}

TEST_CASE("a schedule made small shows the violation when it is played again", "[unit]") {
  const auto plan = frozen();
  const auto find = first_find(plan, 9);
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  strict_replay again{without_plain(small.choices)};
  const auto outcome = run_schedule(plan, again);
  CHECK_FALSE(again.why_not());
  REQUIRE_FALSE(outcome.violations.empty());
  CHECK(outcome.violations.front() == small.what);
}

TEST_CASE("the critical moment lies before the violation, and what precedes it is open", "[unit]") {
  const auto plan = frozen();
  const auto find = first_find(plan, 9);
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  const auto found = critical_moment_of(plan, small.choices, small.what.what, 50);
  REQUIRE(found.curve.size() == small.choices.size() + 1);
  CHECK(found.curve.back().probability() == 1.0);
  CHECK(found.curve[found.critical].probability() == 1.0);
  REQUIRE(found.critical > 0);
  CHECK(found.curve[found.critical - 1].probability() < 1.0);
  CHECK(found.curve[found.critical].at <= small.what.at);
}

TEST_CASE("the nearest passing schedule differs in one choice", "[unit]") {
  const auto plan = crowded();
  const auto find = first_find(plan, 1);
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  const auto passing = nearest_passing(plan, small.choices, small.what.what);
  REQUIRE(passing);
  CHECK(passing->outcome.violations.empty());
  const auto& changed = small.choices[passing->changed];
  CHECK(changed.chosen != passing->instead);
}

TEST_CASE("shrinking that is told to stop keeps what it has", "[unit]") {
  const auto plan = crowded();
  const auto find = first_find(plan, 1);
  const auto kept = shrinker{plan, [] { return false; }}.shrink(find.what, find.choices);
  CHECK(kept.tried == 0);
  CHECK(kept.what == find.what);
  CHECK(without_plain(kept.choices) == without_plain(find.choices));
  int left = 20;
  const auto begun = shrinker{plan, [&] { return left-- > 0; }}.shrink(find.what, find.choices);
  CHECK(begun.tried <= 20);
  CHECK(begun.size.choices <= kept.size.choices);
}

TEST_CASE("the critical moment of a long schedule is found to the choice", "[unit]") {
  auto plan = crowded();
  plan.fewest_tabs = plan.most_tabs_at_start;
  const auto find = first_find(plan, 1);
  REQUIRE(find.choices.size() > 200); // so that not all prefixes are tried at first
  const auto found = critical_moment_of(plan, find.choices, find.what.what, 4);
  CHECK(found.curve.back().prefix == find.choices.size());
  CHECK(found.curve[found.critical].probability() == 1.0);
  REQUIRE(found.critical > 0);
  const auto& before = found.curve[found.critical - 1];
  CHECK(before.probability() < 1.0);
  CHECK(before.prefix + 1 == found.curve[found.critical].prefix);
}

TEST_CASE("one choice that is enough alone is not taken where it means more actions", "[unit]") {
  auto plan = plan_of("lowest-id-bully", tabs::property::stuck);
  plan.most_tabs_at_start = 3;
  plan.actions = {{action_kind::freeze_tab, {1s, 20s}}, {action_kind::open_tab, {}}};
  plan.max_actions = 4;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    CAPTURE(seed);
    const auto find = first_find(plan, seed);
    strict_replay again{find.choices};
    const auto before = size_of(run_schedule(plan, again), find.choices);
    const auto small = shrinker{plan}.shrink(find.what, find.choices);
    CHECK(small.size.tabs <= before.tabs);
    CHECK(small.size.actions <= before.actions);
  }
}

} // namespace
} // namespace deskstorm::sim
