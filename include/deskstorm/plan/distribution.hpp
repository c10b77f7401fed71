#pragma once

#include <variant>

#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/distributions/constant.hpp>
#include <deskstorm/plan/distributions/empirical.hpp>
#include <deskstorm/plan/distributions/erlang.hpp>
#include <deskstorm/plan/distributions/exponential.hpp>
#include <deskstorm/plan/distributions/gamma.hpp>
#include <deskstorm/plan/distributions/lognormal.hpp>
#include <deskstorm/plan/distributions/normal.hpp>
#include <deskstorm/plan/distributions/pareto.hpp>
#include <deskstorm/plan/distributions/uniform.hpp>
#include <deskstorm/plan/distributions/weibull.hpp>

namespace deskstorm::plan {

/// How long something takes. The default takes no time. distributions/parameter.hpp says what an
/// alternative must have.
using distribution =
  std::variant<distributions::constant, distributions::exponential, distributions::uniform,
               distributions::normal, distributions::lognormal, distributions::erlang,
               distributions::gamma, distributions::weibull, distributions::pareto,
               distributions::empirical>;

// Every frame reads one for each of its think times.
static_assert(sizeof(distribution) <= 24);

/// Returns one value, at least zero. `draw.uniform()` must return numbers in (0, 1).
template <class Draw>
duration sample(const distribution& from, Draw& draw) {
  return std::visit([&](const auto& d) { return d.sample(draw); }, from);
}

/// Returns the expectation, or the longest sample there is where that is beyond it.
inline duration mean(const distribution& of) {
  return std::visit([](const auto& d) { return d.expected(); }, of);
}

} // namespace deskstorm::plan
