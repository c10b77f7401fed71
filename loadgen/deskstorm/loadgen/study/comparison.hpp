#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
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

/// What is known of the mean of independent values.
struct sample {
  double mean = 0;
  double squared_error = 0; ///< the square of the standard error
  double count = 0;
};

/// What a result file says of its replications, or of its points.
struct compared_run {
  std::string scenario;
  std::vector<std::uint64_t> seeds = {};
  std::vector<figures> rows = {};             ///< one a replication; one in all of a single run
  std::map<std::string, sample> samples = {}; ///< of a plan instead: by point and metric
  std::vector<std::string> objectives = {};   ///< of a plan: the metrics that it is about
  std::string answer = {};                    ///< of a plan that searched one
};

namespace detail {

inline compared_run of_run(const ordered_json& file) {
  compared_run made{.scenario = file.value("scenario", std::string{})};
  for (const auto& row : file["replications"]) {
    made.seeds.push_back(row.value("seed", std::uint64_t{0}));
    if (!row.contains("metrics"))
      continue;
    figures found;
    add_figures(row["metrics"], "", found);
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

inline std::string text_of_settings(const ordered_json& at) {
  std::string text;
  for (const auto& [pointer, value] : at.items())
    text += (text.empty() ? "" : " ") + pointer + "=" + value.dump();
  return text;
}

inline void add_point(const ordered_json& point, compared_run& to) {
  const auto at = text_of_settings(point.value("at", ordered_json::object()));
  const auto runs = point.value("replications", 0.0);
  if (runs < 2)
    return;
  const boost::math::students_t distribution{runs - 1};
  const auto intervals = point.value("intervals", ordered_json::object());
  for (const auto& [metric, seen] : intervals.items()) {
    const double t = quantile(complement(distribution, (1 - seen.value("confidence", 0.95)) / 2));
    const double error = seen.value("half_width", 0.0) / t;
    to.samples[at.empty() ? metric : at + " " + metric] = {seen.value("mean", 0.0), error * error,
                                                           runs};
  }
  for (const auto& o : point.value("objectives", ordered_json::array()))
    to.objectives.push_back(o.value("metric", std::string{}));
}

inline compared_run of_plan(const ordered_json& file) {
  compared_run made{.scenario = file.value("scenario", std::string{})};
  for (const auto& point : file["points"])
    add_point(point, made);
  if (made.objectives.empty())
    made.objectives = {"requests.total.latency_ms.mean", "requests.total.latency_ms.p99",
                       "requests.total.rate_per_s"};
  if (file.contains("monotone")) // only a search says
    made.answer = file["answer"].is_object() ? text_of_settings(file["answer"]) : "none";
  return made;
}

} // namespace detail

/// Reads a result file of `deskstorm run` or `plan`. Errors: it is none.
inline result<compared_run> compared_run_of(const ordered_json& file) {
  const bool ours = file.is_object() && file.contains("deskstorm");
  try {
    if (ours && file.contains("requests") && file.contains("replications"))
      return detail::of_run(file);
    if (ours && file.contains("points") && file.contains("bottleneck"))
      return detail::of_plan(file);
  } catch (const ordered_json::exception&) { // a value is of another type than ours
  }
  return failure{"expected a result file of deskstorm run --json or plan --json"};
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
inline interval welch_interval(const sample& before, const sample& after, double confidence) {
  const double a = before.squared_error;
  const double b = after.squared_error;
  const double difference = after.mean - before.mean;
  if (a + b == 0)
    return {difference, 0, confidence};
  const double degrees =
    (a + b) * (a + b) / (a * a / (before.count - 1) + b * b / (after.count - 1));
  const boost::math::students_t distribution{degrees};
  const double t = quantile(complement(distribution, (1 - confidence) / 2));
  return {difference, t * std::sqrt(a + b), confidence};
}

/// Returns what independent values say of their mean. There must be two.
inline sample sample_of(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double v : values)
    mean += v / n;
  double squares = 0;
  for (const double v : values)
    squares += (v - mean) * (v - mean);
  return {mean, squares / (n - 1) / n, n};
}

inline pairing pairing_of(const compared_run& a, const compared_run& b) {
  if (!a.samples.empty() || !b.samples.empty())
    return pairing::welch;
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

inline compared_metric compare_samples(const compared_run& before, const compared_run& after,
                                       const std::string& name, double confidence) {
  const auto& a = before.samples.at(name);
  const auto& b = after.samples.at(name);
  compared_metric m{.metric = name, .before = a.mean, .after = b.mean};
  m.difference = welch_interval(a, b, confidence);
  m.verdict = verdict_of(m);
  return m;
}

inline compared_metric compare_rows(const compared_run& before, const compared_run& after,
                                    const std::string& name, pairing how, double confidence) {
  const auto a = column(before.rows, name);
  const auto b = column(after.rows, name);
  compared_metric m{.metric = name, .before = mean_of(a), .after = mean_of(b)};
  m.difference.mean = m.after - m.before;
  if (how == pairing::paired) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i)
      differences.push_back(b[i] - a[i]);
    m.difference = student_interval(differences, confidence);
  } else if (how == pairing::welch)
    m.difference = welch_interval(sample_of(a), sample_of(b), confidence);
  m.verdict = how != pairing::single ? verdict_of(m)
              : m.before == m.after  ? change::none
                                     : change::unknown;
  return m;
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
  for (const auto& name : metrics)
    made.push_back(before.samples.empty() ? detail::compare_rows(before, after, name, how, each)
                                          : detail::compare_samples(before, after, name, each));
  return made;
}

namespace detail {

/// Returns what both plans know of some metrics, or of all, at points that both have.
inline std::vector<std::string> metrics_of_plans(const compared_run& a, const compared_run& b,
                                                 std::span<const std::string> wanted) {
  std::vector<std::string> names;
  for (const auto& [name, seen] : a.samples) {
    const auto metric = name.substr(name.rfind(' ') + 1);
    const bool asked = wanted.empty() || std::ranges::find(wanted, metric) != wanted.end();
    if (asked && b.samples.contains(name))
      names.push_back(name);
  }
  return names;
}

} // namespace detail

/// Returns the metrics that both results are compared by unless others are asked for: those of all
/// requests together, of queues, backend, tabs and elections, where either is not zero. Of plans,
/// those that they are about, at the points that both have.
inline std::vector<std::string> usual_metrics(const compared_run& a, const compared_run& b,
                                              bool all) {
  if (!a.samples.empty())
    return detail::metrics_of_plans(a, b, all ? std::span<const std::string>{} : a.objectives);
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

/// Returns what both results have of one metric: itself, or of plans one a point. Nothing where
/// neither has it.
inline std::vector<std::string> metrics_named(const compared_run& a, const compared_run& b,
                                              const std::string& name) {
  if (!a.samples.empty())
    return detail::metrics_of_plans(a, b, {&name, 1});
  const auto known = usual_metrics(a, b, true);
  return std::ranges::find(known, name) == known.end() ? std::vector<std::string>{}
                                                       : std::vector{name};
}

} // namespace deskstorm::loadgen::study
