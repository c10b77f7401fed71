#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/study/bottleneck.hpp>
#include <deskstorm/loadgen/study/cross_check.hpp>
#include <deskstorm/loadgen/study/judgement.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/loadgen/study/settled.hpp>

namespace deskstorm::loadgen::study {

/// Values of one metric over replications; what a replication does not have counts zero.
inline std::vector<double> values_of(const std::vector<figures>& rows, const std::string& metric) {
  std::vector<double> values;
  for (const auto& row : rows) {
    const auto found = row.find(metric);
    values.push_back(found == row.end() ? 0 : found->second);
  }
  return values;
}

/// A metric that was to be known to some precision, and how well it is: half the width of its
/// interval, of its mean.
struct reached_precision {
  std::string metric;
  double relative = 0;
  bool reached = false;
};

/// All that the replications of one point say.
struct studied_point {
  point at = {};
  std::vector<figures> rows = {}; ///< one a replication
  std::vector<std::pair<std::string, interval>> intervals = {};
  std::vector<judgement> judged = {};
  outcome result = outcome::pass; ///< of all objectives
  bool holds = true; ///< all objectives by their means, and nothing piles up that should not
  std::optional<std::string> piles_up = {}; ///< nothing: the point is stationary
  duration warmup = {};
  std::vector<little_check> little = {};
  std::vector<theory_figure> theory = {};
  std::vector<reached_precision> precision = {};
  study::bottleneck bottleneck = {};
  std::vector<std::string> warnings = {};

  interval of(std::string_view metric) const {
    const auto found =
      std::ranges::find_if(intervals, [=](const auto& row) { return row.first == metric; });
    return found == intervals.end() ? interval{} : found->second;
  }

  /// The interval of a metric, or of an objective by its text: over a window it has its own.
  interval seen(std::string_view metric) const {
    const auto found = std::ranges::find(judged, metric, &judgement::expression);
    return found == judged.end() ? of(metric) : found->seen;
  }

  /// How sure the least sure objective is.
  double confidence() const {
    double least = 1;
    for (const auto& j : judged)
      least = std::min(least, j.confidence);
    return least;
  }
};

} // namespace deskstorm::loadgen::study
