#pragma once

#include <cstdint>
#include <utility>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/server.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/part_observer.hpp>

namespace deskstorm::loadgen::live {

/// A server and the centre behind it, which may begin anew under it. What its centres do adds up.
class service {
public:
  service(server& at, centre_opener open, centre_order order)
    : server_(&at), open_(std::move(open)), order_(std::move(order)) {}

  /// Serves until the end of the plan, or until the caller has enough.
  run_facts run(actors::observer& seen, const run_hooks& hooks) {
    const duration length = order_.plan.length;
    part_observer parts{seen};
    run_facts sum;
    for (bool over = false; !over;) {
      const auto centre = open_(order_, parts);
      server_->use(*centre);
      const run_facts before = sum;
      over = centre->run_until(instant{length - before.simulated}, [&] {
        sum.interrupted = !hooks.keep_going(centre->now() + before.simulated,
                                            before.messages + centre->facts().messages);
        return !sum.interrupted && !centre->next_plan();
      });
      over = over || sum.interrupted;
      server_->detach("the simulation starts again");
      add(sum, centre->facts());
      parts.end_part(instant{sum.simulated - before.simulated});
      if (auto next = centre->next_plan())
        order_.plan = *std::move(next);
    }
    return sum;
  }

private:
  /// Agents and campaigns are the same in all.
  static void add(run_facts& sum, const run_facts& one) {
    sum.messages += one.messages;
    sum.simulated += one.simulated;
    sum.entities.agents = one.entities.agents;
    sum.entities.campaigns = one.entities.campaigns;
    sum.entities.tabs += one.entities.tabs;
    sum.entities.frames += one.entities.frames;
    sum.entities.interactions += one.entities.interactions;
  }

  server* server_;
  centre_opener open_;
  centre_order order_;
};

} // namespace deskstorm::loadgen::live
