#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/study/batch.hpp>
#include <deskstorm/loadgen/study/client_watch.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::study {

/// One setting of the limits.
struct limit_setting {
  std::string request; ///< name of the request, or "" for all together
  std::uint32_t limit = 0;
  std::uint32_t quarantine_s = 0;
  std::string algorithm;
  point rules = {}; ///< keys of /rate-limit that are tried besides, and their values

  /// The rules, such as "window wall-clock, scope agent".
  std::string rules_text() const {
    std::string text;
    for (const auto& rule : rules)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                          rule.pointer.substr(rule.pointer.rfind('/') + 1), plain_value(rule));
    return text;
  }

  /// How requests are counted: the algorithm, and what is tried besides.
  std::string counting() const {
    return rules.empty() ? algorithm : algorithm + ", " + rules_text();
  }

  /// True where no more differs than the rules, of which no option decides.
  bool same_but_rules(const limit_setting& other) const {
    return request == other.request && limit == other.limit && quarantine_s == other.quarantine_s
           && algorithm == other.algorithm;
  }

  /// The option that holds the limit.
  std::string option() const {
    return "service-client-api.rate-limit" + (request.empty() ? "" : "." + request);
  }
  friend bool operator==(const limit_setting&, const limit_setting&) = default;
};

/// What one setting does at one demand, on average over replications.
struct limit_outcome {
  std::vector<client_figures> personas = {}; ///< in the order of the plan
  interval false_alarms = {};    ///< refusals that legitimate clients met, an agent and eight hours
  double longest_outage_s = 0;   ///< of a legitimate client, the worst of all replications
  double legitimate_share = 1;   ///< successes of legitimate clients, of those without limit
  double abusive_share = 0;      ///< accepted of abusive clients, of those without limit
  double abusive_per_minute = 0; ///< accepted, a client
  double herd_factor = 0;        ///< most requests of a second, of the mean
  double herd_growth = 1;        ///< the same, of that without limit
};

/// Returns a plan under `factor` times the load.
inline plan::floor_plan under_demand(plan::floor_plan p, double factor) {
  for (auto& s : p.stages)
    s.scale *= factor;
  p.stages.insert(p.stages.begin(), {instant{}, factor, true});
  return p;
}

/// Whom limits must not hurt: the personas that are marked, or else all that are not abusive.
inline std::vector<bool> legitimate_personas(const plan::floor_plan& p) {
  const bool marked = std::ranges::any_of(p.personas, &plan::persona::legitimate);
  std::vector<bool> made;
  for (const auto& persona : p.personas)
    made.push_back(marked ? persona.legitimate : !persona.abusive);
  return made;
}

namespace detail {

struct watched_run {
  std::vector<client_figures> personas;
  double herd_factor = 0;
};

inline std::optional<watched_run> watch_clients(const plan::floor_plan& p, std::uint32_t number,
                                                const workshop& in,
                                                const std::function<bool()>& keep_going) {
  const period measured{instant{p.warmup}, instant{p.length}};
  client_watch watch{measured, static_cast<std::uint32_t>(p.personas.size())};
  const auto facts = in.simulate(
    {p, number}, watch, {.keep_going = [&](instant, std::uint64_t) { return keep_going(); }});
  if (facts.interrupted)
    return std::nullopt;
  return watched_run{watch.finish(instant{facts.simulated}), watch.herd_factor()};
}

inline double sum_over(const std::vector<client_figures>& personas, const std::vector<bool>& which,
                       double client_figures::*figure) {
  double sum = 0;
  for (std::size_t i = 0; i < personas.size(); ++i)
    sum += which[i] ? personas[i].*figure : 0;
  return sum;
}

inline std::vector<bool> abusive_personas(const plan::floor_plan& p) {
  std::vector<bool> made;
  for (const auto& persona : p.personas)
    made.push_back(persona.abusive);
  return made;
}

inline limit_outcome outcome_of(const plan::floor_plan& p, const std::vector<watched_run>& runs,
                                double confidence) {
  const auto good = legitimate_personas(p);
  const double measured_h = in_seconds(p.length - p.warmup) / 3600;
  const double shifts = std::max(p.agents.count * measured_h / 8, 1e-9);
  const double weight = 1 / static_cast<double>(runs.size());
  limit_outcome made{.personas = std::vector<client_figures>(p.personas.size())};
  std::vector<double> alarms;
  for (const auto& run : runs) {
    for (std::size_t i = 0; i < run.personas.size(); ++i)
      made.personas[i].add(run.personas[i], weight);
    made.herd_factor += run.herd_factor * weight;
    alarms.push_back((sum_over(run.personas, good, &client_figures::errors)
                      + sum_over(run.personas, good, &client_figures::ignored))
                     / shifts);
    for (std::size_t i = 0; i < run.personas.size(); ++i)
      if (good[i])
        made.longest_outage_s = std::max(made.longest_outage_s, run.personas[i].longest_outage_s);
  }
  made.false_alarms = student_interval(alarms, confidence);
  const auto bad = abusive_personas(p);
  if (const auto clients = sum_over(made.personas, bad, &client_figures::clients); clients > 0)
    made.abusive_per_minute = sum_over(made.personas, bad, &client_figures::accepted) / clients
                              / std::max(measured_h * 60, 1e-9);
  return made;
}

} // namespace detail

/// Runs a plan so many times and sums up what its clients met. Nothing where it was interrupted.
inline std::optional<limit_outcome> study_clients(const plan::floor_plan& p, std::uint32_t count,
                                                  const workshop& in, double confidence) {
  std::vector<std::optional<detail::watched_run>> runs(count);
  share_out(count, in, [&](std::size_t i, const auto& keep_going) {
    runs[i] = detail::watch_clients(p, static_cast<std::uint32_t>(i), in, keep_going);
  });
  std::vector<detail::watched_run> whole;
  for (auto& run : runs) {
    if (!run)
      return std::nullopt;
    whole.push_back(*std::move(run));
  }
  return detail::outcome_of(p, whole, confidence);
}

/// Notes what `seen` leaves of the traffic without any limit.
inline void compare_with(const plan::floor_plan& p, const limit_outcome& unlimited,
                         limit_outcome& seen) {
  using detail::sum_over;
  const auto share = [&](const std::vector<bool>& which, double client_figures::*figure) {
    const double all = sum_over(unlimited.personas, which, figure);
    return all > 0 ? sum_over(seen.personas, which, figure) / all : 0;
  };
  const auto good = legitimate_personas(p);
  if (sum_over(unlimited.personas, good, &client_figures::goodput) > 0)
    seen.legitimate_share = share(good, &client_figures::goodput);
  if (unlimited.herd_factor > 0)
    seen.herd_growth = seen.herd_factor / unlimited.herd_factor;
  seen.abusive_share = share(detail::abusive_personas(p), &client_figures::accepted);
}

} // namespace deskstorm::loadgen::study
