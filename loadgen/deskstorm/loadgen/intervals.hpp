#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen {

/// The mean of a metric over replications, and how far the true one may be from it.
struct interval {
  double mean = 0;
  double half_width = 0;
  double confidence = 0.95;
};

/// Returns Student's interval for the mean of independent values, of which there must be two.
inline interval student_interval(std::span<const double> values, double confidence) {
  assert(values.size() > 1 && confidence > 0 && confidence < 1);
  const auto n = static_cast<double>(values.size());
  double above = 0; // the first, so that equal values have themselves as their mean
  for (const double value : values)
    above += value - values.front();
  const double mean = values.front() + above / n;
  double squares = 0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  const boost::math::students_t distribution{n - 1};
  const double t = quantile(complement(distribution, (1 - confidence) / 2));
  return {mean, t * std::sqrt(squares / (n - 1) / n), confidence};
}

/// Metrics of one replication by name.
using figures = std::map<std::string, double>;

/// Adds all numbers of a result, or a part of one, under their paths.
inline void add_figures(const ordered_json& at, const std::string& prefix, figures& to) {
  for (const auto& [key, value] : at.items()) {
    if (value.is_object())
      add_figures(value, prefix + key + ".", to);
    if (value.is_number())
      to.emplace(prefix + key, value.get<double>());
  }
}

/// Returns the interval of every metric that any replication has, by name; what a replication does
/// not have counts zero. Nothing for fewer than two.
inline std::vector<std::pair<std::string, interval>>
intervals_of(std::span<const figures> replications, double confidence) {
  if (replications.size() < 2)
    return {};
  std::map<std::string, std::vector<double>> values;
  for (std::size_t i = 0; i < replications.size(); ++i)
    for (const auto& [name, value] : replications[i]) {
      auto& of = values[name];
      of.resize(replications.size());
      of[i] = value;
    }
  std::vector<std::pair<std::string, interval>> made;
  for (const auto& [name, of] : values)
    made.emplace_back(name, student_interval(of, confidence));
  return made;
}

} // namespace deskstorm::loadgen
