#pragma once

#include <deskstorm/sim/race/stage.hpp>

/// A turn of a page's event loop, and what it says and writes.
namespace deskstorm::sim {

inline std::int64_t race_stage::draw(void* of, std::int64_t low, std::int64_t high) {
  auto& d = *static_cast<drawer*>(of);
  return d.stage->pick(choice_kind::token, d.number + std::size_t{1}, 0, low, high);
}

inline tabs::surroundings race_stage::seen_from(page_number number, drawer& draws) {
  tabs::surroundings around{clock()};
  around.wall = now_ + wall_start + wall_ahead_;
  around.visible = pages_[number].visible;
  around.storage = &storage_.seen_by(number);
  around.numbers = draw;
  around.source = &draws;
  return around;
}

inline void race_stage::give(page_number number, const tabs::election_input::any& what) {
  auto& p = pages_[number];
  drawer draws{this, number};
  const auto effects = p.core.after(plan_->rules, what, seen_from(number, draws));
  for (const auto& effect : effects)
    std::visit([&](const auto& e) { perform(number, e); }, effect);
  if (p.core.leader() != p.names) {
    p.names = p.core.leader();
    note(race_event::view, number, p.names.value);
  }
  if (p.core.state() == frame_state::leading && p.core.epoch() != 0 && p.core.epoch() != p.epoch) {
    p.epoch = p.core.epoch();
    note(race_event::term, number, p.epoch);
    take_office(number);
  }
}

inline void race_stage::perform(page_number number, const tabs::election_effect::become& e) {
  auto& p = pages_[number];
  p.names = p.core.leader();
  if (e.state != frame_state::leading)
    return note(race_event::state, number, p.names.value, static_cast<std::size_t>(e.state));
  p.epoch = p.core.epoch() != 0 ? p.core.epoch() : sink_.next_epoch();
  note(race_event::state, number, p.epoch, static_cast<std::size_t>(e.state));
  near(number);
  take_office(number);
}

inline void race_stage::perform(page_number number, const tabs::election_effect::broadcast& e) {
  for (page_number n = 0; n < opened_; ++n)
    if (n != number && pages_[n].alive)
      send(number, n, e.what);
}

inline void race_stage::perform(page_number number, const tabs::election_effect::send& e) {
  for (page_number n = 0; n < opened_; ++n)
    if (n != number && pages_[n].alive && pages_[n].id == e.to)
      send(number, n, e.what);
}

inline void race_stage::send(page_number from, page_number to, const tabs::election_message& what) {
  const auto& p = pages_[from];
  if (p.unloads_unheard || now_ < p.mute_until)
    return note(race_event::lost, from, 0, what.kind, tab_number(to));
  const auto takes = delay(medium::broadcast_channel, choice_kind::broadcast_delay, from, to);
  const instant due = in_order(pages_[to].heard_until[from], takes);
  log_.push_back({now_, due, 0, race_event::sent, tab_number(from), tab_number(to), what.kind});
  at(due, {.what = happening::message,
           .page = to,
           .from = from,
           .chain = static_cast<std::uint8_t>(from + 1),
           .generation = pages_[to].generation,
           .message = what});
}

inline void race_stage::perform(page_number number, const tabs::election_effect::arm_timer& e) {
  const auto late = delay(medium::timer_late, choice_kind::timer_late, number, number);
  at(std::max(now_, e.due + slept_ + late), {.what = happening::timer,
                                             .page = number,
                                             .chain = timer_chain,
                                             .generation = pages_[number].generation,
                                             .number = e.token,
                                             .value = e.due.time_since_epoch().count()});
}

inline void race_stage::perform(page_number number, const tabs::election_effect::write& e) {
  if (pages_[number].unloads_unheard)
    return;
  if (now_ < pages_[number].full_until) {
    note(race_event::refused, number, 0, e.key);
    return give(number, tabs::election_input::write_failed{e.key});
  }
  note(race_event::written, number, e.what.owner.value, e.key);
  const auto place = storage_.write(number, e.key, e.what);
  for (page_number n = 0; n < opened_; ++n)
    if (n != number && pages_[n].alive) {
      const auto takes = delay(medium::storage, choice_kind::storage_delay, number, n);
      at(in_order(pages_[n].storage_seen_until, takes), {.what = happening::storage,
                                                         .page = n,
                                                         .from = number,
                                                         .chain = storage_chain,
                                                         .generation = pages_[n].generation,
                                                         .number = place});
    }
}

} // namespace deskstorm::sim
