#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <deskstorm/base/result.hpp>

namespace deskstorm::loadgen::cli {

/// Reads the value of an option as a whole number. Errors: names the option, what was expected and
/// what was found.
template <std::unsigned_integral Number>
result<Number> whole_number(std::string_view option, std::string_view text, Number least,
                            Number most) {
  Number value{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < least || value > most)
    return failure{fmt::format("{}: expected a whole number from {} to {}, found '{}'", option,
                               least, most, text)};
  return value;
}

/// Reads the value of an option as a number between 0 and 1, which it may not be.
inline result<double> share(std::string_view option, std::string_view text,
                            std::string_view example = "0.95") {
  double value{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !(value > 0 && value < 1))
    return failure{fmt::format("{}: expected a number above 0 and below 1 such as {}, found '{}'",
                               option, example, text)};
  return value;
}

/// Reads the value of an option as a time in seconds, which may have a fraction.
inline result<double> seconds_in(std::string_view option, std::string_view text, double most) {
  double value{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !(value > 0 && value <= most))
    return failure{fmt::format("{}: expected seconds above 0 and up to {} such as 0.5, found '{}'",
                               option, most, text)};
  return value;
}

} // namespace deskstorm::loadgen::cli
