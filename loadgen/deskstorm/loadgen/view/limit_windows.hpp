#pragma once

#include <chrono>
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

/// Returns the edges of the minutes of a plan, or says why there are none to draw.
inline limit_windows limit_windows_of(const plan::floor_plan& p) {
  constexpr auto window = std::chrono::minutes{1};
  constexpr auto most_edges = 40;
  const auto& rules = p.limiter;
  const auto& algorithm = limiter_algorithms[rules.algorithm];
  if (!algorithm.has_windows)
    return {fmt::format("The {} has no fixed minutes.", algorithm.name)};
  const auto scope = name_in(limiter_scopes, rules.scope);
  if (rules.window == window_start::first_request)
    return {fmt::format("Each {} begins its minutes with a request of its own.", scope)};
  const bool by_clock = rules.window == window_start::wall_clock;
  if (!by_clock && p.agents.login_ramp > duration::zero())
    return {fmt::format("Each {} counts minutes of its own, from when it opens.", scope)};
  if (p.length > most_edges * window)
    return {"The edges of the minutes are too many to draw."};
  limit_windows made{by_clock ? "Dotted: the edges of the minutes."
                              : "Dotted: the edges of the minutes of tabs that are open from the "
                                "start."};
  for (duration edge = window; edge < p.length; edge += window)
    made.edges.push_back(edge);
  return made;
}

} // namespace deskstorm::loadgen::view
