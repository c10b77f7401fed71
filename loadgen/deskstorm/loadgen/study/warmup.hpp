#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <deskstorm/loadgen/study/course.hpp>

namespace deskstorm::loadgen::study {

/// Returns how many of the first values to leave out, so that the mean of the rest is known best:
/// the rule MSER-5, on means of five values each. Nothing where that is more than half of them: the
/// series has not settled. Source: White, Cobb and Spratt, "A comparison of five steady-state
/// truncation heuristics for simulation" (2000).
inline std::optional<std::size_t> mser5(std::span<const double> values) {
  constexpr std::size_t batch = 5;
  std::vector<double> means;
  for (std::size_t i = 0; i + batch <= values.size(); i += batch) {
    double sum = 0;
    for (std::size_t j = 0; j < batch; ++j)
      sum += values[i + j];
    means.push_back(sum / static_cast<double>(batch));
  }
  // From the end on, so that sums grow by one value a step.
  double sum = 0;
  double squares = 0;
  double least = std::numeric_limits<double>::infinity();
  std::size_t cut = 0;
  for (auto left_out = means.size(); left_out-- > 0;) {
    const auto kept = static_cast<double>(means.size() - left_out);
    sum += means[left_out];
    squares += means[left_out] * means[left_out];
    const double scatter = squares - sum * sum / kept;
    const double statistic = scatter < 1e-12 * squares ? 0 : scatter / (kept * kept);
    constexpr double fewest = 5; // the last values are equal by chance
    if (kept >= fewest && statistic <= least * (1 + 1e-12)) {
      least = statistic;
      cut = left_out;
    }
  }
  if (cut > means.size() / 2)
    return std::nullopt;
  return cut * batch;
}

/// Returns the delays of several runs over time, averaged slice by slice. A slice in which nothing
/// ended has the delay of the one before, the first ones that of the first in which something did.
inline std::vector<double> mean_delays(std::span<const course> runs) {
  std::vector<double> delays;
  for (std::size_t slice = 0; slice < course::slices; ++slice) {
    double sum = 0;
    double ended = 0;
    for (const auto& run : runs) {
      sum += run.delay_s[slice];
      ended += run.ended[slice];
    }
    if (ended > 0)
      delays.resize(slice, delays.empty() ? sum / ended : delays.back());
    if (ended > 0)
      delays.push_back(sum / ended);
  }
  delays.resize(course::slices, delays.empty() ? 0 : delays.back());
  return delays;
}

/// What a pilot says of the warm-up of a run.
struct warmup_cut {
  duration length = {};
  bool settled = true; ///< false: the run is too short to see a steady state
};

/// Returns the warm-up that runs of this kind need, at most half of them.
inline warmup_cut warmup_of(std::span<const course> runs) {
  if (runs.empty())
    return {};
  const auto cut = mser5(mean_delays(runs));
  const auto slices = cut.value_or(course::slices / 2);
  return {runs.front().width() * static_cast<duration::rep>(slices), cut.has_value()};
}

} // namespace deskstorm::loadgen::study
