#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>

namespace deskstorm::loadgen {

/// A part of a run.
struct run_part {
  period window = {};
  bool in_quarantine = false; ///< of the measured time, whenever somebody is in quarantine

  friend bool operator==(const run_part&, const run_part&) = default;
};

namespace detail {

inline failure expected_part(std::string_view found) {
  return {fmt::format("expected 'in [2m,4m)', 'after 3m', 'before 3m', 'after warmup' or 'while "
                      "quarantine', found '{}'",
                      found)};
}

/// Reads "[2m,4m)" as the period from 2 min until, but not at, 4 min.
inline std::optional<period> parse_window(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(')'))
    return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const auto from = parse_duration(trimmed(cut(text, ',')));
  const auto until = parse_duration(trimmed(text));
  if (!from || !until || *until <= *from)
    return std::nullopt;
  return period{instant{*from}, instant{*until}};
}

} // namespace detail

/// Reads a part of a run as it stands behind a threshold: `in [2m,4m)`, `after 3m`, `before 3m` or
/// `while quarantine`. Nothing for `after warmup`, which is all that is measured. Errors: what was
/// expected.
inline result<std::optional<run_part>> parse_run_part(std::string_view text) {
  auto rest = text;
  const auto word = cut(rest, ' ');
  rest = trimmed(rest);
  if (word == "in")
    if (const auto window = detail::parse_window(rest))
      return std::optional{run_part{.window = *window}};
  if (word == "after" && rest == "warmup")
    return std::optional<run_part>{};
  if (word == "while" && rest == "quarantine")
    return std::optional{run_part{.in_quarantine = true}};
  const auto time = parse_duration(rest);
  if (time && word == "after")
    return std::optional{run_part{.window = {instant{*time}, never}}};
  if (time && word == "before" && *time > duration::zero())
    return std::optional{run_part{.window = {instant{}, instant{*time}}}};
  return detail::expected_part(text);
}

} // namespace deskstorm::loadgen
