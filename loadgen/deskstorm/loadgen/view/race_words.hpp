#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/view/race_focus.hpp>
#include <deskstorm/loadgen/view/race_labels.hpp>
#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>

namespace deskstorm::loadgen::view {

/// What a person would say of a race, as plain text.
struct race_words {
  std::string happened;
  std::string why;
};

namespace detail {

/// Finds the words for one violation.
class race_teller {
public:
  race_teller(const race_view& view, const race_story& story, const race_focus& focus)
    : view_(&view), story_(&story), focus_(&focus), log_(&view.failing.log) {}

  race_words tell() {
    if (view_->shown() == nullptr) {
      say(words_.happened, "Everything that was asked for holds in this schedule.");
      return std::move(words_);
    }
    tell_openings();
    tell_actions();
    tell_violation();
    tell_why();
    tell_turning_point();
    tell_difference();
    return std::move(words_);
  }

private:
  using text = std::string;

  static void say(text& to, const text& sentence) {
    if (!to.empty())
      to += ' ';
    const auto from = to.size();
    to += sentence;
    if (to[from] >= 'a' && to[from] <= 'z')
      to[from] = static_cast<char>(to[from] - 'a' + 'A');
  }
  void happened(const text& sentence) { say(words_.happened, sentence); }
  void because(const text& sentence) { say(words_.why, sentence); }

  const sim::violation& violated() const { return *view_->shown(); }
  const sim::log_entry& at(std::size_t entry) const { return (*log_)[entry]; }
  instant onset() const { return at(focus_->onset).at; }

  static text joined(const std::vector<text>& parts) {
    text all;
    for (std::size_t i = 0; i < parts.size(); ++i)
      all += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return all;
  }

  static text tabs_in(std::uint32_t set) {
    std::vector<text> names;
    for (std::uint8_t tab = 1; tab < 32; ++tab)
      if ((set >> tab & 1u) != 0)
        names.push_back(tab_text(tab));
    return joined(names);
  }

  // -- what happened -----------------------------------------------------------------------------

  void tell_openings() {
    std::vector<text> openings;
    for (const auto& p : story_->presences)
      if (p.from <= violated().at && openings.size() < 4)
        openings.push_back(fmt::format("{} at {}", tab_text(p.tab), moment_text(p.from)));
    happened(fmt::format("One agent's tabs settle by {} who leads. They open: {}.",
                         view_->plan.protocol->name, joined(openings)));
  }

  void tell_actions() {
    std::vector<text> actions;
    for (const auto& e : *log_)
      if (e.what == sim::race_event::action && e.at <= violated().at)
        actions.push_back(fmt::format("{}{} at {}", action_text(e),
                                      e.tab == 0 ? text{} : " of " + tab_text(e.tab),
                                      moment_text(e.at)));
    constexpr std::size_t enough = 4;
    if (actions.empty())
      return happened("Nothing is done to them.");
    const auto left_out = actions.size() - std::min(actions.size(), enough);
    actions.erase(actions.begin(), actions.begin() + static_cast<std::ptrdiff_t>(left_out));
    happened(fmt::format("What is done to them: {}{}.",
                         left_out > 0 ? fmt::format("{} things, then ", left_out) : "",
                         joined(actions)));
  }

  void tell_violation() {
    using enum tabs::property;
    const auto& v = violated();
    switch (v.what) {
    case leader_exists: happened(no_leader()); break;
    case stuck:
      happened(fmt::format("{} negotiates until the end without an outcome.", tab_text(v.tab)));
      break;
    case duty_lost: happened(lost_duty()); break;
    case duty_once: happened(doubled_duty()); break;
    case flapping: happened(restless()); break;
    default: happened(overlapped()); break;
    }
    happened(fmt::format("So {} is violated at {}: \"{}\" does not hold.", tabs::name_of(v.what),
                         moment_text(v.at), about(v.what)));
  }

  static std::string_view about(tabs::property what) {
    return tabs::properties[static_cast<std::size_t>(what)].about;
  }

  const overlap* overlap_shown() const {
    for (const auto& o : story_->overlaps)
      if (o.first == focus_->onset)
        return &o;
    return nullptr;
  }

  text overlapped() const {
    const auto* o = overlap_shown();
    if (o == nullptr)
      return fmt::format("{}{} are concerned.", tab_text(violated().tab),
                         violated().peer == 0 ? text{} : " and " + tab_text(violated().peer));
    const auto ends = o->end == nowhere
                        ? fmt::format("until the end, {} later", length_text(story_->end - o->from))
                        : "for " + length_text(o->until - o->from);
    return fmt::format("At {} {} begins to lead, and {} both believe to lead {}.",
                       moment_text(o->from), tab_text(at(o->first).tab), tabs_in(o->tabs), ends);
  }

