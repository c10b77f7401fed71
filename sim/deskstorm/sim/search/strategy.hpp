#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/numbers.hpp>

namespace deskstorm::sim {

/// What a search has learned from the schedules of earlier rounds, the same for all workers.
struct search_memory {
  static constexpr std::size_t features = 65'536;
  static constexpr std::size_t most_kept = 1024;

  std::bitset<features> seen = {};       ///< features of schedules that were met
  std::vector<choice_list> kept = {};    ///< the schedules that showed them first
  std::uint64_t rounds_without_news = 0; ///< in a row
};

/// A way to answer the choices of schedules, one after the other.
class strategy : public recording_chooser {
public:
  /// Begins a schedule.
  void begin(const schedule_id& which) {
    forget();
    numbers_ = search_numbers{which};
    prepare(which);
  }

  /// Sees how the schedule went that it has answered.
  virtual void learn(const race_outcome&) {}

  /// Adds what it has learned to what all know. Called in the order of the schedules.
  virtual void hand_over(search_memory&) const {}

  /// Whether there is no other schedule.
  virtual bool exhausted() const { return false; }

  /// How many schedules an exhaustive search stands for, those left out counted too.
  virtual double stands_for() const { return 0; }

protected:
  search_numbers& numbers() { return numbers_; }

private:
  virtual void prepare(const schedule_id&) {}

  search_numbers numbers_;
};

/// A strategy as `deskstorm race` and `deskstorm list` know it.
struct strategy_row {
  std::string_view name;
  std::string_view about;
  bool in_order; ///< it goes from each schedule to the next, so that one worker plays them all
  std::unique_ptr<strategy> (*make)(const search_memory&);
};

} // namespace deskstorm::sim
