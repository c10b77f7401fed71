#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/thresholds.hpp>

namespace deskstorm::loadgen::study {

/// What replications say of an objective.
enum class outcome : std::uint8_t { fail, undecided, pass };
inline constexpr std::array<const char*, 3> outcome_names{"fail", "undecided", "pass"};

constexpr const char* name_of(outcome o) { return outcome_names[static_cast<std::size_t>(o)]; }

/// An objective, judged by the mean of its metric over replications.
struct judgement {
  std::string expression;
  std::string metric;
  interval seen = {};
  double limit = 0;
  bool holds = false;    ///< by the mean alone
  double confidence = 0; ///< that the true mean is on the side of the limit where the seen one is
  outcome result = outcome::undecided;
};

/// Returns how sure it is that the true mean of independent values lies on the same side of `limit`
/// as theirs: Student's distribution, one-sided. 1 for values without any scatter.
inline double confidence_of_side(std::span<const double> values, double limit) {
  const auto seen = student_interval(values, 0.95);
  const boost::math::students_t distribution{static_cast<double>(values.size()) - 1};
  const double standard_error = seen.half_width / quantile(distribution, 0.975);
  if (!(standard_error > 0))
    return 1;
  return cdf(distribution, std::abs(seen.mean - limit) / standard_error);
}

/// Judges an objective by its values in independent replications, of which there must be two. It is
/// decided where the side of the limit is sure at `confidence`.
inline judgement judge_mean(const threshold& t, std::span<const double> values, double confidence) {
  judgement j{.expression = t.expression,
              .metric = t.metric,
              .seen = student_interval(values, confidence),
              .limit = t.limit};
  j.holds = t.compared->holds(j.seen.mean, t.limit);
  j.confidence = confidence_of_side(values, t.limit);
  if (j.confidence >= confidence)
    j.result = j.holds ? outcome::pass : outcome::fail;
  return j;
}

/// Returns the verdict on all objectives together: fail where one fails, pass where all pass.
inline outcome together(std::span<const judgement> all) {
  outcome worst = outcome::pass;
  for (const auto& j : all) {
    if (j.result == outcome::fail)
      return outcome::fail;
    if (j.result == outcome::undecided)
      worst = outcome::undecided;
  }
  return worst;
}

} // namespace deskstorm::loadgen::study
