#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>

#include <fmt/format.h>

#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/human.hpp>

namespace deskstorm::loadgen::cli {

/// Shows how far a search is by writing one line over and over, on a terminal only, and wipes it
/// out at the end.
class race_progress {
public:
  explicit race_progress(const surroundings& at) : at_(&at) {}
  race_progress(const race_progress&) = delete;
  race_progress& operator=(const race_progress&) = delete;

  ~race_progress() {
    if (shown_)
      at_->err << "\r\033[K" << std::flush;
  }

  void show(std::uint64_t schedules, std::size_t violations, double elapsed_s) {
    if (!at_->err_terminal)
      return;
    const auto rate = static_cast<double>(schedules) / std::max(elapsed_s, 1e-9);
    at_->err << "\r\033[K"
             << fmt::format("{} schedules, {}/s, {} different violations", human_count(schedules),
                            human_count(static_cast<std::uint64_t>(rate)), violations)
             << std::flush;
    shown_ = true;
  }

private:
  const surroundings* at_;
  bool shown_ = false;
};

} // namespace deskstorm::loadgen::cli
