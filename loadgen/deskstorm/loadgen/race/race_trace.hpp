#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen {

/// A schedule that violates a property, with all that it needs to be played again: the scenario as
/// far as races read it, and every choice that has another answer than the plainest.
struct race_trace {
  static constexpr int format = 1;

  plan::floor_plan scenario = {};
  sim::race_plan plan = {};
  std::uint64_t seed = 1;
  std::uint64_t schedule = 0; ///< from 0; the one that it was shrunk from
  std::string strategy = {};
  sim::choice_list choices = {};
  std::size_t asked = 0;    ///< how many choices the schedule has in all
  std::uint64_t digest = 0; ///< of its log
  sim::violation what = {}; ///< of one that was read: only the property
  std::string signature = {};
  std::string made_by = std::string{version}; ///< version of deskstorm
};

namespace detail {

inline ordered_json election_json(const plan::election& e) {
  ordered_json all{{"algorithm", e.algorithm}};
  for (const auto& [name, time] : e.times)
    all[name] = time == duration::max() ? "never" : duration_text(time);
  for (const auto& [name, number] : e.numbers)
    all[name] = number;
  if (!e.release_at_unload)
    all["release-at-unload"] = false;
  if (e.resign_on_hide)
    all["resign-on-hide"] = true;
  return all;
}

/// A step of a clock may go back, which texts of durations do not say.
inline std::string extent_text(duration extent) {
  return extent < duration::zero() ? "-" + duration_text(-extent) : duration_text(extent);
}

inline ordered_json script_json(const std::vector<plan::script_step>& script) {
  auto all = ordered_json::array();
  for (const auto& step : script) {
    ordered_json one{{"at", duration_text(step.at.time_since_epoch())},
                     {"do", name_of(step.action)}};
    if (const auto& row = row_of(step.action); !row.extent.empty())
      one[std::string{row.extent}] = extent_text(step.extent);
    if (step.tab.rule == plan::tab_choice::by::number)
      one["tab"] = step.tab.number;
    all.push_back(std::move(one));
  }
  return all;
}

/// The scenario as far as races read it, in the form of scenario files.
inline ordered_json scenario_json(const plan::floor_plan& scenario) {
  ordered_json all{{"name", scenario.name},
                   {"seed", scenario.seed},
                   {"agents", {{"count", 1}, {"tabs", scenario.agents.tabs}}},
                   {"election", election_json(scenario.election)},
                   {"race", scenario.race}};
  if (!scenario.script.empty())
    all["script"] = script_json(scenario.script);
  return all;
}

inline ordered_json choices_json(const sim::choice_list& choices) {
  auto all = ordered_json::array();
  for (const auto& c : choices)
    all.push_back(
      {name_of(c.name.kind), c.name.tab, c.name.peer, c.name.ordinal, c.low, c.high, c.chosen});
  return all;
}

} // namespace detail

/// Returns what reports say of a violation.
inline ordered_json to_json(const sim::violation& v, std::string_view protocol) {
  ordered_json all{{"property", tabs::name_of(v.what)},
                   {"signature", sim::signature_of(v, protocol)},
                   {"at_ms", in_ms(v.at.time_since_epoch())}};
  if (v.tab != 0)
    all["tab"] = v.tab;
  if (v.peer != 0)
    all["peer"] = v.peer;
  return all;
}

/// Returns the file that holds a trace.
inline ordered_json to_json(const race_trace& t) {
  return {{"deskstorm-trace", race_trace::format},
          {"deskstorm", t.made_by},
          {"scenario", detail::scenario_json(t.scenario)},
          {"seed", t.seed},
          {"strategy", t.strategy},
          {"schedule", t.schedule},
          {"violation", to_json(t.what, t.plan.protocol->name)},
          {"asked", t.asked},
          {"digest", fmt::format("{:016x}", t.digest)},
          {"columns", {"choice", "tab", "peer", "ordinal", "low", "high", "chosen"}},
          {"choices", detail::choices_json(t.choices)}};
}

/// Returns the text of the file: a line for each choice, so that two traces can be compared.
inline std::string text_of(const race_trace& t) {
  auto file = to_json(t);
  const auto choices = std::exchange(file["choices"], ordered_json::array());
  auto text = json_text(file);
  text.resize(text.rfind("[]"));
  text += "[";
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += (i == 0 ? "\n    " : ",\n    ") + choices[i].dump();
  return text + "\n  ]\n}\n";
}

} // namespace deskstorm::loadgen
