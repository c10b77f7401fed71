#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm {

/// Remembers when requests came, and counts those of the last minute: exact, at the cost of a time
/// for each request within the limit.
class sliding_log {
public:
  static constexpr std::string_view name = "sliding-log";
  static constexpr std::string_view about = "so many requests in any 60 seconds, counted exactly";
  static constexpr duration length = std::chrono::minutes{1};
  static constexpr bool has_windows = false;

  /// Lets time pass. There are no windows, so none begins.
  bool advance(window_start, instant, instant now) {
    const auto recent = std::ranges::find_if(times_, [=](instant t) { return now - t < length; });
    times_.erase(times_.begin(), recent);
    return false;
  }

  bool full(std::uint32_t limit) const { return times_.size() >= limit; }

  void take(instant now, std::uint32_t limit) {
    if (times_.size() >= limit) // refused requests count: the oldest can no longer matter
      times_.erase(times_.begin());
    times_.push_back(now);
  }

  void clear() { times_.clear(); }

private:
  std::vector<instant> times_; // of the last minute, ascending; at most the limit
};

} // namespace deskstorm
