#pragma once

#include <utility>

#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/locked_observer.hpp>

namespace deskstorm::loadgen {

/// Returns a simulator that takes every order to that clock. On the wall clock actors on several
/// threads tell the observer, one at a time.
inline simulator on_clock(simulator run, clock_choice clock) {
  if (clock == clock_choice::virtual_time)
    return run;
  return [run = std::move(run), clock](const run_order& order, actors::observer& seen,
                                       const run_hooks& hooks) {
    locked_observer locked{seen};
    return run({order.plan, order.replication, clock}, locked, hooks);
  };
}

} // namespace deskstorm::loadgen
