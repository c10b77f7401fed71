#pragma once

#include <cstdint>
#include <span>

#include <deskstorm/sim/race/race_log.hpp>

namespace deskstorm::sim {

namespace detail {

constexpr std::uint64_t mixed(std::uint64_t sum, std::uint64_t value) {
  const auto x = (sum ^ value) * 0x9E3779B97F4A7C15u;
  return x ^ (x >> 29);
}

} // namespace detail

/// Returns a number that stands for all of a log: two schedules with one digest are the same.
inline std::uint64_t digest_of(std::span<const log_entry> log) {
  std::uint64_t sum = log.size();
  for (const auto& e : log) {
    sum = detail::mixed(sum, static_cast<std::uint64_t>(e.at.time_since_epoch().count()));
    sum = detail::mixed(sum, static_cast<std::uint64_t>(e.until.time_since_epoch().count()));
    sum = detail::mixed(sum, e.value);
    sum = detail::mixed(sum, static_cast<std::uint64_t>(e.what) << 24
                               | static_cast<std::uint64_t>(e.tab) << 16
                               | static_cast<std::uint64_t>(e.peer) << 8 | e.code);
  }
  return sum;
}

} // namespace deskstorm::sim
