#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/statistics/histogram.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen {

/// Why a threshold says nothing: nothing happened that it could be about.
struct vacuity {
  bool holds = true; ///< if its figure does; a limit on times of which some were missed does not
  std::string_view why;
};

/// Says of a threshold that its part of the run is empty.
inline constexpr std::string_view empty_part = "no request falls into that part of the run";

namespace detail {

/// Times of a run that are measured one by one, and are known by their mean and percentiles.
struct measured_times {
  std::string_view name;
  const histogram& (*of)(const statistics&);
  std::string_view none; ///< what is said where there is none
};

// clang-format off
inline constexpr auto times_of_runs = std::to_array<measured_times>({
  {"backend.wait_ms",      [](const statistics& s) -> const histogram& { return s.backend.waits; },
   "no job came to a worker of the backend"},
  {"backend.service_ms",   [](const statistics& s) -> const histogram& { return s.backend.services; },
   "no worker of the backend finished a job"},
  {"tabs.wait_ms",         [](const statistics& s) -> const histogram& { return s.tabs.waits; },
   "no task came to a tab"},
  {"election.takeover_ms", [](const statistics& s) -> const histogram& { return s.election.takeovers; },
   "no leader followed another"},
});
// clang-format on

/// Says whether a limit on times may hold of which none was measured, if the metric is of such.
inline std::optional<vacuity> unmeasured(std::string_view metric, const statistics& seen,
                                         const metric_subjects& of) {
  const auto is = [=](const std::string& times) { return metric.starts_with(times + "."); };
  const auto unless = [](const histogram& times, std::uint64_t asked, std::string_view none) {
    return times.count() > 0 ? std::nullopt : std::optional{vacuity{asked == 0, none}};
  };
  const auto of_answers = [&](const request_tally& r) {
    return unless(r.latency, r.sent, "no request was answered");
  };
  if (is("requests.total.latency_ms"))
    return of_answers(seen.total());
  for (const auto& row : requests)
    if (is("requests." + std::string{row.name} + ".latency_ms"))
      return of_answers(seen.of(row.kind));
  for (std::size_t i = 0; i < of.personas.size(); ++i)
    if (is("personas." + of.personas[i] + ".latency_ms"))
      return of_answers(seen.of_persona(i));
  for (std::size_t i = 0; i < of.queues.size(); ++i)
    if (is("queues." + of.queues[i] + ".wait_s"))
      return unless(seen.queues[i].waits, seen.queues[i].offered, "no caller was answered");
  for (const auto& row : times_of_runs)
    if (is(std::string{row.name}))
      return unless(row.of(seen), 0, row.none);
  return std::nullopt;
}

} // namespace detail

/// Returns why a threshold says nothing of a run, if so; `seen` is of its part of the run. A wait
/// that did not end is not short: a limit on times does not hold where requests or callers waited
/// and none was answered. Where nothing was asked, its figure is zero.
inline std::optional<vacuity> vacuity_of(const threshold& t, const statistics& seen,
                                         const metric_subjects& of) {
  if (t.part && is_of_requests(t.metric) && seen.total().sent == 0)
    return vacuity{true, empty_part};
  return detail::unmeasured(t.metric, seen, of);
}

} // namespace deskstorm::loadgen
