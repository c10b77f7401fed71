#pragma once

#include <algorithm>

#include <deskstorm/base/time.hpp>

namespace deskstorm::loadgen::live {

/// How fast messages of one connection may come: so many at once, and so many a second on average.
class pace {
public:
  pace(double per_second, double at_once)
    : per_second_(per_second), at_once_(at_once), left_(at_once) {}

  /// Counts a message. False where it comes too fast.
  bool take(instant now) {
    const double passed = std::chrono::duration<double>{now - last_}.count();
    last_ = now;
    left_ = std::min(at_once_, left_ + passed * per_second_);
    if (left_ < 1)
      return false;
    left_ -= 1;
    return true;
  }

private:
  double per_second_;
  double at_once_;
  double left_;
  instant last_ = {};
};

} // namespace deskstorm::loadgen::live
