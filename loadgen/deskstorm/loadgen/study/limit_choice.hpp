#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/study/limit_points.hpp>

namespace deskstorm::loadgen::study {

/// What a setting must keep to, at the demand of the scenario and at a fifth more.
struct limit_bounds {
  double false_alarms = 1; ///< an agent and shift of eight hours, at the upper end of the interval
  double outage_s = 60;    ///< of a legitimate client
  double abusive_share = 0.5; ///< accepted of abusive clients, of those without limit
  double herd_growth = 2;     ///< most requests of a second against the mean, of that without limit
};

/// One bound and what a setting makes of it.
struct bound_check {
  std::string what;
  double value = 0;
  double bound = 0;
  bool at_more = false; ///< the value is that under a fifth more load

  /// 1 is far within, 0 on the bound, below 0 beyond it.
  double margin() const { return 1 - value / bound; }
};

/// A setting with all that was found out.
struct limit_point {
  limit_setting at;
  limit_outcome seen = {};
  limit_outcome at_more = {}; ///< under a fifth more load
  std::vector<bound_check> checks = {};

  /// The bound that is nearest, or furthest beyond.
  const bound_check& tightest() const {
    return *std::ranges::min_element(checks, {}, &bound_check::margin);
  }
  bool feasible() const { return tightest().margin() >= 0; }
};

/// Returns how a setting stands to all bounds, by the worse of both demands.
inline std::vector<bound_check> check_bounds(const limit_outcome& seen, const limit_outcome& more,
                                             const limit_bounds& bounds, bool anybody_abusive) {
  const auto worse = [&](std::string what, double bound, auto figure) {
    const double value = figure(seen);
    const double at_more = figure(more);
    return bound_check{std::move(what), std::max(value, at_more), bound, at_more > value};
  };
  std::vector<bound_check> made{
    worse("false alarms an agent and shift", bounds.false_alarms,
          [](const auto& o) { return o.false_alarms.mean + o.false_alarms.half_width; }),
    worse("seconds of the longest outage of a legitimate client", bounds.outage_s,
          [](const auto& o) { return o.longest_outage_s; }),
    worse("herd factor against no limit", bounds.herd_growth,
          [](const auto& o) { return o.herd_growth; }),
  };
  if (anybody_abusive)
    made.push_back(worse("share of abusive requests that is accepted", bounds.abusive_share,
                         [](const auto& o) { return o.abusive_share; }));
  return made;
}

/// What is recommended, and why. Points by their index.
struct limit_choice {
  std::optional<std::size_t> recommended = {};
  std::optional<std::size_t> runner_up = {};
  std::optional<std::size_t> nearest_failing = {}; ///< the fewest steps from the recommended, or
                                                   ///< where none is, the one that fails by least
  std::string why = {};

