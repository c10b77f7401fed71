#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace deskstorm {

/// Returns `text` without the blanks, tabs and carriage returns around it.
constexpr std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Cuts off and returns what stands before the first `mark`, all of it where there is none. The
/// mark goes too.
constexpr std::string_view cut(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  const auto piece = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return piece;
}

/// Returns the integer that `text` is in full, decimal digits only, or nothing.
template <std::unsigned_integral Int>
std::optional<Int> whole_number(std::string_view text) {
  Int number{};
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end)
    return std::nullopt;
  return number;
}

} // namespace deskstorm
