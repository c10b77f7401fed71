#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm {

/// Counts the requests of this minute, and of the one before as far as it reaches into the last 60
/// seconds, as if they had come evenly. Source: Cloudflare, "How we built rate limiting capable of
/// scaling to millions of domains" (2017).
class sliding_counter {
public:
  static constexpr std::string_view name = "sliding-counter";
  static constexpr std::string_view about =
    "about so many requests in any 60 seconds, by the counts of two minutes";
  static constexpr duration length = std::chrono::minutes{1};
  static constexpr bool has_windows = true;

  /// Lets time pass. Returns true where a new window began.
  bool advance(window_start start, instant service_start, instant now) {
    now_ = now;
    if (begun_ == instant::min())
      begun_ = first_window(start, service_start, now);
    const auto passed = (now - begun_) / length;
    if (passed == 0)
      return false;
    before_ = passed == 1 ? count_ : 0;
    count_ = 0;
    begun_ += passed * length;
    return true;
  }

  bool full(std::uint32_t limit) const {
    const auto left = static_cast<double>((begun_ + length - now_).count());
    const double reaching_in = before_ * (left / static_cast<double>(length.count()));
    return reaching_in + count_ + 1.0 > limit;
  }

  void take(instant, std::uint32_t) { ++count_; }

  void clear() { before_ = count_ = 0; }

private:
  static instant first_window(window_start start, instant service_start, instant now) {
    if (start == window_start::first_request)
      return now;
    const auto origin = start == window_start::wall_clock ? instant{} : service_start;
    return origin + std::chrono::floor<std::chrono::minutes>(now - origin);
  }

  instant begun_ = instant::min(); // the window of count_; min: none has begun
  instant now_ = {};
  std::uint32_t before_ = 0; // in the window before
  std::uint32_t count_ = 0;
};

} // namespace deskstorm
