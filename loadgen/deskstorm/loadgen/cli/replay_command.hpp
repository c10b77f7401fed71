#pragma once

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

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/cli/named_outputs.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/shell_word.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/race_trace_reader.hpp>
#include <deskstorm/loadgen/race/replay_report.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/view/race_exports.hpp>
#include <deskstorm/loadgen/view/race_page.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
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

inline std::string command_of(const replay_texts& typed) {
  return "deskstorm replay " + shell_word(typed.trace) + (typed.tolerant ? " --tolerant" : "");
}

/// One call of `deskstorm replay`, once its arguments are understood and its trace is played.
class replay_call {
public:
  replay_call(const surroundings& at, const replay_texts& typed, const replay_options& wanted,
              race_replay&& played)
    : at_(&at), typed_(&typed), wanted_(&wanted), played_(std::move(played)) {}

  int execute() {
    auto opened = named_outputs::open(outputs_wanted(), at_->out);
    if (!opened)
      return refuse(*at_, opened.why().text);
    auto outputs = *std::move(opened);
    look(!outputs.empty());
    if (const auto wrong = outputs.write()) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->quiet)
      (outputs.take_standard_output() ? at_->err : at_->out) << summary_of(played_, explored_);
    return code();
  }

private:
  std::vector<named_output> outputs_wanted() const {
    return {
      {"--json", &typed_->json,
       [this](std::ostream& out) {
         out << json_text(to_json(played_, explored_, at_->interrupted)) << '\n';
       }},
      {"--html", &typed_->html, [this](std::ostream& out) { view::write_race_html(out, shown()); }},
      {"--mermaid", &typed_->mermaid,
       [this](std::ostream& out) { view::write_race_mermaid(out, shown()); }},
      {"--perfetto", &typed_->perfetto,
       [this](std::ostream& out) { view::write_race_perfetto(out, shown()); }},
    };
  }

  view::race_view shown() const { return view::view_of(played_, command_of(*typed_)); }

  /// Plays what lies around the trace, if anybody will see it, and what is to be explored.
  void look(bool seen) {
    const auto keep_going = [&] { return !at_->interrupted; };
    if (seen || !typed_->quiet)
      look_around(played_, keep_going);
    if (wanted_->explore > 0)
      explored_ = explore(played_, wanted_->prefix, wanted_->explore, keep_going);
  }

  int code() const {
    if (at_->interrupted)
      return exit_code::interrupted;
    const bool violated =
      played_.violation() != nullptr || (explored_ && explored_->violations > 0);
    return violated ? exit_code::threshold_failed : exit_code::done;
  }

  const surroundings* at_;
  const replay_texts* typed_;
  const replay_options* wanted_;
  race_replay played_;
  std::optional<exploration> explored_ = {};
};

inline int replay(const surroundings& at, const replay_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  auto played = replay_of(typed);
  if (!played)
    return refuse_all(at, {{typed.trace, played.why().where, played.why().text}});
  return replay_call{at, typed, *wanted, *std::move(played)}.execute();
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

Exit codes: 0 no violation; 1 the violation, or one among what was explored; 2 the trace
cannot be read or does not fit this version; 3 internal failure; 130 interrupted.)");
  return [&at, typed] { return detail::replay(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
