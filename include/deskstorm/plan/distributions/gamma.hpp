#pragma once

#include <array>
#include <cmath>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/normal_quantile.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// The gamma distribution: an Erlang whose `shape` need not be whole.
struct gamma {
  static constexpr std::string_view name = "gamma";
  static constexpr std::string_view about =
    "shape and either mean or scale (mean = shape times scale)";
  static constexpr form written = form::object;
  static constexpr std::array parameters{
    parameter{"shape", parameter_kind::number, true, 0.01, 1000},
    parameter{"mean", parameter_kind::time, false},
    parameter{"scale", parameter_kind::time, false}};

  double shape = 1;
  double scale_ns = 0;

  static result<gamma> from(values v) {
    if (v[1].has_value() == v[2].has_value())
      return failure{"give either mean or scale"};
    return gamma{*v[0], v[1] ? *v[1] / *v[0] : *v[2]};
  }

  duration expected() const { return nanoseconds(shape * scale_ns); }

  /// Source: G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, ACM TOMS
  /// 26 (2000). A shape below 1 is one above it, thinned by a power of a uniform.
  template <class Draw>
  duration sample(Draw& draw) const {
    if (shape < 1) {
      const double thin = pow_of(draw.uniform(), 1 / shape);
      return nanoseconds(scale_ns * thin * unscaled(shape + 1, draw));
    }
    return nanoseconds(scale_ns * unscaled(shape, draw));
  }

private:
  template <class Draw>
  static double unscaled(double k, Draw& draw) {
    const double d = k - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
      const double x = normal_quantile(draw.uniform());
      const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
      if (v > 0 && log_of(draw.uniform()) < x * x / 2 + d - d * v + d * log_of(v))
        return d * v;
    }
  }
};

} // namespace deskstorm::plan::distributions
