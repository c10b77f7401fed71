#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/metric_names.hpp>

namespace deskstorm::loadgen::study {

/// What is used most at a point, and the figures that say so.
struct bottleneck {
  std::string what = "none"; ///< "backend", "tabs" (main threads of browsers), "agents",
                             ///< "rate-limit" or "none"
  std::string evidence = {};
};

/// The mean of a metric at a point.
using figure_of = std::function<double(std::string_view)>;

/// Returns what is busiest. Below a half nothing holds anything up.
inline bottleneck bottleneck_of(const metric_subjects& subjects, const figure_of& mean_of) {
  struct candidate {
    std::string what;
    std::string name;
    double busy = 0;
  };
  double agents = 0;
  for (const auto& queue : subjects.queues)
    agents += mean_of("queues." + queue + ".occupancy");
  std::vector<candidate> all{
    {"backend", "backend", mean_of("backend.utilization")},
    {"tabs", "main thread of the busiest tab", mean_of("tabs.utilization_max")},
    {"agents", "agents", agents},
  };
  std::ranges::stable_sort(all, std::greater{}, &candidate::busy);
  bottleneck found;
  for (const auto& c : all)
    found.evidence +=
      fmt::format("{}{} {:.0f} % busy", found.evidence.empty() ? "" : ", ", c.name, c.busy * 100);
  constexpr double free_enough = 0.5;
  if (all.front().busy >= free_enough)
    found.what = all.front().what;
  const double refused =
    mean_of("requests.total.rate_limited_ratio") + mean_of("requests.total.ignored_ratio");
  constexpr double worth_telling = 0.01;
  if (refused < worth_telling)
    return found;
  found.evidence +=
    fmt::format("; rate limits refuse or ignore {:.1f} % of all requests", refused * 100);
  if (found.what == "none")
    found.what = "rate-limit";
  return found;
}

} // namespace deskstorm::loadgen::study
