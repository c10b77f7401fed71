#pragma once

#include <array>

#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// Every time between two bounds is as likely as any other.
struct uniform {
  static constexpr std::string_view name = "uniform";
  static constexpr std::string_view about = "equally likely anywhere between the two times";
  static constexpr form written = form::tuple;
  static constexpr std::array parameters{parameter{"low"}, parameter{"high"}};

  duration low = {};
  duration high = {};

  static result<uniform> from(values v) {
    if (*v[1] < *v[0])
      return failure{"the second time must not be below the first"};
    return uniform{nanoseconds(*v[0]), nanoseconds(*v[1])};
  }

  duration expected() const { return low + (high - low) / 2; }

  template <class Draw>
  duration sample(Draw& draw) const {
    return nanoseconds(in_ns(low) + in_ns(high - low) * draw.uniform());
  }
};

} // namespace deskstorm::plan::distributions
