#pragma once

#include <algorithm>
#include <cassert>
#include <optional>
#include <string_view>

namespace deskstorm {

/// One name of one value of an enumeration.
template <class Enum>
struct named {
  Enum value;
  std::string_view name;
};

/// Returns the name of `value`, which must be in `table`.
template <class Enum>
constexpr std::string_view name_in(const auto& table, Enum value) {
  const auto row = std::ranges::find_if(table, [=](const auto& n) { return n.value == value; });
  assert(row != std::ranges::end(table));
  return row->name;
}

/// Returns the value of that name, or nothing.
template <class Enum>
constexpr std::optional<Enum> value_in(const auto& table, std::string_view name) {
  const auto row = std::ranges::find_if(table, [=](const auto& n) { return n.name == name; });
  if (row == std::ranges::end(table))
    return std::nullopt;
  return row->value;
}

} // namespace deskstorm
