#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>

/// Races as pictures and words.
namespace deskstorm::loadgen::view {

/// Where in a log; `nowhere` is after its end or not at all.
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// A stretch of a schedule, in time and in entries of the log.
struct stretch {
  instant from = {};
  instant until = never;
  std::size_t first = 0;
  std::size_t end = nowhere; ///< the entry that ended it
};

/// One message between two tabs.
struct said {
  std::size_t sent = nowhere;
  std::size_t heard = nowhere;
  bool lost = false;
  std::uint8_t from = 0;
  std::uint8_t to = 0;
  std::uint8_t word = 0;
  instant left = {};
  instant arrived = never;
};

/// How long a tab was in one state; a leader in one epoch.
struct tenure : stretch {
  std::uint8_t tab = 0;
  frame_state state = frame_state::negotiating;
  std::uint64_t epoch = 0;
};

/// While a tab could do nothing.
struct absence : stretch {
  std::uint8_t tab = 0;
  sim::action_kind why{};
};

/// While several tabs believed to lead.
struct overlap : stretch {
  std::uint32_t tabs = 0; ///< a bit for each, and bit 0 for none
};

/// While a tab was open.
struct presence : stretch {
  std::uint8_t tab = 0;
};

/// One duty and what became of it.
struct duty_course {
  struct effect {
    std::uint8_t tab;
    instant at;
    std::uint64_t epoch;
    std::size_t entry;
  };
  std::uint32_t number = 0;
  std::uint8_t kind = 0;
  bool of_leader = true;
  instant came = {};
  std::size_t entry = 0;
  std::vector<effect> effects = {};
  bool lost = false;
};

/// What the log of a schedule tells, put together.
struct race_story {
  instant end = {};
  std::uint8_t tabs = 0;
  bool locks = false;
  bool storage = false;
  bool worker = false;
  bool duties_used = false;
  std::vector<said> messages = {};
  std::vector<presence> presences = {};
  std::vector<tenure> tenures = {};
  std::vector<absence> absences = {};
  std::vector<overlap> overlaps = {};
  std::vector<duty_course> duties = {};
  std::vector<std::uint64_t> epochs = {};   ///< of leaders, each once, from the lowest
  std::vector<std::size_t> message_of = {}; ///< by entry; `nowhere` where it is none
};

namespace detail {

/// Reads a log once, from its beginning.
class story_reader {
public:
  story_reader(const sim::race_plan& plan, const std::vector<sim::log_entry>& log)
    : plan_(&plan), log_(&log) {
    story_.end = instant{} + plan.horizon;
    story_.message_of.assign(log.size(), nowhere);
  }

  race_story read() {
    for (std::size_t i = 0; i < log_->size(); ++i)
      see((*log_)[i], i);
    for (std::size_t tab = 0; tab < open_.size(); ++tab)
      leave(tab, story_.end, nowhere);
    for (auto& m : story_.messages)
      m.lost = m.lost || (m.heard == nowhere && m.arrived <= story_.end);
    collect_epochs();
    find_overlaps();
    find_lost_duties();
    return std::move(story_);
  }

private:
  /// Indices into the lists of the story.
  struct seat {
    std::size_t presence = nowhere;
    std::size_t tenure = nowhere;
    std::size_t absence = nowhere;
  };

  void see(const sim::log_entry& e, std::size_t i) {
    using enum sim::race_event;
    switch (e.what) {
    case opened: return open(e, i);
    case gone: return leave(e.tab, e.at, i);
    case state: return begin_tenure(e, i, static_cast<frame_state>(e.code), e.value);
    case term: return change_term(e, i);
    case paused: return pause(e, i);
    case resumed: return close(story_.absences, open_[e.tab].absence, e.at, i);
    case sent: return send(e, i);
    case heard: return hear(e, i);
    case lost: return lose(e, i);
    case written:
    case noticed:
    case refused:
    case transacted: story_.storage = true; return;
    case asked:
    case granted:
    case denied:
    case stolen:
    case freed: story_.locks = true; return;
    case to_worker:
    case from_worker:
    case worker_died: story_.worker = true; return;
    case duty_came: return come(e, i);
    case effect: return take_effect(e, i);
    default: return;
    }
  }

  static void close(auto& list, std::size_t& which, instant at, std::size_t i) {
    if (which == nowhere)
      return;
    list[which].until = at;
    list[which].end = i;
    which = nowhere;
  }

  void open(const sim::log_entry& e, std::size_t i) {
    story_.tabs = std::max(story_.tabs, e.tab);
    open_[e.tab].presence = story_.presences.size();
    story_.presences.push_back({{e.at, story_.end, i}, e.tab});
    begin_tenure(e, i, frame_state::negotiating, 0);
  }

  void leave(std::size_t tab, instant at, std::size_t i) {
    auto& s = open_[tab];
    close(story_.presences, s.presence, at, i);
    close(story_.tenures, s.tenure, at, i);
    close(story_.absences, s.absence, at, i);
  }

  void begin_tenure(const sim::log_entry& e, std::size_t i, frame_state state,
                    std::uint64_t value) {
    auto& s = open_[e.tab];
    if (s.tenure != nowhere && story_.tenures[s.tenure].state == state
        && state != frame_state::leading)
      return;
    close(story_.tenures, s.tenure, e.at, i);
    s.tenure = story_.tenures.size();
    story_.tenures.push_back(
      {{e.at, story_.end, i}, e.tab, state, state == frame_state::leading ? value : 0});
  }

  void change_term(const sim::log_entry& e, std::size_t i) {
    const auto& s = open_[e.tab];
    if (s.tenure != nowhere && story_.tenures[s.tenure].epoch != e.value)
      begin_tenure(e, i, frame_state::leading, e.value);
  }

