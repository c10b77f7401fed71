#pragma once

#include <array>
#include <cmath>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// The Pareto distribution: no time is below `minimum`, and the tail falls as a power. With a
/// `shape` of 1 or less it has no mean, of 2 or less no variance.
struct pareto {
  static constexpr std::string_view name = "pareto";
  static constexpr std::string_view about =
    "a power tail: shape and either minimum or mean (which needs a shape above 1)";
  static constexpr form written = form::object;
  static constexpr std::array parameters{
    parameter{"shape", parameter_kind::number, true, 0.1, 1000},
    parameter{"minimum", parameter_kind::time, false},
    parameter{"mean", parameter_kind::time, false}};

  double shape = 2;
  double minimum_ns = 0;

  static result<pareto> from(values v) {
    if (v[1].has_value() == v[2].has_value())
      return failure{"give either minimum or mean"};
    if (v[2] && *v[0] <= 1)
      return failure{"a Pareto distribution has a mean only where its shape is above 1", "mean"};
    return pareto{*v[0], v[1] ? *v[1] : *v[2] * (*v[0] - 1) / *v[0]};
  }

  /// `longest_sample` where there is no mean.
  duration expected() const {
    return shape > 1 ? nanoseconds(minimum_ns * shape / (shape - 1)) : longest_sample;
  }

  template <class Draw>
  duration sample(Draw& draw) const {
    return nanoseconds(minimum_ns * pow_of(draw.uniform(), -1 / shape));
  }
};

} // namespace deskstorm::plan::distributions
