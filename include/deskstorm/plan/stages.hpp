#pragma once

#include <cmath>
#include <span>

#include <deskstorm/base/time.hpp>

namespace deskstorm::plan {

/// A point of the load's course: until `until` arrival rates are `scale` times those of the
/// personas, reached on a straight line from the point before, or at once where `step` is set.
/// The first line begins with the run at 1; after the last point its scale stays.
struct stage {
  instant until;
  double scale = 1; ///< 0 is none
  bool step = false;
};

/// The stages of a run, `until` ascending. None is a scale of 1 all along.
using course = std::span<const stage>;

namespace detail {

inline double seconds(duration time) { return std::chrono::duration<double>{time}.count(); }

/// Returns `now` and `seconds` more, or `never` where that is beyond a hundred years.
inline instant later(instant now, double seconds) {
  constexpr double longest = 100.0 * 365 * 24 * 3600;
  if (!(seconds < longest))
    return never;
  return now + duration{static_cast<duration::rep>(seconds * 1e9 + 0.5)};
}

/// The scale at both ends of a stretch of time.
struct slope {
  double first;
  double last;
  double seconds;

  double at(double s) const { return seconds > 0 ? first + (last - first) * s / seconds : last; }

  double area() const { return (first + last) / 2 * seconds; }

  /// Returns where the area from the beginning is `wanted`, which must not be above area(). This
  /// root of the quadratic loses no digits on a nearly level slope.
  double where(double wanted) const {
    const double rise = seconds > 0 ? (last - first) / seconds : 0;
    const double root = std::sqrt(std::fmax(first * first + 2 * rise * wanted, 0));
    return std::fmin(first + root > 0 ? 2 * wanted / (first + root) : 0, seconds);
  }
};

} // namespace detail

/// Returns what arrival rates are multiplied with at `now`.
inline double scale_at(course stages, instant now) {
  instant begin{};
  double before = 1;
  for (const auto& s : stages) {
    if (now < s.until) {
      const detail::slope ramp{s.step ? s.scale : before, s.scale,
                               detail::seconds(s.until - begin)};
      return ramp.at(detail::seconds(now - begin));
    }
    begin = s.until;
    before = s.scale;
  }
  return before;
}

/// Returns when `work`, in seconds at a scale of 1, is done that begins at `now` and goes on
/// `scale` times as fast: where the integral of the scale is `work`. `never` where the scale stays
/// 0.
inline instant elapse(course stages, instant now, double work) {
  instant begin{};
  double before = 1;
  for (const auto& s : stages) {
    if (now < s.until) {
      const detail::slope whole{s.step ? s.scale : before, s.scale,
                                detail::seconds(s.until - begin)};
      const double first = whole.at(detail::seconds(now - begin));
      const detail::slope rest{first, s.scale, detail::seconds(s.until - now)};
      if (work <= rest.area())
        return detail::later(now, rest.where(work));
      work -= rest.area();
      now = s.until;
    }
    begin = s.until;
    before = s.scale;
  }
  return before > 0 ? detail::later(now, work / before) : never;
}

/// Returns when a think time that begins at `now` ends: twice the scale halves it.
inline instant after_thinking(instant now, duration think, course stages) {
  return stages.empty() ? now + think : elapse(stages, now, detail::seconds(think));
}

} // namespace deskstorm::plan
