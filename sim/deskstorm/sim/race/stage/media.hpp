#pragma once

#include <deskstorm/sim/race/stage.hpp>

/// The lock, the shared worker and the transactional store.
namespace deskstorm::sim {

inline void race_stage::perform(page_number number, const tabs::election_effect::request_lock& e) {
  note(race_event::asked, number, 0, static_cast<std::size_t>(e.how));
  switch (e.how) {
  case tabs::election_effect::lock_wish::wait: return tell(locks_.wait(number));
  case tabs::election_effect::lock_wish::if_available:
    if (const auto grant = locks_.if_available(number))
      return tell(grant);
    return lock_event(number, happening::lock_refused, 0);
  case tabs::election_effect::lock_wish::steal: {
    const auto loser = locks_.holder();
    tell(locks_.steal(number));
    if (loser && *loser != number)
      lock_event(*loser, happening::lock_stolen, 0);
    return;
  }
  }
}

inline void race_stage::perform(page_number number, const tabs::election_effect::abort_lock&) {
  locks_.abort(number);
}

inline void race_stage::perform(page_number number, const tabs::election_effect::release_lock&) {
  release_lock_of(number, false);
}

inline void race_stage::release_lock_of(page_number number, bool gone) {
  if (locks_.holder() == number)
    note(race_event::freed, number);
  tell(locks_.release(number, gone));
}

inline void race_stage::tell(const std::optional<lock_manager::grant>& grant) {
  if (grant)
    lock_event(grant->to, happening::lock_granted, grant->generation);
}

inline void race_stage::lock_event(page_number number, happening what, std::uint64_t generation) {
  const auto takes = delay(medium::lock_grant, choice_kind::lock_delay, number, number);
  at(in_order(pages_[number].lock_told_until, takes),
     {.what = what,
      .page = number,
      .chain = lock_chain,
      .generation = pages_[number].generation,
      .value = static_cast<std::int64_t>(generation)});
}

inline void race_stage::perform(page_number number, const tabs::election_effect::post_worker& e) {
  if (pages_[number].unloads_unheard)
    return;
  note(race_event::to_worker, number, 0, e.what.kind);
  const auto takes = delay(medium::worker_port, choice_kind::worker_delay, number, most_tabs);
  at(in_order(pages_[number].to_worker_until, takes), {.what = happening::to_worker,
                                                       .page = number,
                                                       .chain = worker_chain,
                                                       .number = port_of(number),
                                                       .message = e.what});
}

inline std::uint16_t race_stage::port_of(page_number number) const {
  return static_cast<std::uint16_t>(std::size_t{pages_[number].generation} * 2 * most_tabs
                                    + tab_number(number));
}

inline void race_stage::reach_worker(const occurrence& o) {
  carry_out(worker_.after(plan_->rules, static_cast<std::uint16_t>(o.number), o.message, now_));
}

inline void race_stage::wake_worker(const occurrence& o) {
  if (o.generation == worker_generation_)
    carry_out(worker_.woken(plan_->rules, now_));
}

inline void race_stage::carry_out(const tabs::worker_effects& effects) {
  for (const auto& s : effects.sayings)
    for (page_number n = 0; n < opened_; ++n)
      if (pages_[n].alive && (s.port == 0 || s.port == port_of(n))) {
        const auto takes = delay(medium::worker_port, choice_kind::worker_delay, most_tabs, n);
        at(in_order(pages_[n].from_worker_until, takes), {.what = happening::from_worker,
                                                          .page = n,
                                                          .chain = worker_chain,
                                                          .generation = pages_[n].generation,
                                                          .message = s.what});
      }
  if (effects.wake != never)
    at(std::max(now_, effects.wake),
       {.what = happening::worker_wakes, .page = most_tabs, .generation = worker_generation_});
}

inline void race_stage::perform(page_number number,
                                const tabs::election_effect::begin_transaction&) {
  const auto takes = delay(medium::transaction, choice_kind::transaction_delay, number, number);
  at(now_ + takes, {.what = happening::transaction,
                    .page = number,
                    .chain = store_chain,
                    .generation = pages_[number].generation});
}

inline void race_stage::transact(page_number number) {
  note(race_event::transacted, number);
  give(number, tabs::election_input::in_transaction{&rows_});
  const auto takes = delay(medium::transaction, choice_kind::transaction_delay, number, number);
  at(now_ + takes, {.what = happening::committed,
                    .page = number,
                    .chain = store_chain,
                    .generation = pages_[number].generation});
}

} // namespace deskstorm::sim
