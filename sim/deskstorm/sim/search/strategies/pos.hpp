#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Draws the place of each message among those under way to the same tab, not its time: every order
/// has its chance, however narrow its window is.
/// Source: Yuan, Yang, Gu, "Partial order aware concurrency sampling", CAV 2018; a message there
/// draws a priority, and here the place that it would give it.
class pos final : public strategy {
  void prepare(const schedule_id&) override {
    for (auto& due : under_way_)
      due.clear();
  }

  std::int64_t answer(const choice_point& asked) override {
    if (!is_delay(asked.kind))
      return any_answer(asked, numbers());
    auto& due = under_way_[std::size_t{asked.peer} % under_way_.size()];
    const auto now = asked.now.time_since_epoch().count();
    std::erase_if(due, [&](std::int64_t t) { return t < now; });
    const auto chosen = place_among(due, asked, now);
    due.insert(std::ranges::upper_bound(due, now + chosen), now + chosen);
    return chosen;
  }

  /// One of the gaps between what is due within the bounds, and a time in it; or together with one.
  std::int64_t place_among(const std::vector<std::int64_t>& due, const choice_point& asked,
                           std::int64_t now) {
    const auto first = std::ranges::lower_bound(due, now + asked.low);
    const auto last = std::ranges::upper_bound(due, now + asked.high);
    const auto inside = static_cast<std::uint64_t>(last - first);
    if (inside == 0)
      return any_answer(asked, numbers());
    const auto gap = static_cast<std::ptrdiff_t>(numbers().below(inside + 1));
    auto gap_of = asked;
    gap_of.low = gap == 0 ? asked.low : first[gap - 1] - now;
    gap_of.high = gap == static_cast<std::ptrdiff_t>(inside) ? asked.high : first[gap] - now;
    return even_answer(gap_of, numbers());
  }

  std::array<std::vector<std::int64_t>, most_tabs + 2> under_way_;
};

} // namespace deskstorm::sim::strategies
