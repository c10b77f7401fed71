#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/tabs/property.hpp>

/// How the tabs of one agent agree on a leader. A protocol is a value that takes what happens to
/// its tab and answers with effects; the tab carries them out. The vendor's own protocol is not
/// public.
namespace deskstorm::tabs {

/// What one tab says to another. What `kind` and `stamp` mean is the protocol's affair.
struct election_message {
  std::int64_t stamp = 0; ///< what tabs are compared by: opening time in ns, token, epoch
  tab_id from = {};
  std::uint16_t number = 0;
  std::uint8_t kind = 0;

  friend bool operator==(const election_message&, const election_message&) = default;
};

static_assert(std::is_trivially_copyable_v<election_message> && sizeof(election_message) == 16);

/// What tabs keep in a storage that they share, under one key. What the fields mean is the
/// protocol's affair.
struct stored_record {
  std::array<std::int64_t, 3> fields{};
  tab_id owner = {};
  bool present = false;

  friend bool operator==(const stored_record&, const stored_record&) = default;
};

/// How many keys a protocol may use: the first few for itself, the others one a tab.
inline constexpr std::size_t stored_keys = 16;
inline constexpr std::uint8_t first_tab_key = 4;

using stored_records = std::array<stored_record, stored_keys>;

/// The key of a row for that tab.
constexpr std::uint8_t key_of(tab_id tab) {
  return static_cast<std::uint8_t>(first_tab_key + tab.value % (stored_keys - first_tab_key));
}

/// What a tab sees around it when something happens to it.
struct surroundings {
  surroundings(instant at) : now(at), wall(at) {}

  /// Returns a random number in [low, high]; low where nobody draws.
  std::int64_t draw(std::int64_t low, std::int64_t high) const {
    return numbers == nullptr ? low : numbers(source, low, high);
  }

  instant now;                             ///< by the page's own clock, which never steps back
  instant wall;                            ///< by the clock on the wall, which may step
  bool visible = true;                     ///< the page is in a window that is shown
  const stored_records* storage = nullptr; ///< local storage as this page's process sees it
  std::int64_t (*numbers)(void* source, std::int64_t low, std::int64_t high) = nullptr;
  void* source = nullptr;
};

/// What happens to a tab.
namespace election_input {

/// The tab has loaded. The first input of each election, and comes once.
struct opened {};

/// Another tab of the agent said this.
struct heard {
  election_message what;
};

/// A timer that was asked for is due. Timers that were overtaken fire as well and are ignored.
struct timer_fired {
  std::uint32_t token;
};

/// The page goes away for good; nothing comes after it.
struct closing {};

/// The browser says that another tab is gone.
struct peer_closed {
  tab_id peer;
};

/// The agent looked at the tab or did something in it.
struct activity {};

/// The page is asked whether it may go (beforeunload). It may stay: the agent may cancel.
struct leaving {};

/// Another tab changed this key, and this tab's process has seen it.
struct stored {
  std::uint8_t key;
};

/// A write was refused: the storage is full.
struct write_failed {
  std::uint8_t key;
};

/// The lock is held from now on. Each grant has a higher number than those before it.
struct lock_granted {
  std::uint64_t generation;
};

/// The lock was not to be had at once.
struct lock_refused {};

/// Another tab has taken the lock away.
struct lock_stolen {};

/// The shared worker said this.
struct worker_said {
  election_message what;
};

/// The transaction that was asked for runs, alone. What is written here counts once `committed`
/// follows.
struct in_transaction {
  stored_records* rows;
};

struct committed {};

struct hidden {};
struct shown {};

/// The browser is about to freeze the page, or has let it go on; not all browsers say so.
struct frozen {};
struct thawed {};

/// The page came back from the back/forward cache.
struct returned {};

/// A duty is about to be begun, or waits for a leader: a chance to look at the clock.
struct duty {};

/// The sink of duties refused an effect: it knows of a later leader.
struct fenced {};

/// Give up leading, and stay open.
struct resign {};

using any =
  std::variant<opened, heard, timer_fired, closing, peer_closed, activity, leaving, stored,
               write_failed, lock_granted, lock_refused, lock_stolen, worker_said, in_transaction,
               committed, hidden, shown, frozen, thawed, returned, duty, fenced, resign>;

} // namespace election_input

/// What the tab must do.
namespace election_effect {

/// Say this to all other tabs of the agent.
struct broadcast {
  election_message what;
};

/// Say this to one tab.
struct send {
  tab_id to;
  election_message what;
};

/// Come back with timer_fired{token} at `due`.
struct arm_timer {
  instant due;
  std::uint32_t token;
};

/// The state of the tab is now this. Given only when it changes, and at the opening.
struct become {
  frame_state state;
};

/// Write this under `key` of the local storage; an absent record removes it.
struct write {
  std::uint8_t key;
  stored_record what;
};

enum class lock_wish : std::uint8_t { wait, if_available, steal };

struct request_lock {
  lock_wish how = lock_wish::wait;
};

/// Take back a request that waits.
struct abort_lock {};

struct release_lock {};

/// Say this to the shared worker.
struct post_worker {
  election_message what;
};

/// Come back with in_transaction, then committed.
struct begin_transaction {};

using any = std::variant<broadcast, send, arm_timer, become, write, request_lock, abort_lock,
                         release_lock, post_worker, begin_transaction>;

} // namespace election_effect

/// How many effects one input may have.
inline constexpr std::size_t most_election_effects = 8;

/// The effects of one input, in the order in which they must be carried out.
using election_effects = few<election_effect::any, most_election_effects>;

/// What a shared worker says: to one port or, with port 0, to all that are connected.
struct worker_saying {
  std::uint16_t port = 0;
  election_message what;
};

/// What a shared worker wants done.
struct worker_effects {
  few<worker_saying, 4> sayings = {};
  instant wake = never; ///< when it wants to be woken
};

/// A time that a protocol has as a parameter, as scenarios name it.
template <class Rules>
struct election_time {
  std::string_view name;
  std::string_view about;
  duration Rules::*value;
};

/// A number that a protocol has as a parameter. A flag is 0 or 1.
template <class Rules>
struct election_number {
  std::string_view name;
  std::string_view about;
  std::int64_t Rules::*value;
};

/// What every protocol is. The state holds what a tab knows; the rules are shared by all tabs of a
/// run. `after` changes the state and returns what is to be done about it. `leader` is whom the tab
/// believes to lead, 0 for nobody. `claims` is what it promises. A protocol may have besides:
///   numbers          a table of election_number
///   words            what its kinds of message say, by kind, for people
///   epoch()          the number of its term, which the medium gave it; 0 is none
///   may_act(...)     whether an effect may go on, asked in one transaction with the effect
///   fresh_identity   its tabs do not take their ids from the session storage
///   needs_browser    it needs more than messages and timers
///   worker           what runs in the shared worker
template <class P>
concept election_protocol = requires(P state, const P& seen, const typename P::rules& rules,
                                     const election_input::any& input, const surroundings& around) {
  { P::name } -> std::convertible_to<std::string_view>;
  { P::about } -> std::convertible_to<std::string_view>;
  P::times.begin();
  { P::claims } -> std::convertible_to<property_set>;
  { rules.release_at_unload } -> std::convertible_to<bool>;
  P{tab_id{}};
  { state.after(rules, input, around) } -> std::same_as<election_effects>;
  { seen.state() } -> std::same_as<frame_state>;
  { seen.leader() } -> std::same_as<tab_id>;
};

} // namespace deskstorm::tabs
