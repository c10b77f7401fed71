#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/study/course.hpp>

namespace deskstorm::loadgen::study {

namespace detail {

/// The mean of a pile in the second, third and last quarter of the measured time, and how much it
/// grows from the second to the last, over replications.
struct growth {
  std::array<double, 3> quarters = {};
  interval from_second_to_last = {};
};

/// How far a pile may wander by chance in half the measured time of one run: two standard
/// deviations of a walk whose steps are as likely up as down. One that settles stays nearer.
inline double wandering(const course& run, pile which) {
  return 2 * std::sqrt(run.steps[static_cast<std::size_t>(which)] / 2);
}

inline growth growth_of(std::span<const course> runs, pile which, period measured) {
  growth seen;
  std::vector<double> grown;
  const auto quarter = (measured.until - measured.from) / 4;
  for (const auto& run : runs) {
    std::array<double, 3> means{};
    for (int i = 0; i < 3; ++i) {
      const auto from = measured.from + quarter * (i + 1);
      means[static_cast<std::size_t>(i)] = run.mean_pile(which, from, from + quarter);
    }
    for (std::size_t i = 0; i < means.size(); ++i)
      seen.quarters[i] += means[i] / static_cast<double>(runs.size());
    grown.push_back(means[2] - means[0]);
  }
  seen.from_second_to_last = grown.size() > 1
                               ? student_interval(grown, 0.95)
                               : interval{grown.front(), wandering(runs.front(), which)};
  return seen;
}

} // namespace detail

/// Returns what piles up in runs of one point and never settles, if anything: it grows from quarter
/// to quarter, by at least one and by half, and surely so at 95 %, or in one run alone by more than
/// chance makes it wander. A queue that is merely long comes and goes.
inline std::optional<std::string> what_piles_up(std::span<const course> runs, period measured) {
  if (runs.empty())
    return std::nullopt;
  for (const auto which : {pile::callers, pile::jobs, pile::requests}) {
    const auto [quarters, grown] = detail::growth_of(runs, which, measured);
    const bool steady_climb = quarters[0] < quarters[1] && quarters[1] < quarters[2];
    if (steady_climb && grown.mean >= 1 && grown.mean > quarters[0] / 2
        && grown.mean - grown.half_width > 0)
      return fmt::format("{} grow from quarter to quarter: {:.3g}, {:.3g}, {:.3g} in the "
                         "second, third and last",
                         pile_names[static_cast<std::size_t>(which)], quarters[0], quarters[1],
                         quarters[2]);
  }
  return std::nullopt;
}

/// Little's law, L = lambda W, of one pile: two ways to count the same, so that a difference is a
/// fault of the simulation.
struct little_check {
  pile which = pile::requests;
  double level = 0;     ///< L: the mean of the pile over time
  double rate_stay = 0; ///< lambda W: all stays added up, a second

  double difference() const { return level > 0 ? std::abs(rate_stay - level) / level : 0; }
};

/// Returns the check of requests and of callers, where there are any.
inline std::vector<little_check> little_checks(std::span<const course> runs, period measured) {
  std::vector<little_check> made;
  for (const auto which : {pile::requests, pile::callers}) {
    little_check c{.which = which};
    for (const auto& run : runs) {
      const auto n = static_cast<double>(runs.size());
      c.level += run.mean_pile(which, measured.from, measured.until) / n;
      if (run.measured_s > 0)
        c.rate_stay += run.sojourn_s[static_cast<std::size_t>(which)] / run.measured_s / n;
    }
    if (c.level > 0)
      made.push_back(c);
  }
  return made;
}

} // namespace deskstorm::loadgen::study
