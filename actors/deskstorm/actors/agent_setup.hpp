#pragma once

#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/outbound_desk.hpp>
#include <deskstorm/base/ids.hpp>

namespace deskstorm::actors {

/// Whom an agent deals with.
struct agent_setup {
  agent_id id;
  receiver* backend = nullptr;
  receiver* queue = nullptr; ///< null where the plan has no inbound queue
  std::vector<outbound_desk::membership> campaigns = {}; ///< those that the agent is part of
};

} // namespace deskstorm::actors
