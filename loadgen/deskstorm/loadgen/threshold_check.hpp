#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/thresholds.hpp>

namespace deskstorm::loadgen {

namespace detail {

/// Facts of a run, and the records of a campaign, which add up only over all of it.
inline bool of_whole_runs(std::string_view metric) {
  constexpr std::array<std::string_view, 5> records{".records", ".called", ".rejected", ".canceled",
                                                    ".left"};
  if (std::ranges::find(fact_metrics, metric, &fact_metric::name) != fact_metrics.end())
    return true;
  return metric.starts_with("outbound.")
         && std::ranges::any_of(records, [=](auto end) { return metric.ends_with(end); });
}

} // namespace detail

/// Returns why a run of that length cannot tell whether a threshold holds, or nothing if it can.
inline std::optional<failure> check_threshold(const threshold& t, const metric_subjects& of,
                                              duration length) {
  if (auto wrong = check_metric(t.metric, of))
    return wrong;
  if (!t.part)
    return std::nullopt;
  if (detail::of_whole_runs(t.metric))
    return failure{"expected a metric that parts of a run have, found '" + t.metric
                   + "', which is of all of it"};
  if (t.part->in_quarantine && !is_of_requests(t.metric))
    return failure{"expected a metric of requests or personas with 'while quarantine', found '"
                   + t.metric + "'"};
  if (t.part->window.from >= instant{length})
    return failure{"expected a part of the run, which is over at " + duration_text(length)
                   + ", found one from " + duration_text(t.part->window.from.time_since_epoch())
                   + " on"};
  return std::nullopt;
}

} // namespace deskstorm::loadgen
