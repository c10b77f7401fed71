#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm {

/// Decides as a token bucket does, by one time: when the bucket would be full again. Source: ITU-T
/// I.371, annex A, "virtual scheduling", with a tolerance of a minute less one interval.
class gcra {
public:
  static constexpr std::string_view name = "gcra";
  static constexpr std::string_view about =
    "the decisions of a token bucket, kept as the one time when it is full again";
  static constexpr duration length = std::chrono::minutes{1};
  static constexpr bool has_windows = false;

  /// Lets time pass. There are no windows, so none begins.
  bool advance(window_start, instant, instant now) {
    now_ = now;
    return false;
  }

  bool full(std::uint32_t limit) const { return full_again_ - now_ > length - length / limit; }

  void take(instant now, std::uint32_t limit) {
    full_again_ = std::min(std::max(full_again_, now) + length / limit, now + length);
  }

  void clear() { full_again_ = instant{}; }

private:
  instant full_again_ = {};
  instant now_ = {};
};

} // namespace deskstorm
