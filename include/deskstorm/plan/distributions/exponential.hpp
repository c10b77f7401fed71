#pragma once

#include <array>
#include <cmath>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// Memoryless times, e.g. the gaps of a Poisson process.
struct exponential {
  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view about = "memoryless times of that mean";
  static constexpr form written = form::value;
  static constexpr std::array parameters{parameter{"mean"}};

  duration mean = {};

  static result<exponential> from(values v) { return exponential{nanoseconds(*v[0])}; }

  duration expected() const { return mean; }

  template <class Draw>
  duration sample(Draw& draw) const {
    return nanoseconds(-in_ns(mean) * log_of(draw.uniform()));
  }
};

} // namespace deskstorm::plan::distributions
