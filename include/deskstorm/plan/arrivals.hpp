#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/stages.hpp>

namespace deskstorm::plan {

/// Arrivals of requests or callers.
struct arrivals {
  enum class process : std::uint8_t { poisson, constant } kind = process::poisson;
  double per_second = 0;
};

/// Returns when the arrival after one at `now` comes, or `never`. The rate follows the stages by
/// inversion of its integral, so that each arrival takes one draw of draw.uniform() in (0, 1), and
/// a constant process none.
template <class Draw>
instant next_arrival(instant now, const arrivals& of, course stages, Draw& draw) {
  if (!(of.per_second > 0))
    return never;
  const double events = of.kind == arrivals::process::poisson ? -log_of(draw.uniform()) : 1;
  const double work = events / of.per_second;
  return stages.empty() ? detail::later(now, work) : elapse(stages, now, work);
}

/// Returns when a client with this load sends its next requests after `now`, when it already has
/// `done` times, or `never`.
inline instant next_burst(instant now, instant first, duration every, std::uint32_t done) {
  if (done == 0)
    return std::max(now, first);
  return every > duration::zero() ? now + every : never;
}

} // namespace deskstorm::plan
