#pragma once

#include <deskstorm/sim/race/stage.hpp>

/// How pages begin, end, pause and go on.
namespace deskstorm::sim {

inline void race_stage::begin(chooser& chooses) {
  chooser_ = &chooses;
  counts_ = {};
  agenda_.clear();
  log_.clear();
  storage_.reset();
  locks_.reset();
  rows_ = {};
  sink_.reset();
  worker_ = tabs::election_worker{plan_->rules};
  worker_generation_ = 0;
  for (auto& p : pages_) {
    p.alive = false;
    p.generation = 0;
    p.deferred.clear();
    p.doing = 0;
  }
  opened_ = 0;
  ids_given_ = 0;
  now_ = {};
  wall_ahead_ = {};
  slept_ = {};
  asleep_until_ = {};
  settled_ = false;
}

inline std::int64_t race_stage::pick(choice_kind kind, std::size_t tab, std::size_t peer,
                                     std::int64_t low, std::int64_t high) {
  if (low >= high)
    return low;
  auto& count = counts_[static_cast<std::size_t>(kind)][tab][peer];
  const auto first = std::ranges::lower_bound(constants_, low);
  const auto last = std::ranges::upper_bound(constants_, high);
  return chooser_->choose({.kind = kind,
                           .tab = static_cast<std::uint16_t>(tab),
                           .peer = static_cast<std::uint16_t>(peer),
                           .ordinal = count++,
                           .low = low,
                           .high = high,
                           .now = now_,
                           .landmarks = {first, last}});
}

inline void race_stage::open_tab(std::optional<page_number> copy_of) {
  if (opened_ == most_tabs)
    return;
  const auto number = opened_++;
  const bool copies = copy_of && !plan_->protocol->fresh_identity;
  load(number, copies ? pages_[*copy_of].id : tab_id{++ids_given_});
}

inline void race_stage::load_again(page_number number) {
  if (!pages_[number].alive)
    load(number, plan_->protocol->fresh_identity ? tab_id{++ids_given_} : pages_[number].id);
}

inline void race_stage::end(page_number number, ending how) {
  auto& p = pages_[number];
  if (!p.alive)
    return;
  if (how != ending::crash && !paused(p)) {
    p.unloads_unheard = how == ending::unheard;
    give(number, tabs::election_input::leaving{});
    give(number, tabs::election_input::closing{});
  }
  note(race_event::gone, number, 0, how == ending::crash);
  p.alive = false;
  p.doing = 0;
  p.deferred.clear();
  const bool at_once = how == ending::crash;
  const auto works =
    at_once ? duration::zero() : delay(medium::unload, choice_kind::unload_delay, number, number);
  if (works == duration::zero())
    return release_lock_of(number, true);
  at(now_ + works, {.what = happening::destroyed, .page = number, .generation = p.generation});
}

inline void race_stage::cancel_close(page_number number, duration asked_for) {
  if (paused(pages_[number]))
    return;
  give(number, tabs::election_input::leaving{});
  pause(number, asked_for, action_kind::cancel_close);
}

inline void race_stage::pause(page_number number, duration how_long, action_kind why) {
  auto& p = pages_[number];
  const instant until = std::min(now_ + how_long, settles_at());
  if (!p.alive || until <= now_ || until <= p.paused_until)
    return;
  if (why == action_kind::freeze_tab && plan_->browser->tells_freezing && !paused(p))
    give(number, tabs::election_input::frozen{});
  p.frozen = p.frozen || why == action_kind::freeze_tab;
  p.paused_until = until;
  log_.push_back(
    {now_, until, 0, race_event::paused, tab_number(number), 0, static_cast<std::uint8_t>(why)});
  at(until, {.what = happening::resume, .page = number, .generation = p.generation});
}

inline void race_stage::sleep(duration how_long) {
  const instant until = std::min(now_ + how_long, settles_at());
  if (until <= now_)
    return;
  for (page_number n = 0; n < opened_; ++n)
    pause(n, until - now_, action_kind::sleep);
  asleep_until_ = std::max(asleep_until_, until);
  if (!plan_->browser->clock_counts_sleep)
    slept_ += until - now_; // seen by pages from their first turn after the sleep
}

inline void race_stage::enter_cache(page_number number, duration how_long) {
  auto& p = pages_[number];
  if (!p.alive || paused(p))
    return;
  if (locks_.holder() == number && !plan_->browser->caches_lock_holder)
    return end(number, ending::clean);
  give(number, tabs::election_input::leaving{});
  give(number, tabs::election_input::hidden{});
  p.cached = true;
  pause(number, how_long, action_kind::bfcache);
}

inline void race_stage::set_visible(page_number number, bool visible) {
  auto& p = pages_[number];
  if (!p.alive || p.visible == visible)
    return;
  p.visible = visible;
  p.hidden_since = now_;
  if (paused(p))
    return;
  if (visible)
    give(number, tabs::election_input::shown{});
  else
    give(number, tabs::election_input::hidden{});
}

inline void race_stage::focus(page_number number) {
  set_visible(number, true);
  auto& p = pages_[number];
  if (!p.alive || paused(p))
    return;
  p.last_active = true;
  give(number, tabs::election_input::activity{});
  for (page_number n = 0; n < opened_; ++n)
    if (n != number && pages_[n].alive)
      at(now_ + delay(medium::broadcast_channel, choice_kind::broadcast_delay, number, n),
         {.what = happening::seen_activity, .page = n, .generation = pages_[n].generation});
}

inline void race_stage::resign(page_number number) {
  if (pages_[number].alive && !paused(pages_[number]))
    give(number, tabs::election_input::resign{});
}

inline void race_stage::kill_worker() {
  worker_ = tabs::election_worker{plan_->rules};
  ++worker_generation_;
  note(race_event::worker_died, most_tabs);
}

inline void race_stage::note_action(action_kind what, std::size_t number, duration extent) {
  note(race_event::action, number, static_cast<std::uint64_t>(extent.count()),
       static_cast<std::size_t>(what));
}

inline void race_stage::note(race_event what, std::size_t number, std::uint64_t value,
                             std::size_t code, std::uint8_t peer) {
  log_.push_back({now_,
                  {},
                  value,
                  what,
                  number == most_tabs ? std::uint8_t{0} : tab_number(number),
                  peer,
                  static_cast<std::uint8_t>(code)});
}

inline void race_stage::create_duty(std::uint8_t kind) {
  if (sink_.full())
    return;
  const auto number = sink_.create(kind);
  note(race_event::duty_came, most_tabs, number, kind,
       static_cast<std::uint8_t>(plan_->duties[kind].what->whose));
  for (page_number n = 0; n < opened_; ++n)
    if (pages_[n].alive)
      at(now_, {.what = happening::duty_comes,
                .page = n,
                .chain = duty_chain,
                .generation = pages_[n].generation,
                .number = number});
}

inline bool race_stage::is_of_machine(happening what) {
  using enum happening;
  return what == action || what == open || what == to_worker || what == worker_wakes;
}

inline duration race_stage::delay(medium what, choice_kind kind, std::size_t from, std::size_t to) {
  const auto& d = plan_->delays[static_cast<std::size_t>(what)];
  if (settled_)
    return d.low;
  return duration{pick(kind, from + 1, to + 1, d.low.count(), d.high.count())};
}

inline instant race_stage::in_order(instant& last, duration takes) {
  last = std::max(last, now_ + takes);
  return last;
}

inline void race_stage::happen(const occurrence& o) {
  switch (o.what) {
  case happening::open: return open(o);
  case happening::settle: settled_ = true; return note(race_event::settled, most_tabs);
  case happening::duty_created: return create_duty(static_cast<std::uint8_t>(o.number));
  case happening::to_worker: return reach_worker(o);
  case happening::worker_wakes: return wake_worker(o);
  case happening::destroyed:
    if (pages_[o.page].generation == o.generation)
      release_lock_of(o.page, true);
    return;
  default: return happen_to_page(o);
  }
}

inline void race_stage::open(const occurrence& o) {
  if (o.from == 0)
    open_tab();
  else
    load_again(o.page);
}

inline void race_stage::happen_to_page(const occurrence& o) {
  auto& p = pages_[o.page];
  if (!p.alive || p.generation != o.generation) {
    if (o.what == happening::message)
      note(race_event::lost, o.from, 0, 0, tab_number(o.page));
    return;
  }
  if (o.what == happening::resume)
    return resume(o.page);
  if (o.what == happening::call_ends || !paused(p))
    return reach_page(p, o);
  if (p.cached && (o.what == happening::message || o.what == happening::from_worker)) {
    if (plan_->browser->on_message == cached_page::evicted)
      end(o.page, ending::crash);
    return;
  }
  p.deferred.push_back(o);
}

inline void race_stage::reach_page(page& p, const occurrence& o) {
  namespace in = tabs::election_input;
  switch (o.what) {
  case happening::message:
    note(race_event::heard, o.page, 0, o.message.kind, tab_number(o.from));
    return give(o.page, in::heard{o.message});
  case happening::timer: return fire(p, o);
  case happening::storage: {
    const auto key = storage_.arrive(o.page, o.number);
    note(race_event::noticed, o.page, 0, key);
    return give(o.page, in::stored{key});
  }
  case happening::lock_granted:
    note(race_event::granted, o.page, static_cast<std::uint64_t>(o.value));
    return give(o.page, in::lock_granted{static_cast<std::uint64_t>(o.value)});
  case happening::lock_refused:
    note(race_event::denied, o.page);
    return give(o.page, in::lock_refused{});
  case happening::lock_stolen:
    note(race_event::stolen, o.page);
    return give(o.page, in::lock_stolen{});
  case happening::from_worker:
    note(race_event::from_worker, o.page, 0, o.message.kind);
    return give(o.page, in::worker_said{o.message});
  case happening::transaction: return transact(o.page);
  case happening::committed: return give(o.page, in::committed{});
  case happening::duty_comes: return consider(o.page, o.number);
  case happening::effect: return take_effect(o.page, o.number, static_cast<std::uint64_t>(o.value));
  case happening::register_again: return register_again(o.page);
  case happening::seen_activity: p.last_active = false; return;
  case happening::call_ends: p.on_call_until = now_; return;
  default: return;
  }
}

inline void race_stage::fire(const page& p, const occurrence& o) {
  if (const instant due{duration{o.value}}; clock() < due)
    return at(due + slept_, o);
  if (!p.visible && now_ >= p.on_call_until)
    if (const instant allowed = throttled(*plan_->browser, now_, p.hidden_since); allowed > now_)
      return at(allowed, o);
  note(race_event::woken, o.page);
  give(o.page, tabs::election_input::timer_fired{o.number});
}

inline void race_stage::resume(page_number number) {
  auto& p = pages_[number];
  if (paused(p))
    return; // paused again meanwhile, for longer
  note(race_event::resumed, number);
  for (const auto& o : p.deferred)
    at(now_, o);
  p.deferred.clear();
  if (std::exchange(p.frozen, false) && plan_->browser->tells_freezing)
    give(number, tabs::election_input::thawed{});
  if (std::exchange(p.cached, false)) {
    p.visible = true;
    give(number, tabs::election_input::returned{});
  }
  near(number);
}

inline void race_stage::load(page_number number, tab_id id) {
  auto& p = pages_[number];
  const auto generation = static_cast<std::uint16_t>(p.generation + 1);
  auto deferred = std::move(p.deferred);
  p = page{plan_->rules};
  p.deferred = std::move(deferred);
  p.core = tabs::election{plan_->rules, id};
  p.id = id;
  p.generation = generation;
  p.alive = true;
  p.hidden_since = now_;
  p.heard_until.fill(now_);
  storage_.attach(number);
  note(race_event::opened, number, id.value);
  give(number, tabs::election_input::opened{});
  focus(number);
}

} // namespace deskstorm::sim
