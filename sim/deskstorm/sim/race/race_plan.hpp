#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/browser/profile.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::sim {

/// What takes time between tabs, in the order of the choice kinds.
enum class medium : std::uint8_t {
  broadcast_channel,
  storage,
  timer_late,
  lock_grant,
  transaction,
  worker_port,
  duty,
  unload,
};

inline constexpr std::size_t medium_count = 8;

/// A medium as scenarios name it, with the usual bounds of its delay.
struct medium_row {
  medium value;
  std::string_view name;
  duration low;
  duration high;
};

// clang-format off
inline constexpr auto medium_rows = [] {
  using namespace std::chrono_literals;
  return std::to_array<medium_row>({
    {medium::broadcast_channel, "broadcast-channel", 200us, 5ms},
    {medium::storage,           "storage",           0ms,   5ms},
    {medium::timer_late,        "timer-late",        0ms,   0ms},
    {medium::lock_grant,        "lock-grant",        0ms,   1ms},
    {medium::transaction,       "transaction",       1ms,   10ms},
    {medium::worker_port,       "worker-port",       0ms,   2ms},
    {medium::duty,              "duty",              1ms,   20ms},
    {medium::unload,            "unload",            0ms,   0ms},
  });
}();
// clang-format on

struct bounds {
  duration low = {};
  duration high = {};
};

/// Who does a duty: the leader, or the tab in which the agent last did something.
enum class duty_of : std::uint8_t { leader, last_active };

/// A kind of duty as scenarios name it.
struct duty_row {
  std::string_view name;
  std::string_view about;
  duty_of whose;
};

// clang-format off
inline constexpr auto duty_rows = std::to_array<duty_row>({
  {"auto-answer",       "answers what rings",                               duty_of::leader},
  {"auto-answer-voice", "answers a call that rings",                        duty_of::leader},
  {"auto-answer-chat",  "accepts a chat",                                   duty_of::leader},
  {"auto-answer-email", "accepts an e-mail",                                duty_of::leader},
  {"contact-update",    "writes contact data into the contact server",      duty_of::leader},
  {"case-id",           "writes a new case id into the attached data",      duty_of::leader},
  {"sound",             "rings",                                            duty_of::last_active},
  {"toast",             "shows a toast",                                    duty_of::last_active},
  {"forced-logout",     "logs the agent out at the supervisor's wish",      duty_of::last_active},
});
// clang-format on

/// Duties of one kind, so far apart on average.
struct duty_plan {
  const duty_row* what = nullptr;
  duration mean = {};
};

/// An action that a search may use, with the bounds of its extent.
struct action_plan {
  action_kind what{};
  bounds extent = {};
};

/// An action at a fixed time. `tab` is a number from 1; 0 is whoever leads then.
struct scripted_action {
  instant at = {};
  action_plan what = {};
  std::uint8_t tab = 0;
};

/// How many tabs a schedule may have in all, and how many duties and actions.
inline constexpr std::size_t most_tabs = 8;
inline constexpr std::size_t most_duties = 64;
inline constexpr std::size_t most_actions = 16;

/// What is searched: a protocol in a browser, and what may happen to it. Everything has a default
/// but the protocol.
struct race_plan {
  const tabs::election_row* protocol = nullptr;
  tabs::election_rules rules = {};
  duration horizon = std::chrono::seconds{60};
  duration settle = std::chrono::seconds{30};
  std::uint32_t fewest_tabs = 2;
  std::uint32_t most_tabs_at_start = 2;
  duration open_within = std::chrono::seconds{3}; ///< when the tabs of the start open
  std::array<bounds, medium_count> delays = [] {
    std::array<bounds, medium_count> usual{};
    for (std::size_t i = 0; i < medium_count; ++i)
      usual[i] = {medium_rows[i].low, medium_rows[i].high};
    return usual;
  }();
  std::vector<action_plan> actions = {};
  std::uint32_t max_actions = 0;
  std::vector<scripted_action> script = {};
  std::vector<duty_plan> duties = {};
  bool fencing = false;    ///< the sink refuses effects of leaders that it knows to be deposed
  bool idempotent = false; ///< the sink takes an effect once
  const browser_profile* browser = browser_profiles.data();
  tabs::property_set properties = {};
  duration leader_within = std::chrono::seconds{10};
  duration deposed_within = std::chrono::seconds{1};
  std::uint32_t flapping_changes = 3;
  duration flapping_window = std::chrono::seconds{60};
};

/// Returns the times that a protocol is made of, in ns, sorted: where its behaviour changes.
inline std::vector<std::int64_t> constants_of(const race_plan& plan) {
  std::vector<std::int64_t> all;
  std::visit(
    [&]<class Rules>(const Rules& r) {
      tabs::for_each_time(r, [&](duration d) {
        if (d == duration::max())
          return;
        all.push_back(d.count());
        all.push_back(2 * d.count());
      });
    },
    plan.rules);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

} // namespace deskstorm::sim
