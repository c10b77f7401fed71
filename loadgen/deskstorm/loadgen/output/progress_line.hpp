#pragma once

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>

namespace deskstorm::loadgen {

/// How far a run is.
struct progress_state {
  duration simulated = {};
  duration whole = {};
  std::uint64_t messages = 0;
  std::uint64_t errors = 0;              ///< requests that ended other than well
  std::chrono::nanoseconds elapsed = {}; ///< wall time
};

/// Returns one line of less than 80 columns: simulated and wall time, how much faster the one is,
/// messages a second, errors, and how long it will still take.
inline std::string progress_text(const progress_state& p) {
  const double elapsed = std::max(in_seconds(p.elapsed), 1e-9);
  const double share =
    p.whole > duration::zero() ? in_seconds(p.simulated) / in_seconds(p.whole) : 1.0;
  const double rest = share > 0 ? elapsed * (1 - share) / share : 0;
  const auto left = duration{static_cast<duration::rep>(std::min(rest, 1e9) * 1e9)};
  const auto wall = std::chrono::duration_cast<duration>(p.elapsed);
  constexpr std::size_t widest = 79;
  return fitted(
    fmt::format("{} of {} in {}, {:.0f}x, {} messages/s, {} errors, {} left",
                clock_text(p.simulated), clock_text(p.whole), clock_text(wall),
                in_seconds(p.simulated) / elapsed,
                human_count(static_cast<std::uint64_t>(static_cast<double>(p.messages) / elapsed)),
                human_count(p.errors), share > 0 ? clock_text(left) : "?"),
    widest);
}

/// Shows progress on a terminal by writing one line over and over, and wipes it out at the end.
class progress_line {
public:
  explicit progress_line(std::ostream& terminal) : terminal_(&terminal) {}
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  ~progress_line() {
    if (shown_)
      *terminal_ << "\r\033[K" << std::flush;
  }

  void show(const progress_state& p) { show(progress_text(p)); }

  /// Shows a text of one line.
  void show(std::string_view text) {
    *terminal_ << "\r\033[K" << text << std::flush;
    shown_ = true;
  }

private:
  std::ostream* terminal_;
  bool shown_ = false;
};

} // namespace deskstorm::loadgen
