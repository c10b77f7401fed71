#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>

namespace deskstorm::sim {

/// Goes once through the log of a schedule, and says what did not hold and what it measured.
class race_judge {
public:
  explicit race_judge(const race_plan& plan) : plan_(&plan) {}

  void judge(race_outcome& outcome) {
    *this = race_judge{*plan_};
    out_ = &outcome;
    outcome.violations.clear();
    outcome.measured = {};
    for (const auto& e : outcome.log) {
      pass_to(e.at);
      see(e);
    }
    pass_to(instant{} + plan_->horizon);
    end();
  }

private:
  using mask = std::uint32_t;

  struct seat {
    std::uint64_t id = 0;
    std::uint64_t epoch = 0;
    std::uint64_t names = 0;
    instant since{};  // of the state
    instant fallen{}; // when another began to lead beside it; zero: none did
    instant paused_at{};
    instant must_know{}; // by then a leader that was paused knows of its fall
    frame_state state = frame_state::negotiating;
    bool told = false; // it has told a state
  };

  static constexpr mask bit(std::size_t tab) { return mask{1} << tab; }

  seat& at(const log_entry& e) { return seats_[e.tab]; }

  // -- time passes -------------------------------------------------------------------------------

  mask leaders() const { return alive_ & leading_; }
  mask active_leaders() const { return leaders() & ~paused_; }

  void pass_to(instant to) {
    const duration passed = to - now_;
    if (passed > duration::zero() && active_leaders() == 0 && (alive_ & ~paused_) != 0) {
      leaderless_ += passed;
      if (leaderless_ > plan_->leader_within && !gap_told_) {
        gap_told_ = true;
        add(tabs::property::leader_exists, first_of(alive_ & ~paused_), 0,
            to - (leaderless_ - plan_->leader_within));
      }
    }
    check_deposed(to);
    now_ = to;
  }

  void check_deposed(instant to) {
    for (mask left = watched_; left != 0; left &= left - 1) {
      const auto tab = static_cast<std::size_t>(std::countr_zero(left));
      if (to < seats_[tab].must_know)
        continue;
      if (!all_awake_since(seats_[tab].must_know - plan_->deposed_within)) {
        seats_[tab].must_know = to + plan_->deposed_within; // the other could not speak up
        continue;
      }
      watched_ &= ~bit(tab);
      if (const mask others = active_leaders() & ~bit(tab);
          others != 0 && (leaders() & bit(tab)) != 0)
        add(tabs::property::deposed_knows, tab, first_of(others), seats_[tab].must_know);
    }
  }

  bool all_awake_since(instant when) const { return paused_ == 0 && last_resume_ <= when; }

  // -- what is seen ------------------------------------------------------------------------------

  void see(const log_entry& e) {
    switch (e.what) {
    case race_event::opened: open(e); break;
    case race_event::gone: go(e); break;
    case race_event::state: change(e); break;
    case race_event::view: at(e).names = e.value; break;
    case race_event::term: begin_term(e); break;
    case race_event::paused: pause(e); break;
    case race_event::resumed: resume(e); break;
    case race_event::action:
      cause_ = e.code;
      calm_changes_ = 0;
      return;
    case race_event::sent: ++out_->measured.messages; return;
    case race_event::lost: return;
    case race_event::written: ++out_->measured.writes; return;
    case race_event::woken: ++out_->measured.wakeups; return;
    case race_event::duty_came: come(e); return;
    case race_event::duty_begun: begin_duty(e); return;
    case race_event::effect: take_effect(e); return;
    case race_event::fenced: ++out_->measured.fenced; return;
    default: return;
    }
    measure(e);
  }

  void open(const log_entry& e) {
    for (mask left = alive_; left != 0; left &= left - 1) {
      const auto other = static_cast<std::size_t>(std::countr_zero(left));
      if (seats_[other].id == e.value)
        add(tabs::property::unique_tab, e.tab, other, e.at);
    }
    seats_[e.tab] = {.id = e.value, .since = e.at};
    alive_ |= bit(e.tab);
    leading_ &= ~bit(e.tab);
    paused_ &= ~bit(e.tab);
    watched_ &= ~bit(e.tab);
  }

