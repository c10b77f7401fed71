#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::live {

// clang-format off
/// The links as scenarios and the control API call them.
inline constexpr std::array link_names{
  named<plan::link>{plan::link::post_message,      "post-message"},
  named<plan::link>{plan::link::broadcast_channel, "broadcast-channel"},
  named<plan::link>{plan::link::backend,           "backend"},
};
// clang-format on

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
    for (auto* link : {&run.post_message, &run.broadcast_channel, &run.backend_link}) {
      auto& rules = rules_[static_cast<std::size_t>(next_++)];
      rules.stand_on(link->rules);
      link->rules = &rules;
    }
  }

  live_rules& of(plan::link which) { return rules_[static_cast<std::size_t>(which)]; }

private:
  std::array<live_rules, link_names.size()> rules_;
  std::size_t next_ = 0;
};

} // namespace deskstorm::loadgen::live
