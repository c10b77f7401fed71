#pragma once

#include <cstdint>

#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/base/ids.hpp>

namespace deskstorm::actors {

/// Where a call comes from: the n-th of an inbound queue, or the n-th that an agent dialed.
struct call_source {
  static constexpr std::int32_t no_queue = -1;

  std::int32_t queue = no_queue; ///< index into floor_plan::queues
  std::uint64_t stream = 0;
  bool passed_on = false; ///< by an agent, who had the caller before

  static call_source inbound(std::uint32_t queue, std::uint32_t ordinal) {
    return {static_cast<std::int32_t>(queue),
            stream_of(static_cast<std::uint64_t>(stream_owner::call), queue, ordinal)};
  }

  static call_source passed(std::uint32_t queue, interaction_id before) {
    const auto owner = static_cast<std::uint64_t>(stream_owner::passed_call);
    return {static_cast<std::int32_t>(queue), stream_of(owner, queue, before.value), true};
  }

  static call_source dialed(agent_id agent, std::uint32_t ordinal) {
    return {no_queue,
            stream_of(static_cast<std::uint64_t>(stream_owner::dialed_call), agent.value, ordinal)};
  }
};

} // namespace deskstorm::actors
