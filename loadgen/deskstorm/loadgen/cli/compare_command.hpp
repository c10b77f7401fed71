#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/base/nearest.hpp>
#include <deskstorm/loadgen/cli/command_line.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/output_files.hpp>
#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/study/comparison.hpp>
#include <deskstorm/loadgen/view/compare_page.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm compare` as they were typed.
struct compare_texts {
  std::string before;
  std::string after;
  std::vector<std::string> metrics;
  std::string confidence = "0.95";
  std::string json;
  std::string html;
  bool all = false;
  bool quiet = false;
};

namespace detail {

inline constexpr std::array<const char*, 3> pairing_names{
  "one run each, so nothing is known of chance: use run --replications", "paired by seed",
  "independent replications (Welch)"};

inline result<study::compared_run> read_result(const std::string& path) {
  const auto text = read_text_once(path);
  if (!text)
    return failure{path + ": " + text.why().text};
  const auto file = ordered_json::parse(*text, nullptr, false);
  auto read = study::compared_run_of(file);
  if (!read)
    return failure{path + ": " + read.why().text};
  return read;
}

inline ordered_json compare_json(const compare_texts& typed, study::pairing how,
                                 const std::vector<study::compared_metric>& rows) {
  ordered_json made{{"deskstorm", version},
                    {"before", typed.before},
                    {"after", typed.after},
                    {"pairing", how == study::pairing::paired  ? "paired"
                                : how == study::pairing::welch ? "welch"
                                                               : "single"},
                    {"metrics", ordered_json::array()}};
  for (const auto& m : rows)
    made["metrics"].push_back(
      {{"metric", m.metric},
       {"before", m.before},
       {"after", m.after},
       {"difference", m.difference.mean},
       {"half_width", m.difference.half_width},
       {"confidence", m.difference.confidence},
       {"verdict", study::change_names[static_cast<std::size_t>(m.verdict)]}});
  return made;
}

/// The names of both results, for people.
struct compared_files {
  std::string before;
  std::string after;
};

/// The name of a result, with the answer if it is of a plan that searched one.
inline std::string title_of(const std::string& path, const study::compared_run& run) {
  return run.answer.empty() ? path : path + ", answer " + run.answer;
}

inline void print_comparison(std::ostream& out, const compared_files& files, study::pairing how,
                             const std::vector<study::compared_metric>& rows) {
  out << fmt::format("before  {}\nafter   {}\n{}\n\n", files.before, files.after,
                     pairing_names[static_cast<std::size_t>(how)]);
  std::size_t width = 40; // of the first column
  constexpr std::size_t widest = 72;
  for (const auto& m : rows)
    width = std::clamp(m.metric.size(), width, widest);
  out << fmt::format("{:<{}}{:>11}{:>11}{:>12}{:>11}  {}\n", "metric", width, "before", "after",
                     "difference", "+-", "verdict");
  for (const auto& m : rows)
    out << fmt::format("{:<{}}{:>11.5g}{:>11.5g}{:>12.4g}{:>11}  {}\n", fitted(m.metric, width),
                       width, m.before, m.after, m.difference.mean,
                       how == study::pairing::single
                         ? std::string{"?"}
                         : fmt::format("{:.2g}", m.difference.half_width),
                       study::change_names[static_cast<std::size_t>(m.verdict)]);
  const auto count = [&](study::change what) {
    return std::ranges::count(rows, what, &study::compared_metric::verdict);
  };
  const auto other = count(study::change::higher) + count(study::change::lower);
  out << fmt::format("\n{} of {} metrics improved, {} got worse, {} changed otherwise\n",
                     count(study::change::improved), rows.size(), count(study::change::worse),
                     other);
}

inline output_paths outputs_of(const compare_texts& typed) {
  output_paths made;
  made.json = typed.json;
  made.html = typed.html;
  return made;
}

inline view::compare_report report_of(const compare_texts& typed, const study::compared_run& before,
                                      const study::compared_run& after, study::pairing how,
                                      const std::vector<study::compared_metric>& rows) {
  const bool same = before.scenario == after.scenario;
  return {.before = title_of(typed.before, before),
          .after = title_of(typed.after, after),
          .how = pairing_names[static_cast<std::size_t>(how)],
          .metrics = rows,
          .scenario = same ? before.scenario : before.scenario + " and " + after.scenario,
          .command = command_line{"deskstorm compare"}
                       .word(typed.before)
                       .word(typed.after)
                       .options("--metric", typed.metrics)
                       .flag("--all", typed.all)
                       .option("--confidence", typed.confidence, "0.95")
                       .text()};
}

/// Returns what is to be compared. Errors: the results have nothing in common, or not what was
/// typed.
inline result<std::vector<std::string>> metrics_of(const compare_texts& typed,
                                                   const study::compared_run& before,
                                                   const study::compared_run& after) {
  if (before.samples.empty() != after.samples.empty())
    return failure{"compare: one is the result of a run, the other that of a plan"};
  auto names = study::usual_metrics(before, after, typed.all);
  if (names.empty() && !before.samples.empty())
    return failure{"compare: the plans have no point in common"};
  if (typed.metrics.empty())
    return names;
  names.clear();
  for (const auto& name : typed.metrics) {
    const auto found = study::metrics_named(before, after, name);
    if (found.empty())
      return failure{"--metric: neither result has a metric '" + name + "' that is not zero"
                     + did_you_mean(name, study::usual_metrics(before, after, true))};
    names.insert(names.end(), found.begin(), found.end());
  }
  return names;
}

inline int compare(const surroundings& at, const compare_texts& typed) {
  const auto confidence = share("--confidence", typed.confidence);
  if (!confidence)
    return refuse(at, confidence.why().text);
  if (const auto wrong = check_outputs(outputs_of(typed)))
    return refuse(at, wrong->text);
  const auto before = read_result(typed.before);
  const auto after = read_result(typed.after);
  for (const auto* one : {&before, &after})
    if (!*one)
      return refuse(at, "compare: " + one->why().text);
  const auto names = metrics_of(typed, *before, *after);
  if (!names)
    return refuse(at, names.why().text);
  output_files files;
  if (const auto wrong = output_files::open(outputs_of(typed), at.out, files))
    return refuse(at, wrong->text);
  const auto how = study::pairing_of(*before, *after);
  const auto rows = study::compare(*before, *after, *names, *confidence);
  if (auto* out = files.stream_of("--json"))
    *out << json_text(compare_json(typed, how, rows)) << '\n';
  if (auto* out = files.stream_of("--html"))
    view::write_compare_html(*out, report_of(typed, *before, *after, how, rows));
  if (const auto wrong = files.commit()) {
    at.err << "deskstorm: " << wrong->text << '\n';
    return exit_code::internal;
  }
  if (!typed.quiet)
    print_comparison(outputs_of(typed).take_standard_output() ? at.err : at.out,
                     {title_of(typed.before, *before), title_of(typed.after, *after)}, how, rows);
  const auto is = [](study::change what) {
    return [=](const study::compared_metric& m) { return m.verdict == what; };
  };
  if (std::ranges::any_of(rows, is(study::change::worse)))
    return exit_code::threshold_failed;
  return std::ranges::any_of(rows, is(study::change::unknown)) ? exit_code::undecided
                                                               : exit_code::done;
}

} // namespace detail

