#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace deskstorm::loadgen::live {

/// Which person sits where. A seat is a person's until somebody else needs one and the person has
/// no tab open.
class seats {
public:
  explicit seats(std::uint32_t count) : count_(count) {}

  /// Returns the seat of that person, from 1, and counts one tab more; nothing where all are taken.
  std::optional<std::uint32_t> take(const std::string& who) {
    if (const auto known = of_.find(who); known != of_.end()) {
      ++tabs_[known->second];
      return known->second;
    }
    const auto seat = free_seat();
    if (!seat)
      return std::nullopt;
    of_.emplace(who, *seat);
    tabs_[*seat] = 1;
    return seat;
  }

  /// A tab of that seat is closed.
  void leave(std::uint32_t seat) {
    if (auto& tabs = tabs_[seat]; tabs > 0)
      --tabs;
  }

private:
  std::optional<std::uint32_t> free_seat() {
    if (used_ < count_)
      return ++used_;
    for (auto one = of_.begin(); one != of_.end(); ++one)
      if (tabs_[one->second] == 0) {
        const auto seat = one->second;
        of_.erase(one);
        return seat;
      }
    return std::nullopt;
  }

  std::uint32_t count_;
  std::uint32_t used_ = 0;
  std::map<std::string, std::uint32_t> of_ = {};
  std::map<std::uint32_t, std::uint32_t> tabs_ = {}; ///< open, by seat
};

} // namespace deskstorm::loadgen::live
