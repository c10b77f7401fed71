#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/race/race_report.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/log_digest.hpp>
#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/shrink.hpp>

namespace deskstorm::loadgen {

namespace detail {

inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline race_finding shrunk_of(const sim::search_find& find, const sim::race_plan& plan,
                              const std::function<bool()>& keep_going) {
  race_finding made{.first = find};
  sim::strict_replay again{find.choices};
  made.size = sim::size_of(sim::run_schedule(plan, again), find.choices);
  made.shrunk = sim::shrinker{plan, keep_going}.shrink(find.what, find.choices);
  return made;
}

/// Makes the findings small. Two that turn out to be the same are one, under the first schedule.
inline std::vector<race_finding> shrunk_findings(const std::vector<sim::search_find>& finds,
                                                 const sim::race_plan& plan,
                                                 const std::function<bool()>& keep_going) {
  std::vector<race_finding> all;
  for (const auto& find : finds) {
    auto one = shrunk_of(find, plan, keep_going);
    const auto same = std::ranges::find_if(
      all, [&](const auto& other) { return other.shrunk.what.code() == one.shrunk.what.code(); });
    if (same == all.end())
      all.push_back(std::move(one));
    else
      same->first.times += find.times;
  }
  return all;
}

} // namespace detail

/// Searches, and makes small what was found, as small as it is once `keep_shrinking` says no.
inline race_report hunt(const std::string& scenario, const sim::search_order& order,
                        const sim::search_hooks& hooks,
                        const std::function<bool()>& keep_shrinking) {
  const auto start = std::chrono::steady_clock::now();
  race_report made{.scenario = scenario,
                   .protocol = order.plan.protocol->name,
                   .strategy = order.with.name,
                   .seed = order.seed};
  made.found = sim::race_search{order, hooks}.run();
  made.search_s = detail::seconds_since(start);
  made.findings = detail::shrunk_findings(made.found.finds, order.plan, keep_shrinking);
  made.warnings = warnings_of(order.plan, made.found);
  if (!made.findings.empty() && !keep_shrinking())
    made.warnings.emplace_back("there was no time left to make every schedule as small as can be");
  made.wall_s = detail::seconds_since(start);
  return made;
}

/// Returns the trace of a finding.
inline race_trace trace_of(const race_finding& finding, const race_report& of,
                           const plan::floor_plan& scenario, const sim::race_plan& plan) {
  sim::tolerant_replay again{finding.shrunk.choices};
  const auto outcome = sim::run_schedule(plan, again);
  return {.scenario = scenario,
          .plan = plan,
          .seed = of.seed,
          .schedule = finding.first.schedule,
          .strategy = std::string{of.strategy},
          .choices = sim::without_plain(again.choices()),
          .asked = again.choices().size(),
          .digest = sim::digest_of(outcome.log),
          .what = finding.shrunk.what,
          .signature = sim::signature_of(finding.shrunk.what, plan.protocol->name)};
}

} // namespace deskstorm::loadgen
