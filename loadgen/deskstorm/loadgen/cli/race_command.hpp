#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/cli/named_outputs.hpp>
#include <deskstorm/loadgen/cli/race_options.hpp>
#include <deskstorm/loadgen/cli/race_progress.hpp>
#include <deskstorm/loadgen/cli/shell_word.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/csv.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/race/race_board.hpp>
#include <deskstorm/loadgen/race/race_hunt.hpp>
#include <deskstorm/loadgen/race/race_junit.hpp>
#include <deskstorm/loadgen/race/race_plan_of.hpp>
#include <deskstorm/loadgen/race/race_report.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/view/hunt_page.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/search.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

/// Returns why no files can be written into a folder, which need not be there yet.
inline std::optional<failure> why_no_folder(const std::string& wanted) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  fs::path nearest{wanted};
  while (!nearest.empty() && !fs::exists(nearest, ignored))
    nearest = nearest.parent_path();
  if (nearest.empty())
    nearest = ".";
  if (!fs::is_directory(nearest, ignored))
    return failure{"'" + nearest.string() + "' is no folder"};
  if (::access(nearest.c_str(), W_OK | X_OK) != 0)
    return failure{"cannot write into '" + nearest.string()
                   + "': " + std::generic_category().message(errno)};
  return std::nullopt;
}

/// The command that finds the same.
inline std::string command_of(const race_texts& typed) {
  std::string line = "deskstorm race " + shell_word(typed.scenario);
  for (const auto& change : typed.set)
    line += " --set " + shell_word(change);
  const std::array<std::pair<const char*, const std::optional<std::string>*>, 6> others{{
    {" --duration ", &typed.duration},
    {" --seed ", &typed.seed},
    {" --strategy ", &typed.strategy},
    {" --runs ", &typed.runs},
    {" --seconds ", &typed.seconds},
    {" --stop-after ", &typed.stop_after},
  }};
  for (const auto& [option, text] : others)
    if (*text)
      line += option + shell_word(**text);
  return line;
}

/// One call of `deskstorm race`, once its arguments are understood and its scenario is read.
class race_call {
public:
  race_call(const surroundings& at, const race_texts& typed, const race_options& wanted,
            const plan::floor_plan& scenario, const sim::race_plan& plan)
    : at_(&at),
      typed_(&typed),
      wanted_(&wanted),
      scenario_(&scenario),
      plan_(&plan),
      out_(typed.out.value_or("traces")) {}

  int execute() {
    race_report report;
    auto opened = named_outputs::open(outputs_wanted(report), at_->out);
    if (!opened)
      return refuse(*at_, opened.why().text);
    auto outputs = *std::move(opened);
    if (const auto wrong = why_no_folder(out_))
      return refuse(*at_, "--out: " + wrong->text);
    report = search();
    auto wrong = write_traces(report);
    if (auto unwritten = outputs.write())
      wrong = std::move(unwritten);
    if (wrong) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->quiet)
      (outputs.take_standard_output() ? at_->err : at_->out) << summary_of(report);
    return code_of(report);
  }

private:
  /// They are written once `report` is there.
  std::vector<named_output> outputs_wanted(const race_report& report) const {
    return {
      {"--json", &typed_->json,
       [&report](std::ostream& out) { out << json_text(to_json(report)) << '\n'; }},
      {"--html", &typed_->html,
       [this, &report](std::ostream& out) {
         view::write_hunt_html(out, report, command_of(*typed_));
       }},
      {"--csv", &typed_->csv, [&report](std::ostream& out) { write_csv(to_json(report), out); }},
      {"--junit", &typed_->junit,
       [this, &report](std::ostream& out) { write_junit(report, *plan_, out); }},
    };
  }

  race_report search() const {
    race_progress shown{*at_};
    const auto start = std::chrono::steady_clock::now();
    const auto in_time = [&](double times) {
      return !at_->interrupted
             && (!wanted_->seconds
                 || loadgen::detail::seconds_since(start) < times * *wanted_->seconds);
    };
    const sim::search_hooks hooks{
      .keep_going = [&] { return in_time(1); },
      .tick =
        [&](std::uint64_t schedules, std::size_t violations) {
          if (!typed_->quiet)
            shown.show(schedules, violations, loadgen::detail::seconds_since(start));
        },
    };
    auto report = hunt(scenario_->name,
                       {.plan = *plan_,
                        .with = *wanted_->strategy,
                        .seed = scenario_->seed,
                        .runs = wanted_->runs,
                        .stop_after = wanted_->stop_after,
                        .jobs = wanted_->jobs},
                       hooks, [&] { return in_time(2); });
    report.found.stopped = at_->interrupted;
    return report;
  }

  /// Writes a trace for each finding. Errors: the first that cannot be written.
  std::optional<failure> write_traces(race_report& report) const {
    if (report.findings.empty())
      return std::nullopt;
    std::error_code wrong;
    std::filesystem::create_directories(out_, wrong);
    if (wrong)
      return failure{"cannot make the folder '" + out_ + "': " + wrong.message()};
    for (auto& finding : report.findings) {
      finding.trace = trace_name(finding);
      auto file = output_file::open(finding.trace, at_->out);
      if (!file)
        return file.why();
      auto to = *std::move(file);
      to.stream() << text_of(trace_of(finding, report, *scenario_, *plan_));
      if (auto unwritten = to.commit())
        return unwritten;
    }
    return std::nullopt;
  }

  std::string trace_name(const race_finding& finding) const {
    constexpr std::size_t longest = 120; // with a signature it is a name for every file system
    auto name = fmt::format("{}-{}", scenario_->name.substr(0, longest),
                            sim::signature_of(finding.shrunk.what, plan_->protocol->name));
    for (char& c : name)
      if (std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"}.find(
            c)
          == std::string_view::npos)
        c = '-';
    return (std::filesystem::path{out_} / (name + ".json")).generic_string();
  }

  int code_of(const race_report& report) const {
    if (report.found.stopped)
      return exit_code::interrupted;
    return report.findings.empty() == wanted_->expects_violation ? exit_code::threshold_failed
                                                                 : exit_code::done;
  }

  const surroundings* at_;
  const race_texts* typed_;
  const race_options* wanted_;
  const plan::floor_plan* scenario_;
  const sim::race_plan* plan_;
  std::string out_;
};

