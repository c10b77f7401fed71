#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/replay_report.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
#include <deskstorm/sim/race/chooser.hpp>
#include <deskstorm/sim/search/choice.hpp>

namespace deskstorm::loadgen::view {

namespace detail {

/// A choice in words; N is the number of the choice, T the tab, P the other tab.
struct choice_words {
  sim::choice_kind value;
  std::string_view text;
};

// clang-format off
inline constexpr auto choice_word_rows = std::to_array<choice_words>({
  {sim::choice_kind::tabs,              "how many tabs open"},
  {sim::choice_kind::open_at,           "when tab T opens"},
  {sim::choice_kind::actions,           "how many things are done to the tabs"},
  {sim::choice_kind::action,            "which action is number N"},
  {sim::choice_kind::action_at,         "when action N comes"},
  {sim::choice_kind::action_tab,        "whom action N hits (0: the leader)"},
  {sim::choice_kind::action_extent,     "the extent of action N"},
  {sim::choice_kind::duties,            "how many duties come"},
  {sim::choice_kind::duty_at,           "when duty N comes"},
  {sim::choice_kind::duty_near,         "whether and when a duty comes beside this"},
  {sim::choice_kind::next,              "which of things due together goes first"},
  {sim::choice_kind::token,             "the random number N of tab T"},
  {sim::choice_kind::broadcast_delay,   "the delay of message N from tab T to tab P"},
  {sim::choice_kind::storage_delay,     "how late tab P sees write N of tab T"},
  {sim::choice_kind::timer_late,        "how late timer N of tab T fires"},
  {sim::choice_kind::lock_delay,        "how late tab T hears of the lock, time N"},
  {sim::choice_kind::transaction_delay, "how long step N of a transaction of tab T takes"},
  {sim::choice_kind::worker_delay,      "the delay of message N through the worker"},
  {sim::choice_kind::duty_delay,        "how long tab T takes for its duty N"},
  {sim::choice_kind::unload_delay,      "how long tab T goes on while it unloads"},
});
// clang-format on

static_assert(choice_word_rows.size() == sim::choice_kinds.size());

inline std::string choice_text(const sim::choice_name& name, std::int64_t answer) {
  const auto row = std::ranges::find(choice_word_rows, name.kind, &choice_words::value);
  std::string text;
  for (const char c : row->text)
    switch (c) {
    case 'N': text += std::to_string(name.ordinal + 1); break;
    case 'T': text += std::to_string(name.tab); break;
    case 'P': text += std::to_string(name.peer); break;
    default: text += c;
    }
  return text + ": " + loadgen::detail::answer_text(name.kind, answer);
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
