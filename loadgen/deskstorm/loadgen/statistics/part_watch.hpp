#pragma once

#include <optional>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/run_part.hpp>
#include <deskstorm/loadgen/statistics/quarantine_watch.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

namespace deskstorm::loadgen {

/// Counts what happens in one part of a run.
class part_watch {
public:
  /// `setup` is that of the whole run, `quarantine` the delay of its options.
  part_watch(recorder_setup setup, duration quarantine, const run_part& part) {
    if (part.in_quarantine)
      in_quarantine_.emplace(setup, quarantine);
    else {
      setup.measured = part.window;
      in_window_.emplace(setup);
    }
  }

  actors::observer& observer() {
    return in_window_ ? static_cast<actors::observer&>(*in_window_) : *in_quarantine_;
  }

  /// Returns what was counted in a run that ended at `end`. Called once, after the run.
  statistics finish(instant end) {
    return in_window_ ? in_window_->finish(end) : in_quarantine_->finish(end);
  }

private:
  std::optional<recorder> in_window_;
  std::optional<quarantine_watch> in_quarantine_;
};

} // namespace deskstorm::loadgen
