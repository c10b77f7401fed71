#pragma once

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

using any = std::variant<opened, heard, timer_fired, closing, peer_closed, activity>;

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

using any = std::variant<broadcast, send, arm_timer, become>;

} // namespace election_effect

/// How many effects one input may have.
inline constexpr std::size_t most_election_effects = 4;

/// The effects of one input, in the order in which they must be carried out.
using election_effects = few<election_effect::any, most_election_effects>;

/// A time that a protocol has as a parameter, as scenarios name it.
template <class Rules>
struct election_time {
  std::string_view name;
  std::string_view about;
  duration Rules::*value;
};

/// What every protocol is. The state holds what a tab knows; the rules are shared by all tabs of a
/// run. `after` changes the state and returns what is to be done about it. `leader` is whom the tab
/// believes to lead, 0 for nobody.
template <class P>
concept election_protocol = requires(P state, const P& seen, const typename P::rules& rules,
                                     const election_input::any& input, instant now) {
  { P::name } -> std::convertible_to<std::string_view>;
  { P::about } -> std::convertible_to<std::string_view>;
  P::times.begin();
  { rules.release_at_unload } -> std::convertible_to<bool>;
  P{tab_id{}};
  { state.after(rules, input, now) } -> std::same_as<election_effects>;
  { seen.state() } -> std::same_as<frame_state>;
  { seen.leader() } -> std::same_as<tab_id>;
};

} // namespace deskstorm::tabs
