#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/sim/search/strategies.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm race` as they were typed.
struct race_texts {
  std::string scenario;
  std::vector<std::string> set;
  std::optional<std::string> duration;
  std::optional<std::string> seed;
  std::optional<std::string> strategy;
  std::optional<std::string> runs;
  std::optional<std::string> seconds;
  std::optional<std::string> stop_after;
  std::optional<std::string> jobs;
  std::optional<std::string> out;
  std::string json;
  std::string html;
  std::string csv;
  std::string junit;
  std::optional<std::string> expect;
  std::string board;
  std::optional<std::string> seeds;
  bool quiet = false;
};

/// The same, understood.
struct race_options {
  overrides changes;
  const sim::strategy_row* strategy = nullptr;
  std::uint64_t runs = 10'000;
  std::optional<double> seconds;
  std::uint64_t stop_after = 0;
  std::uint32_t jobs = 1;
  std::uint32_t seeds = 10;
  bool expects_violation = false;
};

namespace detail {

inline constexpr std::uint64_t most_runs = 1'000'000'000'000;
inline constexpr double longest_search_s = 1e6;

/// Reads an option that is a whole number into `to`. Returns what is wrong with it.
template <class Number>
std::optional<failure> take_number(const char* option, const std::string& text, Number least,
                                   Number most, Number& to) {
  const auto number = whole_number<Number>(option, text, least, most);
  if (!number)
    return number.why();
  to = *number;
  return std::nullopt;
}

inline result<const sim::strategy_row*> strategy_named(const std::string& name) {
  if (const auto* row = find_named(sim::strategy_rows, name))
    return row;
  return failure{"--strategy: there is no strategy '" + name + "'"
                 + did_you_mean(name, row_names(sim::strategy_rows))
                 + "; `deskstorm list strategies` names them"};
}

/// How long and how much, of a search. The usual number of runs holds where no time is given.
inline std::optional<failure> understand_extent(const race_texts& typed, race_options& made) {
  constexpr std::uint64_t many = 10'000'000;
  if (typed.seconds || made.strategy->in_order)
    made.runs = typed.seconds ? most_runs : many;
  if (typed.runs)
    if (auto wrong = take_number<std::uint64_t>("--runs", *typed.runs, 1, most_runs, made.runs))
      return wrong;
  if (typed.seconds) {
    const auto seconds = seconds_in("--seconds", *typed.seconds, longest_search_s);
    if (!seconds)
      return seconds.why();
    made.seconds = *seconds;
  }
  if (!typed.stop_after)
    return std::nullopt;
  return take_number<std::uint64_t>("--stop-after", *typed.stop_after, 0, 1'000'000,
                                    made.stop_after);
}

/// A board searches with every strategy and its own seeds, and writes no traces.
inline std::optional<failure> misplaced(const race_texts& typed) {
  if (typed.board.empty() == typed.scenario.empty())
    return failure{"race: expected a SCENARIO or --board with a folder of them, not both"};
  if (typed.board.empty())
    return typed.seeds ? std::optional{failure{"--seeds: it is of --board alone"}} : std::nullopt;
  const std::array<std::pair<const char*, const std::optional<std::string>*>, 6> of_scenarios{{
    {"--strategy", &typed.strategy},
    {"--seconds", &typed.seconds},
    {"--stop-after", &typed.stop_after},
    {"--seed", &typed.seed},
    {"--out", &typed.out},
    {"--expect", &typed.expect},
  }};
  for (const auto& [option, text] : of_scenarios)
    if (*text)
      return failure{std::string{option} + ": it does not go with --board"};
  const std::array<std::pair<const char*, const std::string*>, 3> outputs{
    {{"--html", &typed.html}, {"--csv", &typed.csv}, {"--junit", &typed.junit}}};
  for (const auto& [option, path] : outputs)
    if (!path->empty())
      return failure{std::string{option} + ": it does not go with --board, which has --json"};
  return std::nullopt;
}

} // namespace detail

