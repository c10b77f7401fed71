#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

namespace deskstorm::loadgen {

/// Counts the requests that were meant for a time in which somebody was in quarantine: from when a
/// client is told that a limit is reached, until the delay of the options has passed.
class quarantine_watch final : public idle_observer {
public:
  /// `delay` is that of the options; 0 is for ever.
  quarantine_watch(const recorder_setup& setup, duration delay)
    : measured_(setup.measured), delay_(delay), counts_(setup) {}

  void request_sent(std::uint32_t persona, request_kind kind, instant intended) override {
    if (contains(intended))
      counts_.request_sent(persona, kind, intended);
  }
  void request_ended(std::uint32_t persona, request_kind kind, actors::request_end how,
                     instant intended, instant now) override {
    if (contains(intended))
      counts_.request_ended(persona, kind, how, intended, now);
    if (how == actors::request_end::rate_limited)
      begin(now);
  }
  void request_lost(std::uint32_t persona, request_kind kind, actors::request_loss why,
                    instant intended) override {
    if (contains(intended))
      counts_.request_lost(persona, kind, why, intended);
  }

  /// Returns what was counted in a run that ended at `end`, whose measured time is that of
  /// quarantines. Called once, after the run.
  statistics finish(instant end) {
    auto seen = counts_.finish(end);
    duration all{};
    for (const auto& span : spans_)
      all += measured_.share(span.from, std::min(span.until, end));
    seen.measured_s = in_seconds(all);
    return seen;
  }

private:
  void begin(instant now) {
    const auto until = delay_ == duration::zero() ? never : now + delay_;
    if (!spans_.empty() && spans_.back().until >= now)
      spans_.back().until = std::max(spans_.back().until, until);
    else
      spans_.push_back({now, until});
  }

  // What is meant for the very instant of a beginning comes before it.
  bool contains(instant when) const {
    const auto after = std::ranges::lower_bound(spans_, when, {}, &period::from);
    return after != spans_.begin() && when < std::prev(after)->until;
  }

  period measured_;
  duration delay_;
  recorder counts_;
  std::vector<period> spans_; // one after the other
};

} // namespace deskstorm::loadgen
