#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Lets everything take its course without delay but for a few deviations, 1 to 5 by turns.
/// Source: Emmi, Qadeer, Rakamaric, "Delay-bounded scheduling", POPL 2011.
class delay_bounded final : public strategy {
  static constexpr std::size_t most_deviations = 5;

  void prepare(const schedule_id& which) override {
    longest_ = std::max(longest_, step_);
    step_ = 0;
    count_ = 1 + which.number / 8 % most_deviations;
    for (std::size_t i = 0; i < count_; ++i)
      points_[i] = numbers().below(longest_);
  }

  std::int64_t answer(const choice_point& asked) override {
    if (is_circumstance(asked.kind))
      return any_answer(asked, numbers());
    const auto end = points_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (std::find(points_.begin(), end, step_++) == end)
      return asked.low;
    return numbers().coin() ? asked.high : any_answer(asked, numbers());
  }

  std::array<std::uint64_t, most_deviations> points_{};
  std::size_t count_ = 0;
  std::uint64_t step_ = 0;
  std::uint64_t longest_ = 64; // of the schedules of this strategy so far, at least this
};

} // namespace deskstorm::sim::strategies