  text doubled_duty() const {
    text told = overlap_shown() != nullptr ? overlapped() + " " : text{};
    for (const auto& d : story_->duties) {
      if (d.effects.size() < 2 || d.effects[1].at != violated().at)
        continue;
      std::vector<text> times;
      for (const auto& e : d.effects)
        times.push_back(fmt::format("{} at {}", tab_text(e.tab), moment_text(e.at)));
      told += fmt::format("The duty {} comes at {} and takes effect {} times: by {}.",
                          duty_text(view_->plan, d.kind, d.number), moment_text(d.came),
                          times.size(), joined(times));
    }
    return told;
  }

  text lost_duty() const {
    for (const auto& d : story_->duties)
      if (d.lost && d.came == violated().at)
        return fmt::format("The duty {} comes at {} and is never done.",
                           duty_text(view_->plan, d.kind, d.number), moment_text(d.came));
    return "A duty is never done.";
  }

  text no_leader() const {
    if (focus_->onset == 0)
      return "Nobody ever begins to lead, although tabs are open that could.";
    return fmt::format("From {} on nobody leads, although tabs are open that could.",
                       moment_text(onset()));
  }

  text restless() const {
    std::size_t times = 0;
    for (const auto& t : story_->tenures)
      times += t.state == frame_state::leading && t.from <= violated().at
                   && t.from >= violated().at - view_->plan.flapping_window
                 ? 1u
                 : 0u;
    return fmt::format("Within {} a tab begins to lead {} times, without a cause from outside.",
                       length_text(view_->plan.flapping_window), times);
  }

  // -- why ---------------------------------------------------------------------------------------

  void tell_why() {
    using enum tabs::property;
    switch (violated().what) {
    case leader_exists:
    case stuck: tell_last_leader(); break;
    case duty_lost: tell_why_lost(); break;
    case flapping: tell_why_restless(); break;
    default: tell_why_overlapped(); break;
    }
    if (violated().cause != sim::violation::no_cause)
      because(fmt::format("The last thing done to the tabs before was {}.", cause_of(violated())));
  }

  void tell_why_overlapped() {
    const auto* o = overlap_shown();
    if (o == nullptr)
      return;
    const auto newcomer = at(o->first).tab;
    bool found = false;
    for (std::uint8_t old = 1; old <= story_->tabs; ++old)
      if (old != newcomer && (o->tabs >> old & 1u) != 0) {
        found = tell_absence(old, o->from) || found;
        found = tell_messages(old, newcomer, o->from) || found;
        found = tell_deafness(old, newcomer, *o) || found;
      }
    if (!found)
      because("Nothing was lost or late between them: the rules of the protocol themselves let "
              "both lead.");
  }

  bool tell_absence(std::uint8_t tab, instant when) {
    const auto a = std::ranges::find_if(story_->absences, [&](const absence& one) {
      return one.tab == tab && one.from <= when && when < one.until;
    });
    if (a == story_->absences.end())
      return false;
    because(fmt::format("{} was {} from {} to {}: it could neither object nor notice that another "
                        "took over.",
                        tab_text(tab), absence_text(a->why), moment_text(a->from),
                        moment_text(a->until)));
    return true;
  }

  /// What the old leader had told the new one that did not come in time.
  bool tell_messages(std::uint8_t old, std::uint8_t newcomer, instant when) {
    const said* late = nullptr;
    const said* lost = nullptr;
    bool heard = false;
    for (const auto& m : story_->messages) {
      if (m.from != old || m.to != newcomer || m.left > when)
        continue;
      heard = heard || (m.heard != nowhere && m.arrived <= when);
      if (m.lost)
        lost = &m;
      else if (m.arrived > when)
        late = &m;
    }
    if (late != nullptr)
      because(fmt::format("{} had said \"{}\" at {}, but that reached {} only at {}, too late.",
                          tab_text(old), word_text(view_->plan, late->word),
                          moment_text(late->left), tab_text(newcomer), moment_text(late->arrived)));
    if (lost != nullptr)
      because(fmt::format("What {} said at {} (\"{}\") never reached {}.", tab_text(old),
                          moment_text(lost->left), word_text(view_->plan, lost->word),
                          tab_text(newcomer)));
    if (late == nullptr && lost == nullptr && !heard && !story_->messages.empty())
      because(
        fmt::format("Until then {} had heard nothing of {}.", tab_text(newcomer), tab_text(old)));
    return late != nullptr || lost != nullptr || (!heard && !story_->messages.empty());
  }

  /// A leader that hears the other and goes on.
  bool tell_deafness(std::uint8_t old, std::uint8_t newcomer, const overlap& o) {
    const auto m = std::ranges::find_if(story_->messages, [&](const said& one) {
      return one.from == newcomer && one.to == old && one.left >= o.from && one.heard != nowhere;
    });
    if (o.end != nowhere || m == story_->messages.end())
      return false;
    because(fmt::format("{} hears \"{}\" of {} at {} and goes on to lead: the protocol does not "
                        "let it step down.",
                        tab_text(old), word_text(view_->plan, m->word), tab_text(newcomer),
                        moment_text(m->arrived)));
    return true;
  }

