#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/replay.hpp>
#include <deskstorm/tabs/property.hpp>

namespace deskstorm::sim {

/// A schedule that goes as a failing one but for a single choice, and does not violate the
/// property.
struct passing_schedule {
  std::size_t changed = 0; ///< which of the choices of the failing one
  std::int64_t instead = 0;
  choice_list choices = {};
  race_outcome outcome = {};
};

/// Looks for the last choice of a schedule that, made otherwise, avoids the violation of a
/// property. `whole` are all its choices. Nothing where no single choice does, or where it is told
/// to stop before.
inline std::optional<passing_schedule> nearest_passing(
  const race_plan& plan, const choice_list& whole, tabs::property what,
  const std::function<bool()>& keep_going = [] { return true; }) {
  constexpr std::size_t most_tried = 2000;
  race_world world{plan};
  tolerant_replay replay{{}};
  std::size_t tried = 0;
  for (auto i = whole.size(); i-- > 0 && tried < most_tried && keep_going();) {
    const auto& c = whole[i];
    for (const auto value : std::array{c.low, c.low + (c.high - c.low) / 2, c.high}) {
      if (value == c.chosen)
        continue;
      auto other = whole;
      other[i].chosen = value;
      replay.use(other);
      const auto& outcome = world.run(replay);
      ++tried;
      if (std::ranges::count(outcome.violations, what, &violation::what) == 0)
        return passing_schedule{i, value, replay.choices(), outcome};
    }
  }
  return std::nullopt;
}

} // namespace deskstorm::sim
