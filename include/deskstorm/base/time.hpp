#pragma once

#include <chrono>

namespace deskstorm {

/// The one time line of the library, in nanoseconds. Zero is the start of the run.
/// It has no now(): whoever calls the core says what time it is.
struct run_clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<run_clock>;
  static constexpr bool is_steady = true;
};

using duration = run_clock::duration;
using instant = run_clock::time_point;

/// Later than everything that happens.
inline constexpr instant never = instant::max();

} // namespace deskstorm