  void tell_last_leader() {
    if (focus_->onset == 0)
      return because("No tab's candidacy came to an end.");
    const auto& e = at(focus_->onset);
    because(
      fmt::format("The last leader, {}, {} at {}, and nobody took over.", tab_text(e.tab),
                  e.what == sim::race_event::gone ? label_of(view_->plan, e) : "ceased to lead",
                  moment_text(e.at)));
  }

  /// What made leaders give up, by how often.
  void tell_why_restless() {
    std::map<text, std::size_t> reasons;
    for (const auto& t : story_->tenures)
      if (t.state == frame_state::leading && t.end != nowhere && t.until <= violated().at)
        ++reasons[reason_of(t.end)];
    std::vector<text> parts;
    for (const auto& [reason, times] : reasons)
      parts.push_back(fmt::format("{} ({} time{})", reason, times, times == 1 ? "" : "s"));
    if (!parts.empty())
      because(fmt::format("What ended the leaders before: {}.", joined(parts)));
  }

  /// What a tab took in the turn in which it gave up.
  text reason_of(std::size_t entry) const {
    const auto cause = cause_of_entry(*log_, entry);
    if (cause == nowhere)
      return label_of(view_->plan, at(entry));
    const auto& e = at(cause);
    return e.what == sim::race_event::heard
             ? fmt::format("a message \"{}\"", word_text(view_->plan, e.code))
             : label_of(view_->plan, e);
  }

  void tell_why_lost() {
    for (const auto& d : story_->duties)
      if (d.lost && d.came == violated().at) {
        if (tell_broken_attempt(d.number))
          return;
        const auto led = std::ranges::any_of(story_->tenures, [&](const tenure& t) {
          return t.state == frame_state::leading && t.from <= d.came && d.came < t.until;
        });
        return because(led ? "The leader of that time did not carry it out, and no later one "
                             "looked for what was left."
                           : "Nobody led when it came, and no later leader looked for what was "
                             "left.");
      }
  }

  bool tell_broken_attempt(std::uint32_t duty) {
    std::uint8_t by = 0;
    for (const auto& e : *log_) {
      if (e.what == sim::race_event::duty_begun && e.value == duty)
        by = e.tab;
      if (by == 0 || e.tab != by || e.what != sim::race_event::gone)
        continue;
      because(fmt::format("{} had begun it and {} at {} before it was done.", tab_text(by),
                          label_of(view_->plan, e), moment_text(e.at)));
      return true;
    }
    return false;
  }

  void tell_turning_point() {
    if (!view_->critical)
      return;
    because(fmt::format("It was decided at {} by this: {}{}.", moment_text(view_->critical->at),
                        view_->critical->choice,
                        view_->critical->instead.empty()
                          ? text{}
                          : "; it would have gone well with " + view_->critical->instead));
  }

  // -- against the nearest schedule that holds ---------------------------------------------------

  void tell_difference() {
    if (view_->passing == nullptr)
      return;
    const auto& other = view_->passing->log;
    const auto [mine, its] = std::ranges::mismatch(*log_, other);
    if (mine == log_->end() || its == other.end())
      return;
    because(fmt::format("In the nearest schedule that holds, {}; here, {}.", described(*its),
                        described(*mine)));
  }

  text described(const sim::log_entry& e) const {
    const auto who = e.tab == 0 ? text{"the browser"} : tab_text(e.tab);
    const auto word = "\"" + word_text(view_->plan, e.code) + "\"";
    switch (e.what) {
    case sim::race_event::sent:
      return fmt::format("what {} says to {} at {} ({}) arrives at {}", who, tab_text(e.peer),
                         moment_text(e.at), word, moment_text(e.until));
    case sim::race_event::heard:
      return fmt::format("{} hears {} of {} at {}", who, word, tab_text(e.peer), moment_text(e.at));
    case sim::race_event::lost:
      return fmt::format("what {} says to {} is lost at {}", who, tab_text(e.peer),
                         moment_text(e.at));
    default:
      return fmt::format("at {} for {}: {}", moment_text(e.at), who, label_of(view_->plan, e));
    }
  }

  const race_view* view_;
  const race_story* story_;
  const race_focus* focus_;
  const std::vector<sim::log_entry>* log_;
  race_words words_;
};

} // namespace detail

/// Returns in words what happened in a race, and why.
inline race_words words_of(const race_view& view, const race_story& story,
                           const race_focus& focus) {
  return detail::race_teller{view, story, focus}.tell();
}

} // namespace deskstorm::loadgen::view
