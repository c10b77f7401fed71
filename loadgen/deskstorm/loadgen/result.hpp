#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/metrics.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/loadgen/vacuity.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen {

/// A threshold, and what the run made of it.
struct verdict {
  std::string expression;
  double value = 0;
  bool passed = false;
  std::string note = {}; ///< why it says nothing, where it does
};

/// One of several replications.
struct replication_row {
  std::uint64_t seed = 0; ///< that repeats this one alone
  run_facts facts = {};
  figures found = {}; ///< its metrics; of a single run the result has them
};

/// All that one call of `deskstorm run` found out. Of several replications `seen` and `messages`
/// are sums, `simulated` and `entities` means.
struct run_result {
  std::string scenario = {};
  std::uint64_t seed = 1;
  clock_choice clock = clock_choice::virtual_time;
  run_facts facts = {};
  double wall_s = 0;
  std::uint64_t peak_rss_bytes = 0;
  statistics seen = {};
  metric_subjects subjects = {};
  std::vector<verdict> verdicts = {};
  std::vector<replication_row> replications = {};
  std::vector<std::pair<std::string, interval>> intervals = {};
  std::string piles_up = {}; ///< what, and how
  bool stationary = true;    ///< nothing piles up, or only while the load changes by its stages
};

inline std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

namespace detail {

// Puts `value` where the dots of `name` lead to, below `at`.
inline void put(ordered_json& at, std::string_view name, const json& value) {
  const auto dot = name.find('.');
  auto& here = at[std::string{name.substr(0, dot)}];
  if (dot == std::string_view::npos)
    here = value;
  else
    put(here, name.substr(dot + 1), value);
}

template <class Subject>
void put_all(ordered_json& at, const auto& table, const Subject& subject) {
  for (const metric<Subject>& row : table)
    put(at, row.name, row.of(subject));
}

inline ordered_json requests_json(const request_tally& tally, double measured_s) {
  ordered_json made;
  put_all(made, request_metrics, counted_requests{tally, measured_s});
  return made;
}

inline ordered_json all_requests_json(const statistics& seen) {
  ordered_json made;
  made["total"] = requests_json(seen.total(), seen.measured_s);
  for (const auto& row : requests)
    if (const auto tally = seen.of(row.kind); tally.sent > 0)
      made[std::string{row.name}] = requests_json(tally, seen.measured_s);
  return made;
}

inline ordered_json events_json(const statistics& seen) {
  auto made = ordered_json::object();
  for (const auto& row : events)
    if (const auto count = seen.events[static_cast<std::size_t>(row.type)]; count > 0)
      made[event_metric(row.type)] = count;
  for (const auto& row : frame_states)
    if (const auto count = seen.states[static_cast<std::size_t>(row.value)]; count > 0)
      made[event_metric(row.value)] = count;
  return made;
}

inline ordered_json campaign_json(const campaign_tally& tally) {
  ordered_json made;
  put_all(made, campaign_metrics, tally);
  auto& results = made["results"] = ordered_json::object();
  for (std::size_t code = 0; code < tally.results.size(); ++code)
    if (tally.results[code] > 0)
      results[std::to_string(code)] = tally.results[code];
  return made;
}

} // namespace detail

/// Returns the sections of the result file that are statistics, with all that is zero but requests,
/// events and what `subjects` does not name.
inline ordered_json statistics_json(const statistics& seen, const metric_subjects& subjects) {
  ordered_json made;
  made["requests"] = detail::all_requests_json(seen);
  auto& personas = made["personas"] = ordered_json::object();
  for (std::size_t i = 0; i < subjects.personas.size(); ++i)
    personas[subjects.personas[i]] = detail::requests_json(seen.of_persona(i), seen.measured_s);
  made["events"] = detail::events_json(seen);
  ordered_json rest;
  detail::put_all(rest, run_metrics, seen);
  made["backend"] = std::move(rest["backend"]);
  made["tabs"] = std::move(rest["tabs"]);
  auto& queues = made["queues"] = ordered_json::object();
  for (std::size_t i = 0; i < subjects.queues.size(); ++i)
    detail::put_all(queues[subjects.queues[i]], queue_metrics, seen.queues[i]);
  made["election"] = std::move(rest["election"]);
  auto& outbound = made["outbound"] = ordered_json::object();
  for (std::size_t i = 0; i < subjects.campaigns.size(); ++i)
    outbound[subjects.campaigns[i]] = detail::campaign_json(seen.campaigns[i]);
  return made;
}

