#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

/// Says which bounds no setting keeps, or which two none keeps together.
inline std::string conflict(const std::vector<limit_point>& points) {
  const auto count = points.front().checks.size();
  const auto keeps = [&](const limit_point& p, std::size_t i) { return p.checks[i].margin() >= 0; };
  for (std::size_t i = 0; i < count; ++i)
    if (std::ranges::none_of(points, [&](const auto& p) { return keeps(p, i); }))
      return fmt::format("none keeps '{}'", points.front().checks[i].what);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i + 1; j < count; ++j)
      if (std::ranges::none_of(points, [&](const auto& p) { return keeps(p, i) && keeps(p, j); }))
        return fmt::format("none keeps both '{}' and '{}'", points.front().checks[i].what,
                           points.front().checks[j].what);
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

/// Says with how many ways of counting the same limit and quarantine keep all bounds; nothing where
/// one way was tried.
inline std::string other_ways(const std::vector<limit_point>& points, const limit_setting& chosen) {
  std::size_t ways = 0;
  std::size_t good = 0;
  for (const auto& p : points) {
    if (p.at.limit != chosen.limit || p.at.quarantine_s != chosen.quarantine_s)
      continue;
    ++ways;
    good += p.feasible() ? 1U : 0U;
  }
  return ways == 1 ? ""
                   : fmt::format("; with the same limit and quarantine, {} of the {} ways of "
                                 "counting keep every bound",
                                 good, ways);
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

/// Recommends the setting that has the most to spare at its tightest bound.
inline limit_choice choose(const std::vector<limit_point>& points) {
  limit_choice made;
  const auto margin = [&](std::size_t i) { return points[i].tightest().margin(); };
  const auto better = [&](const std::optional<std::size_t>& than, std::size_t i) {
    return !than || margin(i) > margin(*than);
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].feasible())
      continue;
    if (better(made.recommended, i)) {
      made.runner_up = made.recommended;
      made.recommended = i;
    } else if (better(made.runner_up, i))
      made.runner_up = i;
  }
  if (points.empty())
    made.why = "no setting was studied";
  else if (!made.recommended) {
    made.why = "no setting satisfies all bounds: " + detail::conflict(points);
    for (std::size_t i = 0; i < points.size(); ++i)
      if (better(made.nearest_failing, i))
        made.nearest_failing = i;
  } else {
    const auto& chosen = points[*made.recommended];
    made.why =
      "of all that keep every bound, at a fifth more demand too, it has the most to spare; "
      "its tightest: "
      + reason_of(chosen) + detail::other_ways(points, chosen.at);
    if (chosen.at.algorithm != usual_algorithm)
      made.why +=
        "; no option chooses " + chosen.at.algorithm + ", the service would have to count so";
    made.nearest_failing = detail::nearest_failing(points, chosen.at);
  }
  return made;
}

} // namespace deskstorm::loadgen::study
