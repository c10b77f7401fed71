#pragma once

#include <array>
#include <cmath>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/normal_quantile.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// Times whose logarithm is normal, the usual shape of latencies: given by the time that half of
/// them and the time that 99 % of them stay below.
struct lognormal {
  static constexpr std::string_view name = "lognormal";
  static constexpr std::string_view about =
    "a long tail to the right: half stay below the median, 99 % below p99";
  static constexpr form written = form::object;
  static constexpr std::array parameters{parameter{"median"}, parameter{"p99"}};

  duration median = {};
  double sigma = 0; ///< standard deviation of the natural logarithm

  static result<lognormal> from(values v) {
    if (!(*v[0] > 0))
      return failure{"the median must be above zero", "median"};
    if (*v[1] < *v[0])
      return failure{"p99 must not be below the median", "p99"};
    return lognormal{nanoseconds(*v[0]), log_of(*v[1] / *v[0]) / normal_quantile(0.99)};
  }

  duration expected() const { return nanoseconds(in_ns(median) * exp_of(sigma * sigma / 2)); }

  template <class Draw>
  duration sample(Draw& draw) const {
    return nanoseconds(in_ns(median) * exp_of(sigma * normal_quantile(draw.uniform())));
  }
};

} // namespace deskstorm::plan::distributions
