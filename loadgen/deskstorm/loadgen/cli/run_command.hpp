#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/cli/command_line.hpp>
#include <deskstorm/loadgen/cli/output_files.hpp>
#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/live/live_counts.hpp>
#include <deskstorm/loadgen/output/csv.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/output/progress_line.hpp>
#include <deskstorm/loadgen/output/summary.hpp>
#include <deskstorm/loadgen/output/trace_lines.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/scenario/runnable.hpp>
#include <deskstorm/loadgen/statistics/fan_out.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/statistics/series.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>
#include <deskstorm/loadgen/study/settled.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/loadgen/vacuity.hpp>
#include <deskstorm/loadgen/view/run_charts.hpp>
#include <deskstorm/loadgen/view/run_page.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

inline std::uint64_t peak_rss_bytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access): a union inside glibc's structure
  return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

inline std::vector<threshold> thresholds_of(const plan::floor_plan& plan) {
  std::vector<threshold> made;
  for (const auto& text : plan.thresholds)
    if (auto read = parse_threshold(text)) // the reader has checked them all
      made.push_back(*std::move(read));
  return made;
}

/// Judges each threshold by the result, or by what was seen in its part of the run.
inline std::vector<verdict> verdicts_of(const std::vector<threshold>& thresholds,
                                        const run_result& found,
                                        const std::vector<statistics>& seen_in_parts) {
  const auto whole = to_json(found);
  std::vector<ordered_json> in_parts;
  for (const auto& seen : seen_in_parts)
    in_parts.push_back(statistics_json(seen, found.subjects));
  const auto parts = parts_of(thresholds);
  std::vector<verdict> made;
  for (const auto& t : thresholds) {
    const auto part = std::ranges::find(parts, t.part) - parts.begin();
    const auto number = static_cast<std::size_t>(part);
    if (t.part && !in_parts.empty()) // they are where no replication has ended
      made.push_back(
        judge(t, in_parts[number], vacuity_of(t, seen_in_parts[number], found.subjects)));
    else
      made.push_back(judge(t, whole, vacuity_of(t, found.seen, found.subjects)));
  }
  return made;
}

/// One call of `deskstorm run`, once its arguments are understood and its scenario is read.
class run_call {
public:
  /// `again` is the command that the report shows.
  run_call(const surroundings& at, const run_texts& typed, const run_options& wanted,
           const plan::floor_plan& plan, std::string again)
    : at_(&at), typed_(&typed), wanted_(&wanted), plan_(&plan), again_(std::move(again)) {}

  int execute() {
    output_files files;
    if (const auto wrong = output_files::open(typed_->outputs, at_->out, files))
      return refuse(*at_, wrong->text);
    std::optional<run_series> series;
    const auto found = simulate_all(files.stream_of("--trace"), series);
    const auto file = to_json(found);
    if (auto* out = files.stream_of("--json"))
      *out << json_text(file) << '\n';
    if (auto* out = files.stream_of("--csv"))
      write_csv(file, *out);
    if (auto* out = files.stream_of("--junit"))
      write_junit(found, *out);
    if (auto* out = files.stream_of("--html"))
      write_report(*out, found, *series);
    if (const auto wrong = files.commit()) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->quiet)
      summarize(found);
    return code_of(found);
  }