/// Returns the metric of that path in the result file or a part of it, or nothing. Keys may have
/// dots.
inline std::optional<double> value_at(const ordered_json& at, std::string_view path) {
  if (!at.is_object())
    return std::nullopt;
  for (const auto& [key, value] : at.items()) {
    if (path == key && value.is_number())
      return value.get<double>();
    if (path.size() > key.size() && path.starts_with(key) && path[key.size()] == '.')
      if (const auto found = value_at(value, path.substr(key.size() + 1)))
        return found;
  }
  return std::nullopt;
}

/// Returns what a result file, or the statistics of the part of a run that a threshold is about,
/// make of it. What never happened counts zero; `empty` is why the threshold says nothing.
inline verdict judge(const threshold& t, const ordered_json& file,
                     const std::optional<vacuity>& empty = {}) {
  const double value = value_at(file, t.metric).value_or(0);
  const bool may_hold = !empty || empty->holds;
  return {t.expression, value, may_hold && t.compared->holds(value, t.limit),
          std::string{empty ? empty->why : ""}};
}

namespace detail {

inline ordered_json entities_json(const entity_counts& counted) {
  return {{"agents", counted.agents},
          {"tabs", counted.tabs},
          {"frames", counted.frames},
          {"interactions", counted.interactions},
          {"campaigns", counted.campaigns}};
}

inline ordered_json verdicts_json(const std::vector<verdict>& verdicts) {
  auto made = ordered_json::array();
  for (const auto& v : verdicts) {
    made.push_back({{"expression", v.expression}, {"value", v.value}, {"passed", v.passed}});
    if (!v.note.empty())
      made.back()["note"] = v.note;
  }
  return made;
}

inline ordered_json replications_json(const std::vector<replication_row>& rows) {
  auto made = ordered_json::array();
  for (const auto& row : rows) {
    made.push_back({{"seed", row.seed},
                    {"digest", digest_text(row.facts.digest)},
                    {"messages", row.facts.messages},
                    {"simulated_s", in_seconds(row.facts.simulated)}});
    if (!row.found.empty())
      made.back()["metrics"] = row.found;
  }
  return made;
}

inline ordered_json intervals_json(const std::vector<std::pair<std::string, interval>>& intervals) {
  auto made = ordered_json::object();
  for (const auto& [name, i] : intervals)
    made[name] = {{"mean", i.mean}, {"half_width", i.half_width}, {"confidence", i.confidence}};
  return made;
}

} // namespace detail

/// Returns the result file. All of it is the same in every run of a scenario, seed and build, but
/// for `wall_s`, `events_per_s` and `peak_rss_bytes`.
inline ordered_json to_json(const run_result& r) {
  const double events_per_s = r.wall_s > 0 ? static_cast<double>(r.facts.messages) / r.wall_s : 0.0;
  ordered_json made{
    {"deskstorm", version},
    {"scenario", r.scenario},
    {"seed", r.seed},
    {"clock", r.clock == clock_choice::virtual_time ? "virtual" : "real"},
    {"interrupted", r.facts.interrupted},
    {"simulated_s", in_seconds(r.facts.simulated)},
    {"wall_s", r.wall_s},
    {"messages", r.facts.messages},
    {"events_per_s", events_per_s},
    {"peak_rss_bytes", r.peak_rss_bytes},
    {"digest", digest_text(r.facts.digest)},
    {"entities", detail::entities_json(r.facts.entities)},
    {"stationary", r.stationary},
  };
  if (!r.piles_up.empty())
    made["piles_up"] = r.piles_up;
  made.update(statistics_json(r.seen, r.subjects));
  made["thresholds"] = detail::verdicts_json(r.verdicts);
  made["replications"] = detail::replications_json(r.replications);
  made["intervals"] = detail::intervals_json(r.intervals);
  return made;
}

} // namespace deskstorm::loadgen
