#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace deskstorm::queueing {

/// What becomes of requests that come at random to a limit, a minute on average.
struct limited_rates {
  double accepted = 0;
  double errors = 0;
  double ignored = 0;
};

/// Requests that come at random to one limit: fixed windows of a minute, a quarantine that begins
/// with the error, counts that are kept. docs/rate-limits.md derives the formulas.
class limited_arrivals {
public:
  /// `per_minute` requests on average; the quarantine in whole seconds, above 0.
  limited_arrivals(std::uint32_t limit, double per_minute, std::uint32_t quarantine_s)
    : limit_(limit),
      rate_(per_minute / window),
      quarantine_(quarantine_s * cells_a_second),
      errors_(2 * window_cells + 1) {
    assert(quarantine_s > 0);
    for (std::size_t i = 0; i < errors_.size(); ++i)
      errors_[i] = errors_by(static_cast<double>(i) * half_cell);
  }

  /// Returns the long-run rates.
  limited_rates rates() const {
    const auto left = what_is_left();
    limited_rates made;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const auto open = 2.0 * window_cells - begin_of(i); // in half cells
      if (open <= 0)
        continue;
      made.accepted += left[i] * accepted_in(open * half_cell);
      made.errors += left[i] * errors_[static_cast<std::size_t>(open)];
    }
    made.ignored = rate_ * window - made.accepted - made.errors;
    return made;
  }

private:
  static constexpr double window = 60; // seconds
  static constexpr std::size_t cells_a_second = 4;
  static constexpr std::size_t window_cells = 60 * cells_a_second;
  static constexpr double half_cell = 0.5 / cells_a_second; // seconds

  // State 0 is no quarantine; state i is one that lasts i - 1/2 cells into the window.
  static double begin_of(std::size_t state) {
    return state == 0 ? 0 : 2 * static_cast<double>(state) - 1;
  }

  /// P(N >= least) for N Poisson of that mean.
  static double poisson_tail(double mean, std::uint32_t least) {
    double below = 0;
    double one = std::exp(-mean);
    for (std::uint32_t n = 0; n < least; ++n) {
      below += one;
      one *= mean / (n + 1);
    }
    return 1 - below;
  }

  /// The mean number of errors in the first `t` seconds after a quarantine, or of a window.
  double errors_by(double t) const {
    double sum = 0;
    const double quarantine_s = static_cast<double>(quarantine_) / cells_a_second;
    for (std::uint32_t k = 0; t > 0; ++k, t -= quarantine_s)
      sum += poisson_tail(rate_ * t, limit_ + 1 + k);
    return sum;
  }

  /// E min(N, limit) for N Poisson: what is accepted in `t` seconds.
  double accepted_in(double t) const {
    double sum = 0;
    for (std::uint32_t n = 1; n <= limit_; ++n)
      sum += poisson_tail(rate_ * t, n);
    return sum;
  }

  double errors_at(double half_cells) const {
    return half_cells <= 0 ? 0 : errors_[static_cast<std::size_t>(half_cells)];
  }

  /// P(the next window begins with more than `cells` of quarantine left), after one that began in
  /// `state`.
  double more_left(std::size_t state, std::size_t cells) const {
    const double open = 2.0 * window_cells - begin_of(state);
    if (open <= 0) // the quarantine lasts through the window
      return -open > 2.0 * static_cast<double>(cells) ? 1 : 0;
    return errors_at(open) - errors_at(open - 2.0 * static_cast<double>(quarantine_ - cells));
  }

  /// The long-run distribution of the states at the beginnings of windows, by iteration.
  std::vector<double> what_is_left() const {
    const std::size_t states = quarantine_ + 1;
    std::vector<std::vector<double>> next(states, std::vector<double>(states));
    for (std::size_t from = 0; from < states; ++from) {
      next[from][0] = 1 - more_left(from, 0);
      for (std::size_t to = 1; to < states; ++to)
        next[from][to] = more_left(from, to - 1) - more_left(from, to);
    }
    std::vector<double> now(states);
    now[0] = 1;
    constexpr int steps = 200;
    for (int step = 0; step < steps; ++step) {
      // Half a step, half as before: no period survives.
      std::vector<double> then(states);
      for (std::size_t from = 0; from < states; ++from)
        for (std::size_t to = 0; to < states; ++to)
          then[to] += now[from] * next[from][to];
      for (std::size_t i = 0; i < states; ++i)
        now[i] = (now[i] + then[i]) / 2;
    }
    return now;
  }

  std::uint32_t limit_;
  double rate_;                // a second
  std::size_t quarantine_;     // in cells
  std::vector<double> errors_; // errors_by, by half cells
};

} // namespace deskstorm::queueing
