#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen::cli {

/// Where outputs go: paths, "-" for standard output; empty is not asked for.
struct output_paths {
  std::string json;
  std::string csv;
  std::string junit;
  std::string trace;
  std::string html;

  auto all() const {
    return std::array{std::pair{"--json", &json}, std::pair{"--csv", &csv},
                      std::pair{"--junit", &junit}, std::pair{"--trace", &trace},
                      std::pair{"--html", &html}};
  }
  bool take_standard_output() const {
    return std::ranges::any_of(all(), [](const auto& path) { return *path.second == "-"; });
  }
};

/// The options of a simulating command as they were typed.
struct run_texts {
  std::string scenario;
  std::vector<std::string> set;
  std::optional<std::string> seed;
  std::optional<std::string> duration;
  std::string clock = "virtual";
  std::optional<std::string> jobs;
  std::string replications = "1";
  std::string confidence = "0.95";
  output_paths outputs;
  std::string metrics; ///< where to publish them; empty is nowhere
  bool quiet = false;
};

/// The same, understood.
struct run_options {
  overrides changes;
  clock_choice clock = clock_choice::virtual_time;
  std::uint32_t jobs = 1;
  std::uint32_t replications = 1;
  double confidence = 0.95;
};

/// Adds the options of simulating commands to `app`; what is typed goes to `to`.
inline void add_run_options(CLI::App& app, run_texts& to) {
  app.add_option("SCENARIO", to.scenario, "The scenario file (JSON)")->required();
  app.add_option("--seed", to.seed, "Use this seed instead of the scenario's (64 bits)")
    ->type_name("N");
  app
    .add_option("--set", to.set,
                "Change one value of the scenario, by JSON pointer; may be given again")
    ->type_name("POINTER=JSON")
    ->allow_extra_args(false);
  app.add_option("--duration", to.duration, "Simulate so long: 90s, 10m, 8h")->type_name("D");
  app
    .add_option("--clock", to.clock,
                "virtual: as fast as it goes, reproducible; real: on the wall clock")
    ->type_name("virtual|real")
    ->capture_default_str();
  app.add_option("--jobs", to.jobs, "Worker threads for replications [all cores]")->type_name("N");
  app
    .add_option("--replications", to.replications,
                "Independent runs, each with random numbers of its own")
    ->type_name("N")
    ->capture_default_str();
  app.add_option("--confidence", to.confidence, "Of the intervals that several replications give")
    ->type_name("SHARE")
    ->capture_default_str();
  app.add_option("--json", to.outputs.json, "Write the result as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_option("--csv", to.outputs.csv, "Write the result as CSV: metrics, and a line of values")
    ->type_name("FILE");
  app.add_option("--junit", to.outputs.junit, "Write the thresholds as JUnit test cases")
    ->type_name("FILE");
  app.add_option("--html", to.outputs.html, "Write a report with charts as one HTML file")
    ->type_name("FILE");
  app
    .add_option("--trace", to.outputs.trace,
                "Write every delivered message of the first replication as JSON Lines")
    ->type_name("FILE");
  app.add_flag("--quiet", to.quiet, "No progress and no summary");
}

namespace detail {

/// Returns why the texts contradict each other, if they do.
inline std::optional<failure> check_outputs(const output_paths& outputs) {
  const char* first = nullptr;
  for (const auto& [option, path] : outputs.all()) {
    if (*path != "-")
      continue;
    if (first != nullptr)
      return failure{fmt::format("{} and {} cannot both go to standard output", first, option)};
    first = option;
  }
  const auto all = outputs.all();
  for (auto one = all.begin(); one != all.end(); ++one)
    for (auto other = std::next(one); other != all.end(); ++other)
      if (!one->second->empty() && *one->second == *other->second)
        return failure{
          fmt::format("{} and {} cannot both go to '{}'", one->first, other->first, *one->second)};
  return std::nullopt;
}

} // namespace detail

/// Understands what was typed. Errors: the option, what was expected and what was found.
inline result<run_options> understand(const run_texts& typed) {
  constexpr std::uint32_t most_jobs = 1024;
  constexpr std::uint32_t most_replications = 100'000;
  run_options made;
  made.changes = {.set = typed.set, .duration = typed.duration};
  if (typed.duration && !parse_duration(*typed.duration))
    return failure{"--duration: expected a duration such as 90s, 10m or 8h, found '"
                   + *typed.duration + "'"};
  if (typed.seed) {
    const auto seed = whole_number<std::uint64_t>("--seed", *typed.seed, 0,
                                                  std::numeric_limits<std::uint64_t>::max());
    if (!seed)
      return seed.why();
    made.changes.seed = *seed;
  }
  if (typed.clock != "virtual" && typed.clock != "real")
    return failure{"--clock: expected virtual or real, found '" + typed.clock + "'"};
  made.clock = typed.clock == "real" ? clock_choice::real_time : clock_choice::virtual_time;

  made.jobs = std::max(1u, std::thread::hardware_concurrency());
  if (typed.jobs) {
    const auto jobs = whole_number<std::uint32_t>("--jobs", *typed.jobs, 1, most_jobs);
    if (!jobs)
      return jobs.why();
    made.jobs = *jobs;
  }
  const auto count =
    whole_number<std::uint32_t>("--replications", typed.replications, 1, most_replications);
  if (!count)
    return count.why();
  made.replications = *count;
  const auto confidence = share("--confidence", typed.confidence);
  if (!confidence)
    return confidence.why();
  made.confidence = *confidence;
  if (const auto wrong = detail::check_outputs(typed.outputs))
    return *wrong;
  return made;
}

} // namespace deskstorm::loadgen::cli
