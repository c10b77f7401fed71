#pragma once

#include <deskstorm/sim/race/stage.hpp>

/// Duties and where they take effect.
namespace deskstorm::sim {

inline void race_stage::near(page_number number) {
  if (plan_->duties.empty() || settled_)
    return;
  const auto widest = 2 * plan_->delays[static_cast<std::size_t>(medium::duty)].high.count();
  const auto after = pick(choice_kind::duty_near, number + std::size_t{1}, 0, -1, widest);
  if (after >= 0)
    at(now_ + duration{after}, {.what = happening::duty_created, .page = most_tabs});
}

inline void race_stage::take_office(page_number number) {
  auto& p = pages_[number];
  if (plan_->fencing && !sink_.enter(p.epoch))
    return refuse(number);
  for (std::uint32_t d = 0; d < sink_.count(); ++d)
    if (is_for_leader(d))
      begin_duty(number, d);
}

inline void race_stage::refuse(page_number number) {
  give(number, tabs::election_input::fenced{});
  auto& p = pages_[number];
  if (p.core.state() == frame_state::leading && p.core.epoch() == 0)
    at(now_ + std::chrono::seconds{1},
       {.what = happening::register_again, .page = number, .generation = p.generation});
}

inline void race_stage::register_again(page_number number) {
  auto& p = pages_[number];
  if (p.core.state() != frame_state::leading || p.core.epoch() != 0)
    return;
  p.epoch = sink_.next_epoch();
  note(race_event::term, number, p.epoch);
  take_office(number);
}

inline bool race_stage::is_for_leader(std::uint32_t d) const {
  return plan_->duties[sink_.kind(d)].what->whose == duty_of::leader;
}

inline void race_stage::consider(page_number number, std::uint32_t d) {
  give(number, tabs::election_input::duty{});
  const auto& p = pages_[number];
  if (is_for_leader(d) ? p.core.state() == frame_state::leading : p.last_active)
    begin_duty(number, d);
}

inline void race_stage::begin_duty(page_number number, std::uint32_t d) {
  auto& p = pages_[number];
  const std::uint64_t bit = std::uint64_t{1} << d;
  if (sink_.effects(d) > 0 || (p.doing & bit) != 0)
    return;
  p.doing |= bit;
  note(race_event::duty_begun, number, d);
  const auto takes = delay(medium::duty, choice_kind::duty_delay, number, number);
  at(now_ + takes, {.what = happening::effect,
                    .page = number,
                    .generation = p.generation,
                    .number = d,
                    .value = static_cast<std::int64_t>(p.epoch)});
}

inline void race_stage::take_effect(page_number number, std::uint32_t d, std::uint64_t epoch) {
  auto& p = pages_[number];
  p.doing &= ~(std::uint64_t{1} << d);
  drawer draws{this, number};
  if (is_for_leader(d) && !p.core.may_act(plan_->rules, rows_, seen_from(number, draws)))
    return note(race_event::unproven, number, d);
  if (is_for_leader(d) && plan_->fencing && epoch < sink_.highest()) {
    note(race_event::fenced, number, d);
    if (p.core.state() == frame_state::leading && p.epoch >= sink_.highest())
      return begin_duty(number, d); // begun in an earlier term of this leader
    return refuse(number);
  }
  if (plan_->idempotent && sink_.effects(d) > 0)
    return;
  log_.push_back({now_, instant{duration{static_cast<std::int64_t>(epoch)}}, d, race_event::effect,
                  tab_number(number), 0, sink_.take(d, epoch)});
}

} // namespace deskstorm::sim
