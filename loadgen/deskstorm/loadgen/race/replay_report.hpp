#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/search/replay.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen {

namespace detail {

inline std::string seconds_text(instant at) {
  return fmt::format("{:9.4f} s", static_cast<double>(at.time_since_epoch().count()) / 1e9);
}

/// Returns an answer as people read it.
inline std::string answer_text(sim::choice_kind kind, std::int64_t value) {
  using enum sim::choice_kind;
  switch (kind) {
  case tabs:
  case actions:
  case action:
  case action_tab:
  case duties:
  case next:
  case token: return std::to_string(value);
  case duty_near: return value < 0 ? "none" : duration_text(duration{value});
  default: return (value < 0 ? "-" : "") + duration_text(duration{value < 0 ? -value : value});
  }
}

inline std::string event_text(const sim::log_entry& e, const sim::race_plan& plan) {
  using enum sim::race_event;
  switch (e.what) {
  case opened: return fmt::format("opens with the id {}", e.value);
  case gone: return e.code != 0 ? "crashes" : "closes";
  case state: return fmt::format("is {}", name_of(static_cast<frame_state>(e.code)));
  case term: return fmt::format("leads in epoch {}", e.value);
  case paused:
    return fmt::format("stands still until {} ({})", seconds_text(e.until),
                       name_of(static_cast<sim::action_kind>(e.code)));
  case resumed: return "goes on";
  case action:
    return fmt::format(
      "{}{}", name_of(static_cast<sim::action_kind>(e.code)),
      e.value == 0
        ? std::string{}
        : " " + answer_text(sim::choice_kind::action_extent, static_cast<std::int64_t>(e.value)));
  case duty_came: return fmt::format("duty {} comes: {}", e.value, plan.duties[e.code].what->name);
  case duty_begun: return fmt::format("begins duty {}", e.value);
  case effect: return fmt::format("duty {} takes effect, {} time(s) now", e.value, e.code);
  case fenced: return fmt::format("the sink refuses duty {}", e.value);
  case granted: return fmt::format("has the lock, generation {}", e.value);
  case stolen: return "is robbed of the lock";
  case worker_died: return "the worker dies";
  case settled: return "from here on nothing goes wrong";
  default: return {};
  }
}

inline ordered_json critical_json(const race_replay& r) {
  const auto& c = r.critical;
  auto curve = ordered_json::array();
  for (const auto& m : c.curve)
    curve.push_back({{"choices", m.prefix},
                     {"at_ms", in_ms(m.at.time_since_epoch())},
                     {"probability", m.probability()}});
  const auto& at = c.curve[c.critical];
  return {{"choices", at.prefix},
          {"at_ms", in_ms(at.at.time_since_epoch())},
          {"curve", std::move(curve)}};
}

} // namespace detail

/// Returns the result of `deskstorm replay`.
inline ordered_json to_json(const race_replay& r, const std::optional<exploration>& explored,
                            bool interrupted) {
  const auto& t = r.trace;
  ordered_json all{{"deskstorm", version},
                   {"interrupted", interrupted},
                   {"scenario", t.scenario.name},
                   {"election", t.plan.protocol->name},
                   {"digest", fmt::format("{:016x}", sim::digest_of(r.outcome.log))},
                   {"choices", r.choices.size()},
                   {"violation", nullptr}};
  if (const auto* v = r.violation()) {
    all["violation"] = to_json(*v, t.plan.protocol->name);
    if (!r.critical.curve.empty())
      all["critical"] = detail::critical_json(r);
  }
  if (r.passing) {
    const auto& c = r.choices[r.passing->changed];
    all["avoided_by"] = {{"choice", sim::text_of(c.name)},
                         {"at_ms", in_ms(c.at.time_since_epoch())},
                         {"chosen", detail::answer_text(c.name.kind, c.chosen)},
                         {"instead", detail::answer_text(c.name.kind, r.passing->instead)}};
  }
  if (explored)
    all["explored"] = {{"prefix", explored->prefix},
                       {"schedules", explored->schedules},
                       {"violations", explored->violations}};
  return all;
}

/// Returns the story of a schedule for people: what was chosen, what happened, where it was lost.
inline std::string summary_of(const race_replay& r, const std::optional<exploration>& explored) {
  std::string text;
  const auto line = [&]<class... Args>(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
    text += '\n';
  };
  line("{}  {}  {} choices, of which these are not plain:", r.trace.scenario.name,
       r.trace.plan.protocol->name, r.choices.size());
  for (const auto& c : sim::without_plain(r.choices))
    line("  {}: {}", sim::text_of(c.name), detail::answer_text(c.name.kind, c.chosen));
  line("");
  for (const auto& e : r.outcome.log)
    if (const auto what = detail::event_text(e, r.trace.plan); !what.empty())
      line("{}  {:6}{}", detail::seconds_text(e.at),
           e.tab == 0 ? std::string{} : fmt::format("tab {}", e.tab), what);
  const auto* v = r.violation();
  if (v == nullptr)
    line("\nno violation");
  else
    line("\n{} at {}", sim::signature_of(*v, r.trace.plan.protocol->name),
         detail::seconds_text(v->at));
  if (!r.critical.curve.empty()) {
    const auto& m = r.critical.curve[r.critical.critical];
    line("certain from {} on, after {} of {} choices", detail::seconds_text(m.at), m.prefix,
         r.choices.size());
  }
  if (r.passing) {
    const auto& c = r.choices[r.passing->changed];
    line("avoided where {} is {} and not {}", sim::text_of(c.name),
         detail::answer_text(c.name.kind, r.passing->instead),
         detail::answer_text(c.name.kind, c.chosen));
  }
  if (explored)
    line("after the first {} choices, {} of {} schedules violate it", explored->prefix,
         explored->violations, explored->schedules);
  return text;
}

} // namespace deskstorm::loadgen