  void go(const log_entry& e) {
    if ((leaders() & bit(e.tab)) != 0)
      gap_cause_ = e.code != 0 ? gap_cause::crash : gap_cause::clean_close;
    alive_ &= ~bit(e.tab);
    watched_ &= ~bit(e.tab);
    calm_changes_ = 0;
  }

  void change(const log_entry& e) {
    auto& s = at(e);
    const auto next = static_cast<frame_state>(e.code);
    const bool legal = s.told ? next != s.state : next == frame_state::negotiating;
    if (!legal || (alive_ & bit(e.tab)) == 0)
      add(tabs::property::event_order, e.tab, 0, e.at);
    if (s.state == frame_state::leading && next != frame_state::leading)
      fall(e);
    s.told = true;
    s.state = next;
    s.since = e.at;
    if (next == frame_state::leading) {
      leading_ |= bit(e.tab);
      s.names = s.id;
      begin_to_lead(e);
    } else {
      s.names = e.value;
      if (next == frame_state::following)
        check_invented(e);
    }
  }

  void fall(const log_entry& e) {
    auto& s = at(e);
    leading_ &= ~bit(e.tab);
    watched_ &= ~bit(e.tab);
    if (s.fallen != instant{})
      out_->measured.time_to_know.add(e.at - s.fallen);
    s.fallen = {};
    gap_cause_ = gap_cause::other;
  }

  void begin_to_lead(const log_entry& e) {
    ++out_->measured.changes;
    if (last_leader_ == e.tab)
      ++out_->measured.same_tab_again;
    check_flapping(e);
    last_leader_ = e.tab;
    leaderless_ = {};
    gap_told_ = false;
    has_led_id_ |= mask{1} << (at(e).id % 32);
    for (mask left = leaders() & ~bit(e.tab); left != 0; left &= left - 1) {
      auto& other = seats_[static_cast<std::size_t>(std::countr_zero(left))];
      if (other.fallen == instant{})
        other.fallen = e.at;
    }
    begin_term(e);
  }

  void begin_term(const log_entry& e) {
    auto& s = at(e);
    s.epoch = e.value;
    for (mask left = leaders() & ~bit(e.tab); left != 0; left &= left - 1) {
      const auto other = static_cast<std::size_t>(std::countr_zero(left));
      if (seats_[other].epoch == s.epoch)
        add(tabs::property::single_leader, e.tab, other, e.at);
    }
    if (s.epoch < highest_epoch_ || (s.epoch == highest_epoch_ && epoch_holder_ != e.tab))
      add(tabs::property::epoch_order, e.tab, epoch_holder_, e.at);
    highest_epoch_ = std::max(highest_epoch_, s.epoch);
    epoch_holder_ = e.tab;
  }

  void check_invented(const log_entry& e) {
    if (e.value != 0 && (has_led_id_ & (mask{1} << (e.value % 32))) == 0)
      add(tabs::property::invented_leader, e.tab, 0, e.at);
  }

  /// Each beginning of a leader but the first counts while nothing happens from outside.
  void check_flapping(const log_entry& e);

  void pause(const log_entry& e) {
    if ((leaders() & bit(e.tab)) != 0 && (paused_ & bit(e.tab)) == 0)
      gap_cause_ = gap_cause::pause;
    if ((paused_ & bit(e.tab)) == 0)
      at(e).paused_at = e.at;
    paused_ |= bit(e.tab);
    watched_ &= ~bit(e.tab);
    calm_changes_ = 0;
  }

  void resume(const log_entry& e) {
    last_resume_ = e.at;
    paused_ &= ~bit(e.tab);
    calm_changes_ = 0;
    auto& s = at(e);
    if ((leaders() & bit(e.tab)) == 0) {
      if (s.state == frame_state::negotiating)
        s.since = e.at;
      return;
    }
    leaderless_ = {};
    gap_told_ = false;
    if (s.fallen > s.paused_at && (leaders() & ~bit(e.tab)) != 0) {
      s.must_know = e.at + plan_->deposed_within;
      watched_ |= bit(e.tab);
    }
  }

