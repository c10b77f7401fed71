#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/base/nearest.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/race_progress.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/race/race_board.hpp>
#include <deskstorm/loadgen/race/race_hunt.hpp>
#include <deskstorm/loadgen/race/race_plan_of.hpp>
#include <deskstorm/loadgen/race/race_report.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/sim/search/strategies.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm race` as they were typed.
struct race_texts {
  std::string scenario;
  std::vector<std::string> set;
  std::optional<std::string> seed;
  std::string strategy = "portfolio";
  std::optional<std::string> runs;
  std::optional<std::string> seconds;
  std::string stop_after = "0";
  std::optional<std::string> jobs;
  std::string out = "traces";
  std::string json;
  std::string expect;
  std::string board;
  std::string seeds = "10";
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
  std::vector<std::string_view> names;
  for (const auto& row : sim::strategy_rows)
    names.push_back(row.name);
  return failure{"--strategy: there is no strategy '" + name + "'" + did_you_mean(name, names)
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
    std::uint64_t seconds = 0;
    if (auto wrong = take_number<std::uint64_t>("--seconds", *typed.seconds, 1, 1'000'000, seconds))
      return wrong;
    made.seconds = static_cast<double>(seconds);
  }
  return take_number<std::uint64_t>("--stop-after", typed.stop_after, 0, 1'000'000,
                                    made.stop_after);
}

} // namespace detail

/// Understands what was typed. Errors: the option, what was expected and what was found.
inline result<race_options> understand(const race_texts& typed) {
  race_options made;
  made.changes.set = typed.set;
  if (typed.seed) {
    std::uint64_t seed = 0;
    if (auto wrong = detail::take_number<std::uint64_t>(
          "--seed", *typed.seed, 0, std::numeric_limits<std::uint64_t>::max(), seed))
      return *wrong;
    made.changes.seed = seed;
  }
  const auto strategy = detail::strategy_named(typed.strategy);
  if (!strategy)
    return strategy.why();
  made.strategy = *strategy;
  if (auto wrong = detail::understand_extent(typed, made))
    return *wrong;
  made.jobs = std::max(1u, std::thread::hardware_concurrency());
  if (typed.jobs)
    if (auto wrong = detail::take_number<std::uint32_t>("--jobs", *typed.jobs, 1, 1024, made.jobs))
      return *wrong;
  if (!typed.expect.empty() && typed.expect != "violation")
    return failure{"--expect: expected violation, found '" + typed.expect + "'"};
  made.expects_violation = !typed.expect.empty();
  if (typed.board.empty() == typed.scenario.empty())
    return failure{"race: expected a SCENARIO or --board with a folder of them, not both"};
  if (auto wrong = detail::take_number<std::uint32_t>("--seeds", typed.seeds, 1, 1000, made.seeds))
    return *wrong;
  return made;
}

namespace detail {

/// One call of `deskstorm race`, once its arguments are understood and its scenario is read.
class race_call {
public:
  race_call(const surroundings& at, const race_texts& typed, const race_options& wanted,
            const plan::floor_plan& scenario, const sim::race_plan& plan)
    : at_(&at), typed_(&typed), wanted_(&wanted), scenario_(&scenario), plan_(&plan) {}

  int execute() {
    std::optional<output_file> json;
    if (!typed_->json.empty()) {
      auto opened = output_file::open(typed_->json, at_->out);
      if (!opened)
        return refuse(*at_, "--json: " + opened.why().text);
      json.emplace(*std::move(opened));
    }
    if (std::filesystem::exists(typed_->out) && !std::filesystem::is_directory(typed_->out))
      return refuse(*at_, "--out: '" + typed_->out + "' is no folder");
    auto report = search();
    auto wrong = write_traces(report);
    if (json) {
      json->stream() << to_json(report).dump(2) << '\n';
      if (auto unwritten = json->commit())
        wrong = std::move(unwritten);
    }
    if (wrong) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->quiet)
      (typed_->json == "-" ? at_->err : at_->out) << summary_of(report);
    return code_of(report);
  }

private:
  race_report search() const {
    race_progress shown{*at_};
    const auto start = std::chrono::steady_clock::now();
    std::atomic<bool> too_late = false;
    const sim::search_hooks hooks{
      .keep_going = [&] { return !at_->interrupted && !too_late; },
      .tick =
        [&](std::uint64_t schedules, std::size_t violations) {
          if (wanted_->seconds)
            too_late = loadgen::detail::seconds_since(start) >= *wanted_->seconds;
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
                       hooks);
    report.found.stopped = at_->interrupted;
    return report;
  }

  /// Writes a trace for each finding. Errors: the first that cannot be written.
  std::optional<failure> write_traces(race_report& report) const {
    if (report.findings.empty())
      return std::nullopt;
    std::error_code wrong;
    std::filesystem::create_directories(typed_->out, wrong);
    if (wrong)
      return failure{"cannot make the folder '" + typed_->out + "': " + wrong.message()};
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
    auto name = fmt::format("{}-{}", scenario_->name,
                            sim::signature_of(finding.shrunk.what, plan_->protocol->name));
    for (char& c : name)
      if (std::string_view{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"}.find(
            c)
          == std::string_view::npos)
        c = '-';
    return (std::filesystem::path{typed_->out} / (name + ".json")).generic_string();
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
    json->stream() << to_json(player.board()).dump(2) << '\n';
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

inline void add_race_options(CLI::App& app, race_texts& to) {
  app.add_option("SCENARIO", to.scenario, "The scenario file (JSON) with a race");
  app.add_option("--strategy", to.strategy, "How to search; see deskstorm list strategies")
    ->type_name("NAME")
    ->capture_default_str();
  app.add_option("--runs", to.runs, "Schedules to play [10000; exhaustive 10000000]")
    ->type_name("N");
  app.add_option("--seconds", to.seconds, "Search so long, however many schedules that is")
    ->type_name("S");
  app
    .add_option("--stop-after", to.stop_after, "Stop after so many different violations; 0: never")
    ->type_name("K")
    ->capture_default_str();
  app.add_option("--seed", to.seed, "Use this seed instead of the scenario's (64 bits)")
    ->type_name("N");
  app
    .add_option("--set", to.set,
                "Change one value of the scenario, by JSON pointer; may be given again")
    ->type_name("POINTER=JSON")
    ->allow_extra_args(false);
  app.add_option("--jobs", to.jobs, "Worker threads [all cores]; the result is the same")
    ->type_name("N");
  app.add_option("--out", to.out, "Folder for a trace of each violation")
    ->type_name("DIR")
    ->capture_default_str();
  app.add_option("--json", to.json, "Write the result as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_option("--expect", to.expect, "violation: fail where none is found")
    ->type_name("violation");
  app
    .add_option("--board", to.board,
                "Instead of a scenario: how many schedules each strategy needs for each scenario "
                "of a folder, and what each fault does to each protocol")
    ->type_name("DIR");
  app.add_option("--seeds", to.seeds, "Of the board: seeds from 1 on")
    ->type_name("N")
    ->capture_default_str();
  app.add_flag("--quiet", to.quiet, "No progress and no summary");
}

} // namespace detail

/// `deskstorm race`: hunts for races of tabs over many schedules.
inline std::function<int()> set_up_race(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<race_texts>();
  detail::add_race_options(app, *typed);
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
