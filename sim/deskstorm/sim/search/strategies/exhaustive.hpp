#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Plays every schedule, with the bounds and the landmarks of each choice as its only values. A
/// message that could not have met anything else at the tab it goes to is not delayed: the order of
/// events would be the same. Depth first; for small worlds.
/// Source: Flanagan, Godefroid, "Dynamic partial-order reduction", POPL 2005: what must be tried
/// again is found by looking at schedules that were played.
class exhaustive final : public strategy {
public:
  void learn(const race_outcome& outcome) override {
    path_.resize(depth_);
    find_conflicts(outcome.log);
    double leaves = 1;
    while (!path_.empty()) {
      auto& last = path_.back();
      last.stands_for += leaves;
      if (last.matters && last.tried + 1 < last.values.size()) {
        ++last.tried;
        return;
      }
      leaves =
        last.matters ? last.stands_for : last.stands_for * static_cast<double>(last.values.size());
      path_.pop_back();
    }
    stands_for_ = leaves;
    exhausted_ = true;
  }

  bool exhausted() const override { return exhausted_; }

  double stands_for() const override { return stands_for_; }

private:
  struct node {
    std::vector<std::int64_t> values;
    std::size_t tried = 0;
    std::uint16_t tab = 0; // that the message goes to; 0: it is no such choice
    instant earliest = {};
    instant latest = {};
    bool matters = true;
    double stands_for = 0;
  };

  void prepare(const schedule_id&) override {
    assert(!exhausted_);
    depth_ = 0;
  }

  std::int64_t answer(const choice_point& asked) override {
    if (depth_ == path_.size())
      path_.push_back(node_of(asked));
    const auto& n = path_[depth_++];
    return n.values[n.tried];
  }

  static node node_of(const choice_point& asked) {
    node made{.values = values_of(asked)};
    const bool message = asked.kind == choice_kind::broadcast_delay
                         || asked.kind == choice_kind::storage_delay
                         || asked.kind == choice_kind::worker_delay;
    if (message && asked.peer >= 1 && asked.peer <= most_tabs) {
      made.tab = asked.peer;
      made.earliest = asked.now + duration{asked.low};
      made.latest = asked.now + duration{asked.high};
      made.matters = false;
    }
    return made;
  }

  /// All of a few, else the bounds and the landmarks between them.
  static std::vector<std::int64_t> values_of(const choice_point& asked) {
    constexpr std::int64_t few = 8;
    std::vector<std::int64_t> all;
    if (asked.high - asked.low < few) {
      for (auto v = asked.low; v <= asked.high; ++v)
        all.push_back(v);
      return all;
    }
    all.push_back(asked.low);
    for (const auto landmark : asked.landmarks)
      if (landmark > all.back())
        all.push_back(landmark);
    if (asked.high > all.back())
      all.push_back(asked.high);
    return all;
  }

  static bool is_turn(race_event what) {
    using enum race_event;
    return what == opened || what == gone || what == paused || what == resumed || what == heard
           || what == woken || what == noticed || what == from_worker || what == granted
           || what == denied || what == stolen || what == duty_begun || what == effect;
  }

  /// A message matters whose tab has more than one turn while it may arrive.
  void find_conflicts(const std::vector<log_entry>& log) {
    for (auto& n : path_) {
      if (n.matters)
        continue;
      const auto first = std::ranges::lower_bound(log, n.earliest, {}, &log_entry::at);
      int turns = 0;
      for (auto e = first; e != log.end() && e->at <= n.latest; ++e)
        turns += e->tab == n.tab && is_turn(e->what) ? 1 : 0;
      n.matters = turns > 1;
    }
  }

  std::vector<node> path_;
  std::size_t depth_ = 0;
  double stands_for_ = 0;
  bool exhausted_ = false;
};

} // namespace deskstorm::sim::strategies
