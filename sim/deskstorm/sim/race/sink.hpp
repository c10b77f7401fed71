#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/sim/race/race_plan.hpp>

namespace deskstorm::sim {

/// Where duties take effect: the telephony core, a server, the loudspeaker. It counts effects, and
/// knows the epochs of the leaders that came to it.
class duty_sink {
public:
  void reset() { *this = {}; }

  bool full() const { return count_ == most_duties; }
  std::uint32_t count() const { return count_; }

  /// A duty of that kind arises. Returns its number.
  std::uint32_t create(std::uint8_t kind) {
    duties_[count_] = {kind, 0};
    return count_++;
  }

  std::uint8_t kind(std::uint32_t duty) const { return duties_[duty].kind; }
  std::uint8_t effects(std::uint32_t duty) const { return duties_[duty].effects; }

  /// Gives a number to a leader whose protocol has none.
  std::uint64_t next_epoch() { return ++given_; }

  /// A leader comes into office. Returns false where a later one was here before.
  bool enter(std::uint64_t epoch) {
    if (epoch < highest_)
      return false;
    highest_ = epoch;
    return true;
  }

  std::uint64_t highest() const { return highest_; }

  /// A duty takes effect. Returns how often it has by now.
  std::uint8_t take(std::uint32_t duty, std::uint64_t epoch) {
    highest_ = std::max(highest_, epoch);
    return ++duties_[duty].effects;
  }

private:
  struct item {
    std::uint8_t kind = 0;
    std::uint8_t effects = 0;
  };

  std::array<item, most_duties> duties_{};
  std::uint32_t count_ = 0;
  std::uint64_t highest_ = 0;
  std::uint64_t given_ = 0;
};

} // namespace deskstorm::sim
