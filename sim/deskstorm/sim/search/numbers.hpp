#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/sim/race/chooser.hpp>

namespace deskstorm::sim {

/// Which schedule of a search it is. Its random numbers depend on nothing else.
struct schedule_id {
  std::uint64_t seed = 1;
  std::uint64_t number = 0; ///< from 0
};

/// The random numbers of one schedule, begun by the stream of its number.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
class search_numbers {
public:
  search_numbers() = default;
  explicit search_numbers(const schedule_id& of)
    : state_(actors::stream{{of.seed}, of.number, actors::purpose::race_search}.next()) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }

  /// Returns a number in [0, bound), of which `bound` must be above 0.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  bool coin() { return (next() & 1u) != 0; }

private:
  std::uint64_t state_ = 0;
};

/// Returns any answer to a choice, all with the same probability.
inline std::int64_t even_answer(const choice_point& asked, search_numbers& numbers) {
  const auto span = static_cast<std::uint64_t>(asked.high - asked.low) + 1;
  return asked.low + static_cast<std::int64_t>(numbers.below(span));
}

/// Returns an answer just below, at or just above one of the landmarks of a choice that has any.
inline std::int64_t landmark_answer(const choice_point& asked, search_numbers& numbers) {
  constexpr std::array<std::int64_t, 5> beside{0, -1, 1, -1'000'000, 1'000'000};
  const auto r = numbers.next();
  const auto landmark = asked.landmarks[(r >> 8) % asked.landmarks.size()];
  return std::clamp(landmark + beside[(r >> 40) % beside.size()], asked.low, asked.high);
}

/// Returns any answer: every other time beside a landmark, for there protocols change what they do,
/// and now and then one of the bounds, so that things happen at once.
inline std::int64_t any_answer(const choice_point& asked, search_numbers& numbers) {
  constexpr std::uint64_t parts = 16;
  const auto part = numbers.below(parts);
  if (part == 0)
    return asked.low;
  if (part == 1)
    return asked.high;
  return !asked.landmarks.empty() && part < parts / 2 ? landmark_answer(asked, numbers)
                                                      : even_answer(asked, numbers);
}

} // namespace deskstorm::sim