  void pause(const sim::log_entry& e, std::size_t i) {
    auto& s = open_[e.tab];
    if (s.absence != nowhere)
      return; // paused again meanwhile
    s.absence = story_.absences.size();
    story_.absences.push_back(
      {{e.at, story_.end, i}, e.tab, static_cast<sim::action_kind>(e.code)});
  }

  using pair_queue = std::deque<std::size_t>; // of messages that are still under way, in order

  pair_queue& queue(std::uint8_t from, std::uint8_t to) { return under_way_[from][to]; }

  void send(const sim::log_entry& e, std::size_t i) {
    add_message(e, i, e.until);
    queue(e.tab, e.peer).push_back(story_.messages.size() - 1);
  }

  void add_message(const sim::log_entry& e, std::size_t i, instant arrives) {
    story_.message_of[i] = story_.messages.size();
    story_.messages.push_back(
      {.sent = i, .from = e.tab, .to = e.peer, .word = e.code, .left = e.at, .arrived = arrives});
  }

  /// Takes the message that arrives now off its queue, and those before it, which nobody heard. A
  /// page that was paused hears later.
  std::size_t take(pair_queue& q, instant at, auto fits) {
    const auto& all = story_.messages;
    auto found =
      std::ranges::find_if(q, [&](std::size_t m) { return all[m].arrived == at && fits(all[m]); });
    const bool late = found == q.end();
    if (late)
      found =
        std::ranges::find_if(q, [&](std::size_t m) { return all[m].arrived < at && fits(all[m]); });
    if (found == q.end())
      return nowhere;
    const auto taken = *found;
    if (!late)
      for (auto earlier = q.begin(); earlier != found; ++earlier)
        story_.messages[*earlier].lost = true;
    q.erase(late ? found : q.begin(), found + 1);
    return taken;
  }

  void hear(const sim::log_entry& e, std::size_t i) {
    const auto page = open_[e.tab].presence;
    const instant opened = page == nowhere ? instant{} : story_.presences[page].from;
    const auto m = take(queue(e.peer, e.tab), e.at,
                        [&](const said& one) { return one.word == e.code && one.left >= opened; });
    if (m == nowhere)
      return;
    story_.messages[m].heard = i;
    story_.messages[m].arrived = e.at;
    story_.message_of[i] = m;
  }

  /// Lost on arrival, or not even sent: then the log has no `sent`.
  void lose(const sim::log_entry& e, std::size_t i) {
    auto m = take(queue(e.tab, e.peer), e.at, [&](const said& one) { return one.arrived == e.at; });
    if (m == nowhere) {
      add_message(e, i, e.at);
      m = story_.messages.size() - 1;
    }
    story_.messages[m].lost = true;
    story_.message_of[i] = m;
  }

  void come(const sim::log_entry& e, std::size_t i) {
    story_.duties_used = true;
    story_.duties.push_back({.number = static_cast<std::uint32_t>(e.value),
                             .kind = e.code,
                             .of_leader = e.peer == 0,
                             .came = e.at,
                             .entry = i});
  }

  void take_effect(const sim::log_entry& e, std::size_t i) {
    const auto epoch = static_cast<std::uint64_t>(e.until.time_since_epoch().count());
    for (auto& d : story_.duties)
      if (d.number == e.value)
        d.effects.push_back({e.tab, e.at, epoch, i});
  }

  void find_lost_duties() {
    const instant in_time = story_.end - plan_->settle / 2;
    const bool heard_of =
      std::ranges::any_of(story_.presences, [&](const presence& p) { return p.end == nowhere; });
    for (auto& d : story_.duties)
      d.lost = d.of_leader && d.effects.empty() && d.came <= in_time && heard_of;
  }

  void collect_epochs() {
    auto& all = story_.epochs;
    for (const auto& t : story_.tenures)
      if (t.state == frame_state::leading)
        all.push_back(t.epoch);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  /// Goes through the beginnings and ends of terms in order.
  void find_overlaps() {
    struct change {
      std::size_t entry;
      instant at;
      std::uint32_t bit;
      bool begins;
    };
    std::vector<change> changes;
    for (const auto& t : story_.tenures)
      if (t.state == frame_state::leading) {
        changes.push_back({t.first, t.from, 1u << t.tab, true});
        changes.push_back({t.end, t.until, 1u << t.tab, false});
      }
    std::ranges::stable_sort(changes, [](const change& a, const change& b) {
      return std::pair{a.entry, a.begins} < std::pair{b.entry, b.begins};
    });
    std::uint32_t leaders = 0;
    for (const auto& c : changes) {
      const auto before = leaders;
      leaders = c.begins ? leaders | c.bit : leaders & ~c.bit;
      if (leaders == before)
        continue;
      if (std::popcount(before) > 1)
        end_overlap(c.at, c.entry);
      if (std::popcount(leaders) > 1)
        story_.overlaps.push_back({{c.at, story_.end, c.entry}, leaders});
    }
  }

  void end_overlap(instant at, std::size_t entry) {
    auto& last = story_.overlaps.back();
    last.until = at;
    last.end = entry;
  }

  const sim::race_plan* plan_;
  const std::vector<sim::log_entry>* log_;
  race_story story_;
  std::array<seat, sim::most_tabs + 1> open_{};
  std::array<std::array<pair_queue, sim::most_tabs + 1>, sim::most_tabs + 1> under_way_;
};

} // namespace detail

/// Reads the log of a schedule.
inline race_story story_of(const sim::race_plan& plan, const std::vector<sim::log_entry>& log) {
  return detail::story_reader{plan, log}.read();
}

} // namespace deskstorm::loadgen::view
