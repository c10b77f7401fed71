#pragma once

#include <chrono>
#include <cstdint>

#include <deskstorm/base/time.hpp>

namespace deskstorm::outbound {

inline constexpr std::int32_t seconds_a_day = 86'400;

/// When a number may be called: the seconds after midnight, where it is, between `from` and `until`
/// (GSW_FROM and GSW_UNTIL), each day. Where `until` is before `from` the night is meant.
struct day_window {
  std::int32_t from = 0;
  std::int32_t until = seconds_a_day - 1;
  std::int32_t offset = 0; ///< of local time from UTC in seconds (GSW_TZ_OFFSET)

  friend bool operator==(const day_window&, const day_window&) = default;
};

/// Returns the first time from `now` on that lies in the window. `midnight` is the time of day in
/// UTC at which the run starts.
constexpr instant next_open(const day_window& window, instant now, duration midnight) {
  constexpr duration day = std::chrono::seconds{seconds_a_day};
  const duration local =
    now.time_since_epoch() + midnight + std::chrono::seconds{window.offset} + day;
  const duration time = local % day;
  const duration from = std::chrono::seconds{window.from};
  const duration until = std::chrono::seconds{window.until};
  const bool open = from <= until ? from <= time && time <= until : from <= time || time <= until;
  if (open)
    return now;
  return now + (from - time + day) % day;
}

} // namespace deskstorm::outbound
