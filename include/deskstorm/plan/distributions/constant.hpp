#pragma once

#include <array>

#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// Always the same time. A scenario may also write the bare duration.
struct constant {
  static constexpr std::string_view name = "constant";
  static constexpr std::string_view about = "always the same time; a bare duration says the same";
  static constexpr form written = form::value;
  static constexpr std::array parameters{parameter{"value"}};

  duration value = {};

  static result<constant> from(values v) { return constant{nanoseconds(*v[0])}; }

  duration expected() const { return value; }

  template <class Draw>
  duration sample(Draw&) const {
    return value;
  }
};

} // namespace deskstorm::plan::distributions
