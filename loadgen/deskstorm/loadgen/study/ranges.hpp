#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>

namespace deskstorm::loadgen::study {

/// One place of a scenario and the value that a study puts there, as --set takes it.
struct setting {
  std::string pointer;
  std::string value;

  std::string text() const { return pointer + "=" + value; }
  friend bool operator==(const setting&, const setting&) = default;
};

/// A point of a study: what it changes of the scenario.
using point = std::vector<setting>;

/// Returns the value of a setting as JSON: what is none is a text.
inline json value_of(const setting& s) {
  return json::accept(s.value) ? json::parse(s.value) : json(s.value);
}

/// Returns the value of a setting as people read it: a text without quotes.
inline std::string plain_value(const setting& s) {
  const auto value = value_of(s);
  return value.is_string() ? value.get<std::string>() : s.value;
}

inline ordered_json to_json(const point& at) {
  auto made = ordered_json::object();
  for (const auto& s : at)
    made[s.pointer] = value_of(s);
  return made;
}

inline std::string to_text(const point& at) {
  std::string text;
  for (const auto& s : at)
    text += (text.empty() ? "" : " ") + s.text();
  return text.empty() ? "the scenario" : text;
}

/// Equally spaced values of one place: `first`, `first` + 1 step, and so on, as they are written.
struct number_range {
  std::string pointer;
  std::int64_t first = 0; ///< in steps
  std::int64_t last = 0;
  int decimals = 0;      ///< a step is 1 of the last decimal that was written
  std::string unit = {}; ///< behind the number: "", "ms", "/s"

  setting at(std::int64_t steps) const {
    const auto number =
      fmt::format("{:.{}f}", static_cast<double>(steps) / std::pow(10, decimals), decimals);
    return {pointer, unit.empty() ? number : '"' + number + unit + '"'};
  }
};

namespace detail {

struct written_number {
  std::int64_t steps = 0; ///< the digits without their point
  int decimals = 0;
  std::string unit;
};

inline std::optional<written_number> number_at(std::string_view text) {
  const auto end = std::min(text.find_first_not_of("0123456789."), text.size());
  auto digits = std::string{text.substr(0, end)};
  written_number made{.unit = std::string{text.substr(end)}};
  if (const auto dot = digits.find('.'); dot != std::string::npos) {
    made.decimals = static_cast<int>(digits.size() - dot - 1);
    digits.erase(dot, 1);
  }
  const auto [stop, error] =
    std::from_chars(digits.data(), digits.data() + digits.size(), made.steps);
  constexpr int most_decimals = 9;
  if (error != std::errc{} || stop != digits.data() + digits.size()
      || made.decimals > most_decimals)
    return std::nullopt;
  return made;
}

/// Brings a number to more decimals than it was written with.
inline std::int64_t with_decimals(const written_number& n, int decimals) {
  auto steps = n.steps;
  for (int i = n.decimals; i < decimals; ++i)
    steps *= 10;
  return steps;
}

} // namespace detail

/// Reads "1..5000", "0.50..2.50" or "5ms..50ms" as a range at `pointer`, as fine as it is written.
inline std::optional<number_range> parse_range(std::string_view pointer, std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos)
    return std::nullopt;
  const auto first = detail::number_at(text.substr(0, dots));
  const auto last = detail::number_at(text.substr(dots + 2));
  if (!first || !last || (!first->unit.empty() && first->unit != last->unit))
    return std::nullopt;
  const auto decimals = std::max(first->decimals, last->decimals);
  number_range made{.pointer = std::string{pointer},
                    .first = detail::with_decimals(*first, decimals),
                    .last = detail::with_decimals(*last, decimals),
                    .decimals = decimals,
                    .unit = last->unit};
  return made.first <= made.last ? std::optional{made} : std::nullopt;
}

/// The values of one place in a grid.
struct sweep {
  std::string pointer;
  std::vector<std::string> values = {};
};

