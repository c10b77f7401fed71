#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/race/race_plan_of.hpp>
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

inline duration extent_from(std::string_view text) {
  const bool back = text.starts_with('-');
  const auto size = parse_duration(text.substr(back ? 1 : 0)).value_or(duration{});
  return back ? -size : size;
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
  auto text = file.dump(2);
  text.resize(text.rfind("[]"));
  text += "[";
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += (i == 0 ? "\n    " : ",\n    ") + choices[i].dump();
  return text + "\n  ]\n}\n";
}

namespace detail {

inline plan::election election_from(const json& value) {
  plan::election made;
  for (const auto& [name, inner] : value.items())
    if (name == "algorithm")
      made.algorithm = inner.get<std::string>();
    else if (name == "release-at-unload")
      made.release_at_unload = inner.get<bool>();
    else if (name == "resign-on-hide")
      made.resign_on_hide = inner.get<bool>();
    else if (inner.is_string())
      made.times[name] = parse_duration(inner.get<std::string>()).value_or(duration::max());
    else
      made.numbers[name] = inner.get<std::int64_t>();
  return made;
}

inline plan::floor_plan scenario_from(const json& value) {
  plan::floor_plan made;
  made.name = value.at("name").get<std::string>();
  made.seed = value.at("seed").get<std::uint64_t>();
  made.agents = {.count = 1, .tabs = value.at("agents").at("tabs").get<std::uint32_t>()};
  made.election = election_from(value.at("election"));
  made.race = value.at("race");
  for (const auto& step : value.value("script", json::array())) {
    plan::script_step one{
      .at = instant{parse_duration(step.at("at").get<std::string>()).value_or(duration{})}};
    one.action =
      value_in<tabs::action_kind>(tabs::action_rows, step.at("do").get<std::string>()).value();
    if (const auto& row = row_of(one.action); !row.extent.empty())
      one.extent = extent_from(step.at(std::string{row.extent}).get<std::string>());
    if (step.contains("tab"))
      one.tab = {plan::tab_choice::by::number, step.at("tab").get<std::uint32_t>()};
    made.script.push_back(one);
  }
  return made;
}

inline sim::choice_list choices_from(const json& value) {
  sim::choice_list all;
  for (const auto& c : value)
    all.push_back(
      {.name = {value_in<sim::choice_kind>(sim::choice_kinds, c.at(0).get<std::string>()).value(),
                c.at(1).get<std::uint8_t>(), c.at(2).get<std::uint8_t>(),
                c.at(3).get<std::uint32_t>()},
       .low = c.at(4).get<std::int64_t>(),
       .high = c.at(5).get<std::int64_t>(),
       .chosen = c.at(6).get<std::int64_t>()});
  return all;
}

inline std::uint64_t digest_from(const std::string& text) {
  std::uint64_t digest = 0;
  std::from_chars(text.data(), text.data() + text.size(), digest, 16);
  return digest;
}

/// Throws where the file is not made as traces are.
inline result<race_trace> trace_from(const json& file) {
  race_trace made;
  made.made_by = file.at("deskstorm").get<std::string>();
  made.scenario = scenario_from(file.at("scenario"));
  auto plan = race_plan_of(made.scenario);
  if (!plan)
    return failure{plan.why().text, "/scenario" + plan.why().where};
  made.plan = *std::move(plan);
  made.seed = file.at("seed").get<std::uint64_t>();
  made.strategy = file.at("strategy").get<std::string>();
  made.schedule = file.at("schedule").get<std::uint64_t>();
  made.asked = file.at("asked").get<std::size_t>();
  made.digest = digest_from(file.at("digest").get<std::string>());
  made.choices = choices_from(file.at("choices"));
  const auto& violated = file.at("violation");
  made.signature = violated.at("signature").get<std::string>();
  made.what.what =
    value_in<tabs::property>(tabs::properties, violated.at("property").get<std::string>()).value();
  return made;
}

} // namespace detail

/// Reads a trace. Errors: it is none, or one that this version cannot read; the failure says why.
inline result<race_trace> read_trace(std::string_view text) {
  const auto file = json::parse(text, nullptr, false);
  if (!file.is_object() || !file.contains("deskstorm-trace"))
    return failure{"it is no trace of a race: the key \"deskstorm-trace\" is missing"};
  if (file.at("deskstorm-trace") != race_trace::format)
    return failure{fmt::format("its format is {}, this version reads format {}",
                               file.at("deskstorm-trace").dump(), race_trace::format)};
  try {
    return detail::trace_from(file);
  } catch (const json::exception& what) {
    return failure{fmt::format("it is no sound trace: {}", what.what())};
  } catch (const std::bad_optional_access&) {
    return failure{
      "it is no sound trace: it names a choice, an action or a property that there is not"};
  }
}

} // namespace deskstorm::loadgen