/// `deskstorm compare`: two results side by side.
inline std::function<int()> set_up_compare(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<compare_texts>();
  app.add_option("BEFORE", typed->before, "A result of deskstorm run --json or plan --json")
    ->required();
  app.add_option("AFTER", typed->after, "The other one")->required();
  app.add_option("--metric", typed->metrics, "Compare this metric alone; may be given again")
    ->type_name("NAME")
    ->allow_extra_args(false);
  app.add_flag("--all", typed->all, "Compare all metrics, not only the usual ones");
  app.add_option("--confidence", typed->confidence, "Of all intervals together")
    ->type_name("SHARE")
    ->capture_default_str();
  app.add_option("--json", typed->json, "Write the comparison as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_option("--html", typed->html, "Write the comparison as one HTML file")->type_name("FILE");
  app.add_flag("--quiet", typed->quiet, "No table");
  app.footer(R"(Examples:
  deskstorm run office.json --replications 20 --json a.json
  deskstorm run office.json --replications 20 --set /backend/workers=4 --json b.json
  deskstorm compare a.json b.json
  deskstorm compare a.json b.json --html difference.html
  deskstorm compare a.json b.json --metric requests.total.latency_ms.p99 --json -

Replications of equal seeds are compared one by one, others by Welch's interval. The intervals
are widened so that all hold together at --confidence. Plans are compared at the points that
both have, by the metrics of their objectives.
Exit codes: 0 nothing got worse; 1 a metric got worse; 2 unusable arguments or files;
3 internal failure; 4 undecided: the results differ, and have no replications to judge by.)");
  return [&at, typed] { return detail::compare(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
