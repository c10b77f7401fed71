#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/critical_moment.hpp>
#include <deskstorm/sim/search/log_digest.hpp>
#include <deskstorm/sim/search/nearest_passing.hpp>
#include <deskstorm/sim/search/replay.hpp>

namespace deskstorm::loadgen {

/// A trace that was played again, and what lies around it.
struct race_replay {
  race_trace trace = {};
  sim::race_outcome outcome = {};
  sim::choice_list choices = {};         ///< all of them
  std::optional<std::size_t> shown = {}; ///< the violation of the trace among those of the outcome
  std::optional<sim::passing_schedule> passing = {}; ///< the nearest schedule without it
  sim::critical_moment critical = {};                ///< without a curve where nobody looked

  const sim::violation* violation() const { return shown ? &outcome.violations[*shown] : nullptr; }
};

namespace detail {

/// The violation that the trace is about: the same one, else one of the same property, else any.
inline std::optional<std::size_t> violation_of(const sim::race_outcome& outcome,
                                               const race_trace& trace) {
  const auto& all = outcome.violations;
  auto found = std::ranges::find_if(all, [&](const auto& v) {
    return sim::signature_of(v, trace.plan.protocol->name) == trace.signature;
  });
  if (found == all.end())
    found = std::ranges::find(all, trace.what.what, &sim::violation::what);
  if (found == all.end())
    found = all.begin();
  if (found == all.end())
    return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

inline failure no_fit(const race_trace& trace, const std::string& why) {
  const auto versions = trace.made_by == version
                          ? fmt::format("it was made by this version, {}", version)
                          : fmt::format("it was made by {}, this is {}", trace.made_by, version);
  return failure{fmt::format("the trace does not fit ({}): {}; --tolerant matches choices by name",
                             versions, why)};
}

/// Plays the trace exactly. Errors: why it does not fit.
inline std::optional<std::string> play_exactly(const race_trace& trace, race_replay& made) {
  sim::strict_replay again{trace.choices};
  made.outcome = sim::run_schedule(trace.plan, again);
  made.choices = again.choices();
  if (auto why = again.why_not())
    return why;
  if (made.choices.size() != trace.asked)
    return fmt::format("it has {} choices, the schedule {}", trace.asked, made.choices.size());
  if (const auto digest = sim::digest_of(made.outcome.log); digest != trace.digest)
    return fmt::format("its digest is {:016x}, that of the schedule {:016x}", trace.digest, digest);
  made.shown = violation_of(made.outcome, trace);
  if (!made.shown)
    return "its violation is " + trace.signature + ", the schedule shows none";
  const auto shown = sim::signature_of(*made.violation(), trace.plan.protocol->name);
  if (shown != trace.signature)
    return "its violation is " + trace.signature + ", that of the schedule " + shown;
  return std::nullopt;
}

} // namespace detail

enum class replay_mode : std::uint8_t { exact, tolerant };

/// Plays a trace again. Errors, of an exact replay: the schedule is not that of the trace any more.
inline result<race_replay> replay(race_trace trace, replay_mode mode) {
  race_replay made;
  if (mode == replay_mode::exact) {
    if (const auto why = detail::play_exactly(trace, made))
      return detail::no_fit(trace, *why);
  } else {
    sim::tolerant_replay again{trace.choices};
    made.outcome = sim::run_schedule(trace.plan, again);
    made.choices = again.choices();
    made.shown = detail::violation_of(made.outcome, trace);
  }
  made.trace = std::move(trace);
  return made;
}

/// Finds out what lies around a schedule that violates a property: the nearest that does not, and
/// from when on it was certain. Plays some thousand schedules.
inline void look_around(race_replay& of, const std::function<bool()>& keep_going,
                        std::uint32_t continuations = 32) {
  if (of.violation() == nullptr)
    return;
  const auto what = of.violation()->what;
  of.passing = sim::nearest_passing(of.trace.plan, of.choices, what, keep_going);
  of.critical = sim::critical_moment_of(of.trace.plan, of.choices, what, continuations, keep_going);
}

/// What becomes of schedules that begin as a trace does and go on at random.
struct exploration {
  std::size_t prefix = 0;
  std::uint64_t schedules = 0;
  std::uint64_t violations = 0; ///< schedules that violate the property of the trace
};

inline exploration explore(const race_replay& from, std::size_t prefix, std::uint64_t schedules,
                           const std::function<bool()>& keep_going) {
  exploration made{std::min(prefix, from.choices.size()), 0, 0};
  sim::race_world world{from.trace.plan};
  sim::prefix_replay goes_on{from.choices, made.prefix};
  for (; made.schedules < schedules && keep_going(); ++made.schedules) {
    goes_on.begin({from.trace.seed, made.schedules});
    const auto& shown = world.run(goes_on).violations;
    if (std::ranges::find(shown, from.trace.what.what, &sim::violation::what) != shown.end())
      ++made.violations;
  }
  return made;
}

} // namespace deskstorm::loadgen