/// Understands what was typed. Errors: the option, what was expected and what was found.
inline result<race_options> understand(const race_texts& typed) {
  race_options made;
  made.changes.set = typed.set;
  if (auto wrong = detail::misplaced(typed))
    return *wrong;
  if (typed.duration) {
    if (!parse_duration(*typed.duration))
      return failure{"--duration: expected a duration such as 30s or 2m, found '" + *typed.duration
                     + "'"};
    made.changes.asked.push_back({"--duration", "/race/horizon=" + json(*typed.duration).dump()});
  }
  if (typed.seed) {
    std::uint64_t seed = 0;
    if (auto wrong = detail::take_number<std::uint64_t>(
          "--seed", *typed.seed, 0, std::numeric_limits<std::uint64_t>::max(), seed))
      return *wrong;
    made.changes.seed = seed;
  }
  const auto strategy = detail::strategy_named(typed.strategy.value_or("portfolio"));
  if (!strategy)
    return strategy.why();
  made.strategy = *strategy;
  if (auto wrong = detail::understand_extent(typed, made))
    return *wrong;
  made.jobs = std::max(1u, std::thread::hardware_concurrency());
  if (typed.jobs)
    if (auto wrong = detail::take_number<std::uint32_t>("--jobs", *typed.jobs, 1, 1024, made.jobs))
      return *wrong;
  if (typed.expect && *typed.expect != "violation")
    return failure{"--expect: expected violation, found '" + *typed.expect + "'"};
  made.expects_violation = typed.expect.has_value();
  if (typed.seeds)
    if (auto wrong =
          detail::take_number<std::uint32_t>("--seeds", *typed.seeds, 1, 1000, made.seeds))
      return *wrong;
  return made;
}

inline void add_options(CLI::App& app, race_texts& to) {
  app.add_option("SCENARIO", to.scenario, "The scenario file (JSON) with a race");
  app
    .add_option("--strategy", to.strategy,
                "How to search [portfolio]; see deskstorm list strategies")
    ->type_name("NAME");
  app.add_option("--runs", to.runs, "Schedules to play [10000; exhaustive 10000000]")
    ->type_name("N");
  app
    .add_option("--seconds", to.seconds,
                "Search so long, however many schedules that is; making them small takes as long "
                "again at most")
    ->type_name("S");
  app
    .add_option("--stop-after", to.stop_after, "Stop after so many different violations [0: never]")
    ->type_name("K");
  app.add_option("--seed", to.seed, "Use this seed instead of the scenario's (64 bits)")
    ->type_name("N");
  app
    .add_option("--set", to.set,
                "Change one value of the scenario, by JSON pointer; may be given again")
    ->type_name("POINTER=JSON")
    ->allow_extra_args(false);
  app
    .add_option("--duration", to.duration,
                "Simulate so much in each schedule, instead of /race/horizon: 30s, 2m")
    ->type_name("D");
  app.add_option("--jobs", to.jobs, "Worker threads [all cores]; the result is the same")
    ->type_name("N");
  app.add_option("--out", to.out, "Folder for a trace of each violation [traces]")
    ->type_name("DIR");
  app.add_option("--json", to.json, "Write the result as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_option("--html", to.html, "Write what was found as a page of one file")
    ->type_name("FILE");
  app
    .add_option("--csv", to.csv,
                "Write the numbers of the result as CSV: names, and a line of values")
    ->type_name("FILE");
  app.add_option("--junit", to.junit, "Write each property as a test case for build servers")
    ->type_name("FILE");
  app.add_option("--expect", to.expect, "violation: fail where none is found")
    ->type_name("violation");
  app
    .add_option("--board", to.board,
                "Instead of a scenario: how many schedules each strategy needs for each scenario "
                "of a folder, and what each fault does to each protocol")
    ->type_name("DIR");
  app.add_option("--seeds", to.seeds, "Of the board: seeds from 1 on [10]")->type_name("N");
  app.add_flag("--quiet", to.quiet, "No progress and no summary");
}

} // namespace deskstorm::loadgen::cli
