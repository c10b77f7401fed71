#include <chrono>
#include <cstdint>

#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/shrink.hpp>
#include <deskstorm/sim/search/strategies.hpp>

#include "support/catch.hpp"

// This program is built with an oldest-tab that has a bug, see tests/CMakeLists.txt.
namespace deskstorm::sim {
namespace {

using namespace std::chrono_literals;

/// All that usually happens to tabs; nothing points at the bug.
race_plan ordinary_day() {
  race_plan plan;
  plan.protocol = find_named(tabs::elections, "oldest-tab");
  REQUIRE(plan.protocol != nullptr);
  plan.rules = *plan.protocol->make({});
  plan.properties = plan.protocol->claims;
  plan.most_tabs_at_start = 4;
  for (const auto what : {action_kind::open_tab, action_kind::close_tab, action_kind::reload_tab,
                          action_kind::hide_tab, action_kind::show_tab, action_kind::freeze_tab})
    plan.actions.push_back({what, {row_of(what).low, row_of(what).high}});
  plan.max_actions = 6;
  plan.duties = {{duty_rows.data(), 5s}};
  return plan;
}

TEST_CASE("a bug planted into oldest-tab is found and made small", "[unit]") {
  const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u);
  CAPTURE(seed);
  const auto plan = ordinary_day();
  const auto* usual = find_named(strategy_rows, "portfolio");
  const search_order order{
    .plan = plan, .with = *usual, .seed = seed, .runs = 10'000, .stop_after = 1};
  const auto found = race_search{order, {[] { return true; }, [](auto, auto) {}}}.run();
  REQUIRE_FALSE(found.finds.empty());
  const auto& find = found.finds.front();
  const auto small = shrinker{plan}.shrink(find.what, find.choices);
  UNSCOPED_INFO("schedule " << find.schedule << ": " << signature_of(find.what, "oldest-tab")
                            << ", " << find.choices.size() << " choices; shrunk to "
                            << small.size.tabs << " tabs, " << small.size.actions << " actions, "
                            << small.size.choices << " choices");
  CHECK(small.size.tabs <= 3);
  CHECK(small.size.actions <= 2); // the cause of the violation, and the one before it
  CHECK(small.size.choices <= 6);
}

} // namespace
} // namespace deskstorm::sim
