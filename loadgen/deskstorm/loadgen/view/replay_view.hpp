#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/replay_report.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/replay.hpp>

namespace deskstorm::loadgen::view {

namespace detail {

inline std::string choice_text(const sim::choice_name& name, std::int64_t answer) {
  return fmt::format("{}: {}", sim::text_of(name), loadgen::detail::answer_text(name.kind, answer));
}

/// The choice after which every schedule violates the property.
inline std::optional<turning_point> turning_point_of(const race_replay& r) {
  if (r.violation() == nullptr || r.critical.curve.empty())
    return std::nullopt;
  const auto made = r.critical.curve[r.critical.critical].prefix;
  if (made == 0)
    return std::nullopt; // the scenario leaves no other way
  const auto& last = r.choices[made - 1];
  turning_point turn{.at = last.at, .choice = choice_text(last.name, last.chosen)};
  if (r.passing)
    turn.instead = choice_text(r.choices[r.passing->changed].name, r.passing->instead);
  return turn;
}

} // namespace detail

/// Returns what a replay has to show. It must outlive the view. `command` shows it again.
inline race_view view_of(const race_replay& r, std::string command) {
  return {.plan = r.trace.plan,
          .failing = r.outcome,
          .passing = r.passing ? &r.passing->outcome : nullptr,
          .violation = r.shown.value_or(0),
          .critical = detail::turning_point_of(r),
          .scenario = r.trace.scenario.name,
          .command = std::move(command)};
}

} // namespace deskstorm::loadgen::view
