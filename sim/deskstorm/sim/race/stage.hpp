#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/sim/browser/local_storage.hpp>
#include <deskstorm/sim/browser/lock_manager.hpp>
#include <deskstorm/sim/race/agenda.hpp>
#include <deskstorm/sim/race/chooser.hpp>
#include <deskstorm/sim/race/page.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/sink.hpp>

namespace deskstorm::sim {

/// The pages of one agent in one browser, with all that lies between them. It carries out what
/// happens; when and in which order is put to the chooser. Keeps its memory between schedules.
class race_stage {
public:
  using page_number = std::uint8_t; ///< from 0 in the order in which tabs open

  explicit race_stage(const race_plan& plan)
    : plan_(&plan),
      constants_(constants_of(plan)),
      pages_(most_tabs, page{plan.rules}),
      worker_(plan.rules) {}

  void begin(chooser& chooses) {
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

  // -- what the player of schedules needs --------------------------------------------------------

  instant now() const { return now_; }
  const race_plan& plan() const { return *plan_; }
  const std::vector<log_entry>& log() const { return log_; }
  std::span<const page> pages() const { return {pages_.data(), opened_}; }
  instant settles_at() const { return instant{} + plan_->horizon - plan_->settle; }

  /// Puts a choice to the chooser. A choice without an alternative is not one.
  std::int64_t pick(choice_kind kind, std::size_t tab, std::size_t peer, std::int64_t low,
                    std::int64_t high) {
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
                             .landmarks = {first, last}});
  }

  void at(instant due, const occurrence& what) { agenda_.add(due, what); }

  /// Carries out the next thing before `end`. Returns false where there is none.
  bool step(instant end, auto on_action) {
    if (agenda_.empty() || agenda_.next() > end)
      return false;
    now_ = agenda_.next();
    const auto what = select();
    if (now_ < asleep_until_ && is_of_machine(what.what))
      at(asleep_until_, what);
    else if (what.what == happening::action)
      on_action(what);
    else
      happen(what);
    return true;
  }

  // -- what actions are made of ------------------------------------------------------------------

  /// Opens a tab. A tab that is a copy takes the id of the one it was copied from.
  void open_tab(std::optional<page_number> copy_of = {}) {
    if (opened_ == most_tabs)
      return;
    const auto number = opened_++;
    const bool copies = copy_of && !plan_->protocol->fresh_identity;
    load(number, copies ? pages_[*copy_of].id : tab_id{++ids_given_});
  }

  /// Loads the page of a tab that is closed, with the id that its session storage holds.
  void load_again(page_number number) {
    if (!pages_[number].alive)
      load(number, plan_->protocol->fresh_identity ? tab_id{++ids_given_} : pages_[number].id);
  }

  enum class ending : std::uint8_t { clean, unheard, crash };

