#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::outbound {

/// Returns the share of answered calls that find no agent when `lines` numbers are dialed for
/// `agents` agents and each answers with `probability`:
///     E[max(X - agents, 0)] / E[X],  X binomial of `lines` and `probability`.
/// It is 0 up to as many lines as agents and grows with the lines from there.
inline double abandoned_share(std::uint32_t lines, std::uint32_t agents, double probability) {
  if (lines <= agents || probability <= 0)
    return 0;
  if (probability >= 1)
    return static_cast<double>(lines - agents) / lines;
  // max(X - agents, 0) = X - min(X, agents): only the lower tail of X is summed.
  double p = exp_of(lines * log_of(1 - probability));
  double served = 0;
  double below = 0;
  for (std::uint32_t k = 0; k < agents; ++k) {
    served += k * p;
    below += p;
    p *= static_cast<double>(lines - k) / (k + 1) * probability / (1 - probability);
  }
  served += agents * (1 - below);
  const double expected = lines * probability;
  return std::max(0.0, 1 - served / expected);
}

/// How many numbers a predictive campaign dials at once: as many as its agents can expect to answer
/// without more than the target share of abandoned calls.
class pacing {
public:
  struct rules {
    double answer_probability = 0.3;
    double abandoned_target = 0.03;           ///< share of answered calls
    duration ring = std::chrono::seconds{15}; ///< mean time until an answer
    duration busy = std::chrono::minutes{3};  ///< mean time an agent is busy with a call
    double most_lines_an_agent = 4;
  };

  explicit pacing(const rules& how) : rules_(how) {
    const double turns =
      rules_.busy > duration::zero()
        ? static_cast<double>(rules_.ring.count()) / static_cast<double>(rules_.busy.count())
        : 1e3;
    freed_while_ringing_ = 1 - exp_of(-turns);
  }

  /// Returns how many lines there should be. Of `busy` agents those are counted with the free ones
  /// who can be expected to be free by the time that a call is answered: their busy times taken for
  /// exponential, a share of 1 - exp(-ring / busy). Once more than the target share of calls was
  /// abandoned, no more lines than free agents.
  std::uint32_t lines(std::uint32_t free, std::uint32_t busy, std::uint64_t answered,
                      std::uint64_t abandoned) const {
    if (static_cast<double>(abandoned) > rules_.abandoned_target * static_cast<double>(answered))
      return free;
    return lines_for(free + static_cast<std::uint32_t>(busy * freed_while_ringing_));
  }

private:
  /// The most lines within the target. Kept, since it depends on the number of agents alone.
  std::uint32_t lines_for(std::uint32_t agents) const {
    while (known_.size() <= agents) {
      const auto n = static_cast<std::uint32_t>(known_.size());
      const auto most = static_cast<std::uint32_t>(n * rules_.most_lines_an_agent);
      std::uint32_t lines = known_.empty() ? 0 : std::max(known_.back(), n);
      while (lines < most
             && abandoned_share(lines + 1, n, rules_.answer_probability) <= rules_.abandoned_target)
        ++lines;
      known_.push_back(lines);
    }
    return known_[agents];
  }

  rules rules_;
  double freed_while_ringing_ = 0;
  mutable std::vector<std::uint32_t> known_ = {};
};

} // namespace deskstorm::outbound
