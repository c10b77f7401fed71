#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/actors/agent.hpp>
#include <deskstorm/actors/backend.hpp>
#include <deskstorm/actors/caller_queue.hpp>
#include <deskstorm/actors/campaign.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/desk/connection_state.hpp>

namespace deskstorm::actors {

namespace detail {

/// Brings a campaign into being, with the steps of its life.
inline campaign& open_campaign(transport& carrier, run_context& run, std::uint32_t number) {
  const auto& plan = run.plan.campaigns[number];
  auto& made = spawn<campaign>(carrier, run, number);
  const auto at = [&](instant when, outbound::campaign_trigger step) {
    if (when != never)
      send_from_outside(carrier, made, std::max(when, carrier.now()),
                        messages::campaign_step{step});
  };
  at(plan.load, outbound::campaign_trigger::load);
  at(plan.start, outbound::campaign_trigger::start);
  at(plan.stop, outbound::campaign_trigger::stop);
  at(plan.unload, outbound::campaign_trigger::unload);
  return made;
}

/// Agents who work on records themselves want them pushed.
inline bool wants_direct_push(const plan::campaign& plan) {
  return plan.worked_by == plan::preview_worker::agent;
}

/// Tells an agent of the outages to come; its tabs notice them by themselves.
inline void announce_outages(transport& carrier, const run_context& run, agent& one) {
  for (const auto& fault : run.plan.faults)
    if (fault.what == plan::fault_kind::backend_outage)
      for (const auto& change : desk::changes_of_outage(fault.from, fault.until))
        if (change.at != never)
          send_from_outside(carrier, one, change.at, messages::connection{change.state});
}

} // namespace detail

/// Those of a floor that somebody outside may talk to.
struct floor_actors {
  receiver* queue = nullptr; ///< null where the plan has no inbound queue
  std::vector<campaign*> campaigns = {};
  std::vector<agent*> agents = {}; ///< those of the plan, then the seats
};

/// Brings the contact centre of a plan into being, at the time of the transport. The rest happens
/// by messages.
inline floor_actors open_floor(transport& carrier, run_context& run) {
  const instant now = carrier.now();
  auto& server = spawn<backend>(carrier, run);
  caller_queue* queue = nullptr;
  if (!run.plan.queues.empty()) {
    queue = &spawn<caller_queue>(carrier, run);
    send_from_outside(carrier, *queue, now, messages::log_in{});
  }
  std::vector<campaign*> campaigns;
  for (std::uint32_t n = 0; n < run.plan.campaigns.size(); ++n)
    campaigns.push_back(&detail::open_campaign(carrier, run, n));
  std::vector<agent*> agents;
  const std::uint32_t seats = run.live == nullptr ? 0 : run.live->setup().seats;
  agents.reserve(run.plan.agents.count + seats);
  for (std::uint32_t n = 1; n <= run.plan.agents.count + seats; ++n) {
    const bool seat = n > run.plan.agents.count;
    agent_setup setup{agent_id{n}, &server, queue};
    for (std::uint32_t c = 0; c < campaigns.size(); ++c)
      if (const auto& plan = run.plan.campaigns[c]; seat || plan.is_for(n))
        setup.campaigns.push_back({c, campaigns[c], !seat && detail::wants_direct_push(plan)});
    auto& one = spawn<agent>(carrier, run, setup);
    if (seat)
      run.live->seat(one.number());
    for (const auto& joined : setup.campaigns)
      campaigns[joined.number]->enlist(one);
    send_from_outside(carrier, one, habits::log_in_time(run, agent_id{n}, now), messages::log_in{});
    detail::announce_outages(carrier, run, one);
    if (queue != nullptr)
      queue->staff(one.number());
    agents.push_back(&one);
  }
  for (std::uint32_t step = 0; step < run.plan.script.size(); ++step) {
    const auto& what = run.plan.script[step];
    for (std::uint32_t n = 1; n <= run.plan.agents.count; ++n)
      if (what.agent == 0 || what.agent == n)
        send_from_outside(carrier, *agents[n - 1], what.at, messages::script{step});
  }
  return {queue, std::move(campaigns), std::move(agents)};
}

} // namespace deskstorm::actors
