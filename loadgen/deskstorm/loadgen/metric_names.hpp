#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/metrics.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen {

/// One line of `deskstorm list metrics`. Angle brackets in a name stand for what the run has.
struct metric_line {
  std::string name;
  std::string_view unit;
  std::string_view about;
};

/// What a run has that metrics are named after.
struct metric_subjects {
  std::vector<std::string> personas = {};
  std::vector<std::string> queues = {};
  std::vector<std::string> campaigns = {};
};

/// One figure of results that is not counted by an observer.
struct fact_metric {
  std::string_view name;
  std::string_view unit;
  std::string_view about;
};

/// Figures of results that are no statistics. The warm-up is part of them.
// clang-format off
inline constexpr auto fact_metrics = std::to_array<fact_metric>({
  {"simulated_s",           "s",        "simulated time, warm-up included"},
  {"wall_s",                "s",        "time that the run took"},
  {"messages",              "messages", "delivered to actors"},
  {"events_per_s",          "1/s",      "messages a second of the time that the run took"},
  {"peak_rss_bytes",        "bytes",    "the most memory that the program held"},
  {"entities.agents",       "agents",   "that there were"},
  {"entities.tabs",         "tabs",     "that were ever open"},
  {"entities.frames",       "frames",   "that there ever were"},
  {"entities.interactions", "interactions", "that there ever were"},
  {"entities.campaigns",    "campaigns", "that there were"},
});
// clang-format on

namespace detail {

inline void add_lines(std::vector<metric_line>& to, const std::string& prefix, const auto& table) {
  for (const auto& row : table)
    to.push_back({prefix + std::string{row.name}, row.unit, row.about});
}

inline std::vector<std::string> request_subjects() {
  std::vector<std::string> names{"total"};
  for (const auto& row : requests)
    names.emplace_back(row.name);
  return names;
}

} // namespace detail

/// Returns the path in `events` of one kind of event.
inline std::string event_metric(event_type type) {
  return std::string{name_of(row_of(type).channel)} + "." + std::string{name_of(type)};
}
inline std::string event_metric(frame_state state) {
  return event_metric(event_type::frame_state) + "." + std::string{name_of(state)};
}

/// Returns the names of all events in results. A change of the frame state goes by the new state.
inline std::vector<std::string> event_metrics() {
  std::vector<std::string> names;
  for (const auto& row : events)
    if (row.type != event_type::frame_state)
      names.push_back(event_metric(row.type));
  for (const auto& row : frame_states)
    names.push_back(event_metric(row.value));
  return names;
}

/// Returns every metric there is, with `<request>`, `<event>`, `<persona>`, `<queue>`,
/// `<campaign>` and `<code>` for what its name may have in their place.
inline std::vector<metric_line> metric_lines() {
  std::vector<metric_line> lines;
  detail::add_lines(lines, "requests.<request>.", request_metrics);
  detail::add_lines(lines, "personas.<persona>.", request_metrics);
  lines.push_back({"events.<event>", "events", "handled by client frames"});
  detail::add_lines(lines, "queues.<queue>.", queue_metrics);
  detail::add_lines(lines, "outbound.<campaign>.", campaign_metrics);
  lines.push_back(
    {"outbound.<campaign>.results.<code>", "calls", "with that call result, 0 to 53"});
  detail::add_lines(lines, "", run_metrics);
  detail::add_lines(lines, "", fact_metrics);
  return lines;
}

/// Returns the name of every metric of a run.
inline std::vector<std::string> metric_names(const metric_subjects& of) {
  std::vector<metric_line> lines;
  detail::add_lines(lines, "", run_metrics);
  detail::add_lines(lines, "", fact_metrics);
  for (const auto& request : detail::request_subjects())
    detail::add_lines(lines, "requests." + request + ".", request_metrics);
  for (const auto& persona : of.personas)
    detail::add_lines(lines, "personas." + persona + ".", request_metrics);
  for (const auto& queue : of.queues)
    detail::add_lines(lines, "queues." + queue + ".", queue_metrics);
  for (const auto& campaign : of.campaigns)
    detail::add_lines(lines, "outbound." + campaign + ".", campaign_metrics);
  std::vector<std::string> names;
  for (auto& line : lines)
    names.push_back(std::move(line.name));
  for (const auto& campaign : of.campaigns)
    for (std::size_t code = 0; code < outbound::call_result_count; ++code)
      names.push_back("outbound." + campaign + ".results." + std::to_string(code));
  for (const auto& event : event_metrics())
    names.push_back("events." + event);
  return names;
}

/// Returns why a run cannot have a metric of that name, or nothing if it has it.
inline std::optional<failure> check_metric(std::string_view name, const metric_subjects& of) {
  const auto known = metric_names(of);
  if (std::ranges::find(known, name) != known.end())
    return std::nullopt;
  return failure{"there is no metric '" + std::string{name} + "'" + did_you_mean(name, known)};
}

} // namespace deskstorm::loadgen
