#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen {

enum class clock_choice : std::uint8_t {
  virtual_time, ///< as fast as the machine can, reproducible
  real_time,    ///< on the wall clock
};

/// How many of each there were in a run, those included that came and went.
struct entity_counts {
  std::uint64_t agents = 0;
  std::uint64_t tabs = 0;
  std::uint64_t frames = 0;
  std::uint64_t interactions = 0;
  std::uint64_t campaigns = 0;

  entity_counts& operator+=(const entity_counts& more) {
    agents += more.agents;
    tabs += more.tabs;
    frames += more.frames;
    interactions += more.interactions;
    campaigns += more.campaigns;
    return *this;
  }

  /// Divides and rounds to the nearest.
  entity_counts& operator/=(std::uint64_t by) {
    for (auto* count : {&agents, &tabs, &frames, &interactions, &campaigns})
      *count = (*count + by / 2) / by;
    return *this;
  }
};

/// What a run says of itself, beside what its observer saw.
struct run_facts {
  std::uint64_t digest = 0;   ///< over every delivered message, in order
  std::uint64_t messages = 0; ///< delivered
  duration simulated = {};    ///< from the start to where it stopped
  entity_counts entities = {};
  bool interrupted = false; ///< stopped by `keep_going`
};

/// One delivered message, for traces.
struct delivery {
  instant at;
  actors::entity_number from;
  actors::entity_number to;
  std::string_view kind;
};

/// What a run calls while it runs; each may be empty.
struct run_hooks {
  /// Called now and then, many times a second of wall time; the run ends early where it returns
  /// false.
  std::function<bool(instant now, std::uint64_t messages)> keep_going = {};

  /// Called for every delivery, in order. Costly: only for traces.
  std::function<void(const delivery&)> delivered = {};
};

/// Which run is wanted.
struct run_order {
  const plan::floor_plan& plan;
  std::uint32_t replication = 0; ///< runs that differ in it are independent of each other
  clock_choice clock = clock_choice::virtual_time;
};

/// Runs one contact centre from its start to the end of the plan. Runs share nothing: several may
/// go on at once in several threads.
using simulator = std::function<run_facts(const run_order&, actors::observer&, const run_hooks&)>;

} // namespace deskstorm::loadgen
