#pragma once

#include <cstdint>
#include <vector>

#include <deskstorm/actors/agent.hpp>
#include <deskstorm/actors/backend.hpp>
#include <deskstorm/actors/caller_queue.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/run_context.hpp>

namespace deskstorm::actors {

/// Brings the contact centre of a plan into being, at the time of the transport. The rest happens
/// by messages.
inline void open_floor(transport& carrier, run_context& run) {
  const instant now = carrier.now();
  auto& server = spawn<backend>(carrier, run);
  caller_queue* queue = nullptr;
  if (!run.plan.queues.empty()) {
    queue = &spawn<caller_queue>(carrier, run);
    send_from_outside(carrier, *queue, now, messages::log_in{});
  }
  std::vector<agent*> agents;
  agents.reserve(run.plan.agents.count);
  for (std::uint32_t n = 1; n <= run.plan.agents.count; ++n) {
    auto& one = spawn<agent>(carrier, run, agent_setup{agent_id{n}, &server, queue});
    send_from_outside(carrier, one, now, messages::log_in{});
    agents.push_back(&one);
  }
  for (std::uint32_t step = 0; step < run.plan.script.size(); ++step) {
    const auto& what = run.plan.script[step];
    for (std::uint32_t n = 1; n <= run.plan.agents.count; ++n)
      if (what.agent == 0 || what.agent == n)
        send_from_outside(carrier, *agents[n - 1], what.at, messages::script{step});
  }
}

} // namespace deskstorm::actors
