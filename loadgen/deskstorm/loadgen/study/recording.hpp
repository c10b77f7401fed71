#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/scenario/lines.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen::study {

/// One request of a recording.
struct recorded_request {
  duration at = {};
  std::uint32_t agent = 1; ///< from 1
  std::uint32_t frame = 0; ///< of that agent, from 0
  request_kind request = {};
  json parameters = json::array();
};

/// Requests of several files, in the order of their times.
struct recording {
  std::vector<recorded_request> requests = {};
  std::size_t skipped = 0; ///< lines of logs that tell of no request
};

namespace detail {

inline failure in_line(const std::string& file, std::size_t line, const std::string& what) {
  return {file + ": line " + std::to_string(line) + ": " + what};
}

inline result<recorded_request> csv_row(const std::vector<std::string>& cells) {
  if (cells.size() != 5)
    return failure{"expected 5 columns, found " + std::to_string(cells.size())};
  const auto at = parse_duration(cells[0] + "ms");
  const auto agent = whole_number<std::uint32_t>(cells[1]);
  const auto frame = whole_number<std::uint32_t>(cells[2]);
  const auto kind = request_named(cells[3]);
  auto parameters = cells[4].empty() ? json::array() : json::parse(cells[4], nullptr, false);
  if (!at)
    return failure{"at_ms: expected a number of milliseconds, found '" + cells[0] + "'"};
  if (!agent || *agent == 0)
    return failure{"agent: expected a whole number from 1, found '" + cells[1] + "'"};
  if (!frame)
    return failure{"frame: expected a whole number from 0, found '" + cells[2] + "'"};
  if (!kind)
    return failure{"request: there is no '" + cells[3] + "'"
                   + did_you_mean(cells[3], row_names(requests))};
  if (!parameters.is_array())
    return failure{"parameters: expected a JSON array, found '" + cells[4] + "'"};
  return recorded_request{*at, *agent, *frame, *kind, std::move(parameters)};
}

/// Returns the last time of day "10:02:03.456" in a text.
inline std::optional<duration> time_of_day(std::string_view text) {
  constexpr std::string_view shape = "00:00:00";
  for (auto at = text.size() - std::min(text.size(), shape.size()) + 1; at-- > 0;) {
    const auto here = text.substr(at, shape.size());
    const auto number = [&](std::size_t from) {
      return whole_number<std::uint32_t>(here.substr(from, 2));
    };
    if (here.size() < shape.size() || here[2] != ':' || here[5] != ':' || !number(0) || !number(3)
        || !number(6))
      continue;
    duration found = std::chrono::hours{*number(0)} + std::chrono::minutes{*number(3)}
                     + std::chrono::seconds{*number(6)};
    auto rest = text.substr(at + shape.size());
    if (rest.size() >= 4 && (rest[0] == '.' || rest[0] == ','))
      if (const auto ms = whole_number<std::uint32_t>(rest.substr(1, 3)))
        found += std::chrono::milliseconds{*ms};
    return found;
  }
  return std::nullopt;
}

/// Returns a value that a request accepts where the log does not say what it was asked.
inline json parameters_for(const request_row& row) {
  auto made = json::array();
  for (const auto& p : row.parameters) {
    if (!p.required)
      break;
    switch (p.type) {
    case parameter_type::number:
    case parameter_type::number_or_text: made.push_back(1); break;
    case parameter_type::flag: made.push_back(true); break;
    case parameter_type::object: made.push_back(json::object()); break;
    case parameter_type::list: made.push_back(json::array()); break;
    default: made.push_back(p.name == "interactionId" ? "$interaction" : "5001");
    }
  }
  return made;
}

} // namespace detail

inline constexpr std::string_view trace_columns = "at_ms,agent,frame,request,parameters";
inline constexpr std::string_view console_marker = "ServiceClientAPI: receiveMessage: ";

/// Adds the rows of a CSV file with the columns `trace_columns`. Errors: file, line and what was
/// expected.
inline std::optional<failure> add_csv(const std::string& file, std::string_view text,
                                      recording& to) {
  take_line(text);
  for (std::size_t line = 2; !text.empty(); ++line) {
    const auto written = take_line(text);
    if (written.empty())
      continue;
    const auto cells = split_csv(written);
    if (!cells)
      return detail::in_line(file, line, "a quote is not closed");
    auto row = detail::csv_row(*cells);
    if (!row)
      return detail::in_line(file, line, row.why().text);
    to.requests.push_back(*std::move(row));
  }
  return std::nullopt;
}

