#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Gives each tab a priority. What reaches a tab takes the longer, the lower its priority is; at a
/// few points of the schedule the tab concerned falls to the lowest. The number of points goes
/// round from 1 to 4, for bugs of depth 2 to 5.
/// Source: Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding
/// bugs", ASPLOS 2010; a thread there is a tab here.
class pct final : public strategy {
  static constexpr std::size_t most_points = 4;
  static constexpr std::size_t parties = most_tabs + 2; // nobody, the tabs, their worker
  static constexpr auto lowest_rank = static_cast<std::int64_t>(parties) - 1;

  void prepare(const schedule_id& which) override {
    longest_ = std::max(longest_, step_);
    step_ = 0;
    for (std::size_t i = 0; i < parties; ++i)
      priority_[i] = static_cast<std::int64_t>(i);
    for (std::size_t i = parties - 1; i > 0; --i)
      std::swap(priority_[i], priority_[numbers().below(i + 1)]);
    lowest_ = 0;
    count_ = 1 + which.number / 4 % most_points;
    for (std::size_t i = 0; i < count_; ++i)
      points_[i] = numbers().below(longest_);
  }

  std::int64_t answer(const choice_point& asked) override {
    if (!is_delay(asked.kind))
      return any_answer(asked, numbers());
    const auto whom = std::size_t{asked.peer != 0 ? asked.peer : asked.tab} % parties;
    const auto end = points_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (std::find(points_.begin(), end, step_++) != end)
      priority_[whom] = --lowest_;
    if (!asked.landmarks.empty() && numbers().below(4) == 0)
      return landmark_answer(asked, numbers());
    return asked.low + (asked.high - asked.low) / lowest_rank * rank_below(whom);
  }

  /// How many have a higher priority.
  std::int64_t rank_below(std::size_t whom) const {
    return std::ranges::count_if(priority_, [&](auto p) { return p > priority_[whom]; });
  }

  std::array<std::int64_t, parties> priority_{};
  std::array<std::uint64_t, most_points> points_{};
  std::size_t count_ = 0;
  std::int64_t lowest_ = 0;
  std::uint64_t step_ = 0;
  std::uint64_t longest_ = 64; // of the schedules of this strategy so far, at least this
};

} // namespace deskstorm::sim::strategies