  /// The one to look at closely.
  std::optional<std::size_t> shown() const { return recommended ? recommended : nearest_failing; }
};

/// The one that the vendor's options make.
inline constexpr std::string_view usual_algorithm = "fixed-window";

inline std::string to_text(const limit_setting& s) {
  return fmt::format("{} {} a minute, quarantine {} s, {}",
                     s.request.empty() ? "all requests" : s.request, s.limit, s.quarantine_s,
                     s.counting());
}

/// Returns the bound that decides over a setting, and what the setting makes of it.
inline std::string reason_of(const limit_point& p) {
  const auto& t = p.tightest();
  return fmt::format("{} {:.3g}{}, bound {:.3g}", t.what, t.value,
                     t.at_more ? " at a fifth more demand" : "", t.bound);
}

namespace detail {

/// Says which bounds none of these points keeps, or which two none keeps together.
inline std::string conflict(const std::vector<limit_point>& points,
                            const std::vector<std::size_t>& which) {
  const auto& checks = points[which.front()].checks;
  const auto keeps = [&](std::size_t p, std::size_t i) {
    return points[p].checks[i].margin() >= 0;
  };
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (std::ranges::none_of(which, [&](std::size_t p) { return keeps(p, i); }))
      return fmt::format("none keeps '{}'", checks[i].what);
  for (std::size_t i = 0; i < checks.size(); ++i)
    for (std::size_t j = i + 1; j < checks.size(); ++j)
      if (std::ranges::none_of(which, [&](std::size_t p) { return keeps(p, i) && keeps(p, j); }))
        return fmt::format("none keeps both '{}' and '{}'", checks[i].what, checks[j].what);
  return "each breaks another bound";
}

/// How many of the studied values lie from that of `a` to that of `b`.
inline std::size_t steps(const std::vector<limit_point>& points, const limit_setting& a,
                         const limit_setting& b, std::uint32_t limit_setting::*value) {
  std::set<std::uint32_t> passed;
  const auto [low, high] = std::minmax(a.*value, b.*value);
  for (const auto& p : points)
    if (low < p.at.*value && p.at.*value <= high)
      passed.insert(p.at.*value);
  return passed.size();
}

/// Returns, of the points that differ in nothing but rules, the one with the least to spare: who
/// sets a limit cannot choose how the service counts.
inline std::vector<std::size_t> worst_ways(const std::vector<limit_point>& points) {
  std::vector<std::size_t> worst;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto known = std::ranges::find_if(
      worst, [&](std::size_t w) { return points[w].at.same_but_rules(points[i].at); });
    if (known == worst.end())
      worst.push_back(i);
    else if (points[i].tightest().margin() < points[*known].tightest().margin())
      *known = i;
  }
  return worst;
}

/// How many of the rules have another value.
inline std::size_t different_rules(const limit_setting& a, const limit_setting& b) {
  std::size_t found = a.algorithm == b.algorithm ? 0U : 1U;
  for (std::size_t i = 0; i < a.rules.size(); ++i)
    found += a.rules[i] == b.rules[i] ? 0U : 1U;
  return found;
}

/// The failing setting that is the fewest steps away; another way of counting is a step.
inline std::optional<std::size_t> nearest_failing(const std::vector<limit_point>& points,
                                                  const limit_setting& to) {
  std::optional<std::size_t> found;
  auto fewest = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& at = points[i].at;
    const auto away = steps(points, at, to, &limit_setting::limit)
                      + steps(points, at, to, &limit_setting::quarantine_s)
                      + different_rules(at, to);
    if (points[i].feasible() || away >= fewest)
      continue;
    fewest = away;
    found = i;
  }
  return found;
}

} // namespace detail

/// Recommends the setting that has the most to spare at its tightest bound, by the worst of the
/// ways of counting that were tried.
inline limit_choice choose(const std::vector<limit_point>& points) {
  limit_choice made;
  const auto margin = [&](std::size_t i) { return points[i].tightest().margin(); };
  auto ranked = detail::worst_ways(points);
  const auto ways = ranked.empty() ? 0 : points.size() / ranked.size();
  std::ranges::stable_sort(ranked, std::greater{}, margin);
  if (points.empty())
    made.why = "no setting was studied";
  else if (!points[ranked.front()].feasible()) {
    made.why =
      fmt::format("no setting satisfies all bounds{}: {}",
                  ways > 1 ? " with every way of counting" : "", detail::conflict(points, ranked));
    made.nearest_failing = ranked.front();
  } else {
    made.recommended = ranked.front();
    if (ranked.size() > 1 && points[ranked[1]].feasible())
      made.runner_up = ranked[1];
    const auto& chosen = points[*made.recommended];
    made.why =
      "of all that keep every bound, at a fifth more demand too, it has the most to spare; "
      "its tightest: "
      + reason_of(chosen);
    if (ways > 1)
      made.why += fmt::format("; no option chooses among the {} ways of counting that were tried, "
                              "with this one it has the least to spare",
                              ways);
    if (chosen.at.algorithm != usual_algorithm)
      made.why +=
        "; no option chooses " + chosen.at.algorithm + ", the service would have to count so";
    made.nearest_failing = detail::nearest_failing(points, chosen.at);
  }
  return made;
}

} // namespace deskstorm::loadgen::study
