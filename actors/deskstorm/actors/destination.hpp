#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/target.hpp>

namespace deskstorm::actors {

/// Where an interaction is transferred to.
struct destination {
  std::uint32_t queue = 0; ///< index into floor_plan::queues
  std::uint32_t agent = 0; ///< number of the one that it is for; 0: any
};

/// Returns the queue of that name, if it is of that medium.
inline std::optional<std::uint32_t> queue_named(const run_context& run, desk::media medium,
                                                const std::string& name) {
  for (std::uint32_t n = 0; n < run.plan.queues.size(); ++n)
    if (run.plan.queues[n].queue == name && run.medium_of(n) == medium)
      return n;
  return std::nullopt;
}

/// Returns where agents transfer to by themselves: the queue that the plan names.
inline destination usual_destination(const run_context& run, std::uint32_t from) {
  const auto& name = run.plan.queues[from].transfer_to;
  return {queue_named(run, run.medium_of(from), name).value_or(from), 0};
}

/// Says whether a target is one of ours; all others are outside.
constexpr bool names_agent_or_queue(const desk::target& to) {
  return to.type == desk::target_type::agent || to.type == desk::target_type::interaction_queue
         || to.type == desk::target_type::routing_point;
}

inline constexpr std::string_view employee_prefix = "emp";

/// Returns the employee id of an agent, such as "emp7".
inline std::string employee_id_of(agent_id who) {
  return std::string{employee_prefix} + std::to_string(who.value);
}

/// Returns the number of the agent who is called by it or by an employee id.
inline std::optional<std::uint32_t> agent_called(const run_context& run, std::string_view name) {
  if (name.starts_with(employee_prefix))
    name.remove_prefix(employee_prefix.size());
  const auto number = whole_number<std::uint32_t>(name);
  const std::uint32_t seats = run.live == nullptr ? 0 : run.live->setup().seats;
  if (!number || *number == 0 || *number > run.plan.agents.count + seats)
    return std::nullopt;
  return number;
}

/// Returns the agent by number, or the queue by name, that a target query means for an interaction
/// of the queue `from`. Nothing where there is no such target.
inline std::optional<destination> destination_of(const run_context& run, std::uint32_t from,
                                                 const desk::target& to) {
  if (to.type == desk::target_type::agent) {
    const auto number = agent_called(run, to.destination);
    return number ? std::optional{destination{from, *number}} : std::nullopt;
  }
  if (const auto queue = queue_named(run, run.medium_of(from), to.destination))
    return destination{*queue, 0};
  return std::nullopt;
}

/// The failure of a request that names a target of which destination_of knows nothing.
inline failure no_such_destination(const desk::target& to) {
  return {"There is no agent or queue '" + to.destination + "' to transfer to.", "targetQuery"};
}

} // namespace deskstorm::actors
