#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/server.hpp>
#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen::live {

/// A server and the centre behind it, which may begin anew under it.
class service {
public:
  service(server& at, centre_opener open, centre_order order)
    : server_(&at), open_(std::move(open)), order_(std::move(order)) {}

  /// Serves until the end of the plan, or until the caller has enough.
  run_facts run(actors::observer& seen, const run_hooks& hooks) {
    for (;;) {
      const auto centre = open_(order_, seen);
      server_->use(*centre);
      const bool over = run_one(*centre, hooks);
      server_->detach("the simulation starts again");
      if (over)
        return last_;
      order_.plan = centre->next_plan().value_or(order_.plan);
    }
  }

private:
  /// Returns whether that was all; else the centre is to begin anew.
  bool run_one(centre& one, const run_hooks& hooks) {
    constexpr duration slice = std::chrono::milliseconds{100};
    const instant end{order_.plan.length};
    while (one.now() < end) {
      one.run_until(std::min(end, one.now() + slice));
      last_ = one.facts();
      if (!hooks.keep_going(one.now(), last_.messages)) {
        last_.interrupted = true;
        return true;
      }
      if (one.next_plan())
        return false;
    }
    return true;
  }

  server* server_;
  centre_opener open_;
  centre_order order_;
  run_facts last_ = {};
};

} // namespace deskstorm::loadgen::live
