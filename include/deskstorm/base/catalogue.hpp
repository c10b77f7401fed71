#pragma once

#include <algorithm>
#include <ranges>
#include <string_view>
#include <vector>

namespace deskstorm {

/// One of several interchangeable parts, as scenarios and the command line name it. `make` is a
/// function pointer, so that a whole table is a constant.
template <class Make>
struct part {
  std::string_view name;
  std::string_view about; ///< one line for `deskstorm list`: what it does, with its units
  Make make;
};

/// Returns the row of that name, or nullptr. Rows are anything with a `name`.
constexpr auto* find_named(const auto& table, std::string_view name) {
  const auto row = std::ranges::find_if(table, [=](const auto& p) { return p.name == name; });
  return row == std::ranges::end(table) ? nullptr : &*row;
}

/// Returns the names of all rows, in their order.
std::vector<std::string_view> row_names(const auto& table) {
  std::vector<std::string_view> names;
  for (const auto& row : table)
    names.push_back(row.name);
  return names;
}

} // namespace deskstorm
