#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
#include <deskstorm/tabs/property.hpp>

namespace deskstorm::loadgen::view {

/// The entries of a log around which a picture of it is drawn.
struct race_focus {
  std::size_t onset = 0;          ///< where what went wrong began
  std::size_t violation = 0;      ///< where it could be seen
  std::size_t critical = nowhere; ///< where it was decided
};

namespace detail {

inline std::size_t first_at(const std::vector<sim::log_entry>& log, instant at) {
  const auto found = std::ranges::lower_bound(log, at, {}, &sim::log_entry::at);
  return static_cast<std::size_t>(found - log.begin());
}

/// The last entry at that time or before it.
inline std::size_t last_at(const std::vector<sim::log_entry>& log, instant at) {
  const auto found = std::ranges::upper_bound(log, at, {}, &sim::log_entry::at);
  return found == log.begin() ? 0 : static_cast<std::size_t>(found - log.begin()) - 1;
}

inline std::size_t end_of_last_leader(const race_story& story, instant before) {
  std::size_t last = 0;
  for (const auto& t : story.tenures)
    if (t.state == frame_state::leading && t.end != nowhere && t.until <= before)
      last = std::max(last, t.end);
  return last;
}

inline std::size_t start_of_last_overlap(const race_story& story, instant before) {
  std::size_t last = nowhere;
  for (const auto& o : story.overlaps)
    if (o.from <= before)
      last = o.first;
  return last;
}

inline std::size_t onset_of(const race_story& story, const sim::violation& v,
                            std::size_t violation) {
  using enum tabs::property;
  switch (v.what) {
  case leader_exists:
  case stuck: return end_of_last_leader(story, v.at);
  case duty_lost:
  case event_order:
  case flapping:
  case invented_leader:
  case unique_tab: return violation;
  default: {
    const auto overlap = start_of_last_overlap(story, v.at);
    return overlap == nowhere ? violation : overlap;
  }
  }
}

} // namespace detail

/// Where to look in the failing schedule.
inline race_focus focus_of(const race_view& view, const race_story& story) {
  const auto& log = view.failing.log;
  race_focus focus;
  if (const auto* v = view.shown()) {
    focus.violation = detail::last_at(log, v->at);
    focus.onset = detail::onset_of(story, *v, focus.violation);
  }
  if (view.critical)
    focus.critical = detail::first_at(log, view.critical->at);
  return focus;
}

/// Where to look in another schedule at the same times.
inline race_focus same_times(const race_focus& of, const std::vector<sim::log_entry>& from,
                             const std::vector<sim::log_entry>& in) {
  const auto moved = [&](std::size_t entry) {
    return entry < from.size() ? detail::last_at(in, from[entry].at) : nowhere;
  };
  return {moved(of.onset), moved(of.violation), nowhere};
}

namespace detail {

constexpr bool begins_turn(sim::race_event what) {
  using enum sim::race_event;
  switch (what) {
  case heard:
  case woken:
  case noticed:
  case granted:
  case denied:
  case stolen:
  case from_worker:
  case transacted: return true;
  default: return false;
  }
}

/// The entry that made the tab do this one, in the same turn of its event loop.
inline std::size_t cause_of_entry(const std::vector<sim::log_entry>& log, std::size_t entry) {
  if (begins_turn(log[entry].what))
    return nowhere;
  const auto same_turn = [&](std::size_t other) {
    return log[other].at == log[entry].at && log[other].tab == log[entry].tab;
  };
  for (auto i = entry; i-- > 0 && same_turn(i);)
    if (begins_turn(log[i].what))
      return i;
  return nowhere;
}

/// Chooses the entries that tell the story: what changes, and why.
class entry_chooser {
public:
  entry_chooser(const std::vector<sim::log_entry>& log, const race_story& story,
                const race_focus& focus)
    : log_(&log), story_(&story), focus_(&focus), kept_(log.size(), false) {}

  std::vector<std::size_t> choose(std::size_t most) {
    for (std::size_t i = 0; i < log_->size(); ++i)
      if (tells(i))
        keep(i);
    keep_what_crossed();
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (kept_[i])
        all.push_back(i);
    cut_aftermath(all);
    return nearest(all, most);
  }

private:
  const sim::log_entry& at(std::size_t i) const { return (*log_)[i]; }

  bool tells(std::size_t i) const {
    using enum sim::race_event;
    switch (at(i).what) {
    case sent:
    case heard:
    case lost:
    case woken:
    case written:
    case noticed:
    case asked:
    case denied:
    case to_worker:
    case from_worker:
    case transacted: return false;
    case duty_came:
    case duty_begun:
    case effect:
    case unproven:
    case fenced: return is_of_bad_duty(at(i));
    case state: return !follows_its(opened, i) || at(i).code != 0;
    case paused: return !follows_its(action, i);
    default: return true;
    }
  }

