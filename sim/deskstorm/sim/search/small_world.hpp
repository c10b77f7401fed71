#pragma once

#include <algorithm>
#include <cstdint>

#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/numbers.hpp>

namespace deskstorm::sim {

/// So many tabs and actions, and duties of each kind at most.
struct world_limits {
  std::int64_t tabs = 0;
  std::int64_t actions = 0;
  std::int64_t duties = 0;
};

/// Answers at random, but stays within limits and leaves most delays plain: schedules that are
/// small from the start.
class small_world final : public recording_chooser {
public:
  /// Begins a schedule.
  void begin(const schedule_id& which, const world_limits& limits) {
    forget();
    numbers_ = search_numbers{which};
    limits_ = limits;
  }

private:
  std::int64_t answer(const choice_point& asked) override {
    switch (asked.kind) {
    case choice_kind::tabs: return std::clamp(limits_.tabs, asked.low, asked.high);
    case choice_kind::actions: return std::clamp(limits_.actions, asked.low, asked.high);
    case choice_kind::duties: return std::clamp(limits_.duties, asked.low, asked.high);
    default: break;
    }
    constexpr std::uint64_t one_of = 8;
    const bool plain = !is_circumstance(asked.kind) && numbers_.below(one_of) != 0;
    return plain ? asked.low : any_answer(asked, numbers_);
  }

  search_numbers numbers_;
  world_limits limits_;
};

} // namespace deskstorm::sim
