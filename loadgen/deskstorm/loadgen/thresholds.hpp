#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/run_part.hpp>

namespace deskstorm::loadgen {

/// How thresholds compare a figure with its limit.
struct comparison {
  std::string_view name;
  bool (*holds)(double value, double limit);
};

// clang-format off
inline constexpr auto comparisons = std::to_array<comparison>({
  {"<",  [](double value, double limit) { return value <  limit; }},
  {"<=", [](double value, double limit) { return value <= limit; }},
  {">",  [](double value, double limit) { return value >  limit; }},
  {">=", [](double value, double limit) { return value >= limit; }},
  {"==", [](double value, double limit) { return value == limit; }},
  {"!=", [](double value, double limit) { return value != limit; }},
});
// clang-format on

/// What a run must hold: a metric, a comparison and a number in the unit of the metric, as in
/// `requests.total.latency_ms.p99 < 200`; and behind it the part of the run that it is about, as in
/// `requests.total.latency_ms.p99 < 200 in [2m,4m)`.
struct threshold {
  std::string expression;
  std::string metric;
  const comparison* compared = nullptr; ///< a row of `comparisons`
  double limit = 0;
  std::optional<run_part> part = {}; ///< nothing is all that is measured
};

/// True for a metric that is about requests, which may be of one persona.
inline bool is_of_requests(std::string_view metric) {
  return metric.starts_with("requests.") || metric.starts_with("personas.");
}

namespace detail {

inline constexpr std::string_view blanks = " \t";

inline std::size_t first_not_blank(std::string_view text, std::size_t from) {
  return std::min(text.find_first_not_of(blanks, from), text.size());
}

inline std::string quoted_rest(std::string_view text, std::size_t from) {
  return from == text.size() ? "the end" : fmt::format("'{}'", text.substr(from));
}

inline failure at_column(std::size_t offset, const std::string& what) {
  return {"column " + std::to_string(offset + 1) + ": " + what};
}

} // namespace detail

/// Reads a threshold. Does not check that there is such a metric, see `check_metric`.
/// Errors: what was expected at which column, from 1.
inline result<threshold> parse_threshold(std::string_view text) {
  using namespace detail;
  constexpr std::string_view signs = "<>=!";
  const auto begin = first_not_blank(text, 0);
  const auto sign = std::min(text.find_first_of(signs), text.size());
  if (sign <= begin)
    return at_column(begin, "expected the name of a metric, found " + quoted_rest(text, begin));
  if (sign == text.size())
    return at_column(sign, "expected one of < <= > >= == !=, found the end");

  const auto sign_end = std::min(text.find_first_not_of(signs, sign), text.size());
  const auto written = text.substr(sign, sign_end - sign);
  const auto* compared = find_named(comparisons, written);
  if (compared == nullptr)
    return at_column(sign, "expected one of < <= > >= == !=, found '" + std::string{written} + "'");

  const auto number = first_not_blank(text, sign_end);
  double limit = 0;
  const auto [stop, error] =
    std::from_chars(text.data() + number, text.data() + text.size(), limit);
  if (error != std::errc{} || limit - limit != 0)
    return at_column(number, "expected a number, found " + quoted_rest(text, number));
  const auto name_end = text.find_last_not_of(blanks, sign - 1) + 1;
  threshold made{std::string{text}, std::string{text.substr(begin, name_end - begin)}, compared,
                 limit};
  const auto rest = first_not_blank(text, static_cast<std::size_t>(stop - text.data()));
  if (rest == text.size())
    return made;
  const auto part = parse_run_part(trimmed(text.substr(rest)));
  if (!part)
    return at_column(rest, part.why().text);
  made.part = *part;
  return made;
}

/// Returns the parts of a run that thresholds are about, in their order, each of them once.
inline std::vector<run_part> parts_of(const std::vector<threshold>& all) {
  std::vector<run_part> found;
  for (const auto& t : all)
    if (t.part && std::ranges::find(found, *t.part) == found.end())
      found.push_back(*t.part);
  return found;
}

} // namespace deskstorm::loadgen
