#pragma once

#include <cassert>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

namespace deskstorm::loadgen {

/// Follows who leads, from change to change rather than by sampling, so that no overlap is too
/// short to be seen.
class election_watch {
public:
  explicit election_watch(period measured) : measured_(measured) {}

  void state(actors::tab_ref tab, frame_state state, instant now) {
    auto& agent = settle(tab.agent, now);
    auto& known = state_of(tab);
    agent.open += known ? 0u : 1u;
    if (state == frame_state::leading && known != frame_state::leading)
      begin_to_lead(agent, now);
    if (state != frame_state::leading && known == frame_state::leading)
      cease_to_lead(agent, now);
    known = state;
  }

  void closed(actors::tab_ref tab, instant now) {
    auto& agent = settle(tab.agent, now);
    auto& known = state_of(tab);
    if (!known)
      return;
    --agent.open;
    if (known == frame_state::leading)
      cease_to_lead(agent, now);
    if (agent.open == 0)
      agent.lost_leader.reset(); // nobody is left to take over
    known.reset();
  }

  void duty_due(std::uint64_t duty, instant now) {
    if (measured_.contains(now))
      duties_.try_emplace(duty, 0u);
  }

  void duty_done(std::uint64_t duty) {
    if (const auto due = duties_.find(duty); due != duties_.end())
      ++due->second;
  }

  /// Returns what was seen until `end`.
  election_tally finish(instant end) {
    for (std::uint32_t agent = 0; agent < agents_.size(); ++agent)
      settle(agent_id{agent}, end);
    auto seen = tally_;
    for (const auto& [duty, times] : duties_) {
      seen.duties_done += times > 0 ? 1u : 0u;
      seen.duties_twice += times > 1 ? 1u : 0u;
      seen.duties_lost += times == 0 ? 1u : 0u;
    }
    return seen;
  }

private:
  struct agent_view {
    std::uint32_t open = 0;
    std::uint32_t leaders = 0;
    instant since = {}; // the last change
    std::optional<instant> lost_leader = {};
  };

  // Accounts for the time since the agent's last change.
  agent_view& settle(agent_id id, instant now) {
    if (agents_.size() <= id.value)
      agents_.resize(id.value + 1);
    auto& agent = agents_[id.value];
    const double passed = in_seconds(measured_.share(agent.since, now));
    if (agent.open > 0 && agent.leaders == 0)
      tally_.leaderless_s += passed;
    if (agent.leaders > 1)
      tally_.overlap_s += passed;
    agent.since = now;
    return agent;
  }

  std::optional<frame_state>& state_of(actors::tab_ref tab) {
    if (tabs_.size() <= tab.number)
      tabs_.resize(tab.number + 1);
    return tabs_[tab.number];
  }

  void begin_to_lead(agent_view& agent, instant now) {
    ++agent.leaders;
    if (measured_.contains(now)) {
      ++tally_.elections;
      if (agent.lost_leader)
        tally_.takeovers.record(now - *agent.lost_leader);
    }
    agent.lost_leader.reset();
  }

  static void cease_to_lead(agent_view& agent, instant now) {
    assert(agent.leaders > 0);
    if (--agent.leaders == 0)
      agent.lost_leader = now;
  }

  period measured_;
  election_tally tally_ = {};
  std::vector<agent_view> agents_ = {};               // by number
  std::vector<std::optional<frame_state>> tabs_ = {}; // by number of the actor
  std::map<std::uint64_t, std::uint32_t> duties_ = {};
};

} // namespace deskstorm::loadgen
