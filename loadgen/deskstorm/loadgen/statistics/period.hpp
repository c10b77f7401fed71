#pragma once

#include <algorithm>

#include <deskstorm/base/time.hpp>

namespace deskstorm::loadgen {

/// The part of a run that is measured: from the end of the warm-up until, but not at, `until`.
struct period {
  instant from = {};
  instant until = never;

  friend bool operator==(const period&, const period&) = default;

  bool contains(instant when) const { return from <= when && when < until; }

  /// Returns how much of the time from `begun` to `ended` lies in the period.
  duration share(instant begun, instant ended) const {
    return std::max(std::min(ended, until) - std::max(begun, from), duration::zero());
  }
};

inline double in_seconds(duration d) { return std::chrono::duration<double>{d}.count(); }

inline double in_ms(duration d) { return static_cast<double>(d.count()) / 1e6; }

} // namespace deskstorm::loadgen
