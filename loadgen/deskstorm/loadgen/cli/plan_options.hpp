#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/loadgen/study/search.hpp>
#include <deskstorm/loadgen/threshold_check.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm plan` as they were typed.
struct plan_texts {
  run_texts run;
  std::string find;
  std::vector<std::string> sweep;
  std::vector<std::string> subject_to;
  std::vector<std::string> metric;
  std::string precision;
  std::string most_replications;
  bool minimize = false;
  bool sensitivity = false;
  bool confidence_asked = false;
};

/// The same, understood; the objectives are read with the scenario.
struct plan_options {
  run_options run;
  std::optional<study::number_range> find;
  std::vector<study::sweep> sweeps;
  std::optional<double> precision;
  std::uint32_t most_replications = 0;
  study::wanted_end end = study::wanted_end::largest;
};

inline void add_plan_options(CLI::App& app, plan_texts& to) {
  add_run_options(app, to.run);
  app.get_option("--csv")->description("Write a line a point: settings, verdict, every metric");
  app.get_option("--junit")->description(
    "Write the objectives at the answer, or else at every point, as JUnit test cases");
  app.get_option("--trace")->description(
    "Write every delivered message of the first run at the answer, or else at the last point");
  app.add_option("--find", to.find, "Search the largest value that holds: 1..5000, 5ms..50ms")
    ->type_name("POINTER=FIRST..LAST");
  app.add_flag("--minimize", to.minimize, "Search the smallest value that holds instead");
  app
    .add_option("--sweep", to.sweep,
                "Study each of these values, or 1..8; several make a grid, may be given again")
    ->type_name("POINTER=A,B,C")
    ->allow_extra_args(false);
  app
    .add_option("--subject-to", to.subject_to,
                "What must hold, as in thresholds; also '... in [2m,4m)', '... after 3m', "
                "'... while quarantine'; may be given again [the scenario's thresholds]")
    ->type_name("OBJECTIVE")
    ->allow_extra_args(false);
  app
    .add_option("--metric", to.metric,
                "Show this metric as well (see deskstorm list metrics); may be given again")
    ->type_name("NAME")
    ->allow_extra_args(false);
  app
    .add_option("--precision", to.precision,
                "Add replications until half the interval is within this share of the mean")
    ->type_name("SHARE");
  app
    .add_option("--max-replications", to.most_replications,
                "At most so many at a point [4 times --replications, 100 with --precision]")
    ->type_name("N");
  app.add_flag("--sensitivity", to.sensitivity,
               "Raise each quantity by a tenth: which moves the objective most?");
}

/// Understands what was typed. Errors: the option, what was expected and what was found.
inline result<plan_options> understand(const plan_texts& typed) {
  plan_options made;
  auto run = understand(typed.run);
  if (!run)
    return run.why();
  made.run = *std::move(run);
  constexpr std::uint32_t most = 100'000;
  if (made.run.replications < 2)
    return failure{"--replications: expected 2 at least, for an interval, found '"
                   + typed.run.replications + "'"};
  if (!typed.find.empty()) {
    auto find = study::parse_find(typed.find);
    if (!find)
      return find.why();
    made.find = *std::move(find);
  } else if (typed.minimize)
    return failure{"--minimize: expected with --find"};
  auto sweeps = study::parse_sweeps("--sweep", typed.sweep, study::parse_sweep);
  if (!sweeps)
    return sweeps.why();
  made.sweeps = *std::move(sweeps);
  if (made.find && !made.sweeps.empty())
    return failure{"--find and --sweep cannot both be given"};
  if (!typed.precision.empty()) {
    const auto precision = share("--precision", typed.precision, "0.05");
    if (!precision)
      return precision.why();
    made.precision = *precision;
  }
  made.most_replications = std::max(made.precision ? 100U : 0U, 4 * made.run.replications);
  if (!typed.most_replications.empty()) {
    const auto count = whole_number<std::uint32_t>("--max-replications", typed.most_replications,
                                                   made.run.replications, most);
    if (!count)
      return count.why();
    made.most_replications = *count;
  }
  made.end = typed.minimize ? study::wanted_end::smallest : study::wanted_end::largest;
  return made;
}

/// Returns why a study cannot use a metric, if it cannot.
inline std::optional<failure> check_study_metric(std::string_view option, std::string_view name,
                                                 const metric_subjects& subjects) {
  constexpr std::array<std::string_view, 3> of_the_machine{"wall_s", "events_per_s",
                                                           "peak_rss_bytes"};
  if (const auto wrong = check_metric(name, subjects))
    return failure{std::string{option} + ": " + wrong->text};
  if (std::ranges::find(of_the_machine, name) != of_the_machine.end())
    return failure{std::string{option} + ": '" + std::string{name}
                   + "' depends on the machine, not on the scenario"};
  return std::nullopt;
}

/// Reads the objectives: those typed, or the thresholds of the scenario. Errors: the first that is
/// none, or is about a metric that the scenario has not.
inline result<std::vector<threshold>> objectives_of(const std::vector<std::string>& typed,
                                                    const std::vector<std::string>& thresholds,
                                                    const metric_subjects& subjects,
                                                    duration length) {
  std::vector<threshold> made;
  for (const auto& text : typed.empty() ? thresholds : typed) {
    auto read = parse_threshold(text);
    if (!read)
      return failure{"--subject-to '" + text + "': " + read.why().text};
    if (const auto wrong = check_study_metric("--subject-to", read->metric, subjects))
      return *wrong;
    if (const auto wrong = check_threshold(*read, subjects, length))
      return failure{"--subject-to '" + text + "': " + wrong->text};
    made.push_back(*std::move(read));
  }
  return made;
}

} // namespace deskstorm::loadgen::cli
