#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>

namespace deskstorm::loadgen::view {

/// The decision of a schedule from which on the violation is likely.
struct turning_point {
  instant at = {};
  std::string choice = {};  ///< what was decided, and how
  std::string instead = {}; ///< with which answer it would have gone well; empty: not known
};

/// A race to be shown. The plan and the outcomes must outlive it. Texts are plain; whoever writes
/// them escapes them.
struct race_view {
  const sim::race_plan& plan;
  const sim::race_outcome& failing;
  const sim::race_outcome* passing = nullptr; ///< the nearest schedule without this violation
  std::size_t violation = 0;                  ///< which one of the failing schedule
  std::optional<turning_point> critical = {};
  std::string scenario = {};
  std::string about = {};   ///< what the scenario says of itself
  std::string command = {}; ///< that shows this schedule again

  /// The violation that is shown, null where the schedule has none.
  const sim::violation* shown() const {
    return violation < failing.violations.size() ? &failing.violations[violation] : nullptr;
  }
};

} // namespace deskstorm::loadgen::view
