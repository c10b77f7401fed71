#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/output/csv.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/study/scalability.hpp>
#include <deskstorm/loadgen/study/sensitivity.hpp>
#include <deskstorm/loadgen/study/studied_point.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::study {

/// The answer of a search.
struct plan_answer {
  point at = {};
  point surely_holds = {}; ///< the last value at which every objective passes surely; may be none
  point surely_fails = {}; ///< the first beyond it at which one fails surely; may be none
};

/// Returns in words how sure an answer is on either side.
inline std::string sure_text(const plan_answer& a) {
  return (a.surely_holds.empty() ? "Nowhere does it hold surely"
                                 : "It surely holds at " + a.surely_holds.front().value)
         + (a.surely_fails.empty() ? ", and no value that was tried beyond it surely fails."
                                   : ", and surely fails at " + a.surely_fails.front().value + ".");
}

/// All that one call of `deskstorm plan` found out.
struct plan_result {
  std::string scenario = {};
  std::uint64_t seed = 1;
  double confidence = 0.95;
  bool interrupted = false;
  std::optional<std::string> searched = {}; ///< pointer of the search, if there was one
  std::optional<plan_answer> answer = {};
  bool monotone = true;
  std::vector<studied_point> points = {}; ///< in the order of their values
  std::vector<sensitivity_row> sensitivity = {};
  std::optional<study::scalability> scalability = {}; ///< of a sweep over one number
  study::bottleneck bottleneck = {};
  std::string bottleneck_at = {}; ///< the point where it was seen

  const studied_point* at(const point& where) const {
    const auto found = std::ranges::find(points, where, &studied_point::at);
    return found == points.end() ? nullptr : &*found;
  }

  /// The point that the verdict is about: the answer, or the only one; null where there is none.
  const studied_point* verdict_point() const {
    if (answer)
      return at(answer->at);
    return points.size() == 1 ? &points.front() : nullptr;
  }
};

/// Returns how the rate of requests grows with the one number that all points differ by, where that
/// is so, each point is stationary, and there are enough.
inline std::optional<scalability> scalability_of(const std::vector<studied_point>& points) {
  std::vector<std::pair<double, double>> pairs;
  for (const auto& p : points) {
    const auto value = p.at.size() == 1 ? value_of(p.at.front()) : json{};
    if (!value.is_number() || p.piles_up)
      return std::nullopt;
    pairs.emplace_back(value.get<double>(), p.of("requests.total.rate_per_s").mean);
  }
  return fit_scalability(pairs);
}

/// Returns the highest of the numbers that a ladder is over.
inline double most_of_ladder(const plan_result& r) {
  double most = 0;
  for (const auto& p : r.points)
    most = std::max(most, value_of(p.at.front()).get<double>());
  return most;
}

/// Returns the points that a verdict is about: the answer of a search alone, or else all.
inline std::vector<const studied_point*> verdict_points(const plan_result& r) {
  std::vector<const studied_point*> made;
  for (const auto& p : r.points)
    if (!r.searched || (r.answer && p.at == r.answer->at))
      made.push_back(&p);
  return made;
}

namespace detail {

inline junit_case case_of(const judgement& j, const std::string& where) {
  constexpr std::array outcomes{case_outcome::failed, case_outcome::undecided,
                                case_outcome::passed};
  return {j.expression + where, outcomes[static_cast<std::size_t>(j.result)],
          fmt::format("{}: found {:.5g} +- {:.2g}, which is sure by {:.1f} %", name_of(j.result),
                      j.seen.mean, j.seen.half_width, j.confidence * 100)};
}

} // namespace detail

/// Returns the objectives, and whether points are stationary, as test cases. A search without an
/// answer has failed.
inline junit_suite junit_of(const plan_result& r) {
  junit_suite suite{.scenario = r.scenario};
  const auto points = verdict_points(r);
  for (const auto* p : points) {
    const auto where = points.size() > 1 ? " at " + to_text(p->at) : "";
    suite.cases.push_back({"stationary" + where,
                           p->piles_up ? case_outcome::failed : case_outcome::passed,
                           p->piles_up.value_or("")});
    for (const auto& j : p->judged)
      suite.cases.push_back(detail::case_of(j, where));
  }
  if (r.searched && !r.answer)
    suite.cases.push_back(
      {"answer", case_outcome::failed, "no value of " + *r.searched + " that was tried holds"});
  return suite;
}

