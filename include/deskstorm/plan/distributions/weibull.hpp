#pragma once

#include <array>
#include <cmath>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// The Weibull distribution of lifetimes and patience: `shape` below 1 has a long tail, 1 is
/// exponential, above 1 times get more regular.
struct weibull {
  static constexpr std::string_view name = "weibull";
  static constexpr std::string_view about =
    "shape and either scale or mean; shape 1 is exponential, below 1 has a longer tail";
  static constexpr form written = form::object;
  static constexpr std::array parameters{
    parameter{"shape", parameter_kind::number, true, 0.1, 1000},
    parameter{"scale", parameter_kind::time, false},
    parameter{"mean", parameter_kind::time, false}};

  double shape = 1;
  double scale_ns = 0;

  static result<weibull> from(values v) {
    if (v[1].has_value() == v[2].has_value())
      return failure{"give either scale or mean"};
    return weibull{*v[0], v[1] ? *v[1] : *v[2] / std::tgamma(1 + 1 / *v[0])};
  }

  duration expected() const { return nanoseconds(scale_ns * std::tgamma(1 + 1 / shape)); }

  template <class Draw>
  duration sample(Draw& draw) const {
    return nanoseconds(scale_ns * pow_of(-log_of(draw.uniform()), 1 / shape));
  }
};

} // namespace deskstorm::plan::distributions
