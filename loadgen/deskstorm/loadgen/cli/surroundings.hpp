#pragma once

#include <atomic>
#include <ostream>
#include <string_view>
#include <vector>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/live/metrics_publisher.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen::cli {

/// How commands end, as scripts see it.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int threshold_failed = 1;
inline constexpr int unusable = 2; ///< arguments or input; nothing was written
inline constexpr int internal = 3;
inline constexpr int undecided = 4; ///< the asked precision or confidence was not reached
inline constexpr int interrupted = 130;
} // namespace exit_code

/// What the program lives in. Tests bring their own.
struct surroundings {
  std::ostream& out;
  std::ostream& err;
  bool coloured = false;     ///< `out` is a terminal, and nobody asked for no colour
  bool err_terminal = false; ///< `err` is a terminal
  const std::atomic<bool>& interrupted;
  simulator simulate;
  scenario_reader read;
  std::string_view chart_library = {}; ///< the text of Chart.js, for reports with charts
  live::metrics_publisher publish_metrics = {};
};

inline constexpr std::string_view no_chart_library =
  "--html: this program was built without Chart.js";

/// Says all that is wrong with a scenario, a line each. Returns the exit code.
inline int refuse_all(const surroundings& at, const std::vector<problem>& problems) {
  for (const auto& one : problems)
    at.err << to_text(one) << '\n';
  return exit_code::unusable;
}

/// Says in one line why the arguments or the input cannot be used. Returns the exit code.
inline int refuse(const surroundings& at, std::string_view why) {
  at.err << "deskstorm: " << why << '\n';
  return exit_code::unusable;
}

} // namespace deskstorm::loadgen::cli
