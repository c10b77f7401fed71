#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/base/time.hpp>

namespace deskstorm::loadgen {

/// Texts for people: at most six characters, three significant digits or more.
inline std::string human_count(std::uint64_t count) {
  constexpr std::uint64_t exact_below = 1'000'000;
  if (count < exact_below)
    return fmt::format("{}", count);
  const char* unit = "M";
  double scaled = static_cast<double>(count) / 1e6;
  for (const char* next : {"G", "T", "P", "E"})
    if (scaled >= 999.5) {
      scaled /= 1e3;
      unit = next;
    }
  return fmt::format("{:.{}f}{}", scaled, scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0, unit);
}

/// The mean of counts, with a fraction where it says something.
inline std::string human_mean(double count) {
  return count < 999.5 ? fmt::format("{:.4g}", count)
                       : human_count(static_cast<std::uint64_t>(std::llround(count)));
}

inline std::string human_time(double seconds) {
  if (seconds == 0)
    return "0";
  const auto scaled = [](double value, std::string_view unit) {
    return fmt::format("{:.{}f}{}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, unit);
  };
  if (seconds < 0.9995e-3)
    return scaled(seconds * 1e6, "us");
  if (seconds < 0.9995)
    return scaled(seconds * 1e3, "ms");
  if (seconds < 999.5)
    return scaled(seconds, "s");
  return scaled(seconds / 3600, "h");
}

/// Minutes and seconds, hours before them where there are any: "4:12", "1:04:12".
inline std::string clock_text(duration d) {
  const auto s = std::chrono::duration_cast<std::chrono::seconds>(d).count();
  if (s < 3600)
    return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

inline std::string human_percent(double ratio) { return fmt::format("{:.1f} %", ratio * 100); }

/// Returns `text` cut to `width` bytes, between two characters, with dots for what is left out.
inline std::string fitted(std::string_view text, std::size_t width) {
  if (text.size() <= width)
    return std::string{text};
  auto end = width - 2;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
    --end;
  return std::string{text.substr(0, end)} + "..";
}

} // namespace deskstorm::loadgen