/// Reads all scenarios of a folder. What is wrong with them goes to `problems`.
inline std::vector<board_entry> entries_of(const surroundings& at, const std::string& folder,
                                           const overrides& changes,
                                           std::vector<problem>& problems) {
  std::vector<std::filesystem::path> files;
  std::error_code wrong;
  for (const auto& file : std::filesystem::directory_iterator{folder, wrong})
    if (file.path().extension() == ".json")
      files.push_back(file.path());
  if (files.empty())
    problems.push_back({folder, "", "there are no scenarios in this folder"});
  std::ranges::sort(files);
  std::vector<board_entry> all;
  for (const auto& file : files) {
    const auto read = at.read(file, changes);
    std::ranges::copy(read.problems, std::back_inserter(problems));
    if (!read.plan)
      continue;
    if (const auto plan = race_plan_of(*read.plan))
      all.push_back({read.plan->name, *plan});
    else
      problems.push_back({file.generic_string(), plan.why().where, plan.why().text});
  }
  return all;
}

/// `deskstorm race --board`.
inline int show_board(const surroundings& at, const race_texts& typed, const race_options& wanted) {
  std::vector<problem> problems;
  const auto entries = entries_of(at, typed.board, wanted.changes, problems);
  if (!problems.empty())
    return refuse_all(at, problems);
  std::optional<output_file> json;
  if (!typed.json.empty()) {
    auto opened = output_file::open(typed.json, at.out);
    if (!opened)
      return refuse(at, "--json: " + opened.why().text);
    json.emplace(*std::move(opened));
  }
  board_player player{wanted.runs, wanted.seeds, wanted.jobs, [&] { return !at.interrupted; }};
  for (const auto& entry : entries) {
    if (at.err_terminal && !typed.quiet)
      at.err << entry.name << '\n';
    player.play(entry);
  }
  player.play_faults();
  if (json) {
    json->stream() << json_text(to_json(player.board())) << '\n';
    if (const auto unwritten = json->commit()) {
      at.err << "deskstorm: " << unwritten->text << '\n';
      return exit_code::internal;
    }
  }
  if (!typed.quiet)
    (typed.json == "-" ? at.err : at.out) << summary_of(player.board());
  return at.interrupted ? exit_code::interrupted : exit_code::done;
}

inline int race(const surroundings& at, const race_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  if (!typed.board.empty())
    return show_board(at, typed, *wanted);
  const auto read = at.read(typed.scenario, wanted->changes);
  if (!read.plan)
    return refuse_all(at, read.problems);
  const auto plan = race_plan_of(*read.plan);
  if (!plan)
    return refuse_all(at, {{typed.scenario, plan.why().where, plan.why().text}});
  return race_call{at, typed, *wanted, *read.plan, *plan}.execute();
}

} // namespace detail

/// `deskstorm race`: hunts for races of tabs over many schedules.
inline std::function<int()> set_up_race(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<race_texts>();
  add_options(app, *typed);
  app.footer(R"(Examples:
  deskstorm race scenarios/races/apply-and-wait-opened-together.json
  deskstorm race office.json --strategy pct --seconds 60 --jobs 8 --json found.json
  deskstorm race office.json --runs 10000 --stop-after 1 --expect violation --quiet
  deskstorm race --board scenarios/races --seeds 10 --json board.json

Each violation is made small and written as a trace that `deskstorm replay` plays again.
The same seed finds the same, with any number of workers; with --seconds it may go
further.
Exit codes: 0 no violation; 1 a violation (with --expect violation: none); 2 unusable
arguments or scenario, nothing written; 3 internal failure; 130 interrupted: what was
found until then is written.)");
  return [&at, typed] { return detail::race(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
