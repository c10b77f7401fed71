#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/replay.hpp>
#include <deskstorm/sim/search/small_world.hpp>

namespace deskstorm::sim {

/// How much there is to read in a schedule.
struct schedule_size {
  std::size_t tabs = 0;
  std::size_t actions = 0;
  std::size_t duties = 0;
  std::size_t choices = 0; ///< with another answer than the plainest

  friend bool operator==(const schedule_size&, const schedule_size&) = default;
};

inline schedule_size size_of(const race_outcome& outcome, const choice_list& choices) {
  schedule_size s;
  std::set<std::uint8_t> tabs;
  for (const auto& e : outcome.log) {
    if (e.what == race_event::opened)
      tabs.insert(e.tab);
    s.actions += e.what == race_event::action ? 1 : 0;
    s.duties += e.what == race_event::duty_came ? 1 : 0;
  }
  s.tabs = tabs.size();
  s.choices = static_cast<std::size_t>(
    std::ranges::count_if(choices, [](const auto& c) { return !c.is_plain(); }));
  return s;
}

/// A schedule that violates a property, and is as small as the shrinker could make it.
struct shrunk_schedule {
  violation what = {};
  choice_list choices = {};
  schedule_size size = {};
  std::uint64_t tried = 0; ///< schedules played to find it
};

/// Makes a schedule with a violation smaller: without actions if it can be, then with fewer tabs,
/// actions, duties and choices, and at last with round numbers. What is kept has the signature of
/// the violation; only its cause may turn from an action to mere timing.
class shrinker {
public:
  /// It ends with the smallest that it has so far where `keep_going` says no.
  explicit shrinker(
    const race_plan& plan, std::function<bool()> keep_going = [] { return true; })
    : keep_going_(std::move(keep_going)), world_(plan) {}

  /// `choices` are all of a schedule that shows `what`.
  shrunk_schedule shrink(const violation& what, const choice_list& choices) {
    what_ = what;
    best_ = {};
    tried_ = 0;
    replay_.use(choices);
    if (!accept_of(replay_))
      return {what, choices, {}, tried_};
    bool smaller = true;
    for (int round = 0; smaller && round < most_rounds; ++round) {
      const auto before = best_.choices;
      drop_all_actions();
      fewer_tabs();
      search_smaller();
      drop_items(choice_kind::actions, choice_kind::action_at);
      drop_items(choice_kind::duties, choice_kind::duty_at);
      drop_choices();
      smaller = best_.choices != before;
    }
    one_choice();
    round_values();
    drop_choices();
    best_.tried = tried_;
    return best_;
  }

private:
  static constexpr int most_rounds = 6;
  static constexpr std::uint64_t most_tried = 20'000;

  bool is_over() const { return tried_ >= most_tried || !keep_going_(); }

  /// Plays a list of answers, the plainest where there is none. Takes what becomes of it if it
  /// shows the violation.
  bool accept(const choice_list& wanted) {
    if (is_over())
      return false;
    ++tried_;
    replay_.use(wanted);
    return accept_of(replay_);
  }

  /// The same of a schedule that another chooser answers.
  bool accept_of(recording_chooser& plays) {
    const auto& outcome = world_.run(plays);
    const auto shown =
      std::ranges::find_if(outcome.violations, [&](const auto& v) { return is_same(v); });
    if (shown == outcome.violations.end())
      return false;
    best_.what = *shown;
    best_.choices = plays.choices();
    best_.size = size_of(outcome, best_.choices);
    if (shown->cause == violation::no_cause)
      what_.cause = violation::no_cause;
    return true;
  }

  bool is_same(const violation& v) const {
    auto plain = v;
    plain.cause = what_.cause;
    return plain.code() == what_.code()
           && (v.cause == what_.cause || v.cause == violation::no_cause);
  }

  void drop_all_actions() {
    auto fewer = best_.choices;
    for (auto& c : fewer)
      if (c.name.kind == choice_kind::actions)
        c.chosen = c.low;
    try_if_smaller(fewer);
  }

  void fewer_tabs() {
    for (std::size_t i = 0; i < best_.choices.size(); ++i)
      if (best_.choices[i].name.kind == choice_kind::tabs)
        for (auto many = best_.choices[i].low; many < best_.choices[i].chosen; ++many)
          if (try_value(i, many))
            return;
  }

  /// Looks at random for the same violation with fewer tabs, and then with fewer actions.
  void search_smaller() {
    const auto tabs = chosen_of(choice_kind::tabs);
    const auto actions = chosen_of(choice_kind::actions);
    for (auto many = tabs.low; many < tabs.chosen; ++many)
      if (search_within({many, actions.chosen, chosen_of(choice_kind::duties).chosen}))
        break;
    for (auto many = actions.low; many < chosen_of(choice_kind::actions).chosen; ++many)
      if (search_within(
            {chosen_of(choice_kind::tabs).chosen, many, chosen_of(choice_kind::duties).chosen}))
        break;
  }

  bool search_within(const world_limits& limits) {
    constexpr std::uint64_t schedules = 400;
    small_world small;
    for (std::uint64_t i = 0; i < schedules && !is_over(); ++i) {
      ++tried_;
      small.begin({1, i}, limits);
      if (accept_of(small))
        return true;
    }
    return false;
  }

  choice chosen_of(choice_kind kind) const {
    const auto found =
      std::ranges::find_if(best_.choices, [&](const auto& c) { return c.name.kind == kind; });
    return found == best_.choices.end() ? choice{} : *found;
  }

