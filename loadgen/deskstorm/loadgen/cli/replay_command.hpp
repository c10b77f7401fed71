#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/race/replay_report.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/view/race_exports.hpp>
#include <deskstorm/loadgen/view/race_page.hpp>
#include <deskstorm/loadgen/view/replay_view.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm replay` as they were typed.
struct replay_texts {
  std::string trace;
  bool tolerant = false;
  std::optional<std::string> prefix;
  std::optional<std::string> explore;
  std::string json;
  std::string html;
  std::string mermaid;
  std::string perfetto;
  bool quiet = false;
};

namespace detail {

/// How far to follow a trace, and how many schedules to go on with.
struct replay_options {
  std::uint64_t prefix = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t explore = 0;
};

inline result<replay_options> understand(const replay_texts& typed) {
  replay_options made;
  if (typed.prefix && !typed.explore)
    return failure{"--prefix needs --explore, how many schedules to go on with"};
  if (typed.prefix) {
    const auto prefix = whole_number<std::uint64_t>("--prefix", *typed.prefix, 0, 1'000'000'000);
    if (!prefix)
      return prefix.why();
    made.prefix = *prefix;
  }
  if (typed.explore) {
    const auto explore = whole_number<std::uint64_t>("--explore", *typed.explore, 1, 100'000'000);
    if (!explore)
      return explore.why();
    made.explore = *explore;
  }
  return made;
}

inline result<race_replay> replay_of(const replay_texts& typed) {
  const auto text = read_text_file(typed.trace);
  if (!text)
    return failure{"cannot read it: " + text.why().text};
  auto trace = read_trace(*text);
  if (!trace)
    return trace.why();
  return loadgen::replay(*std::move(trace),
                         typed.tolerant ? replay_mode::tolerant : replay_mode::exact);
}

/// One file that may be asked for, and what writes it.
struct replay_output {
  const char* option;
  const std::string* path;
  std::function<void(std::ostream&)> write;
};

inline std::string command_of(const replay_texts& typed) {
  return "deskstorm replay " + typed.trace + (typed.tolerant ? " --tolerant" : "");
}

/// Opens all that is asked for, then writes it. Returns the exit code.
inline int write_all(const surroundings& at, std::vector<replay_output> wanted) {
  std::erase_if(wanted, [](const auto& output) { return output.path->empty(); });
  std::vector<output_file> files;
  for (const auto& output : wanted) {
    auto file = output_file::open(*output.path, at.out);
    if (!file)
      return refuse(at, fmt::format("{}: {}", output.option, file.why().text));
    files.push_back(*std::move(file));
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    wanted[i].write(files[i].stream());
    if (const auto wrong = files[i].commit()) {
      at.err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
  }
  return exit_code::done;
}

/// Writes what is asked for, and says how it went.
inline int show_replay(const surroundings& at, const replay_texts& typed, const race_replay& played,
                       const std::optional<exploration>& explored) {
  const auto shown = view::view_of(played, command_of(typed));
  const int code = write_all(
    at, {{"--json", &typed.json,
          [&](std::ostream& out) { out << to_json(played, explored).dump(2) << '\n'; }},
         {"--html", &typed.html, [&](std::ostream& out) { view::write_race_html(out, shown); }},
         {"--mermaid", &typed.mermaid,
          [&](std::ostream& out) { view::write_race_mermaid(out, shown); }},
         {"--perfetto", &typed.perfetto,
          [&](std::ostream& out) { view::write_race_perfetto(out, shown); }}});
  if (code != exit_code::done)
    return code;
  const bool taken =
    std::ranges::any_of(std::array{&typed.json, &typed.html, &typed.mermaid, &typed.perfetto},
                        [](const auto* path) { return *path == "-"; });
  if (!typed.quiet)
    (taken ? at.err : at.out) << summary_of(played, explored);
  const bool violated = explored ? explored->violations > 0 : played.violation() != nullptr;
  return violated ? exit_code::threshold_failed : exit_code::done;
}

inline int replay(const surroundings& at, const replay_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  const auto played = replay_of(typed);
  if (!played)
    return refuse_all(at, {{typed.trace, played.why().where, played.why().text}});
  std::optional<exploration> explored;
  if (wanted->explore > 0)
    explored = explore(*played, wanted->prefix, wanted->explore);
  return show_replay(at, typed, *played, explored);
}

} // namespace detail

/// `deskstorm replay`: plays a trace of `deskstorm race` again, and shows it.
inline std::function<int()> set_up_replay(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<replay_texts>();
  app.add_option("TRACE", typed->trace, "A trace that deskstorm race wrote")->required();
  app.add_flag("--tolerant", typed->tolerant,
               "Match choices by name, where protocol or scenario have changed since");
  app
    .add_option("--explore", typed->explore,
                "Play so many schedules that begin as the trace does and go on at random")
    ->type_name("M");
  app.add_option("--prefix", typed->prefix, "They follow the trace for so many choices [all]")
    ->type_name("N");
  app.add_option("--json", typed->json, "Write the result as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_option("--html", typed->html, "Write a page that shows the race, and why it was lost")
    ->type_name("FILE");
  app
    .add_option("--mermaid", typed->mermaid,
                "Write what happened as the text of a Mermaid sequence diagram")
    ->type_name("FILE");
  app.add_option("--perfetto", typed->perfetto, "Write a trace for ui.perfetto.dev")
    ->type_name("FILE");
  app.add_flag("--quiet", typed->quiet, "No summary");
  app.footer(R"(Examples:
  deskstorm replay traces/slow-overlap-ends.json
  deskstorm replay trace.json --html race.html --mermaid race.mmd
  deskstorm replay trace.json --tolerant --json -
  deskstorm replay trace.json --prefix 12 --explore 1000

Exit codes: 0 no violation; 1 the violation; 2 the trace cannot be read or does not fit
this version; 3 internal failure.)");
  return [&at, typed] { return detail::replay(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
