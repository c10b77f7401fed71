#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace deskstorm::loadgen::study {

/// How the throughput of a closed load grows with the number of clients: X(n) = rate n / (1 +
/// contention (n - 1) + crosstalk n (n - 1)). Source: Gunther, "Guerrilla Capacity Planning"
/// (2007), the universal scalability law.
struct scalability {
  double rate = 0;       ///< of one client
  double contention = 0; ///< sigma: the share of work that only one can do at a time
  double crosstalk = 0;  ///< kappa: what each pair of clients costs

  double at(double n) const {
    return rate * n / (1 + contention * (n - 1) + crosstalk * n * (n - 1));
  }

  /// The number of clients beyond which throughput falls; infinite without crosstalk.
  double peak() const {
    return crosstalk > 0 ? std::sqrt(std::fmax(1 - contention, 0) / crosstalk)
                         : std::numeric_limits<double>::infinity();
  }

  /// The most there is, which throughput nears where it has no peak; infinite where it only grows.
  double ceiling() const {
    if (crosstalk > 0)
      return at(std::fmax(peak(), 1));
    return contention > 0 ? rate / contention : std::numeric_limits<double>::infinity();
  }

  /// The knee: the number of clients who would reach the ceiling if each added as much as the first
  /// one. Beyond it more clients mostly wait. Infinite where there is no ceiling.
  double knee() const { return ceiling() / rate; }
};

/// Returns the law as a formula.
inline std::string law_text(const scalability& law) {
  return fmt::format("requests/s = {:.4g} n / (1 + {:.3g} (n-1) + {:.3g} n (n-1))", law.rate,
                     law.contention, law.crosstalk);
}

/// Returns in words where the knee and the peak are, where at most so many clients were tried.
inline std::string knee_text(const scalability& law, double tried) {
  const auto place = [&](double n) {
    return fmt::format("n = {:.4g}{}", n, n > tried ? ", beyond what was tried" : "");
  };
  if (std::isinf(law.knee()))
    return "no knee: every client adds as much as the first";
  return "knee at " + place(law.knee())
         + (std::isinf(law.peak()) ? "; no peak" : "; peak at " + place(law.peak()));
}

namespace detail {

/// Solves three linear equations by Gauss's elimination; nothing where they have no one solution.
inline std::optional<std::array<double, 3>> solve(std::array<std::array<double, 4>, 3> m) {
  for (std::size_t c = 0; c < 3; ++c) {
    auto best = c;
    for (auto r = c + 1; r < 3; ++r)
      best = std::abs(m[r][c]) > std::abs(m[best][c]) ? r : best;
    std::swap(m[c], m[best]);
    if (std::abs(m[c][c]) < 1e-30)
      return std::nullopt;
    for (std::size_t r = 0; r < 3; ++r) {
      const double factor = r == c ? 0 : m[r][c] / m[c][c];
      for (std::size_t k = c; k < 4; ++k)
        m[r][k] -= factor * m[c][k];
    }
  }
  return std::array{m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2]};
}

} // namespace detail

/// Fits the law to pairs of clients and throughput by least squares of n / X. Nothing for fewer
/// than four points, or where they do not decide it.
inline std::optional<scalability>
fit_scalability(std::span<const std::pair<double, double>> points) {
  if (points.size() < 4)
    return std::nullopt;
  std::array<std::array<double, 4>, 3> m{};
  for (const auto& [n, throughput] : points) {
    if (!(throughput > 0) || !(n > 0))
      return std::nullopt;
    const std::array<double, 4> row{1, n - 1, n * (n - 1), n / throughput};
    for (std::size_t r = 0; r < 3; ++r)
      for (std::size_t c = 0; c < 4; ++c)
        m[r][c] += row[r] * row[c];
  }
  const auto found = detail::solve(m);
  if (!found || !((*found)[0] > 0))
    return std::nullopt;
  const auto& [one, linear, square] = *found;
  return scalability{1 / one, linear / one, std::fmax(square / one, 0)};
}

} // namespace deskstorm::loadgen::study
