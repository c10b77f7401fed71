#pragma once

#include <array>
#include <atomic>
#include <cstddef>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/link_names.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::live {

/// Rules of one link that change while it is in use, on top of those of the plan.
class live_rules final : public actors::link_rules {
public:
  void stand_on(const actors::link_rules* of_plan) { of_plan_ = of_plan; }

  /// That share of messages is lost.
  void drop(double share) { drop_ = share; }

  /// Nothing gets through before that time.
  void cut(instant until) { cut_until_ns_ = until.time_since_epoch().count(); }

  actors::verdict judge(const actors::facts& about, instant now,
                        actors::stream& draw) const override {
    actors::verdict fate;
    if (of_plan_ != nullptr)
      fate = of_plan_->judge(about, now, draw);
    const double share = drop_;
    fate.dropped = fate.dropped || now.time_since_epoch().count() < cut_until_ns_
                   || (share > 0 && draw.uniform() < share);
    return fate;
  }

private:
  const actors::link_rules* of_plan_ = nullptr;
  std::atomic<double> drop_ = 0;
  std::atomic<duration::rep> cut_until_ns_ = 0;
};

/// Those of all links of a run.
class live_faults {
public:
  /// Puts them between a run and the rules of its plan.
  void watch(actors::run_context& run) {
    put_before(run.post_message, plan::link::post_message);
    put_before(run.broadcast_channel, plan::link::broadcast_channel);
    put_before(run.backend_link, plan::link::backend);
  }

  live_rules& of(plan::link which) { return rules_[static_cast<std::size_t>(which)]; }

private:
  void put_before(actors::link_type& link, plan::link which) {
    auto& rules = of(which);
    rules.stand_on(link.rules);
    link.rules = &rules;
  }

  std::array<live_rules, link_names.size()> rules_;
};

} // namespace deskstorm::loadgen::live
