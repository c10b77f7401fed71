#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>

namespace deskstorm::loadgen::study {

/// What may pile up in a run.
enum class pile : std::uint8_t {
  requests, ///< sent and neither answered nor given up
  callers,  ///< offered and neither answered nor gone
  jobs,     ///< in the queue of the backend
};
inline constexpr std::array<const char*, 3> pile_names{"requests under way", "callers in the queue",
                                                       "jobs in the queue of the backend"};

/// The course of one run in equal slices of its time.
struct course {
  static constexpr std::size_t slices = 500;

  duration length = {};
  std::array<double, slices> delay_s = {};              ///< sum of what ended in the slice
  std::array<std::uint32_t, slices> ended = {};         ///< requests, or callers if none
  std::array<std::array<double, slices>, 3> piled = {}; ///< mean in the slice, by pile
  std::array<double, 2> sojourn_s = {};                 ///< sum while measured, by pile
  std::array<double, 3> steps = {};                     ///< up and down while measured, by pile
  double measured_s = 0;

  duration width() const {
    return std::max(length / static_cast<duration::rep>(slices), duration{1});
  }
  std::size_t slice_of(instant when) const {
    const auto at = std::max(when.time_since_epoch(), duration{}) / width();
    return std::min(static_cast<std::size_t>(at), slices - 1);
  }
  instant end_of(std::size_t slice) const {
    return slice + 1 == slices ? never : instant{width() * static_cast<duration::rep>(slice + 1)};
  }

  /// The mean of what was piled up from one instant until another.
  double mean_pile(pile which, instant from, instant until) const {
    const auto& all = piled[static_cast<std::size_t>(which)];
    const auto first = slice_of(from);
    const auto last = std::max(slice_of(until - duration{1}), first);
    double sum = 0;
    for (auto i = first; i <= last; ++i)
      sum += all[i];
    return sum / static_cast<double>(last - first + 1);
  }
};

/// Watches the course of a run, for what means over all of it cannot tell: when it has settled, and
/// whether it ever does.
class course_watch final : public idle_observer {
public:
  course_watch(duration length, period measured, bool has_requests)
    : measured_(measured), has_requests_(has_requests) {
    seen_.length = length;
  }

  void request_sent(std::uint32_t, request_kind, instant intended) override {
    change(pile::requests, +1, intended);
  }
  void request_ended(std::uint32_t, request_kind, actors::request_end, instant intended,
                     instant now) override {
    leave(pile::requests, now - intended, now);
    if (has_requests_)
      count(now - intended, now);
  }
  void backend_queued(std::uint32_t waiting, instant now) override {
    auto& jobs = levels_[static_cast<std::size_t>(pile::jobs)];
    change(pile::jobs, static_cast<double>(waiting) - jobs.height, now);
  }
  void backend_served(duration waited, duration, instant begun) override {
    if (waited > duration::zero())
      change(pile::jobs, -1, begun);
  }
  void call_offered(std::uint32_t, actors::caller_fate, instant now) override {
    change(pile::callers, +1, now);
  }
  void call_answered(std::uint32_t, duration waited, instant offered) override {
    leave(pile::callers, waited, offered + waited);
    if (!has_requests_)
      count(waited, offered + waited);
  }
  void call_abandoned(std::uint32_t, duration waited, instant offered) override {
    leave(pile::callers, waited, offered + waited);
  }

  /// Returns the course of a run that ended at `end`. Called once, after the run.
  course finish(instant end) {
    for (const auto which : {pile::requests, pile::callers, pile::jobs})
      change(which, 0, end);
    for (auto& areas : seen_.piled)
      for (auto& area : areas)
        area /= in_seconds(seen_.width());
    seen_.measured_s = in_seconds(measured_.share(instant{}, end));
    return seen_;
  }

private:
  struct level {
    double height = 0;
    instant since = {};
  };

  void leave(pile which, duration stayed, instant now) {
    change(which, -1, now);
    seen_.sojourn_s[static_cast<std::size_t>(which)] +=
      in_seconds(measured_.share(now - stayed, now));
  }

  void count(duration delay, instant now) {
    const auto at = seen_.slice_of(now);
    seen_.delay_s[at] += in_seconds(delay);
    ++seen_.ended[at];
  }

  // Adds the area under the level since it changed to the slices that it lies in.
  void change(pile which, double by, instant now) {
    auto& l = levels_[static_cast<std::size_t>(which)];
    auto& areas = seen_.piled[static_cast<std::size_t>(which)];
    while (l.height != 0 && l.since < now) {
      const auto at = seen_.slice_of(l.since);
      const auto until = std::min(now, seen_.end_of(at));
      areas[at] += l.height * in_seconds(until - l.since);
      l.since = until;
    }
    l.since = std::max(l.since, now);
    l.height += by;
    if (by != 0 && measured_.contains(now))
      ++seen_.steps[static_cast<std::size_t>(which)];
  }

  period measured_;
  bool has_requests_;
  course seen_;
  std::array<level, 3> levels_ = {};
};

} // namespace deskstorm::loadgen::study
