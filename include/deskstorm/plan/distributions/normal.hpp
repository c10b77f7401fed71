#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include <deskstorm/plan/distributions/normal_quantile.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// The bell curve, cut off below zero: `mean` and `sd` are those of the whole curve.
struct normal {
  static constexpr std::string_view name = "normal";
  static constexpr std::string_view about =
    "the bell curve of that mean and sd, cut off below zero";
  static constexpr form written = form::object;
  static constexpr std::array parameters{parameter{"mean"}, parameter{"sd"}};

  duration mean = {};
  duration sd = {};

  static result<normal> from(values v) { return normal{nanoseconds(*v[0]), nanoseconds(*v[1])}; }

  duration expected() const {
    if (sd == duration::zero())
      return mean;
    const double cut = in_ns(mean) / in_ns(sd);
    const double density =
      std::exp(-cut * cut / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return nanoseconds(in_ns(mean) + in_ns(sd) * density / (1 - below_zero()));
  }

  // Inversion: one draw a sample, and a larger draw is a longer time.
  template <class Draw>
  duration sample(Draw& draw) const {
    if (sd == duration::zero())
      return mean;
    const double cut = below_zero();
    const double p = cut + (1 - cut) * draw.uniform();
    return nanoseconds(in_ns(mean) + in_ns(sd) * normal_quantile(p));
  }

private:
  double below_zero() const { return std::erfc(in_ns(mean) / in_ns(sd) / std::numbers::sqrt2) / 2; }
};

} // namespace deskstorm::plan::distributions
