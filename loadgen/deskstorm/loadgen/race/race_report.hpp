#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/shrink.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen {

/// A violation with the small schedule that shows it.
struct race_finding {
  sim::search_find first = {};
  sim::schedule_size size = {};     ///< of the schedule that was found
  sim::shrunk_schedule shrunk = {}; ///< what is left of it
  std::string trace = {};           ///< the file, empty where none was written
};

/// All that `deskstorm race` tells.
struct race_report {
  std::string scenario;
  std::string_view protocol;
  std::string_view strategy;
  std::uint64_t seed = 1;
  sim::search_outcome found = {};
  std::vector<race_finding> findings = {};
  std::vector<std::string> warnings = {};
  double wall_s = 0;
  double search_s = 0; ///< of these, for playing schedules
};

/// Returns what makes the outcome of a search worth less than it looks.
inline std::vector<std::string> warnings_of(const sim::race_plan& plan,
                                            const sim::search_outcome& found) {
  std::vector<std::string> all;
  if (found.schedules == 0)
    return all;
  if (found.cut_short == found.schedules)
    all.push_back(fmt::format("every schedule ended at the bound of {} steps: what comes later "
                              "was not searched",
                              sim::most_race_steps));
  else if (found.cut_short > 0)
    all.push_back(fmt::format("{} of {} schedules ended at the bound of {} steps", found.cut_short,
                              found.schedules, sim::most_race_steps));
  if (found.distinct == 1 && found.schedules > 1)
    all.emplace_back("all schedules were the same: the scenario leaves nothing to choose");
  constexpr std::uint64_t few = 100;
  for (const auto& action : plan.actions)
    if (plan.max_actions > 0 && found.schedules >= few
        && found.exercised[static_cast<std::size_t>(action.what)] == 0)
      all.push_back(
        fmt::format("the action {} never happened to a tab", sim::name_of(action.what)));
  if (found.differed > 0)
    all.push_back(fmt::format("{} of {} schedules went otherwise when they were played again: "
                              "this is a bug of deskstorm",
                              found.differed, found.played_twice));
  constexpr std::uint64_t many = 5;
  if (found.rounds_without_news >= many && found.finds.empty())
    all.push_back(fmt::format("the last {} rounds showed nothing new: more of the same will "
                              "hardly help; widen delays, tabs or actions",
                              found.rounds_without_news));
  return all;
}

namespace detail {

inline ordered_json spells_json(const sim::spells& s) {
  constexpr std::array<const char*, 7> limits{"1ms", "10ms", "100ms", "1s",
                                              "10s", "100s", "longer"};
  ordered_json all{{"count", s.count},
                   {"total_ms", in_ms(s.total)},
                   {"mean_ms", s.count == 0 ? 0 : in_ms(s.total) / static_cast<double>(s.count)},
                   {"longest_ms", in_ms(s.longest)}};
  for (std::size_t i = 0; i < limits.size(); ++i)
    all["up_to"][limits[i]] = s.up_to[i];
  return all;
}

inline ordered_json gaps_json(const sim::race_measurements& m) {
  constexpr std::array<const char*, sim::gap_causes> causes{"start", "clean-close", "crash",
                                                            "pause", "other"};
  ordered_json all;
  for (std::size_t i = 0; i < causes.size(); ++i)
    all["by_cause"][causes[i]] = spells_json(m.gaps[i]);
  all["duties_inside"] = m.duties_in_gaps;
  return all;
}

} // namespace detail

/// Returns M1 to M6 of all schedules, and what became of the duties.
inline ordered_json to_json(const sim::race_measurements& m) {
  auto overlap = detail::spells_json(m.overlap);
  overlap["attempts_inside"] = m.attempts_in_overlap;
  overlap["effects_inside"] = m.effects_in_overlap;
  return {
    {"M1_overlap", std::move(overlap)},
    {"M2_gap", detail::gaps_json(m)},
    {"M3_time_to_know", detail::spells_json(m.time_to_know)},
    {"M4_cost", {{"messages", m.messages}, {"writes", m.writes}, {"wakeups", m.wakeups}}},
    {"M5_changes", {{"changes", m.changes}, {"same_tab_again", m.same_tab_again}}},
    {"M6_disagreement", detail::spells_json(m.disagreement)},
    {"duties", {{"came", m.duties}, {"twice", m.twice}, {"lost", m.lost}, {"fenced", m.fenced}}},
  };
}

