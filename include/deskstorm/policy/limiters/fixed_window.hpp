#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm {

/// Counts the requests of one minute; the next minute starts from zero. Source: the manual's
/// "fixed interval of time, each minute".
class fixed_window {
public:
  static constexpr std::string_view name = "fixed-window";
  static constexpr std::string_view about = "so many requests in each minute, which does not slide";
  static constexpr duration length = std::chrono::minutes{1};
  static constexpr bool has_windows = true;

  /// Lets time pass. Returns true where a new window began.
  bool advance(window_start start, instant service_start, instant now) {
    if (now < end_)
      return false;
    const bool first = end_ == instant::min();
    count_ = 0;
    switch (start) {
    case window_start::service_start: end_ = after(service_start, now); break;
    case window_start::wall_clock: end_ = after(instant{}, now); break;
    case window_start::first_request: end_ = never; break;
    }
    return !first;
  }

  bool full(std::uint32_t limit) const { return count_ >= limit; }

  void take(instant now, std::uint32_t) {
    ++count_;
    if (end_ == never)
      end_ = now + length;
  }

  /// Forgets what was counted, not where the window ends.
  void clear() { count_ = 0; }

private:
  static instant after(instant origin, instant now) {
    return origin + (std::chrono::floor<std::chrono::minutes>(now - origin) + length);
  }

  instant end_ = instant::min(); ///< of the window of count_; never: none has begun
  std::uint32_t count_ = 0;
};

} // namespace deskstorm
