#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <deskstorm/sim/race/chooser.hpp>

namespace deskstorm::sim::tests {

/// Answers with random numbers, half of them next to landmarks.
class any_answer final : public chooser {
public:
  explicit any_answer(std::uint64_t seed) : state_(seed * 7919) {}

  std::int64_t choose(const choice_point& asked) override {
    ++asked_;
    const auto r = next();
    if (!asked.landmarks.empty() && (r & 1) != 0) {
      constexpr std::array<std::int64_t, 5> beside{-1, 0, 1, 1'000'000, -1'000'000};
      const auto at = asked.landmarks[(r >> 8) % asked.landmarks.size()] + beside[(r >> 40) % 5];
      return std::clamp(at, asked.low, asked.high);
    }
    const auto span = static_cast<std::uint64_t>(asked.high - asked.low) + 1;
    return asked.low + static_cast<std::int64_t>((r >> 1) % span);
  }

  /// How many choices were put to it.
  std::uint64_t asked() const { return asked_; }

private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }

  std::uint64_t state_;
  std::uint64_t asked_ = 0;
};

/// Answers each choice with the plainest value.
class plainest final : public chooser {
public:
  std::int64_t choose(const choice_point& asked) override { return asked.low; }
};

} // namespace deskstorm::sim::tests
