#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/calling_list.hpp>
#include <deskstorm/outbound/record.hpp>

/// What clients change of records: fields, and when to call again.
namespace deskstorm::outbound {

/// Writes `values`, an object, over the fields of the record. Returns why not, and then changes
/// nothing: a field that there is not or that may not be changed, or a value that it cannot have.
inline std::optional<failure> update_record(record& r, const json& values) {
  constexpr std::array<std::string_view, 3> fixed{"GSW_RECORD_HANDLE", "GSW_CHAIN_ID",
                                                  "GSW_REFERENCE_ID"};
  record next = r;
  for (const auto& [name, value] : values.items()) {
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    const auto column = std::ranges::find(detail::list_columns, name, &detail::list_column::name);
    if (name.starts_with("Custom_"))
      next.custom[name] = value;
    else if (column == detail::list_columns.end() || std::ranges::count(fixed, name) > 0)
      return failure{"The field " + name + " cannot be changed.", name};
    else if (const auto wanted = column->read(text, next))
      return failure{"The field " + name + " must be " + std::string{*wanted} + ".", name};
  }
  r = std::move(next);
  return std::nullopt;
}

/// Returns when a date as "10/31/2025 9:05" (month first), at the place of the record, is on the
/// time line of a run that starts at `epoch` since 1970 in UTC; nothing where it is no date.
inline std::optional<instant> time_of_date(std::string_view text, std::chrono::seconds offset,
                                           std::chrono::milliseconds epoch) {
  std::array<std::uint32_t, 5> parts{};
  constexpr std::string_view marks = "// : ";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part =
      whole_number<std::uint32_t>(i + 1 < parts.size() ? cut(text, marks[i]) : text);
    if (!part)
      return std::nullopt;
    parts[i] = *part;
  }
  const auto [month, day, year, hour, minute] = parts;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok() || year < 1970 || year > 2200 || hour > 23 || minute > 59)
    return std::nullopt;
  const auto since = std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour}
                     + std::chrono::minutes{minute};
  return instant{since - offset - epoch};
}

} // namespace deskstorm::outbound