  // -- duties ------------------------------------------------------------------------------------

  void come(const log_entry& e) {
    ++out_->measured.duties;
    auto& d = duties_[e.value];
    d = {.came = e.at, .known_to = alive_, .of_leader = e.peer == 0};
    duty_count_ = std::max<std::size_t>(duty_count_, e.value + 1);
    if (active_leaders() == 0)
      ++out_->measured.duties_in_gaps;
  }

  void begin_duty(const log_entry&) {
    if (std::popcount(leaders()) > 1)
      ++out_->measured.attempts_in_overlap;
  }

  void take_effect(const log_entry& e);

  // -- spells ------------------------------------------------------------------------------------

  struct spell {
    bool open = false;
    instant since{};
  };

  static void mark(spell& s, bool holds, instant at, auto done) {
    if (holds == s.open)
      return;
    if (s.open && at > s.since)
      done(at - s.since);
    s = {holds, at};
  }

  void measure(const log_entry& e) {
    auto& m = out_->measured;
    mark(overlap_, std::popcount(leaders()) > 1, e.at, [&](duration d) { m.overlap.add(d); });
    const bool gap = active_leaders() == 0 && (alive_ & ~paused_) != 0;
    if (gap && !gap_.open)
      gap_reason_ = gap_cause_;
    mark(gap_, gap, e.at,
         [&](duration d) { m.gaps[static_cast<std::size_t>(gap_reason_)].add(d); });
    mark(disagreement_, disagree() != 0, e.at, [&](duration d) { m.disagreement.add(d); });
  }

  /// The living tabs that name a leader, if not all of these name the same.
  mask disagree() const {
    mask found = 0;
    std::uint64_t name = 0;
    bool differ = false;
    for (mask left = alive_ & ~paused_; left != 0; left &= left - 1) {
      const auto tab = static_cast<std::size_t>(std::countr_zero(left));
      if (seats_[tab].names == 0)
        continue;
      found |= bit(tab);
      differ = differ || (name != 0 && name != seats_[tab].names);
      name = seats_[tab].names;
    }
    return differ ? found : 0;
  }

  // -- the end -----------------------------------------------------------------------------------

  void end();

  void end_without_leader();

  void add_disagreement(mask all);

  void check_stuck();

  /// A duty that came in time and that a tab which still lives has heard of is lost if it had no
  /// effect.
  void check_lost();

  static std::size_t first_of(mask tabs) {
    return tabs == 0 ? 0 : static_cast<std::size_t>(std::countr_zero(tabs));
  }

  /// Notes a violation of a property that is asked for, once for each signature.
  void add(tabs::property what, std::size_t tab, std::size_t peer, instant when);

  struct duty {
    instant came{};
    mask known_to = 0;
    std::uint8_t effects = 0;
    std::uint8_t by = 0;
    bool of_leader = true;
  };

  const race_plan* plan_;
  race_outcome* out_ = nullptr;
  std::array<seat, most_tabs + 1> seats_{};
  std::array<duty, most_duties> duties_{};
  std::array<instant, 16> changes_{};
  std::size_t duty_count_ = 0;
  std::size_t calm_changes_ = 0;
  instant now_{};
  instant last_resume_{};
  duration leaderless_{};
  spell overlap_, gap_, disagreement_;
  std::uint64_t highest_epoch_ = 0;
  std::uint64_t sink_epoch_ = 0;
  mask alive_ = 0;
  mask leading_ = 0;
  mask paused_ = 0;
  mask watched_ = 0;
  mask has_led_id_ = 0;
  std::uint8_t last_leader_ = 0;
  std::uint8_t epoch_holder_ = 0;
  std::uint8_t cause_ = violation::no_cause;
  gap_cause gap_cause_ = gap_cause::start;
  gap_cause gap_reason_ = gap_cause::start;
  bool gap_told_ = false;
};

} // namespace deskstorm::sim

#include <deskstorm/sim/race/judge/verdicts.hpp>
