#pragma once

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <deskstorm/loadgen/cli/surroundings.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

// Written by the handler of a signal, which can reach nothing else.
inline std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

} // namespace detail

/// Lets the first Ctrl-C end a run early. The second one kills, as by default.
inline void catch_interrupt() {
  struct sigaction how {};
  how.sa_handler = [](int) { detail::interrupted = true; };
  how.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &how, nullptr);
}

/// Returns the surroundings of this process.
inline surroundings of_this_process(simulator simulate, scenario_reader read,
                                    std::string_view chart_library,
                                    live::metrics_publisher publish_metrics) {
  return {.out = std::cout,
          .err = std::cerr,
          .coloured = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr,
          .err_terminal = isatty(STDERR_FILENO) == 1,
          .interrupted = detail::interrupted,
          .simulate = std::move(simulate),
          .read = std::move(read),
          .chart_library = chart_library,
          .publish_metrics = std::move(publish_metrics)};
}

} // namespace deskstorm::loadgen::cli
