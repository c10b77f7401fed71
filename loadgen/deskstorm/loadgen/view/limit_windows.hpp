#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/policy/rate_limiter.hpp>

namespace deskstorm::loadgen::view {

/// What the chart of rate limits shows of the minutes that requests are counted in.
struct limit_windows {
  std::string note = {};            ///< a sentence
  std::vector<duration> edges = {}; ///< since the start of the run; where they are common to all
};

/// Returns the edges of the minutes of a plan, or says why there are none to draw. The minutes of
/// frames and origins are those of their tab, those of agents begin with the run.
inline limit_windows limit_windows_of(const plan::floor_plan& p) {
  constexpr auto window = fixed_window::length;
  constexpr auto longest_drawn = 40 * window;
  const auto& rules = p.limiter;
  const auto& algorithm = limiter_algorithms[rules.algorithm];
  if (!algorithm.has_windows)
    return {fmt::format("The {} has no fixed minutes.", algorithm.name)};
  if (rules.window == window_start::first_request)
    return {fmt::format("Each {} begins its minutes with a request of its own.",
                        name_in(limiter_scopes, rules.scope))};
  const bool common =
    rules.window == window_start::wall_clock || rules.scope == limiter_scope::agent;
  if (!common && p.agents.login_ramp > duration::zero())
    return {"Each tab has minutes of its own, from when it opens."};
  if (p.length > longest_drawn)
    return {"The edges of the minutes are too many to draw."};
  limit_windows made{common ? "Dotted: the edges of the minutes."
                            : "Dotted: the edges of the minutes of tabs that are open from the "
                              "start."};
  for (duration edge = window; edge < p.length; edge += window)
    made.edges.push_back(edge);
  return made;
}

} // namespace deskstorm::loadgen::view
