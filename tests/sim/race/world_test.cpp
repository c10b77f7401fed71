#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include <deskstorm/sim/race/world.hpp>

#include "sim/race/any_answer.hpp"
#include "support/catch.hpp"

namespace deskstorm::sim {
namespace {

using namespace std::chrono_literals;

race_plan plan_of(std::string_view protocol) {
  race_plan plan;
  plan.protocol = find_named(tabs::elections, protocol);
  REQUIRE(plan.protocol != nullptr);
  plan.rules = *plan.protocol->make({});
  plan.properties = plan.protocol->claims;
  return plan;
}

/// How many of so many random schedules violate the property.
int violations(const race_plan& plan, tabs::property what, int schedules) {
  race_world world{plan};
  int found = 0;
  for (int i = 1; i <= schedules; ++i) {
    tests::any_answer chooses{static_cast<std::uint64_t>(i)};
    for (const auto& v : world.run(chooses).violations)
      found += v.what == what ? 1 : 0;
  }
  return found;
}

TEST_CASE("a schedule is the same whenever the choices are", "[unit]") {
  auto plan = plan_of("apply-and-wait");
  plan.actions = {{action_kind::freeze_tab, {1s, 10s}}, {action_kind::reload_tab, {50ms, 1s}}};
  plan.max_actions = 3;
  plan.duties = {{duty_rows.data(), 5s}};
  race_world world{plan};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    tests::any_answer once{seed};
    const auto first = run_schedule(plan, once);
    tests::any_answer again{seed};
    const auto& second = world.run(again);
    CHECK(once.asked() == again.asked());
    CHECK(first.log == second.log);
    CHECK(first.violations == second.violations);
  }
}

TEST_CASE("the plainest schedule of every protocol has one leader and no violation", "[unit]") {
  const auto row = GENERATE(from_range(tabs::elections));
  CAPTURE(row.name);
  const auto plan = plan_of(row.name);
  tests::plainest chooses;
  const auto outcome = run_schedule(plan, chooses);
  CHECK(outcome.violations.empty());
  CHECK(outcome.measured.changes == 1);
  CHECK_FALSE(outcome.cut_short);
}

TEST_CASE("two tabs opened together under slow links both lead for good after apply-and-wait",
          "[unit]") {
  auto plan = plan_of("apply-and-wait");
  CHECK(violations(plan, tabs::property::overlap_ends, 200) == 0);
  plan.delays[static_cast<std::size_t>(medium::broadcast_channel)] = {200us, 800ms};
  CHECK(violations(plan, tabs::property::overlap_ends, 200) > 0);
}

TEST_CASE("slow links do not keep two leaders of oldest-tab apart for good", "[unit]") {
  auto plan = plan_of("oldest-tab");
  plan.delays[static_cast<std::size_t>(medium::broadcast_channel)] = {200us, 800ms};
  CHECK(violations(plan, tabs::property::overlap_ends, 500) == 0);
}

TEST_CASE("a duplicated tab has the id of the other", "[unit]") {
  auto plan = plan_of("oldest-tab");
  plan.script = {{.at = instant{10s}, .what = {action_kind::duplicate_tab}}};
  CHECK(violations(plan, tabs::property::unique_tab, 1) == 1);
}

TEST_CASE("a script that names a tab by its number means that tab or none", "[unit]") {
  auto plan = plan_of("oldest-tab");
  plan.fewest_tabs = plan.most_tabs_at_start = 3;
  plan.script = {{instant{5s}, {action_kind::crash_tab}, 2},
                 {instant{6s}, {action_kind::crash_tab}, 2},
                 {instant{7s}, {action_kind::crash_tab}, 8},
                 {instant{8s}, {action_kind::crash_tab}, 3}};
  tests::plainest chooses;
  std::vector<std::uint8_t> crashed;
  for (const auto& e : run_schedule(plan, chooses).log)
    if (e.what == race_event::gone)
      crashed.push_back(e.tab);
  CHECK(crashed == std::vector<std::uint8_t>{2, 3});
}

TEST_CASE("sounds, toasts and a log-out by a supervisor are for the tab that was active last",
          "[rule:last-active-duties]") {
  const auto* duty = find_named(duty_rows, GENERATE("sound", "toast", "forced-logout"));
  auto plan = plan_of("oldest-tab"); // in which the first one leads
  plan.fewest_tabs = plan.most_tabs_at_start = 3;
  plan.script = {{instant{15s}, {action_kind::focus_tab}, 3}};
  plan.duties = {{duty, 2s}};
  tests::any_answer chooses{1};
  int done = 0;
  for (const auto& e : run_schedule(plan, chooses).log)
    if (e.what == race_event::effect && e.at > instant{17s}) {
      ++done;
      CHECK(e.tab == 3);
    }
  CHECK(done > 0);
}

} // namespace
} // namespace deskstorm::sim