  void end(page_number number, ending how) {
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

  /// Asks the page whether it may go; the agent says no after a while.
  void cancel_close(page_number number, duration asked_for) {
    if (paused(pages_[number]))
      return;
    give(number, tabs::election_input::leaving{});
    pause(number, asked_for, action_kind::cancel_close);
  }

  void pause(page_number number, duration how_long, action_kind why) {
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

  void sleep(duration how_long) {
    const instant until = std::min(now_ + how_long, settles_at());
    if (until <= now_)
      return;
    for (page_number n = 0; n < opened_; ++n)
      pause(n, until - now_, action_kind::sleep);
    asleep_until_ = std::max(asleep_until_, until);
    if (!plan_->browser->clock_counts_sleep)
      slept_ += until - now_; // seen by pages from their first turn after the sleep
  }

  /// Leads away from the page, and back to it out of the cache unless it may not be cached.
  void enter_cache(page_number number, duration how_long) {
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

  void set_visible(page_number number, bool visible) {
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

  void focus(page_number number) {
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

  void resign(page_number number) {
    if (pages_[number].alive && !paused(pages_[number]))
      give(number, tabs::election_input::resign{});
  }

  void step_clock(duration by) { wall_ahead_ += by; }

  void kill_worker() {
    worker_ = tabs::election_worker{plan_->rules};
    ++worker_generation_;
    note(race_event::worker_died, most_tabs);
  }

  /// Gives the log away for one whose memory is used again.
  void swap_log(std::vector<log_entry>& other) { log_.swap(other); }

  void note_action(action_kind what, std::size_t number, duration extent) {
    note(race_event::action, number, static_cast<std::uint64_t>(extent.count()),
         static_cast<std::size_t>(what));
  }

  page& of(page_number number) { return pages_[number]; }

  void note(race_event what, std::size_t number, std::uint64_t value = 0, std::size_t code = 0,
            std::uint8_t peer = 0) {
    log_.push_back({now_,
                    {},
                    value,
                    what,
                    number == most_tabs ? std::uint8_t{0} : tab_number(number),
                    peer,
                    static_cast<std::uint8_t>(code)});
  }

  /// A duty arises: every living tab hears of it at once, as of any event of the servers.
  void create_duty(std::uint8_t kind) {
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

private:
  static constexpr duration wall_start = std::chrono::hours{1}; ///< so that it may step back
  static constexpr std::uint8_t timer_chain = 200;
  static constexpr std::uint8_t storage_chain = 201;
  static constexpr std::uint8_t lock_chain = 202;
  static constexpr std::uint8_t worker_chain = 203;
  static constexpr std::uint8_t duty_chain = 204;
  static constexpr std::uint8_t store_chain = 205;

  static constexpr std::uint8_t tab_number(std::size_t number) {
    return static_cast<std::uint8_t>(number + 1);
  }

  /// Whether it cannot happen while the machine sleeps.
  static bool is_of_machine(happening what) {
    using enum happening;
    return what == action || what == open || what == to_worker || what == worker_wakes;
  }

  bool paused(const page& p) const { return now_ < p.paused_until; }

  instant clock() const { return now_ - slept_; }

  duration delay(medium what, choice_kind kind, std::size_t from, std::size_t to) {
    const auto& d = plan_->delays[static_cast<std::size_t>(what)];
    if (settled_)
      return d.low;
    return duration{pick(kind, from + 1, to + 1, d.low.count(), d.high.count())};
  }

  /// Like `delay`, but never earlier than what was sent this way before.
  instant in_order(instant& last, duration takes) {
    last = std::max(last, now_ + takes);
    return last;
  }

  // -- who is next -------------------------------------------------------------------------------

  /// Takes one of what is due now. What cannot make a difference by its order is not asked about.
  occurrence select() {
    const auto first = agenda_.take();
    if (agenda_.empty() || agenda_.next() != first.due)
      return agenda_.release(first);
    constexpr std::size_t most = 16;
    std::array<typename agenda<occurrence>::item, most> ties{first};
    std::size_t count = 1;
    while (count < most && !agenda_.empty() && agenda_.next() == first.due)
      ties[count++] = agenda_.take();
    std::array<std::size_t, most> ready{};
    std::size_t choices = 1;
    for (std::size_t i = 1; i < count; ++i)
      if (competes(agenda_[ties[i]], agenda_[first]) && is_head({ties.data(), i}, ties[i]))
        ready[choices++] = i;
    const auto& lead = agenda_[first];
    const auto chosen =
      ready[static_cast<std::size_t>(pick(choice_kind::next, lead.page + std::size_t{1}, 0, 0,
                                          static_cast<std::int64_t>(choices) - 1))];
    for (std::size_t i = 0; i < count; ++i)
      if (i != chosen)
        agenda_.put(ties[i]);
    return agenda_.release(ties[chosen]);
  }

  bool competes(const occurrence& a, const occurrence& b) const {
    const auto shared = [](const occurrence& o) {
      return o.what == happening::effect || o.what >= happening::action;
    };
    return a.page == b.page || plan_->protocol->needs_browser || shared(a) || shared(b);
  }

  bool is_head(std::span<const typename agenda<occurrence>::item> before,
               const typename agenda<occurrence>::item& one) const {
    const auto& o = agenda_[one];
    return o.chain == 0 || std::ranges::none_of(before, [&](const auto& other) {
             const auto& b = agenda_[other];
             return b.chain == o.chain && b.page == o.page;
           });
  }

  // -- what happens ------------------------------------------------------------------------------

  void happen(const occurrence& o) {
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

  void open(const occurrence& o) {
    if (o.from == 0)
      open_tab();
    else
      load_again(o.page);
  }

  void happen_to_page(const occurrence& o) {
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

  void reach_page(page& p, const occurrence& o) {
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
    case happening::effect:
      return take_effect(o.page, o.number, static_cast<std::uint64_t>(o.value));
    case happening::register_again: return register_again(o.page);
    case happening::seen_activity: p.last_active = false; return;
    case happening::call_ends: p.on_call_until = now_; return;
    default: return;
    }
  }

  void fire(const page& p, const occurrence& o) {
    if (const instant due{duration{o.value}}; clock() < due)
      return at(due + slept_, o);
    if (!p.visible && now_ >= p.on_call_until)
      if (const instant allowed = throttled(*plan_->browser, now_, p.hidden_since); allowed > now_)
        return at(allowed, o);
    note(race_event::woken, o.page);
    give(o.page, tabs::election_input::timer_fired{o.number});
  }

  void resume(page_number number) {
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

  void load(page_number number, tab_id id) {
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

  // -- a turn of a page's event loop -------------------------------------------------------------

  struct drawer {
    race_stage* stage;
    page_number number;
  };

  static std::int64_t draw(void* of, std::int64_t low, std::int64_t high) {
    auto& d = *static_cast<drawer*>(of);
    return d.stage->pick(choice_kind::token, d.number + std::size_t{1}, 0, low, high);
  }

  tabs::surroundings seen_from(page_number number, drawer& draws) {
    tabs::surroundings around{clock()};
    around.wall = now_ + wall_start + wall_ahead_;
    around.visible = pages_[number].visible;
    around.storage = &storage_.seen_by(number);
    around.numbers = draw;
    around.source = &draws;
    return around;
  }

  void give(page_number number, const tabs::election_input::any& what) {
    auto& p = pages_[number];
    drawer draws{this, number};
    const auto effects = p.core.after(plan_->rules, what, seen_from(number, draws));
    for (const auto& effect : effects)
      std::visit([&](const auto& e) { perform(number, e); }, effect);
    if (p.core.leader() != p.names) {
      p.names = p.core.leader();
      note(race_event::view, number, p.names.value);
    }
    if (p.core.state() == frame_state::leading && p.core.epoch() != 0
        && p.core.epoch() != p.epoch) {
      p.epoch = p.core.epoch();
      note(race_event::term, number, p.epoch);
      take_office(number);
    }
  }

  void perform(page_number number, const tabs::election_effect::become& e) {
    auto& p = pages_[number];
    p.names = p.core.leader();
    if (e.state != frame_state::leading)
      return note(race_event::state, number, p.names.value, static_cast<std::size_t>(e.state));
    p.epoch = p.core.epoch() != 0 ? p.core.epoch() : sink_.next_epoch();
    note(race_event::state, number, p.epoch, static_cast<std::size_t>(e.state));
    near(number);
    take_office(number);
  }

  void perform(page_number number, const tabs::election_effect::broadcast& e) {
    for (page_number n = 0; n < opened_; ++n)
      if (n != number && pages_[n].alive)
        send(number, n, e.what);
  }

  void perform(page_number number, const tabs::election_effect::send& e) {
    for (page_number n = 0; n < opened_; ++n)
      if (n != number && pages_[n].alive && pages_[n].id == e.to)
        send(number, n, e.what);
  }

  void send(page_number from, page_number to, const tabs::election_message& what) {
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

  void perform(page_number number, const tabs::election_effect::arm_timer& e) {
    const auto late = delay(medium::timer_late, choice_kind::timer_late, number, number);
    at(std::max(now_, e.due + slept_ + late), {.what = happening::timer,
                                               .page = number,
                                               .chain = timer_chain,
                                               .generation = pages_[number].generation,
                                               .number = e.token,
                                               .value = e.due.time_since_epoch().count()});
  }

  void perform(page_number number, const tabs::election_effect::write& e) {
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

  // -- locks -------------------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::request_lock& e) {
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

  void perform(page_number number, const tabs::election_effect::abort_lock&) {
    locks_.abort(number);
  }

  void perform(page_number number, const tabs::election_effect::release_lock&) {
    release_lock_of(number, false);
  }

  void release_lock_of(page_number number, bool gone) {
    if (locks_.holder() == number)
      note(race_event::freed, number);
    tell(locks_.release(number, gone));
  }

  void tell(const std::optional<lock_manager::grant>& grant) {
    if (grant)
      lock_event(grant->to, happening::lock_granted, grant->generation);
  }

  void lock_event(page_number number, happening what, std::uint64_t generation) {
    const auto takes = delay(medium::lock_grant, choice_kind::lock_delay, number, number);
    at(in_order(pages_[number].lock_told_until, takes),
       {.what = what,
        .page = number,
        .chain = lock_chain,
        .generation = pages_[number].generation,
        .value = static_cast<std::int64_t>(generation)});
  }

  // -- the shared worker -------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::post_worker& e) {
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

  /// What the worker knows a page by: each page that loads has a port of its own.
  std::uint16_t port_of(page_number number) const {
    return static_cast<std::uint16_t>(pages_[number].generation * 2 * most_tabs
                                      + tab_number(number));
  }

  void reach_worker(const occurrence& o) {
    carry_out(worker_.after(plan_->rules, static_cast<std::uint16_t>(o.number), o.message, now_));
  }

  void wake_worker(const occurrence& o) {
    if (o.generation == worker_generation_)
      carry_out(worker_.woken(plan_->rules, now_));
  }

  void carry_out(const tabs::worker_effects& effects) {
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

  // -- transactions ------------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::begin_transaction&) {
    const auto takes = delay(medium::transaction, choice_kind::transaction_delay, number, number);
    at(now_ + takes, {.what = happening::transaction,
                      .page = number,
                      .chain = store_chain,
                      .generation = pages_[number].generation});
  }

  void transact(page_number number) {
    note(race_event::transacted, number);
    give(number, tabs::election_input::in_transaction{&rows_});
    const auto takes = delay(medium::transaction, choice_kind::transaction_delay, number, number);
    at(now_ + takes, {.what = happening::committed,
                      .page = number,
                      .chain = store_chain,
                      .generation = pages_[number].generation});
  }

  // -- duties ------------------------------------------------------------------------------------

  /// A chance for a duty just after something that matters.
  void near(page_number number) {
    if (plan_->duties.empty() || settled_)
      return;
    const auto widest = 2 * plan_->delays[static_cast<std::size_t>(medium::duty)].high.count();
    const auto after = pick(choice_kind::duty_near, number + std::size_t{1}, 0, -1, widest);
    if (after >= 0)
      at(now_ + duration{after}, {.what = happening::duty_created, .page = most_tabs});
  }

  /// Enters the page as the leader at the sink, which shows what is still to be done.
  void take_office(page_number number) {
    auto& p = pages_[number];
    if (plan_->fencing && !sink_.enter(p.epoch))
      return refuse(number);
    for (std::uint32_t d = 0; d < sink_.count(); ++d)
      if (is_for_leader(d))
        begin_duty(number, d);
  }

  /// The sink says that there is a later leader. A protocol may take note; a leader without an
  /// epoch of its own asks for a new one after a while if it still believes to lead.
  void refuse(page_number number) {
    give(number, tabs::election_input::fenced{});
    auto& p = pages_[number];
    if (p.core.state() == frame_state::leading && p.core.epoch() == 0)
      at(now_ + std::chrono::seconds{1},
         {.what = happening::register_again, .page = number, .generation = p.generation});
  }

  void register_again(page_number number) {
    auto& p = pages_[number];
    if (p.core.state() != frame_state::leading || p.core.epoch() != 0)
      return;
    p.epoch = sink_.next_epoch();
    note(race_event::term, number, p.epoch);
    take_office(number);
  }

  bool is_for_leader(std::uint32_t d) const {
    return plan_->duties[sink_.kind(d)].what->whose == duty_of::leader;
  }

  void consider(page_number number, std::uint32_t d) {
    give(number, tabs::election_input::duty{});
    const auto& p = pages_[number];
    if (is_for_leader(d) ? p.core.state() == frame_state::leading : p.last_active)
      begin_duty(number, d);
  }

  /// Begins a duty that nobody has done yet.
  void begin_duty(page_number number, std::uint32_t d) {
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

  void take_effect(page_number number, std::uint32_t d, std::uint64_t epoch) {
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
    log_.push_back({now_, instant{duration{static_cast<std::int64_t>(epoch)}}, d,
                    race_event::effect, tab_number(number), 0, sink_.take(d, epoch)});
  }

  const race_plan* plan_;
  std::vector<std::int64_t> constants_;
  std::vector<page> pages_;
  tabs::election_worker worker_;
  chooser* chooser_ = nullptr;
  agenda<occurrence> agenda_;
  std::vector<log_entry> log_;
  local_storage<most_tabs> storage_;
  lock_manager locks_;
  tabs::stored_records rows_{};
  duty_sink sink_;
  std::array<std::array<std::array<std::uint32_t, most_tabs + 2>, most_tabs + 2>,
             choice_kinds.size()>
    counts_{};
  instant now_{};
  duration wall_ahead_{};
  duration slept_{};
  instant asleep_until_{};
  std::uint32_t ids_given_ = 0;
  std::uint16_t worker_generation_ = 0;
  page_number opened_ = 0;
  bool settled_ = false;
};

} // namespace deskstorm::sim
