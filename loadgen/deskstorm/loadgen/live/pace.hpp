#pragma once

#include <algorithm>

#include <deskstorm/base/time.hpp>

namespace deskstorm::loadgen::live {

/// How fast messages of one sender may come: so many at once, and so many a second on average.
class pace {
public:
  pace(double per_second, double at_once)
    : per_second_(per_second), at_once_(at_once), left_(at_once) {}

  /// Counts a message that weighs as much as `cost` usual ones. False where it comes too fast.
  bool take(instant now, double cost = 1) {
    const double passed = std::chrono::duration<double>{now - last_}.count();
    last_ = now;
    left_ = std::min(at_once_, left_ + passed * per_second_);
    cost = std::min(cost, at_once_);
    if (left_ < cost)
      return false;
    left_ -= cost;
    return true;
  }

private:
  double per_second_;
  double at_once_;
  double left_;
  instant last_ = {};
};

} // namespace deskstorm::loadgen::live
