#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::actors {

/// What a tab must be told when it is made.
struct tab_setup {
  agent_id agent;
  tab_id tab;
  receiver* session = nullptr; ///< of its agent, at the backend
  receiver* backend = nullptr;
  std::shared_ptr<shared_limiter> of_agent = {}; ///< where the limits are per agent, else null
  const std::atomic<std::uint32_t>* last_active = nullptr; ///< the number of that tab of the agent
  instant opens = {};
  std::shared_ptr<port> browser = {}; ///< that shows it, else null
};

} // namespace deskstorm::actors
