#pragma once

#include <deskstorm/sim/race/judge.hpp>

/// The longer of the judge's rules, and what it finds when a schedule is over.
namespace deskstorm::sim {

inline void race_judge::end() {
  measure({.at = now_});
  auto& m = out_->measured;
  mark(overlap_, false, now_, [&](duration d) { m.overlap.add(d); });
  mark(gap_, false, now_,
       [&](duration d) { m.gaps[static_cast<std::size_t>(gap_reason_)].add(d); });
  mark(disagreement_, false, now_, [&](duration d) { m.disagreement.add(d); });
  if (const mask all = leaders(); std::popcount(all) > 1)
    add(tabs::property::overlap_ends, first_of(all), first_of(all & (all - 1)), now_);
  if (alive_ != 0 && leaders() == 0 && !gap_told_)
    end_without_leader();
  if (const mask all = disagree(); all != 0)
    add_disagreement(all);
  check_stuck();
  check_lost();
}

inline void race_judge::end_without_leader() {
  if (leaderless_ >= std::min(plan_->leader_within, plan_->settle / 2))
    add(tabs::property::leader_exists, first_of(alive_), 0, now_);
}

inline void race_judge::add_disagreement(mask all) {
  const auto one = first_of(all);
  for (mask left = all & ~bit(one); left != 0; left &= left - 1)
    if (const auto other = static_cast<std::size_t>(std::countr_zero(left));
        seats_[other].names != seats_[one].names)
      return add(tabs::property::views_agree, one, other, now_);
}

inline void race_judge::check_stuck() {
  for (mask left = alive_ & ~paused_; left != 0; left &= left - 1) {
    const auto tab = static_cast<std::size_t>(std::countr_zero(left));
    const auto& s = seats_[tab];
    if (s.state == frame_state::negotiating && now_ - s.since > plan_->leader_within)
      return add(tabs::property::stuck, tab, 0, now_);
  }
}

inline void race_judge::check_lost() {
  const instant in_time = instant{} + plan_->horizon - plan_->settle / 2;
  for (std::size_t i = 0; i < duty_count_; ++i) {
    const auto& d = duties_[i];
    if (!d.of_leader || d.effects > 0 || d.came > in_time || alive_ == 0)
      continue;
    ++out_->measured.lost;
    add(tabs::property::duty_lost, first_of(alive_), 0, d.came);
  }
}

inline void race_judge::add(tabs::property what, std::size_t tab, std::size_t peer, instant when) {
  if (!plan_->properties.has(what))
    return;
  violation v{what,
              when,
              static_cast<std::uint8_t>(tab),
              static_cast<std::uint8_t>(peer),
              seats_[tab].state,
              peer == 0 ? frame_state::negotiating : seats_[peer].state,
              cause_};
  const auto same = [&](const violation& other) { return other.code() == v.code(); };
  if (std::ranges::none_of(out_->violations, same))
    out_->violations.push_back(v);
}

inline void race_judge::check_flapping(const log_entry& e) {
  if (last_leader_ == 0)
    return;
  changes_[calm_changes_ % changes_.size()] = e.at;
  ++calm_changes_;
  const auto limit = std::min<std::size_t>(plan_->flapping_changes, changes_.size() - 1);
  if (calm_changes_ <= limit)
    return;
  const instant earlier = changes_[(calm_changes_ - 1 - limit) % changes_.size()];
  if (e.at - earlier <= plan_->flapping_window)
    add(tabs::property::flapping, e.tab, last_leader_, e.at);
}

inline void race_judge::take_effect(const log_entry& e) {
  auto& d = duties_[e.value];
  ++d.effects;
  if (std::popcount(leaders()) > 1)
    ++out_->measured.effects_in_overlap;
  if (d.effects == 2) {
    ++out_->measured.twice;
    add(tabs::property::duty_once, e.tab, d.by, e.at);
  }
  if (!d.of_leader)
    return;
  const auto epoch = static_cast<std::uint64_t>(e.until.time_since_epoch().count());
  if (epoch < sink_epoch_)
    add(tabs::property::stale_effect, e.tab, d.effects > 1 ? d.by : 0, e.at);
  if ((watched_ & bit(e.tab)) != 0 && (leaders() & ~bit(e.tab)) != 0)
    add(tabs::property::deposed_knows, e.tab, first_of(leaders() & ~bit(e.tab)), e.at);
  sink_epoch_ = std::max(sink_epoch_, epoch);
  d.by = e.tab;
}

} // namespace deskstorm::sim