private:
  run_result simulate_all(std::ostream* trace, std::optional<run_series>& series) {
    std::optional<trace_lines> lines;
    replications_order order{.plan = *plan_,
                             .count = wanted_->replications,
                             .jobs = wanted_->jobs,
                             .clock = wanted_->clock,
                             .parts = parts_of(thresholds_of(*plan_))};
    constexpr std::uint32_t points = 240; // of a chart: more could not be told apart
    if (!typed_->outputs.html.empty())
      order.buckets = points;
    if (trace != nullptr) {
      lines.emplace(*trace);
      order.trace = [&](const delivery& d) { lines->add(d); };
    }
    replications all{order, at_->simulate};
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [&] { return std::chrono::steady_clock::now() - begun; };
    auto outcome = run_with_progress(all, elapsed);
    if (lines)
      lines->flush();
    series = std::move(outcome.series);
    return result_of(std::move(outcome), in_seconds(elapsed()));
  }

  void write_report(std::ostream& out, const run_result& found, const run_series& series) const {
    view::run_report report{.result = found, .library = at_->chart_library};
    report.charts = view::charts_of(
      {found, series, plan_->warmup, plan_->backend.workers, view::limit_windows_of(*plan_)});
    report.command = again_;
    if (auto text = read_text_file(typed_->scenario))
      report.scenario_text = *std::move(text);
    view::write_run_html(out, report);
  }

  replications_outcome run_with_progress(replications& all, const auto& elapsed) {
    if (typed_->quiet || !at_->err_terminal)
      return all.run(at_->interrupted, [] {});
    progress_line shown{at_->err};
    return all.run(at_->interrupted, [&] {
      shown.show({.simulated = duration{all.so_far().simulated_ns},
                  .whole = plan_->length * wanted_->replications,
                  .messages = all.so_far().messages,
                  .errors = all.so_far().errors,
                  .elapsed = elapsed()});
    });
  }

  run_result result_of(replications_outcome&& outcome, double wall_s) const {
    if (outcome.rows.size() > 1)
      for (std::size_t i = 0; i < outcome.rows.size(); ++i)
        outcome.rows[i].found = outcome.figures_of_rows[i];
    run_result r{.scenario = plan_->name,
                 .seed = plan_->seed,
                 .clock = wanted_->clock,
                 .facts = merged_facts(outcome.rows),
                 .wall_s = wall_s,
                 .peak_rss_bytes = peak_rss_bytes(),
                 .seen = std::move(outcome.seen),
                 .subjects = subjects_of(*plan_),
                 .replications = std::move(outcome.rows),
                 .intervals = intervals_of(outcome.figures_of_rows, wanted_->confidence)};
    r.facts.interrupted = r.facts.interrupted || r.replications.size() < wanted_->replications;
    r.verdicts = verdicts_of(thresholds_of(*plan_), r, outcome.seen_in_parts);
    const period measured{instant{plan_->warmup}, instant{plan_->length}};
    r.piles_up = study::what_piles_up(outcome.courses, measured).value_or("");
    r.stationary = r.piles_up.empty() || !plan_->stages.empty(); // by which the load itself grows
    return r;
  }

  void summarize(const run_result& found) const {
    if (typed_->outputs.take_standard_output())
      at_->err << summary_of(found, colours::off);
    else
      at_->out << summary_of(found, at_->coloured ? colours::on : colours::off);
  }

  static int code_of(const run_result& found) {
    if (found.facts.interrupted)
      return exit_code::interrupted;
    const bool held = std::ranges::all_of(found.verdicts, &verdict::passed);
    return held ? exit_code::done : exit_code::threshold_failed;
  }

  const surroundings* at_;
  const run_texts* typed_;
  const run_options* wanted_;
  const plan::floor_plan* plan_;
  std::string again_;
};

/// Runs while others may ask over HTTP how it goes.
inline int run_in_public(const surroundings& at, const run_texts& typed, const run_options& wanted,
                         const plan::floor_plan& plan) {
  if (wanted.clock == clock_choice::virtual_time)
    return refuse(at, "--metrics: expected with --clock real; a run in virtual time is over before "
                      "anybody could ask");
  live::live_counts counts;
  const auto published = at.publish_metrics(typed.metrics, [&] { return counts.text(); });
  if (!published)
    return refuse(at, "--metrics: " + published.why().text);
  if (!typed.quiet)
    at.err << "metrics at " << published->url << '\n';
  surroundings around = at;
  around.simulate = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    fan_out both{{&seen, &counts}};
    return at.simulate(order, both, hooks);
  };
  return run_call{around, typed, wanted, plan, line_of("run", typed).text()}.execute();
}

inline int run(const surroundings& at, const run_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  const auto read = at.read(typed.scenario, wanted->changes);
  if (!read.plan)
    return refuse_all(at, read.problems);
  if (const auto why = why_not_run(*read.plan, typed.scenario))
    return refuse_all(at, {*why});
  if (!typed.outputs.html.empty() && at.chart_library.empty())
    return refuse(at, no_chart_library);
  if (!typed.metrics.empty())
    return run_in_public(at, typed, *wanted, *read.plan);
  return run_call{at, typed, *wanted, *read.plan, line_of("run", typed).text()}.execute();
}

} // namespace detail

/// `deskstorm run`: one simulation, or several independent ones.
inline std::function<int()> set_up_run(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<run_texts>();
  add_run_options(app, *typed);
  app
    .add_option("--metrics", typed->metrics,
                "With --clock real: give counts to whoever asks http://ADDR:PORT/metrics, as "
                "Prometheus does [127.0.0.1]")
    ->type_name("[ADDR:]PORT");
  app.footer(R"(Examples:
  deskstorm run scenarios/office-hours.json
  deskstorm run office.json --seed 7 --set /agents/count=500 --json result.json
  deskstorm run office.json --replications 20 --junit thresholds.xml --quiet
  deskstorm run office.json --html report.html
  deskstorm run office.json --clock real --metrics 9464

The summary goes to standard output, or to standard error where an output file is '-'.
Exit codes: 0 done and all thresholds held; 1 a threshold failed; 2 unusable arguments
or scenario, nothing written; 3 internal failure; 130 interrupted: outputs are written
for what was simulated.)");
  return [&at, typed] { return detail::run(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
