#pragma once

#include <algorithm>
#include <mutex>
#include <string_view>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/faults.hpp>

namespace deskstorm::loadgen::live {

/// A link begins to fail, or does so no more.
struct fault_change {
  instant at;
  std::string_view fault; ///< as scenarios name it; "outage" where somebody has cut the link
  plan::link where;
  bool begins;
};

/// When links begin and end to fail. Used by many threads.
class fault_calendar {
public:
  explicit fault_calendar(const plan::floor_plan& of) {
    for (const auto& fault : of.faults)
      if (fault.what != plan::fault_kind::mishap)
        note(sim::row_of(fault.what).name, fault.where, fault.from, fault.until);
  }

  /// Somebody cuts that link; the end of what was cut before does not count any more.
  void cut(plan::link where, instant from, instant until) {
    const std::lock_guard alone{mutex_};
    std::erase_if(to_come_,
                  [&](const fault_change& c) { return c.fault == by_hand && c.where == where; });
    note(by_hand, where, from, until);
  }

  /// Returns all changes up to `now`, the earliest first, each once.
  std::vector<fault_change> take(instant now) {
    const std::lock_guard alone{mutex_};
    std::ranges::stable_sort(to_come_, {}, &fault_change::at);
    const auto rest = std::ranges::upper_bound(to_come_, now, {}, &fault_change::at);
    std::vector<fault_change> due{to_come_.begin(), rest};
    to_come_.erase(to_come_.begin(), rest);
    return due;
  }

private:
  static constexpr std::string_view by_hand = "outage";

  void note(std::string_view fault, plan::link where, instant from, instant until) {
    to_come_.push_back({from, fault, where, true});
    if (until != never)
      to_come_.push_back({until, fault, where, false});
  }

  std::mutex mutex_;
  std::vector<fault_change> to_come_ = {};
};

} // namespace deskstorm::loadgen::live
