#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace deskstorm::loadgen::live {

/// Which person sits where. A seat is a person's until somebody else needs one, the person has no
/// tab open, and nothing is left on the desk.
class seats {
public:
  struct place {
    std::uint32_t seat; ///< from 1
    bool is_new;        ///< for that person
  };

  explicit seats(std::uint32_t count) : count_(count) {}

  /// Returns the seat of that person, and counts one tab more; nothing where none can be given.
  /// `is_empty` says whether nothing is left on the desk of a seat.
  template <class IsEmpty>
  std::optional<place> take(const std::string& who, IsEmpty&& is_empty) {
    if (const auto known = of_.find(who); known != of_.end()) {
      ++tabs_[known->second];
      return place{known->second, false};
    }
    const auto seat = free_seat(is_empty);
    if (!seat)
      return std::nullopt;
    of_.emplace(who, *seat);
    tabs_[*seat] = 1;
    return place{*seat, true};
  }

  /// A tab of that seat is closed.
  void leave(std::uint32_t seat) {
    if (auto& tabs = tabs_[seat]; tabs > 0)
      --tabs;
  }

private:
  template <class IsEmpty>
  std::optional<std::uint32_t> free_seat(IsEmpty&& is_empty) {
    if (used_ < count_)
      return ++used_;
    for (auto one = of_.begin(); one != of_.end(); ++one)
      if (tabs_[one->second] == 0 && is_empty(one->second)) {
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
