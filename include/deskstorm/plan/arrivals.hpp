#pragma once

#include <cmath>
#include <cstdint>

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
  const double events = of.kind == arrivals::process::poisson ? -std::log(draw.uniform()) : 1;
  const double work = events / of.per_second;
  return stages.empty() ? detail::later(now, work) : elapse(stages, now, work);
}

} // namespace deskstorm::plan
