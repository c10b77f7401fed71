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

  void begin(chooser& chooses);

  // -- what the player of schedules needs --------------------------------------------------------

  instant now() const { return now_; }
  const race_plan& plan() const { return *plan_; }
  const std::vector<log_entry>& log() const { return log_; }
  std::span<const page> pages() const { return {pages_.data(), opened_}; }
  instant settles_at() const { return instant{} + plan_->horizon - plan_->settle; }

  /// Puts a choice to the chooser. A choice without an alternative is not one.
  std::int64_t pick(choice_kind kind, std::size_t tab, std::size_t peer, std::int64_t low,
                    std::int64_t high);

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
  void open_tab(std::optional<page_number> copy_of = {});

  /// Loads the page of a tab that is closed, with the id that its session storage holds.
  void load_again(page_number number);

  enum class ending : std::uint8_t { clean, unheard, crash };

  void end(page_number number, ending how);

  /// Asks the page whether it may go; the agent says no after a while.
  void cancel_close(page_number number, duration asked_for);

  void pause(page_number number, duration how_long, action_kind why);

  void sleep(duration how_long);

  /// Leads away from the page, and back to it out of the cache unless it may not be cached.
  void enter_cache(page_number number, duration how_long);

  void set_visible(page_number number, bool visible);

  void focus(page_number number);

  void resign(page_number number);

  void step_clock(duration by) { wall_ahead_ += by; }

  void kill_worker();

  /// Gives the log away for one whose memory is used again.
  void swap_log(std::vector<log_entry>& other) { log_.swap(other); }

  void note_action(action_kind what, std::size_t number, duration extent);

  page& of(page_number number) { return pages_[number]; }

  void note(race_event what, std::size_t number, std::uint64_t value = 0, std::size_t code = 0,
            std::uint8_t peer = 0);

  /// A duty arises: every living tab hears of it at once, as of any event of the servers.
  void create_duty(std::uint8_t kind);

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
  static bool is_of_machine(happening what);

  bool paused(const page& p) const { return now_ < p.paused_until; }

  instant clock() const { return now_ - slept_; }

  duration delay(medium what, choice_kind kind, std::size_t from, std::size_t to);

  /// Like `delay`, but never earlier than what was sent this way before.
  instant in_order(instant& last, duration takes);

  // -- who is next -------------------------------------------------------------------------------

  /// Takes one of what is due now. What cannot make a difference by its order is not asked about.
  occurrence select();

  bool competes(const occurrence& a, const occurrence& b) const;

  bool is_head(std::span<const typename agenda<occurrence>::item> before,
               const typename agenda<occurrence>::item& one) const;

  // -- what happens ------------------------------------------------------------------------------

  void happen(const occurrence& o);

  void open(const occurrence& o);

  void happen_to_page(const occurrence& o);

  void reach_page(page& p, const occurrence& o);

  void fire(const page& p, const occurrence& o);

  void resume(page_number number);

  void load(page_number number, tab_id id);

  // -- a turn of a page's event loop -------------------------------------------------------------

  struct drawer {
    race_stage* stage;
    page_number number;
  };

  static std::int64_t draw(void* of, std::int64_t low, std::int64_t high);

  tabs::surroundings seen_from(page_number number, drawer& draws);

  void give(page_number number, const tabs::election_input::any& what);

  void perform(page_number number, const tabs::election_effect::become& e);

  void perform(page_number number, const tabs::election_effect::broadcast& e);

  void perform(page_number number, const tabs::election_effect::send& e);

  void send(page_number from, page_number to, const tabs::election_message& what);

  void perform(page_number number, const tabs::election_effect::arm_timer& e);

  void perform(page_number number, const tabs::election_effect::write& e);

  // -- locks -------------------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::request_lock& e);

  void perform(page_number number, const tabs::election_effect::abort_lock&);

  void perform(page_number number, const tabs::election_effect::release_lock&);

  void release_lock_of(page_number number, bool gone);

  void tell(const std::optional<lock_manager::grant>& grant);

  void lock_event(page_number number, happening what, std::uint64_t generation);

  // -- the shared worker -------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::post_worker& e);

  /// What the worker knows a page by: each page that loads has a port of its own.
  std::uint16_t port_of(page_number number) const;

  void reach_worker(const occurrence& o);

  void wake_worker(const occurrence& o);

  void carry_out(const tabs::worker_effects& effects);

  // -- transactions ------------------------------------------------------------------------------

  void perform(page_number number, const tabs::election_effect::begin_transaction&);

  void transact(page_number number);

  // -- duties ------------------------------------------------------------------------------------

  /// A chance for a duty just after something that matters.
  void near(page_number number);

  /// Enters the page as the leader at the sink, which shows what is still to be done.
  void take_office(page_number number);

  /// The sink says that there is a later leader. A protocol may take note; a leader without an
  /// epoch of its own asks for a new one after a while if it still believes to lead.
  void refuse(page_number number);

  void register_again(page_number number);

  bool is_for_leader(std::uint32_t d) const;

  void consider(page_number number, std::uint32_t d);

  /// Begins a duty that nobody has done yet.
  void begin_duty(page_number number, std::uint32_t d);

  void take_effect(page_number number, std::uint32_t d, std::uint64_t epoch);

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

#include <deskstorm/sim/race/stage/duties.hpp>
#include <deskstorm/sim/race/stage/media.hpp>
#include <deskstorm/sim/race/stage/order.hpp>
#include <deskstorm/sim/race/stage/pages.hpp>
#include <deskstorm/sim/race/stage/turns.hpp>
