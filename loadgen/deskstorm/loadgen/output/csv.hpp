#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen {

namespace detail {

// RFC 4180: quotes where the text has a comma, a quote or the end of a line.
inline std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos)
    return std::string{text};
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

/// A heading and the number below it.
using csv_column = std::pair<std::string, std::string>;

inline void add_columns(const ordered_json& at, const std::string& path,
                        std::vector<csv_column>& to) {
  if (at.is_object())
    for (const auto& [key, value] : at.items())
      add_columns(value, path.empty() ? key : path + '.' + key, to);
  else if (at.is_number())
    to.emplace_back(path, at.dump());
}

} // namespace detail

/// Writes the numbers of a result file as two lines, headings and values, in the order of the file.
/// A heading is the name of a metric, and values have its unit. Behind them stands what became of
/// each threshold: its value, and 1 if it held. Source: RFC 4180, with lines that end as on Unix.
inline void write_csv(const ordered_json& result, std::ostream& out) {
  std::vector<detail::csv_column> columns;
  detail::add_columns(result, "", columns);
  if (const auto all = result.find("thresholds"); all != result.end())
    for (const auto& one : *all) {
      const auto name = "thresholds." + one["expression"].get<std::string>();
      columns.emplace_back(name + ".value", one["value"].dump());
      columns.emplace_back(name + ".passed", one["passed"] == true ? "1" : "0");
    }
  const auto line_of = [&](auto cell) {
    std::string line;
    for (const auto& column : columns)
      line += (line.empty() ? "" : ",") + detail::csv_field(column.*cell);
    out << line << '\n';
  };
  line_of(&detail::csv_column::first);
  line_of(&detail::csv_column::second);
}

} // namespace deskstorm::loadgen
