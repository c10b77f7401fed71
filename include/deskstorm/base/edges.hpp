#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace deskstorm {

/// One row of a transition table: in `from`, `on` leads to `to`.
template <class State, class Event>
struct edge {
  State from;
  Event on;
  State to;
};

/// Returns the state after `on`, or nothing where the table has no such row.
template <class State, class Event, std::size_t N>
constexpr std::optional<State> follow(const std::array<edge<State, Event>, N>& table, State from,
                                      Event on) {
  const auto row =
    std::ranges::find_if(table, [&](const auto& e) { return e.from == from && e.on == on; });
  if (row == table.end())
    return std::nullopt;
  return row->to;
}

/// True where no (state, event) pair has two rows.
template <class State, class Event, std::size_t N>
constexpr bool deterministic(const std::array<edge<State, Event>, N>& table) {
  return std::ranges::all_of(table, [&](const auto& a) {
    return 1 == std::ranges::count_if(table, [&](const auto& b) {
             return a.from == b.from && a.on == b.on;
           });
  });
}

/// True where no row leaves `state`.
template <class State, class Event, std::size_t N>
constexpr bool terminal(const std::array<edge<State, Event>, N>& table, State state) {
  return std::ranges::none_of(table, [&](const auto& e) { return e.from == state; });
}

/// True where some path of rows leads from `from` to `to`.
template <class State, class Event, std::size_t N>
constexpr bool reaches(const std::array<edge<State, Event>, N>& table, State from, State to) {
  std::array<State, N + 1> seen{};
  std::size_t known = 0;
  seen[known++] = from;
  for (std::size_t next = 0; next < known; ++next)
    for (const auto& row : table)
      if (row.from == seen[next]
          && std::find(seen.begin(), seen.begin() + known, row.to) == seen.begin() + known)
        seen[known++] = row.to;
  return std::find(seen.begin(), seen.begin() + known, to) != seen.begin() + known;
}

} // namespace deskstorm
