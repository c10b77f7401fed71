#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace deskstorm::sim {

/// Which of 2^15 slots of a wheel are in use; finds the next one by looking at three words.
class slot_map {
public:
  static constexpr std::size_t slots = std::size_t{1} << 15;

  void set(std::size_t slot) {
    words_[slot / 64] |= bit(slot);
    summary_[slot / 4096] |= bit(slot / 64);
  }

  void reset(std::size_t slot) {
    if ((words_[slot / 64] &= ~bit(slot)) == 0)
      summary_[slot / 4096] &= ~bit(slot / 64);
  }

  /// Returns how far the first used slot is from `start`, going round the wheel.
  std::optional<std::size_t> distance_from(std::size_t start) const {
    auto found = at_or_after(start);
    if (!found)
      found = at_or_after(0);
    if (!found)
      return std::nullopt;
    return (*found - start) % slots;
  }

private:
  static constexpr std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << (i % 64); }

  static constexpr std::size_t lowest(std::uint64_t word) {
    return static_cast<std::size_t>(std::countr_zero(word));
  }

  std::optional<std::size_t> at_or_after(std::size_t start) const {
    std::size_t word = start / 64;
    if (const auto rest = words_[word] >> (start % 64); rest != 0)
      return start + lowest(rest);
    ++word;
    for (std::size_t s = word / 64; s < summary_.size(); word = ++s * 64)
      if (const auto rest = summary_[s] >> (word % 64); rest != 0) {
        word += lowest(rest);
        return word * 64 + lowest(words_[word]);
      }
    return std::nullopt;
  }

  std::array<std::uint64_t, slots / 64> words_{};
  std::array<std::uint64_t, slots / 4096> summary_{};
};

} // namespace deskstorm::sim