/// Splits "1,2,4" at commas outside of brackets and quotes.
inline std::vector<std::string> split_values(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"')
      quoted = !quoted;
    if (!quoted)
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    if (c == ',' && depth == 0 && !quoted)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

namespace detail {

/// Returns the first value that is there again.
template <class Value>
std::optional<Value> first_twice(const std::vector<Value>& values) {
  for (auto at = values.begin(); at != values.end(); ++at)
    if (std::find(values.begin(), at, *at) != at)
      return *at;
  return std::nullopt;
}

/// What the values of a sweep are, however they are written.
inline std::vector<json> meanings(const sweep& s) {
  std::vector<json> made;
  for (const auto& value : s.values)
    made.push_back(value_of({s.pointer, value}));
  return made;
}

inline failure found_twice(std::string_view option, const auto& value, std::string_view text) {
  return failure{fmt::format("{}: {} is there twice in '{}'", option, value, text)};
}

inline result<std::pair<std::string, std::string>>
pointer_and_rest(std::string_view option, std::string_view text, std::string_view example) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || !text.starts_with('/') || equals + 1 == text.size())
    return failure{fmt::format("{}: expected {}, found '{}'", option, example, text)};
  return std::pair{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

} // namespace detail

/// Reads the value of --find. Errors: what was expected and found.
inline result<number_range> parse_find(std::string_view text) {
  constexpr std::string_view example = "POINTER=FIRST..LAST such as /agents/count=1..5000";
  const auto parts = detail::pointer_and_rest("--find", text, example);
  if (!parts)
    return parts.why();
  if (auto range = parse_range(parts->first, parts->second))
    return *std::move(range);
  return failure{fmt::format("--find: expected {}, found '{}'", example, text)};
}

/// Reads the value of --sweep: a list of values, or a range of at most 10,000.
inline result<sweep> parse_sweep(std::string_view text) {
  constexpr std::string_view example = "POINTER=A,B,C such as /backend/workers=1,2,4,8";
  const auto parts = detail::pointer_and_rest("--sweep", text, example);
  if (!parts)
    return parts.why();
  sweep made{.pointer = parts->first};
  constexpr std::int64_t most = 10'000;
  if (const auto range = parse_range(parts->first, parts->second)) {
    if (range->last - range->first >= most)
      return failure{fmt::format("--sweep: expected at most {} values, found '{}'", most, text)};
    for (auto at = range->first; at <= range->last; ++at)
      made.values.push_back(range->at(at).value);
    return made;
  }
  made.values = split_values(parts->second);
  if (std::ranges::find(made.values, "") != made.values.end())
    return failure{fmt::format("--sweep: expected {}, found '{}'", example, text)};
  if (const auto again = detail::first_twice(detail::meanings(made)))
    return detail::found_twice("--sweep", again->dump(), text);
  return made;
}

/// Reads several sweeps, each with `read`. Errors: those of one, or a place that is swept twice.
inline result<std::vector<sweep>> parse_sweeps(std::string_view option,
                                               const std::vector<std::string>& texts,
                                               result<sweep> (*read)(std::string_view)) {
  std::vector<sweep> made;
  for (const auto& text : texts) {
    auto one = read(text);
    if (!one)
      return one.why();
    if (std::ranges::find(made, one->pointer, &sweep::pointer) != made.end())
      return failure{
        fmt::format("{}: {} is swept twice; give all of its values at once", option, one->pointer)};
    made.push_back(*std::move(one));
  }
  return made;
}

/// Returns every point of a grid, the last sweep fastest. No sweep is one point: the scenario.
inline std::vector<point> grid(const std::vector<sweep>& sweeps) {
  std::vector<point> points{{}};
  for (const auto& one : sweeps) {
    std::vector<point> longer;
    for (const auto& before : points)
      for (const auto& value : one.values) {
        longer.push_back(before);
        longer.back().push_back({one.pointer, value});
      }
    points = std::move(longer);
  }
  return points;
}

} // namespace deskstorm::loadgen::study
