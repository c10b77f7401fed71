#include <chrono>
#include <string>

#include <deskstorm/loadgen/race/race_plan_of.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

plan::floor_plan scenario_of(const char* race) {
  plan::floor_plan scenario;
  scenario.agents = {.count = 1, .tabs = 2};
  scenario.race = json::parse(race);
  return scenario;
}

TEST_CASE("race_plan_of: an empty race has the defaults and the claims of its protocol", "[unit]") {
  const auto plan = race_plan_of(scenario_of("{}"));
  REQUIRE(plan);
  CHECK(plan->protocol->name == "oldest-tab");
  CHECK(plan->horizon == 60s);
  CHECK(plan->settle == 30s);
  CHECK(plan->fewest_tabs == 2);
  CHECK(plan->most_tabs_at_start == 2);
  CHECK(plan->max_actions == 0);
  CHECK(plan->leader_within == 10s);
  CHECK(plan->flapping_changes == 3);
  CHECK(plan->properties == plan->protocol->claims);
}

TEST_CASE("race_plan_of: takes what the race says", "[unit]") {
  const auto plan = race_plan_of(scenario_of(R"({
    "horizon": "20s", "tabs": [2, 4], "delays": { "broadcast-channel": ["0.2ms", "800ms"] },
    "actions": ["open-tab", { "action": "clock-step", "by": ["-60s", "10s"] }], "max-actions": 3,
    "duties": { "auto-answer": "5s" }, "sink": { "fencing": true, "idempotent": true },
    "browser": "firefox", "properties": ["overlap-ends"]
  })"));
  REQUIRE(plan);
  CHECK(plan->settle == 10s);
  CHECK(plan->most_tabs_at_start == 4);
  CHECK(plan->delays[0].high == 800ms);
  REQUIRE(plan->actions.size() == 2);
  CHECK(plan->actions[1].extent.low == -60s);
  CHECK(plan->max_actions == 3);
  CHECK(plan->duties.front().what->name == "auto-answer");
  CHECK(plan->fencing);
  CHECK(plan->idempotent);
  CHECK(plan->browser->name == "firefox");
  CHECK(plan->properties == tabs::property_set{tabs::property::overlap_ends});
}

TEST_CASE("race_plan_of: a repaired protocol claims more where the sink is fenced", "[unit]") {
  auto scenario = scenario_of(R"({ "fencing": true })");
  scenario.election.algorithm = "web-lock-repaired";
  const auto plan = race_plan_of(scenario);
  REQUIRE(plan);
  CHECK(plan->properties.has(tabs::property::duty_once));
}

TEST_CASE("race_plan_of: refuses what makes no sense, and says where", "[unit]") {
  const auto [race, where] = GENERATE(table<const char*, const char*>({
    {R"({ "horizon": "10s", "settle": "11s" })", "/race/settle"},
    {R"({ "tabs": [2, 9] })", "/race/tabs"},
    {R"({ "max-actions": 17 })", "/race/max-actions"},
    {R"({ "duties": { "auto-anser": "5s" } })", "/race/duties/auto-anser"},
    {R"({ "browser": "crome" })", "/race/browser"},
    {R"({ "actions": [{ "action": "freeze-tab", "by": ["1s", "2s"] }] })", "/race/actions/0/by"},
    {R"({ "actions": [{ "action": "close-tab", "for": ["1s", "2s"] }] })", "/race/actions/0/for"},
  }));
  CAPTURE(race);
  const auto plan = race_plan_of(scenario_of(race));
  REQUIRE_FALSE(plan);
  CHECK(plan.why().where == where);
}

TEST_CASE("race_plan_of: refuses a script that names a tab that no race can have", "[unit]") {
  auto scenario = scenario_of("{}");
  scenario.script = {{.at = instant{1s},
                      .action = tabs::action_kind::close_tab,
                      .tab = {plan::tab_choice::by::number, 257}}};
  const auto plan = race_plan_of(scenario);
  REQUIRE_FALSE(plan);
  CHECK(plan.why().where == "/script/0/tab");
}

} // namespace
} // namespace deskstorm::loadgen