namespace detail {

inline ordered_json finding_json(const race_finding& f, const race_report& r) {
  ordered_json one{{"property", tabs::name_of(f.shrunk.what.what)},
                   {"signature", sim::signature_of(f.shrunk.what, r.protocol)}};
  if (f.first.what.code() != f.shrunk.what.code())
    one["found_as"] = sim::signature_of(f.first.what, r.protocol);
  one["first_schedule"] = f.first.schedule;
  one["schedules"] = f.first.times;
  one["seed"] = r.seed;
  one["at_ms"] = in_ms(f.shrunk.what.at.time_since_epoch());
  one["choices"] = f.size.choices;
  one["tabs"] = f.size.tabs;
  one["actions"] = f.size.actions;
  one["duties"] = f.size.duties;
  one["minimized_choices"] = f.shrunk.size.choices;
  one["minimized_tabs"] = f.shrunk.size.tabs;
  one["minimized_actions"] = f.shrunk.size.actions;
  one["minimized_duties"] = f.shrunk.size.duties;
  one["trace"] = f.trace;
  return one;
}

} // namespace detail

/// Returns the result of `deskstorm race`.
inline ordered_json to_json(const race_report& r) {
  auto violations = ordered_json::array();
  for (const auto& f : r.findings)
    violations.push_back(detail::finding_json(f, r));
  const double rate = r.search_s > 0 ? static_cast<double>(r.found.schedules) / r.search_s : 0;
  ordered_json all{{"deskstorm", version},
                   {"scenario", r.scenario},
                   {"election", r.protocol},
                   {"strategy", r.strategy},
                   {"seed", r.seed},
                   {"interrupted", r.found.stopped},
                   {"schedules", r.found.schedules},
                   {"distinct_schedules", r.found.distinct},
                   {"violations", std::move(violations)},
                   {"schedules_per_s", rate},
                   {"wall_s", r.wall_s},
                   {"exhausted", r.found.exhausted}};
  if (r.found.exhausted)
    all["schedules_before_reduction"] = r.found.stands_for;
  all["played_twice"] = r.found.played_twice;
  all["measurements"] = to_json(r.found.measured);
  all["warnings"] = r.warnings;
  return all;
}

/// Returns the result of `deskstorm race` for people, 80 columns wide where names allow.
inline std::string summary_of(const race_report& r) {
  std::string text;
  const auto line = [&]<class... Args>(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
    text += '\n';
  };
  const auto& found = r.found;
  line("{}  {}  {}  seed {}{}", r.scenario, r.protocol, r.strategy, r.seed,
       found.stopped ? "  INTERRUPTED" : "");
  line("{} schedules, {} of them different, {}/s{}", found.schedules, found.distinct,
       human_count(static_cast<std::uint64_t>(static_cast<double>(found.schedules)
                                              / std::max(r.search_s, 1e-9))),
       found.exhausted ? fmt::format("; these are all there are, out of {:.3g}", found.stands_for)
                       : std::string{});
  const auto& m = found.measured;
  line("two leaders {} times, {} at most; duties {}, twice {}, lost {}", m.overlap.count,
       human_time(in_ms(m.overlap.longest) / 1e3), m.duties, m.twice, m.lost);
  if (r.findings.empty())
    line("no violation");
  for (const auto& f : r.findings) {
    line("\n{}", sim::signature_of(f.shrunk.what, r.protocol));
    line("  first in schedule {}, shown by {} of them", f.first.schedule, f.first.times);
    line("  {} tabs, {} actions, {} duties, {} choices; shrunk to {}, {}, {}, {}", f.size.tabs,
         f.size.actions, f.size.duties, f.size.choices, f.shrunk.size.tabs, f.shrunk.size.actions,
         f.shrunk.size.duties, f.shrunk.size.choices);
    if (!f.trace.empty())
      line("  deskstorm replay {}", f.trace);
  }
  for (const auto& w : r.warnings)
    line("\nwarning: {}", w);
  return text;
}

} // namespace deskstorm::loadgen
