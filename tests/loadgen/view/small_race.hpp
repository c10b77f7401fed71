#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
#include <deskstorm/sim/race/world.hpp>

#include "sim/race/any_answer.hpp"

namespace deskstorm::loadgen::view::tests {

using namespace std::chrono_literals;

inline sim::race_plan plan_of(std::string_view protocol) {
  sim::race_plan plan;
  plan.protocol = find_named(deskstorm::tabs::elections, protocol);
  plan.rules = *plan.protocol->make({});
  plan.properties = plan.protocol->claims;
  plan.actions = {{sim::action_kind::freeze_tab, {1s, 10s}}, {sim::action_kind::reload_tab, {}}};
  plan.max_actions = 3;
  plan.most_tabs_at_start = 3;
  plan.duties = {{sim::duty_rows.data(), 5s}};
  return plan;
}

/// A schedule that violates the plan and one that does not, among the first few hundred.
struct found_race {
  std::optional<sim::race_outcome> failing = {};
  std::optional<sim::race_outcome> passing = {};
};

inline found_race find_race(const sim::race_plan& plan) {
  found_race found;
  sim::race_world world{plan};
  for (std::uint64_t seed = 1; seed <= 500 && !(found.failing && found.passing); ++seed) {
    sim::tests::any_answer chooses{seed};
    const auto& outcome = world.run(chooses);
    auto& place = outcome.violations.empty() ? found.passing : found.failing;
    if (!place)
      place = outcome;
  }
  return found;
}

} // namespace deskstorm::loadgen::view::tests
