#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::actors {

/// When the faults of a plan happen to the tabs of an agent: a Poisson process each, with a stream
/// of its own.
class mishaps {
public:
  struct coming {
    instant at;
    messages::mishap what;
  };

  mishaps(const run_context& run, agent_id agent) : run_(&run), agent_(agent) {}

  /// The first of each fault.
  std::vector<coming> begin(instant now) {
    std::vector<coming> all;
    for (std::uint32_t n = 0; n < faults().size(); ++n)
      if (faults()[n].what == plan::fault_kind::mishap)
        if (const auto first = after({n}, std::max(now, faults()[n].from)))
          all.push_back(*first);
    return all;
  }

  /// The next of a fault; none after its end.
  std::optional<coming> after(const messages::mishap& what, instant now) {
    const auto& fault = faults()[what.fault];
    if (fault.per_second <= 0)
      return std::nullopt;
    const auto mean = plan::distributions::nanoseconds(1e9 / fault.per_second);
    const instant at =
      now + draw(what, plan::distributions::exponential{std::max(mean, duration{1})});
    return at < fault.until ? std::optional{coming{at, what}} : std::nullopt;
  }

  /// Returns how long it lasts this time.
  duration extent(const messages::mishap& what) { return draw(what, faults()[what.fault].extent); }

private:
  const std::vector<plan::fault>& faults() const { return run_->plan.faults; }

  duration draw(const messages::mishap& what, const plan::distribution& from) {
    const auto owner = static_cast<std::uint64_t>(stream_owner::agent);
    auto& drawn = drawn_[what.fault];
    stream source{run_->key, stream_of(owner, agent_.value, 1 + what.fault), purpose::mishap,
                  drawn};
    const auto drawing = plan::sample(from, source);
    drawn = source.drawn();
    return drawing;
  }

  const run_context* run_;
  agent_id agent_;
  std::map<std::uint32_t, std::uint32_t> drawn_ = {};
};

} // namespace deskstorm::actors
