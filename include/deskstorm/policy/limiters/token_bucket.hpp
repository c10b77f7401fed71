#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm {

/// A bucket that holds as many tokens as the limit, full at first and refilled steadily, a limit's
/// worth a minute. Each request takes one token.
class token_bucket {
public:
  static constexpr std::string_view name = "token-bucket";
  static constexpr std::string_view about =
    "a bucket of so many tokens, refilled steadily in a minute; idle time saves up a burst";
  static constexpr duration length = std::chrono::minutes{1};
  static constexpr bool has_windows = false;

  /// Lets time pass. There are no windows, so none begins.
  bool advance(window_start, instant, instant now) {
    now_ = now;
    return false;
  }

  bool full(std::uint32_t limit) const {
    constexpr double rounding = 1e-9;
    return spent(limit) + 1 > limit + rounding;
  }

  void take(instant now, std::uint32_t limit) {
    now_ = now;
    spent_ = std::min(spent(limit) + 1, static_cast<double>(limit));
    since_ = now;
  }

  void clear() { spent_ = 0; }

private:
  double spent(std::uint32_t limit) const {
    const double minutes =
      static_cast<double>((now_ - since_).count()) / static_cast<double>(length.count());
    return std::max(spent_ - minutes * limit, 0.0);
  }

  double spent_ = 0; // tokens that were missing at since_
  instant since_ = {};
  instant now_ = {};
};

} // namespace deskstorm