  /// Looks for one choice that is enough alone, without more tabs, actions or duties.
  void one_choice() {
    const auto kept = best_;
    const auto sought = what_;
    auto plain = best_.choices;
    for (auto& c : plain)
      c.chosen = c.low;
    for (std::size_t i = 0; i < plain.size() && kept.size.choices > 1; ++i)
      for (const auto value : {plain[i].high, plain[i].low + (plain[i].high - plain[i].low) / 2}) {
        auto one = plain;
        one[i].chosen = value;
        if (!accept(one))
          continue;
        if (!has_more(best_.size, kept.size))
          return;
        best_ = kept;
        what_ = sought;
      }
  }

  static bool has_more(const schedule_size& a, const schedule_size& b) {
    return a.tabs > b.tabs || a.actions > b.actions || a.duties > b.duties;
  }

  bool try_value(std::size_t which, std::int64_t value) {
    auto changed = best_.choices;
    changed[which].chosen = value;
    return accept(changed);
  }

  bool try_if_smaller(const choice_list& wanted) {
    return wanted != best_.choices && accept(wanted);
  }

  /// Takes out actions or duties one by one: their choices go, those of later ones move up.
  void drop_items(choice_kind count, choice_kind each) {
    for (std::size_t which = 0; which < items(each);) {
      auto fewer = best_.choices;
      if (remove_item(fewer, count, each, which) && accept(fewer))
        continue;
      ++which;
    }
  }

  std::size_t items(choice_kind each) const {
    return static_cast<std::size_t>(
      std::ranges::count_if(best_.choices, [&](const auto& c) { return c.name.kind == each; }));
  }

  static bool is_part_of_action(const choice& c) {
    using enum choice_kind;
    return c.name.kind == action_tab || c.name.kind == action_extent
           || (c.name.kind == duty_near && c.name.tab == 0);
  }

  static bool remove_item(choice_list& all, choice_kind count, choice_kind each,
                          std::size_t which) {
    auto at = all.begin();
    for (std::size_t seen = 0; at != all.end(); ++at)
      if (at->name.kind == each && seen++ == which)
        break;
    if (at == all.end())
      return false;
    const auto kind_of_duty = at->name.tab;
    auto first = at;
    if (at != all.begin() && std::prev(at)->name.kind == choice_kind::action)
      --first;
    auto last = std::next(at);
    while (each == choice_kind::action_at && last != all.end() && is_part_of_action(*last))
      ++last;
    all.erase(first, last);
    for (auto& c : all)
      if (c.name.kind == count && (count == choice_kind::actions || c.name.tab == kind_of_duty)) {
        if (c.chosen <= c.low)
          return false;
        --c.chosen;
      }
    number_again(all);
    return true;
  }

  static void number_again(choice_list& all) {
    std::map<std::array<unsigned, 3>, std::uint32_t> seen;
    for (auto& c : all)
      c.name.ordinal = seen[{static_cast<unsigned>(c.name.kind), c.name.tab, c.name.peer}]++;
  }

  /// Sets halves, quarters, and so on of what is not plain to the plainest answer.
  /// Source: Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", 2002.
  void drop_choices() {
    auto chunk = std::max<std::size_t>(best_.size.choices / 2, 1);
    while (true) {
      bool dropped = false;
      for (std::size_t from = 0; from < best_.size.choices;)
        if (make_plain(from, chunk))
          dropped = true;
        else
          from += chunk;
      if (chunk == 1 && !dropped)
        return;
      chunk = std::max<std::size_t>(chunk / 2, 1);
      if (is_over())
        return;
    }
  }

  bool make_plain(std::size_t from, std::size_t many) {
    auto plainer = best_.choices;
    const auto before = best_.size.choices;
    std::size_t seen = 0;
    for (auto& c : plainer)
      if (!c.is_plain() && seen++ >= from && seen <= from + many)
        c.chosen = c.low;
    const auto kept = best_;
    if (!accept(plainer))
      return false;
    if (best_.size.choices < before)
      return true;
    best_ = kept; // it needs as many others instead
    return false;
  }

  /// Takes the roundest value of each choice that is left.
  void round_values() {
    constexpr std::array<std::int64_t, 10> grains{
      60'000'000'000, 10'000'000'000, 1'000'000'000, 500'000'000, 100'000'000,
      50'000'000,     10'000'000,     1'000'000,     100'000,     1'000};
    for (std::size_t i = 0; i < best_.choices.size(); ++i)
      for (const auto grain : grains)
        if (is_time(best_.choices[i]) && round_to(i, grain))
          break;
  }

  static bool is_time(const choice& c) {
    using enum choice_kind;
    const auto k = c.name.kind;
    return !c.is_plain() && k != tabs && k != actions && k != action && k != action_tab
           && k != duties && k != next && k != token;
  }

  /// Returns whether the choice is a multiple of `grain` now.
  bool round_to(std::size_t which, std::int64_t grain) {
    const auto c = best_.choices[which];
    if (c.chosen % grain == 0)
      return true;
    const auto below = c.chosen / grain * grain;
    const std::array beside{below, below + (c.chosen < 0 ? -grain : grain)};
    return std::ranges::any_of(
      beside, [&](auto v) { return v >= c.low && v <= c.high && take_value(which, v); });
  }

  /// Returns whether the choice has that value now, and no more choices are needed than before.
  bool take_value(std::size_t which, std::int64_t value) {
    const auto before = best_;
    if (!try_value(which, value))
      return false;
    if (best_.size.choices <= before.size.choices && which < best_.choices.size()
        && best_.choices[which].chosen == value)
      return true;
    best_ = before;
    return false;
  }

  std::function<bool()> keep_going_;
  race_world world_;
  tolerant_replay replay_{{}};
  violation what_ = {};
  shrunk_schedule best_ = {};
  std::uint64_t tried_ = 0;
};

} // namespace deskstorm::sim
