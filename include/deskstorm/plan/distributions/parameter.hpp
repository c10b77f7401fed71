#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::plan::distributions {

// A distribution is a struct with
//   name, about   as scenarios and `deskstorm list` name and explain it
//   written       how a scenario writes it: {"name": ...}
//   parameters    what it takes, in order
//   from(values)  makes it of checked numbers: one a parameter, or as many as the list has
//   expected()    its mean
//   sample(draw)  one value; draw.uniform() lies in (0, 1)
// and an entry in the variant of plan/distribution.hpp. Times are never below zero.

/// How a scenario writes the parameters of a distribution.
enum class form : std::uint8_t {
  value,  ///< {"exponential": "10s"}
  tuple,  ///< {"uniform": ["1ms", "5ms"]}
  object, ///< {"normal": {"mean": "5s", "sd": "1s"}}
  list,   ///< {"empirical": ["1ms", "2ms"]}: any number of the one parameter
};

enum class parameter_kind : std::uint8_t { time, number };

/// One parameter. The bounds of a number are `least` and `most`, both allowed.
struct parameter {
  std::string_view name;
  parameter_kind kind = parameter_kind::time;
  bool required = true;
  double least = 0;
  double most = 0;
};

/// What a scenario gave for each parameter, in the order of the table: times in nanoseconds.
using values = std::span<const std::optional<double>>;

/// No sample is longer, so that the sum of a time of a run and a sample cannot overflow.
inline constexpr duration longest_sample = std::chrono::hours{24 * 365 * 100};

/// Returns `ns` as a duration, to the nearest nanosecond, between zero and `longest_sample`.
constexpr duration nanoseconds(double ns) {
  if (!(ns > 0))
    return {};
  if (ns >= static_cast<double>(longest_sample.count()))
    return longest_sample;
  return duration{static_cast<duration::rep>(ns + 0.5)};
}

constexpr double in_ns(duration time) { return static_cast<double>(time.count()); }

} // namespace deskstorm::plan::distributions
