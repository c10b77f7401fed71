#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include <deskstorm/base/elementary.hpp>
#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// The sum of `k` exponential times: more regular than one, the more so the larger `k`.
struct erlang {
  static constexpr std::string_view name = "erlang";
  static constexpr std::string_view about =
    "the sum of k exponential times; mean is that of the sum";
  static constexpr form written = form::object;
  static constexpr std::array parameters{parameter{"k", parameter_kind::number, true, 1, 1000},
                                         parameter{"mean"}};

  std::uint32_t k = 1;
  duration mean = {};

  static result<erlang> from(values v) {
    if (*v[0] != std::floor(*v[0]))
      return failure{"k must be a whole number", "k"};
    return erlang{static_cast<std::uint32_t>(*v[0]), nanoseconds(*v[1])};
  }

  duration expected() const { return mean; }

  template <class Draw>
  duration sample(Draw& draw) const {
    double sum = 0;
    for (std::uint32_t i = 0; i < k; ++i)
      sum -= log_of(draw.uniform());
    return nanoseconds(in_ns(mean) / k * sum);
  }
};

} // namespace deskstorm::plan::distributions
