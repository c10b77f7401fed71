#pragma once

#include <ostream>
#include <string>
#include <string_view>

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

inline void write_csv_lines(const ordered_json& at, const std::string& path, std::ostream& out) {
  if (at.is_object())
    for (const auto& [key, value] : at.items())
      write_csv_lines(value, path.empty() ? key : path + '.' + key, out);
  else if (at.is_number())
    out << csv_field(path) << ',' << at.dump() << '\n';
}

} // namespace detail

/// Writes every number of a result file as a line `metric,value`, in the order of the file, and
/// what became of each threshold: its value, and 1 if it held. Values have the units of the
/// metrics. Source: RFC 4180, with lines that end as on Unix.
inline void write_csv(const ordered_json& result, std::ostream& out) {
  out << "metric,value\n";
  detail::write_csv_lines(result, "", out);
  if (const auto all = result.find("thresholds"); all != result.end())
    for (const auto& one : *all) {
      const auto name = "thresholds." + one["expression"].get<std::string>();
      out << detail::csv_field(name + ".value") << ',' << one["value"].dump() << '\n'
          << detail::csv_field(name + ".passed") << ',' << (one["passed"] == true ? 1 : 0) << '\n';
    }
}

} // namespace deskstorm::loadgen
