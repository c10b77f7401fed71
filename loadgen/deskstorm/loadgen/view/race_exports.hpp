#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/view/race_focus.hpp>
#include <deskstorm/loadgen/view/race_labels.hpp>
#include <deskstorm/loadgen/view/race_lanes.hpp>
#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>

namespace deskstorm::loadgen::view {

/// How many messages a Mermaid diagram may have.
inline constexpr std::size_t most_mermaid_messages = 40;

namespace detail {

/// What a Mermaid diagram takes as text: a semicolon ends a line and a hash begins an entity.
inline std::string mermaid_text(std::string_view text) {
  std::string safe;
  for (const char c : text)
    safe += c == ';' || c == '#' || static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return safe;
}

/// Writes what tells the story of a schedule as the text of a Mermaid sequence diagram.
class mermaid_writer {
public:
  mermaid_writer(std::ostream& out, const race_view& view)
    : out_(&out),
      view_(&view),
      story_(story_of(view.plan, view.failing.log)),
      lanes_(story_),
      focus_(focus_of(view, story_)) {}

  void write() {
    *out_ << "sequenceDiagram\n";
    if (!view_->scenario.empty())
      *out_ << "  title " << mermaid_text(view_->scenario) << '\n';
    for (std::size_t lane = 0; lane < lanes_.count(); ++lane)
      *out_ << "  participant L" << lane << " as " << lanes_.name(lane) << '\n';
    const auto& log = view_->failing.log;
    bool violated = view_->shown() == nullptr;
    for (const auto i : telling_entries(log, story_, focus_, most_entries)) {
      if (!violated && i > focus_.violation)
        write_violation(violated);
      write_entry(log[i], i);
    }
    if (!violated)
      write_violation(violated);
  }

private:
  static constexpr std::size_t most_entries = 64;

  void write_violation(bool& done) {
    done = true;
    *out_ << fmt::format("  Note over L0,L{}: {} is violated, {}\n", lanes_.count() - 1,
                         tabs::name_of(view_->shown()->what), moment_text(view_->shown()->at));
  }

  bool counts() { return arrows_++ < most_mermaid_messages; }

  void write_entry(const sim::log_entry& e, std::size_t i) {
    if (const auto m = story_.message_of[i]; m != nowhere)
      return write_message(story_.messages[m], i);
    const auto label = label_of(view_->plan, e);
    const auto lane = lanes_.of(e);
    const auto other = lanes_.other_end(e);
    if (!other) {
      *out_ << fmt::format("  Note over L{}: {}, {}\n", lane, moment_text(e.at), label);
    } else if (counts()) {
      const auto from = other->inwards ? other->lane : lane;
      const auto to = other->inwards ? lane : other->lane;
      *out_ << fmt::format("  L{}->>L{}: {}, {}\n", from, to, moment_text(e.at), label);
    }
  }

  void write_message(const said& m, std::size_t entry) {
    if ((entry != m.heard && !m.lost) || !counts())
      return; // written where it was heard
    *out_ << fmt::format("  L{}{}L{}: {}, {}\n", m.from - 1, m.lost ? "-x" : "->>", m.to - 1,
                         word_text(view_->plan, m.word),
                         m.lost
                           ? "lost, sent " + moment_text(m.left)
                           : "sent " + moment_text(m.left) + ", heard " + moment_text(m.arrived));
  }

  std::ostream* out_;
  const race_view* view_;
  race_story story_;
  race_lanes lanes_;
  race_focus focus_;
  std::size_t arrows_ = 0;
};

/// Collects the events of one schedule for a trace viewer.
class trace_maker {
public:
  trace_maker(const sim::race_plan& plan, const sim::race_outcome& outcome, int process,
              std::string_view name, ordered_json& events)
    : plan_(&plan),
      outcome_(&outcome),
      story_(story_of(plan, outcome.log)),
      lanes_(story_),
      process_(process),
      events_(&events) {
    meta("process_name", 0, name);
  }

