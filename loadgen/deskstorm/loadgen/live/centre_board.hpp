#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::loadgen::live {

// clang-format off
/// How GET /api/state calls the states of a campaign.
inline constexpr std::array campaign_state_names{
  named<outbound::campaign_state>{outbound::campaign_state::unloaded, "UNLOADED"},
  named<outbound::campaign_state>{outbound::campaign_state::loaded,   "LOADED"},
  named<outbound::campaign_state>{outbound::campaign_state::started,  "STARTED"},
};
// clang-format on

/// How a live centre stands: open tabs and who leads, who waits in queues, campaigns. May be told
/// and asked by many threads.
class centre_board final : public idle_observer {
public:
  explicit centre_board(const plan::floor_plan& of)
    : waiting_(of.queues.size()), campaigns_(of.campaigns.size()) {}

  void tab_state(actors::tab_ref tab, frame_state state, instant) override {
    const std::lock_guard alone{mutex_};
    tabs_[tab.agent.value][tab.tab.value] = state;
  }
  void tab_closed(actors::tab_ref tab, instant) override {
    const std::lock_guard alone{mutex_};
    tabs_[tab.agent.value].erase(tab.tab.value);
  }

  void caller_queued(std::uint32_t queue, instant) override {
    const std::lock_guard alone{mutex_};
    ++waiting_[queue];
  }
  void caller_unqueued(std::uint32_t queue, instant) override {
    const std::lock_guard alone{mutex_};
    --waiting_[queue];
  }

  void campaign_stepped(std::uint32_t campaign, outbound::campaign_trigger step, instant) override {
    const std::lock_guard alone{mutex_};
    auto& state = campaigns_[campaign].state;
    state = follow(outbound::campaign_edges, state, step).value_or(state);
  }
  void records_listed(std::uint32_t campaign, std::uint64_t records) override {
    const std::lock_guard alone{mutex_};
    campaigns_[campaign].of(outbound::disposition::left) += records;
  }
  void record_became(std::uint32_t campaign, outbound::disposition before,
                     outbound::disposition after) override {
    const std::lock_guard alone{mutex_};
    --campaigns_[campaign].of(before);
    ++campaigns_[campaign].of(after);
  }

  /// The open tabs of an agent, the oldest first, with their places in the election.
  json tabs_of(agent_id agent) const {
    const std::lock_guard alone{mutex_};
    json all = json::array();
    if (const auto found = tabs_.find(agent.value); found != tabs_.end())
      for (const auto& [tab, state] : found->second)
        all.push_back({{"tab", tab}, {"state", name_of(state)}});
    return all;
  }

  /// How many callers of a queue wait for an agent.
  std::int64_t waiting_in(std::uint32_t queue) const {
    const std::lock_guard alone{mutex_};
    return waiting_[queue];
  }

  /// The state of a campaign, and what became of its records.
  json campaign(std::uint32_t which) const {
    const std::lock_guard alone{mutex_};
    const auto& one = campaigns_[which];
    json records = json::object();
    for (const auto& row : outbound::disposition_names)
      records[std::string{row.name}] = one.records[static_cast<std::size_t>(row.value)];
    return {{"state", name_in(campaign_state_names, one.state)}, {"records", std::move(records)}};
  }

private:
  struct campaign_counts {
    outbound::campaign_state state = outbound::campaign_state::unloaded;
    std::array<std::uint64_t, outbound::disposition_names.size()> records = {};

    std::uint64_t& of(outbound::disposition which) {
      return records[static_cast<std::size_t>(which)];
    }
  };

  mutable std::mutex mutex_;                                                // guards all below
  std::map<std::uint32_t, std::map<std::uint32_t, frame_state>> tabs_ = {}; ///< by agent, by tab
  std::vector<std::int64_t> waiting_;                                       ///< by queue
  std::vector<campaign_counts> campaigns_;
};

} // namespace deskstorm::loadgen::live
