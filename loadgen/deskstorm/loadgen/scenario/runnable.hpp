#pragma once

#include <filesystem>
#include <optional>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::loadgen {

/// Returns what of a scenario cannot be run, if anything.
inline std::optional<problem> why_not_run(const plan::floor_plan& plan,
                                          const std::filesystem::path& path) {
  const auto* protocol = find_named(tabs::elections, plan.election.algorithm);
  if (protocol == nullptr || !protocol->needs_browser)
    return std::nullopt;
  return problem{path.generic_string(), "/election/algorithm",
                 "\"" + plan.election.algorithm
                   + "\" needs more of the browser than messages and timers; use `deskstorm race`"};
}

} // namespace deskstorm::loadgen