  void make() {
    for (std::size_t lane = 0; lane < lanes_.count(); ++lane) {
      meta("thread_name", states + lane, lanes_.name(lane));
      if (lanes_.is_tab(lane)) {
        meta("thread_name", pauses + lane, lanes_.name(lane) + ", paused");
        meta("thread_name", talk + lane, lanes_.name(lane) + ", messages");
      }
    }
    for (const auto& t : story_.tenures)
      slice(states + t.tab - 1, t.from, t.until - t.from,
            std::string{name_of(t.state)} + epoch_text(t.epoch));
    for (const auto& a : story_.absences)
      slice(pauses + a.tab - 1, a.from, a.until - a.from, absence_text(a.why));
    for (std::size_t i = 0; i < story_.messages.size(); ++i)
      add_message(i);
    for (const auto& e : outcome_->log)
      if (has_label(e) && e.what != sim::race_event::state)
        mark(states + lanes_.of(e), e.at, label_of(*plan_, e));
    for (const auto& v : outcome_->violations)
      mark(states + (v.tab == 0 ? 0u : v.tab - 1u), v.at,
           std::string{tabs::name_of(v.what)} + " is violated");
  }

private:
  // Threads by lane. Slices of one thread must nest, so what may overlap has threads of its own.
  static constexpr std::size_t states = 10;
  static constexpr std::size_t pauses = 50;
  static constexpr std::size_t talk = 30;

  static double us(duration d) { return static_cast<double>(d.count()) / 1e3; }
  static double us(instant at) { return us(at.time_since_epoch()); }

  ordered_json& add(const char* phase, std::size_t thread, instant at, std::string_view name) {
    events_->push_back(
      {{"name", name}, {"ph", phase}, {"pid", process_}, {"tid", thread}, {"ts", us(at)}});
    return events_->back();
  }

  void meta(const char* what, std::size_t thread, std::string_view name) {
    add("M", thread, {}, what)["args"] = {{"name", name}};
  }

  void slice(std::size_t thread, instant at, duration length, std::string_view name) {
    add("X", thread, at, name)["dur"] = us(length);
  }

  void mark(std::size_t thread, instant at, std::string_view name) {
    add("i", thread, at, name)["s"] = "t";
  }

  void add_message(std::size_t number) {
    const auto& m = story_.messages[number];
    const auto word = word_text(*plan_, m.word);
    constexpr duration shown{1}; // the least there is, so that slices nest
    const std::size_t from = talk + m.from - 1;
    slice(from, m.left, shown,
          fmt::format("{} to {}{}", word, tab_text(m.to), m.lost ? ", lost" : ""));
    if (m.heard == nowhere)
      return;
    const std::size_t to = talk + m.to - 1;
    slice(to, m.arrived, shown, fmt::format("{} of {}", word, tab_text(m.from)));
    const auto id = fmt::format("{}.{}", process_, number);
    auto& begins = add("s", from, m.left, word);
    begins["cat"] = "message";
    begins["id"] = id;
    auto& ends = add("f", to, m.arrived, word);
    ends["cat"] = "message";
    ends["id"] = id;
    ends["bp"] = "e";
  }

  const sim::race_plan* plan_;
  const sim::race_outcome* outcome_;
  race_story story_;
  race_lanes lanes_;
  int process_;
  ordered_json* events_;
};

} // namespace detail

/// Writes what happened around the violation as the text of a Mermaid sequence diagram, of 40
/// messages at most.
inline void write_race_mermaid(std::ostream& out, const race_view& view) {
  detail::mermaid_writer{out, view}.write();
}

/// Writes a race in the trace-event format of Chrome, which Perfetto opens: a process for the
/// agent, a thread for each tab, a flow for each message; the passing schedule is a second process.
inline void write_race_perfetto(std::ostream& out, const race_view& view) {
  auto events = ordered_json::array();
  detail::trace_maker{view.plan, view.failing, 1, "the agent's tabs", events}.make();
  if (view.passing != nullptr)
    detail::trace_maker{view.plan, *view.passing, 2, "the same, in the nearest schedule that holds",
                        events}
      .make();
  out << ordered_json{{"displayTimeUnit", "ms"}, {"traceEvents", std::move(events)}}.dump() << '\n';
}

} // namespace deskstorm::loadgen::view
