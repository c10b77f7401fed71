#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include <deskstorm/actors/floor.hpp>
#include <deskstorm/actors/message_names.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/sim/faults.hpp>
#include <deskstorm/sim/real_world.hpp>
#include <deskstorm/sim/world.hpp>

namespace deskstorm::loadgen {

namespace detail {

/// Returns the protocol of the plan, which the scenario reader has checked.
inline tabs::election_rules election_of(const plan::floor_plan& plan) {
  const auto* row = find_named(tabs::elections, plan.election.algorithm);
  return *row->make({plan.election.times, plan.election.release_at_unload,
                     plan.election.resign_on_hide, plan.election.numbers});
}

inline auto rights_of(const plan::floor_plan& plan) {
  std::vector<std::optional<request_set>> rights;
  for (const auto& persona : plan.personas)
    rights.push_back(plan.options.origins.rights_of(persona.origin));
  return rights;
}

/// Hands each frame its own rows of a recording, in order of time.
inline auto recorded_of(const plan::floor_plan& plan) {
  decltype(actors::run_context::recorded) recorded;
  for (const auto& persona : plan.personas)
    if (const auto* trace = std::get_if<plan::trace_load>(&persona.load))
      for (const auto& row : trace->rows)
        recorded[{row.agent, row.frame}].push_back(&row);
  for (auto& [frame, rows] : recorded)
    std::ranges::stable_sort(rows, {}, [](const plan::trace_row* r) { return r->at; });
  return recorded;
}

/// The fault rules of a plan, by link.
class faults_of {
public:
  explicit faults_of(const plan::floor_plan& plan)
    : rules_{{{plan.faults, plan::link::post_message},
              {plan.faults, plan::link::broadcast_channel},
              {plan.faults, plan::link::backend}}} {}

  actors::link_type on(const plan::distribution& latency, plan::link where) const {
    const auto& rules = rules_[static_cast<std::size_t>(where)];
    return {latency, rules.empty() ? nullptr : &rules};
  }

private:
  std::array<sim::link_faults, 3> rules_;
};

/// Lets the world run to the end of the plan, or until the caller has enough.
template <class World>
bool run_to_end(World& world, const plan::floor_plan& plan, const run_hooks& hooks) {
  constexpr int slices = 500; // how often the caller may look and stop
  for (int slice = 1; slice <= slices; ++slice) {
    world.run_until(instant{plan.length / slices * slice});
    if (hooks.keep_going && !hooks.keep_going(world.now(), world.deliveries()))
      return false;
  }
  return world.run_until(instant{plan.length});
}

/// On the wall clock nothing is stopped for it.
inline bool run_to_end(sim::real_world& world, const plan::floor_plan& plan,
                       const run_hooks& hooks) {
  return world.run_until(instant{plan.length}, [&] {
    return !hooks.keep_going || hooks.keep_going(world.now(), world.deliveries());
  });
}

inline std::uint64_t digest_of(const sim::world& world) { return world.digest(); }

/// On the wall clock no two runs are alike.
inline std::uint64_t digest_of(const sim::real_world&) { return 0; }

inline void trace(sim::world& world, const run_hooks& hooks) {
  if (hooks.delivered)
    world.on_delivery([&](const actors::envelope& e) {
      hooks.delivered({e.due, e.from, e.to->number(), name_in(actors::message_names, e.kind())});
    });
}

/// Deliveries on the wall clock have no order that a trace could show.
inline void trace(sim::real_world&, const run_hooks&) {}

inline actors::run_context context_of(const plan::floor_plan& plan, const faults_of& faults,
                                      actors::observer& seen, std::uint32_t replication) {
  return {.plan = plan,
          .seen = seen,
          .key = {plan.seed, replication},
          .limits = {plan.options.limits, plan.limiter},
          .election = election_of(plan),
          .post_message = faults.on(plan.network.post_message, plan::link::post_message),
          .broadcast_channel =
            faults.on(plan.network.broadcast_channel, plan::link::broadcast_channel),
          .backend_link = faults.on(plan.network.backend, plan::link::backend),
          .rights = rights_of(plan),
          .recorded = recorded_of(plan)};
}

template <class World>
run_facts simulate_in(World& world, const run_order& order, actors::observer& seen,
                      const run_hooks& hooks) {
  const auto& plan = order.plan;
  const faults_of faults{plan};
  auto run = context_of(plan, faults, seen, order.replication);
  trace(world, hooks);
  actors::open_floor(world, run);
  const bool finished = run_to_end(world, plan, hooks);
  return {.digest = digest_of(world),
          .messages = world.deliveries(),
          .simulated = world.now() - instant{},
          .entities = {.agents = plan.agents.count,
                       .tabs = run.tabs,
                       .frames = run.frames,
                       .interactions = run.interactions,
                       .campaigns = plan.campaigns.size()},
          .interrupted = !finished};
}

} // namespace detail

/// Runs the contact centre of a plan. On the wall clock `seen` is called from many threads.
inline run_facts simulate(const run_order& order, actors::observer& seen, const run_hooks& hooks) {
  if (order.clock == clock_choice::virtual_time) {
    sim::world world;
    return detail::simulate_in(world, order, seen, hooks);
  }
  sim::real_world world;
  return detail::simulate_in(world, order, seen, hooks);
}

} // namespace deskstorm::loadgen
