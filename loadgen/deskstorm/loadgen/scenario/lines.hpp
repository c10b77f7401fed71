#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/scenario/place.hpp>

namespace deskstorm::loadgen {

/// A text file that a scenario names.
struct text_file {
  std::string label;
  std::string text;
};

/// Reads the file that the scenario names `at` this place, relative to the file that says so.
/// Nothing where that fails, which is noted.
inline std::optional<text_file> read_named_file(const json& name, const place& at) {
  if (!name.is_string() || name.get_ref<const std::string&>().empty()) {
    at.refuse("the name of a file", name);
    return std::nullopt;
  }
  const auto path =
    at.all().source_of(at.pointer()).folder / std::filesystem::path{name.get<std::string>()};
  auto text = at.all().read_file(path);
  if (!text) {
    at.refuse("cannot read " + path.generic_string() + ": " + text.why().text);
    return std::nullopt;
  }
  return text_file{path.generic_string(), *std::move(text)};
}

/// Notes that something is wrong in a line, counted from 1, of a file that the scenario names.
inline void refuse_line(const place& at, const text_file& file, std::size_t line,
                        std::string text) {
  at.all().problems.push_back({file.label, "line " + std::to_string(line), std::move(text)});
}

/// Takes the next line off `text`, without its end (LF or CR LF).
inline std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  return line;
}

/// Splits a line of comma-separated values. A value in double quotes may hold commas, and quotes
/// written twice. Nothing where a quote is not closed. Source: RFC 4180, without line ends in
/// values.
inline std::optional<std::vector<std::string>> split_csv(std::string_view line) {
  std::vector<std::string> cells{std::string{}};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool quote = line[i] == '"';
    if (quote && quoted && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[++i];
    else if (quote && (quoted || cells.back().empty()))
      quoted = !quoted;
    else if (line[i] == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += line[i];
  }
  return quoted ? std::nullopt : std::optional{std::move(cells)};
}

} // namespace deskstorm::loadgen