/// Adds the requests of the console of one browser, as the replies to them tell: lines with
/// `console_marker`, a JSON message behind it and the time of day before it. Each file is an agent.
/// Errors: file, line and what was expected.
inline std::optional<failure> add_console_log(const std::string& file, std::string_view text,
                                              std::uint32_t agent, recording& to) {
  std::optional<duration> before;
  duration day{};
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto written = take_line(text);
    const auto marker = written.find(console_marker);
    if (marker == std::string_view::npos)
      continue;
    const auto message =
      json::parse(written.substr(marker + console_marker.size()), nullptr, false);
    if (message.is_discarded())
      return detail::in_line(file, line,
                             "expected JSON behind '" + std::string{console_marker} + "'");
    const auto name = message.is_object() ? message.value("request", json{}) : json{};
    const auto kind = name.is_string() ? request_named(name.get<std::string>()) : std::nullopt;
    if (!kind) {
      ++to.skipped;
      continue;
    }
    const auto time = detail::time_of_day(written.substr(0, marker));
    if (!time)
      return detail::in_line(file, line, "expected a time such as 10:02:03.456 before the message");
    if (before && *time + std::chrono::hours{12} < *before)
      day += std::chrono::hours{24}; // past midnight
    before = time;
    to.requests.push_back({day + *time, agent, 0, *kind, detail::parameters_for(row_of(*kind))});
  }
  return std::nullopt;
}

/// Brings a recording into the order of its times, of which the first becomes zero.
inline void settle(recording& r) {
  std::ranges::stable_sort(r.requests, {}, &recorded_request::at);
  const auto first = r.requests.empty() ? duration{} : r.requests.front().at;
  for (auto& one : r.requests)
    one.at -= first;
}

/// What the clients of an imported scenario do.
enum class imported_load : std::uint8_t { open, closed };

namespace detail {

using client_name = std::pair<std::uint32_t, std::uint32_t>; // agent, frame

inline std::string milliseconds_text(duration d) {
  return std::to_string(d / std::chrono::milliseconds{1}) + "ms";
}

/// Returns 50 of the times between requests of one client, from the shortest to the longest.
inline json empirical_gaps(const recording& r) {
  std::map<client_name, duration> last;
  std::vector<duration> gaps;
  for (const auto& one : r.requests) {
    const client_name who{one.agent, one.frame};
    if (const auto found = last.find(who); found != last.end())
      gaps.push_back(one.at - found->second);
    last[who] = one.at;
  }
  std::ranges::sort(gaps);
  constexpr std::size_t most = 50;
  auto made = json::array();
  const auto count = std::min(gaps.size(), most);
  for (std::size_t i = 0; i < count; ++i)
    made.push_back(milliseconds_text(gaps[(2 * i + 1) * gaps.size() / (2 * count)]));
  return made;
}

inline json imported_requests(const recording& r) {
  std::map<std::pair<std::string, std::string>, std::size_t> counted;
  for (const auto& one : r.requests)
    ++counted[{std::string{name_of(one.request)}, one.parameters.dump()}];
  auto made = json::array();
  for (const auto& [what, count] : counted) {
    json choice{{"request", what.first}, {"weight", count}};
    if (what.second != "[]")
      choice["parameters"] = json::parse(what.second);
    made.push_back(std::move(choice));
  }
  return made;
}

} // namespace detail

/// Returns a scenario whose clients ask as those of a settled recording of two requests at least:
/// as many agents and frames, the same mix, and the same rate (open) or the same times between
/// requests (closed).
inline ordered_json imported_scenario(const recording& r, const std::string& name,
                                      imported_load how) {
  std::map<std::uint32_t, std::uint32_t> frames; // of each agent
  for (const auto& one : r.requests)
    frames[one.agent] = std::max(frames[one.agent], one.frame + 1);
  std::uint32_t most_frames = 1;
  for (const auto& [agent, count] : frames)
    most_frames = std::max(most_frames, count);
  const auto length = std::max<duration>(r.requests.back().at, std::chrono::seconds{1});
  const double minutes = std::chrono::duration<double>{length}.count() / 60;
  const double rate = static_cast<double>(r.requests.size() - 1) / minutes
                      / static_cast<double>(frames.size() * most_frames);
  const json load = how == imported_load::open
                      ? json{{"open", {{"rate", fmt::format("{:.6f}/min", rate)}}}}
                      : json{{"closed", {{"think", {{"empirical", detail::empirical_gaps(r)}}}}}};
  return {
    {"name", name},
    {"duration", detail::milliseconds_text(length)},
    {"options", {{"service-client-api.accepted-web-content-origins", "*"}}},
    {"agents",
     {{"count", frames.size()},
      {"frames", json::array({{{"persona", "recorded"}, {"count", most_frames}}})}}},
    {"personas", {{"recorded", {{"load", load}, {"requests", detail::imported_requests(r)}}}}}};
}

} // namespace deskstorm::loadgen::study