  /// Says only what the entry before it has said.
  bool follows_its(sim::race_event before, std::size_t i) const {
    return i > 0 && at(i - 1).what == before && at(i - 1).tab == at(i).tab
           && at(i - 1).at == at(i).at;
  }

  bool is_of_bad_duty(const sim::log_entry& e) const {
    if (focus_->violation < log_->size() && e.at == at(focus_->violation).at)
      return true;
    for (const auto& d : story_->duties)
      if (d.number == e.value)
        return d.lost || d.effects.size() > 1;
    return false;
  }

  /// Keeps an entry, what the tab took before it in the same turn, and, where that is a message,
  /// why it was sent.
  void keep(std::size_t i, int depth = 2) {
    kept_[i] = true;
    const auto cause = cause_of_entry(*log_, i);
    if (cause == nowhere || depth == 0)
      return;
    kept_[cause] = true;
    keep_message(cause, depth);
    if (at(i).what == sim::race_event::state)
      keep_announcement(i);
  }

  void keep_message(std::size_t i, int depth) {
    const auto m = story_->message_of[i];
    if (m == nowhere)
      return;
    const auto& message = story_->messages[m];
    if (message.heard != nowhere)
      kept_[message.heard] = true;
    keep(message.sent, depth - 1);
  }

  void keep_announcement(std::size_t i) {
    for (auto j = i + 1; j < log_->size() && at(j).at == at(i).at && at(j).tab == at(i).tab; ++j)
      if (at(j).what == sim::race_event::sent || at(j).what == sim::race_event::lost)
        keep_message(j, 1);
  }

  /// What was under way between tabs when it began to go wrong, and what was lost before.
  void keep_what_crossed() {
    if (focus_->onset >= log_->size())
      return;
    const instant onset = at(focus_->onset).at;
    std::vector<std::size_t> missed;
    for (const auto& m : story_->messages)
      if (m.lost && m.left <= onset)
        missed.push_back(m.sent);
      else if (m.left <= onset && onset < m.arrived && m.heard != nowhere)
        kept_[m.sent] = kept_[m.heard] = true;
    constexpr std::size_t enough = 4;
    for (std::size_t i = missed.size() - std::min(missed.size(), enough); i < missed.size(); ++i)
      kept_[missed[i]] = true;
  }

  /// What comes after the violation explains nothing; a little of it shows how it goes on.
  void cut_aftermath(std::vector<std::size_t>& all) const {
    constexpr std::size_t enough = 6;
    const auto last = std::max(focus_->violation, focus_->onset);
    const auto after = std::ranges::upper_bound(all, last);
    const auto rest = static_cast<std::size_t>(all.end() - after);
    all.resize(all.size() - rest + std::min(rest, enough));
  }

  /// The entries that are next to a focus. What comes after it counts less.
  std::vector<std::size_t> nearest(const std::vector<std::size_t>& all, std::size_t most) const {
    if (all.size() <= most)
      return all;
    std::vector<std::pair<std::size_t, std::size_t>> ranked;
    for (std::size_t rank = 0; rank < all.size(); ++rank)
      ranked.emplace_back(distance(all, rank), all[rank]);
    std::ranges::sort(ranked);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < most; ++i)
      chosen.push_back(ranked[i].second);
    std::ranges::sort(chosen);
    return chosen;
  }

  std::size_t distance(const std::vector<std::size_t>& all, std::size_t rank) const {
    std::size_t least = nowhere;
    const bool ends_well_before = focus_->violation + 1 < log_->size();
    for (const auto focus :
         {focus_->onset, ends_well_before ? focus_->violation : focus_->onset, focus_->critical}) {
      if (focus == nowhere)
        continue;
      const auto place =
        static_cast<std::size_t>(std::ranges::lower_bound(all, focus) - all.begin());
      least = std::min(least, rank <= place ? place - rank : 4 * (rank - place));
    }
    return least;
  }

  const std::vector<sim::log_entry>* log_;
  const race_story* story_;
  const race_focus* focus_;
  std::vector<bool> kept_;
};

} // namespace detail

/// Returns the entries of a log, at most so many, that tell what happened and why.
inline std::vector<std::size_t> telling_entries(const std::vector<sim::log_entry>& log,
                                                const race_story& story, const race_focus& focus,
                                                std::size_t most) {
  return detail::entry_chooser{log, story, focus}.choose(most);
}

} // namespace deskstorm::loadgen::view