namespace detail {

inline ordered_json interval_json(const interval& i) {
  return {{"mean", i.mean}, {"half_width", i.half_width}, {"confidence", i.confidence}};
}

inline ordered_json judgements_json(const std::vector<judgement>& all) {
  auto made = ordered_json::array();
  for (const auto& j : all)
    made.push_back({{"expression", j.expression},
                    {"metric", j.metric},
                    {"value", j.seen.mean},
                    {"half_width", j.seen.half_width},
                    {"holds", j.holds},
                    {"verdict", name_of(j.result)},
                    {"confidence", j.confidence}});
  return made;
}

inline ordered_json checks_json(const studied_point& p) {
  ordered_json made;
  auto& little = made["little"] = ordered_json::array();
  for (const auto& c : p.little)
    little.push_back({{"of", pile_names[static_cast<std::size_t>(c.which)]},
                      {"level", c.level},
                      {"rate_times_stay", c.rate_stay},
                      {"difference", c.difference()}});
  auto& theory = made["theory"] = ordered_json::array();
  for (const auto& t : p.theory) {
    const auto seen = p.of(t.metric);
    theory.push_back({{"model", t.model},
                      {"metric", t.metric},
                      {"exact", t.exact},
                      {"mean", seen.mean},
                      {"half_width", seen.half_width},
                      {"inside", std::abs(t.exact - seen.mean) <= seen.half_width}});
  }
  return made;
}

inline ordered_json point_json(const studied_point& p) {
  ordered_json made{{"at", to_json(p.at)},
                    {"holds", p.holds},
                    {"verdict", name_of(p.result)},
                    {"confidence", p.confidence()},
                    {"stationary", !p.piles_up},
                    {"replications", p.rows.size()},
                    {"warmup_s", in_seconds(p.warmup)},
                    {"bottleneck", p.bottleneck.what},
                    {"objectives", judgements_json(p.judged)}};
  made.update(checks_json(p));
  made["warnings"] = p.warnings;
  auto& metrics = made["metrics"] = ordered_json::object();
  for (const auto& [name, i] : p.intervals)
    metrics[name] = i.mean;
  auto& intervals = made["intervals"] = ordered_json::object();
  for (const auto& [name, i] : p.intervals)
    intervals[name] = interval_json(i);
  return made;
}

inline ordered_json sensitivity_json(const std::vector<sensitivity_row>& rows) {
  auto made = ordered_json::array();
  for (const auto& r : rows)
    made.push_back({{"parameter", r.pointer},
                    {"from", r.from},
                    {"to", r.to},
                    {"metric", r.metric},
                    {"change", r.change.mean},
                    {"half_width", r.change.half_width},
                    {"elasticity", r.elasticity},
                    {"significant", r.significant()}});
  return made;
}

} // namespace detail

/// Returns the result file of a plan. It is the same with every --jobs.
inline ordered_json to_json(const plan_result& r) {
  ordered_json made{{"deskstorm", version},
                    {"scenario", r.scenario},
                    {"seed", r.seed},
                    {"interrupted", r.interrupted}};
  made["answer"] = r.answer ? to_json(r.answer->at) : ordered_json(nullptr);
  if (r.searched) {
    made["surely_holds"] =
      r.answer && !r.answer->surely_holds.empty() ? to_json(r.answer->surely_holds) : nullptr;
    made["surely_fails"] =
      r.answer && !r.answer->surely_fails.empty() ? to_json(r.answer->surely_fails) : nullptr;
    made["monotone"] = r.monotone;
  }
  made["bottleneck"] = r.bottleneck.what;
  made["bottleneck_evidence"] = r.bottleneck.evidence;
  made["bottleneck_at"] = r.bottleneck_at;
  auto& points = made["points"] = ordered_json::array();
  for (const auto& p : r.points)
    points.push_back(detail::point_json(p));
  if (r.scalability)
    made["scalability"] = {{"rate", r.scalability->rate},
                           {"contention", r.scalability->contention},
                           {"crosstalk", r.scalability->crosstalk},
                           {"knee", r.scalability->knee()}, // null where there is none
                           {"peak", r.scalability->peak()}};
  made["sensitivity"] = detail::sensitivity_json(r.sensitivity);
  return made;
}

/// Writes a line a point: what it changes, its verdict, then the mean of every metric that any
/// point has.
inline void write_csv(const plan_result& r, std::ostream& out) {
  using loadgen::detail::csv_field;
  std::set<std::string> metrics;
  for (const auto& p : r.points)
    for (const auto& row : p.intervals)
      metrics.insert(row.first);
  if (!r.points.empty())
    for (const auto& s : r.points.front().at)
      out << csv_field(s.pointer) << ',';
  out << "holds,verdict,confidence,stationary,replications";
  for (const auto& name : metrics)
    out << ',' << csv_field(name);
  out << '\n';
  for (const auto& p : r.points) {
    for (const auto& s : p.at)
      out << csv_field(plain_value(s)) << ',';
    out << (p.holds ? "true," : "false,") << name_of(p.result) << ',' << p.confidence() << ','
        << (p.piles_up ? "false," : "true,") << p.rows.size();
    for (const auto& name : metrics)
      out << ',' << json(p.of(name).mean).dump();
    out << '\n';
  }
}

} // namespace deskstorm::loadgen::study
