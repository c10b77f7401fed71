#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/race/agenda.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::sim {

/// What is to happen in a schedule.
enum class happening : std::uint8_t {
  open,
  message,
  timer,
  storage,
  lock_granted,
  lock_refused,
  lock_stolen,
  to_worker,
  from_worker,
  worker_wakes,
  transaction,
  committed,
  duty_comes,
  effect,
  register_again,
  destroyed,
  resume,
  call_ends,
  seen_activity,
  action,
  duty_created,
  settle,
};

/// One of them. What happens to a page is void once the page that it was meant for is gone.
struct occurrence {
  happening what{};
  std::uint8_t page = 0;
  std::uint8_t from = 0;
  std::uint8_t chain = 0; ///< of two in one chain the first must go first; 0 is no chain
  std::uint16_t generation = 0;
  std::uint32_t number = 0;
  std::int64_t value = 0;
  tabs::election_message message = {};
};

/// The page of one tab.
struct page {
  explicit page(const tabs::election_rules& rules) : core(rules, tab_id{}) {}

  tabs::election core;
  tab_id id = {};
  tab_id names = {};       ///< whom it took for the leader when it was last looked at
  std::uint64_t epoch = 0; ///< of its last term as leader
  std::uint16_t generation = 0;
  bool alive = false;
  bool visible = true;
  bool cached = false;      ///< in the back/forward cache
  bool frozen = false;      ///< paused by freezing, and told so afterwards
  bool last_active = false; ///< believes to be the tab in which the agent did something last
  bool unloads_unheard = false;
  std::uint8_t load_number = 0;
  instant paused_until = {};
  instant hidden_since = {};
  instant on_call_until = {};
  instant mute_until = {};
  instant full_until = {}; ///< so long it cannot write into storage
  instant storage_seen_until = {};
  instant lock_told_until = {};
  std::array<instant, most_tabs> heard_until = {}; ///< last arrival from each tab, for FIFO order
  instant from_worker_until = {};
  instant to_worker_until = {};
  std::vector<occurrence> deferred = {};
  std::uint64_t doing = 0; ///< a bit for each duty that it has begun and not ended
};

} // namespace deskstorm::sim
