#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/result.hpp>

namespace deskstorm::loadgen::study {

/// What a result file says of its replications.
struct compared_run {
  std::string scenario;
  std::vector<std::uint64_t> seeds = {};
  std::vector<figures> rows = {}; ///< one a replication; one in all of a single run
};

/// Reads a result file of `deskstorm run`. Errors: it is none.
inline result<compared_run> compared_run_of(const ordered_json& file) {
  if (!file.is_object() || !file.contains("deskstorm") || !file.contains("requests")
      || !file.contains("replications"))
    return failure{"expected a result file of deskstorm run --json"};
  compared_run made{.scenario = file.value("scenario", std::string{})};
  for (const auto& row : file["replications"]) {
    made.seeds.push_back(row.value("seed", std::uint64_t{0}));
    if (!row.contains("metrics"))
      continue;
    figures found;
    for (const auto& [name, value] : row["metrics"].items())
      if (value.is_number())
        found.emplace(name, value.get<double>());
    made.rows.push_back(std::move(found));
  }
  if (made.rows.size() < 2) {
    figures found;
    for (const auto* part :
         {"requests", "personas", "backend", "tabs", "queues", "election", "outbound", "events"})
      if (file.contains(part))
        add_figures(file[part], std::string{part} + ".", found);
    made.rows = {std::move(found)};
  }
  return made;
}

/// How two results are held against each other.
enum class pairing : std::uint8_t {
  single, ///< one run each: there is no interval
  paired, ///< replications of equal seeds, one by one
  welch,  ///< independent replications
};

/// Whether more of a metric is better.
enum class better : std::uint8_t { neither, more, less };

inline better better_of(std::string_view metric) {
  const auto ends = [=](const auto& all) {
    return std::ranges::any_of(all, [=](std::string_view end) { return metric.ends_with(end); });
  };
  constexpr std::array<std::string_view, 14> bad{
    "failed",       "failed_ratio",    "rate_limited",  "rate_limited_ratio", "timed_out",
    "ignored",      "timed_out_ratio", "ignored_ratio", "abandoned",          "waited_ratio",
    "leaderless_s", "overlap_s",       "duties.twice",  "duties.lost"};
  constexpr std::array<std::string_view, 3> good{".ok", ".answered", "duties.done"};
  if (metric.find("latency_ms.") != std::string_view::npos
      || metric.find("wait_ms.") != std::string_view::npos
      || metric.find("wait_s.") != std::string_view::npos || ends(bad))
    return better::less;
  return ends(good) ? better::more : better::neither;
}

enum class change : std::uint8_t { unknown, none, higher, lower, improved, worse };
inline constexpr std::array<const char*, 6> change_names{"unknown", "no change", "higher",
                                                         "lower",   "improved",  "WORSE"};

/// One metric of two results.
struct compared_metric {
  std::string metric;
  double before = 0;
  double after = 0;
  interval difference = {}; ///< after less before
  change verdict = change::unknown;
};

/// Returns the interval of the difference of the means of two independent samples whose scatter may
/// differ: Welch's, with the degrees of freedom of Welch and Satterthwaite.
inline interval welch_interval(std::span<const double> before, std::span<const double> after,
                               double confidence) {
  const auto spread = [](std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double v : values)
      mean += v / n;
    double squares = 0;
    for (const double v : values)
      squares += (v - mean) * (v - mean);
    return std::pair{mean, squares / (n - 1) / n};
  };
  const auto [mean_a, a] = spread(before);
  const auto [mean_b, b] = spread(after);
  if (a + b == 0)
    return {mean_b - mean_a, 0, confidence};
  const double degrees = (a + b) * (a + b)
                         / (a * a / static_cast<double>(before.size() - 1)
                            + b * b / static_cast<double>(after.size() - 1));
  const boost::math::students_t distribution{degrees};
  const double t = quantile(complement(distribution, (1 - confidence) / 2));
  return {mean_b - mean_a, t * std::sqrt(a + b), confidence};
}

inline pairing pairing_of(const compared_run& a, const compared_run& b) {
  if (a.rows.size() < 2 || b.rows.size() < 2)
    return pairing::single;
  return a.seeds == b.seeds && a.rows.size() == b.rows.size() ? pairing::paired : pairing::welch;
}

namespace detail {

inline std::vector<double> column(const std::vector<figures>& rows, const std::string& metric) {
  std::vector<double> made;
  for (const auto& row : rows) {
    const auto found = row.find(metric);
    made.push_back(found == row.end() ? 0 : found->second);
  }
  return made;
}

inline double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values)
    sum += v;
  return sum / static_cast<double>(values.size());
}

inline change verdict_of(const compared_metric& m) {
  if (std::abs(m.difference.mean) <= m.difference.half_width || m.difference.mean == 0)
    return change::none;
  const bool up = m.difference.mean > 0;
  switch (better_of(m.metric)) {
  case better::more: return up ? change::improved : change::worse;
  case better::less: return up ? change::worse : change::improved;
  case better::neither: break;
  }
  return up ? change::higher : change::lower;
}

} // namespace detail

/// Compares these metrics of two results. The intervals are so wide that all hold together at
/// `confidence` (Bonferroni), so that no one of many is off by chance.
inline std::vector<compared_metric> compare(const compared_run& before, const compared_run& after,
                                            const std::vector<std::string>& metrics,
                                            double confidence) {
  const auto how = pairing_of(before, after);
  const double each =
    1 - (1 - confidence) / static_cast<double>(std::max<std::size_t>(metrics.size(), 1));
  std::vector<compared_metric> made;
  for (const auto& name : metrics) {
    const auto a = detail::column(before.rows, name);
    const auto b = detail::column(after.rows, name);
    compared_metric m{.metric = name, .before = detail::mean_of(a), .after = detail::mean_of(b)};
    m.difference.mean = m.after - m.before;
    if (how == pairing::paired) {
      std::vector<double> differences;
      for (std::size_t i = 0; i < a.size(); ++i)
        differences.push_back(b[i] - a[i]);
      m.difference = student_interval(differences, each);
    } else if (how == pairing::welch)
      m.difference = welch_interval(a, b, each);
    m.verdict = how != pairing::single ? detail::verdict_of(m)
                : m.before == m.after  ? change::none
                                       : change::unknown;
    made.push_back(std::move(m));
  }
  return made;
}

/// Returns the metrics that both results are compared by unless others are asked for: those of all
/// requests together, of queues, backend, tabs and elections, where either is not zero.
inline std::vector<std::string> usual_metrics(const compared_run& a, const compared_run& b,
                                              bool all) {
  std::vector<std::string> names;
  const auto add = [&](const compared_run& run) {
    for (const auto& row : run.rows)
      for (const auto& [name, value] : row) {
        const bool usual = name.starts_with("requests.total.") || name.starts_with("queues.")
                           || name.starts_with("backend.") || name.starts_with("tabs.")
                           || name.starts_with("election.");
        if (value != 0 && (all || usual))
          names.push_back(name);
      }
  };
  add(a);
  add(b);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

} // namespace deskstorm::loadgen::study
