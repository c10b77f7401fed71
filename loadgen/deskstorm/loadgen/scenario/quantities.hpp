#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::loadgen {

/// A unit of time as scenarios write it.
struct time_unit {
  std::string_view name;
  duration length;
};

// clang-format off
inline constexpr std::array time_units{
  time_unit{"ns",  std::chrono::nanoseconds{1}},
  time_unit{"us",  std::chrono::microseconds{1}},
  time_unit{"ms",  std::chrono::milliseconds{1}},
  time_unit{"s",   std::chrono::seconds{1}},
  time_unit{"m",   std::chrono::minutes{1}},
  time_unit{"min", std::chrono::minutes{1}},
  time_unit{"h",   std::chrono::hours{1}},
  time_unit{"d",   std::chrono::hours{24}},
};
// clang-format on

/// The longest duration that a scenario may hold.
inline constexpr duration longest_time = plan::distributions::longest_sample;

namespace detail {

/// Takes a number as "12" or "0.25" off the front of `text`: no sign, no exponent.
inline std::optional<double> take_number(std::string_view& text) {
  const auto digits = text.substr(0, text.find_first_not_of("0123456789."));
  double value = 0;
  const auto [end, error] =
    std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '.'
      || digits.back() == '.')
    return std::nullopt;
  text.remove_prefix(digits.size());
  return value;
}

} // namespace detail

/// Returns `number` of `unit`, to the nearest nanosecond; nothing where that is above
/// longest_time.
inline std::optional<duration> in_units(double number, const time_unit& unit) {
  const double ns = number * static_cast<double>(unit.length.count());
  if (!(ns <= static_cast<double>(longest_time.count())))
    return std::nullopt;
  return plan::distributions::nanoseconds(ns);
}

/// Reads "250us", "1.5s", "10m", "8h". Nothing where `text` is none, or above longest_time.
inline std::optional<duration> parse_duration(std::string_view text) {
  const auto number = detail::take_number(text);
  const auto* unit = find_named(time_units, text);
  if (!number || unit == nullptr)
    return std::nullopt;
  return in_units(*number, *unit);
}

/// The highest rate that a scenario may hold, a second.
inline constexpr double highest_rate = 1e9;

/// Reads "5/s", "30/min", "200/h" as events a second. Nothing where `text` is none, or above
/// highest_rate.
inline std::optional<double> parse_rate(std::string_view text) {
  const auto number = detail::take_number(text);
  if (!number || !text.starts_with('/'))
    return std::nullopt;
  const auto* unit = find_named(time_units, text.substr(1));
  if (unit == nullptr)
    return std::nullopt;
  const double rate = *number / std::chrono::duration<double>{unit->length}.count();
  return rate <= highest_rate ? std::optional{rate} : std::nullopt;
}

/// Returns `time` in the largest unit that divides it: "90s", "2h".
inline std::string duration_text(duration time) {
  const time_unit* best = time_units.begin();
  for (const auto& unit : time_units)
    if (time != duration::zero() && time % unit.length == duration::zero() && unit.name != "min")
      best = &unit;
  if (time == duration::zero())
    return "0s";
  return std::to_string(time / best->length) + std::string{best->name};
}

} // namespace deskstorm::loadgen
