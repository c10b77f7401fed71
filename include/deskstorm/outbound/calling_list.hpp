#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/outbound/csv.hpp>
#include <deskstorm/outbound/record.hpp>

namespace deskstorm::outbound {

/// The records of one list, those of a chain in the order in which they are to be called.
using calling_list = std::vector<record>;

/// A calling list that was read, or what is wrong with it.
struct calling_list_reading {
  calling_list records = {};
  std::vector<csv_problem> problems = {};
};

inline constexpr std::size_t most_records = 1'000'000;
inline constexpr std::size_t most_problems = 20; ///< that are reported of one list
inline constexpr std::size_t longest_value = 1000;

/// Returns the seconds after midnight that `text` says, as "36600" or "10:10"; nothing for anything
/// else and for more than a day.
inline std::optional<std::int32_t> seconds_of_day(std::string_view text) {
  const auto first = cut(text, ':');
  const bool clock = text.data() != nullptr && !text.empty();
  const auto a = whole_number<std::uint32_t>(first);
  const auto b = clock ? whole_number<std::uint32_t>(text) : std::optional<std::uint32_t>{0};
  if (!a || !b || (clock && (*a > 23 || *b > 59)) || (!clock && *a >= seconds_a_day))
    return std::nullopt;
  return static_cast<std::int32_t>(clock ? *a * 3600 + *b * 60 : *a);
}

namespace detail {

using read_field = std::optional<std::string_view> (*)(const std::string&, record&);

/// A column of a calling list: reads a value into the record, or returns what was expected.
struct list_column {
  std::string_view name;
  read_field read;
};

template <class Int>
bool read_number(const std::string& text, Int& out, Int most) {
  const auto value = whole_number<Int>(text);
  if (!value || *value > most)
    return false;
  out = *value;
  return true;
}

inline bool read_time(const std::string& text, std::int32_t& out) {
  const auto value = seconds_of_day(text);
  out = value.value_or(out);
  return value.has_value();
}

inline std::optional<std::string_view> read_offset(const std::string& text, record& r) {
  std::uint32_t seconds = 0;
  const bool west = text.starts_with('-');
  if (!read_number<std::uint32_t>(text.substr(west ? 1 : 0), seconds, 14 * 3600))
    return "seconds from -50400 to 50400";
  r.window.offset = static_cast<std::int32_t>(seconds) * (west ? -1 : 1);
  return std::nullopt;
}

inline std::optional<std::string_view> read_phone(const std::string& text, record& r) {
  r.phone = text;
  if (text.empty() || text.find_first_not_of("+0123456789 -()") != std::string::npos)
    return "a number to dial";
  return std::nullopt;
}

inline std::optional<std::string_view> expected(bool good, std::string_view what) {
  return good ? std::nullopt : std::optional{what};
}

// clang-format off
inline constexpr auto list_columns = std::to_array<list_column>({
  {"GSW_PHONE", read_phone},
  {"GSW_RECORD_HANDLE", [](const std::string& text, record& r) {
     return expected(read_number(text, r.handle.value, 4'000'000'000u) && r.handle.value > 0,
                     "a whole number from 1");
   }},
  {"GSW_CHAIN_ID", [](const std::string& text, record& r) {
     return expected(read_number(text, r.chain.value, 4'000'000'000u) && r.chain.value > 0,
                     "a whole number from 1");
   }},
  {"GSW_REFERENCE_ID", [](const std::string& text, record& r) {
     return expected(read_number(text, r.reference, 4'000'000'000u), "a whole number");
   }},
  {"GSW_PHONE_TYPE", [](const std::string& text, record& r) {
     return expected(read_number<std::uint8_t>(text, r.phone_type, 11), "a whole number up to 11");
   }},
  {"GSW_CONTACT_MEDIA_TYPE", [](const std::string& text, record& r) {
     r.contact_media = text;
     return expected(text == "voice", "voice");
   }},
  {"GSW_FROM", [](const std::string& text, record& r) {
     return expected(read_time(text, r.window.from), "seconds after midnight, or a time as 9:30");
   }},
  {"GSW_UNTIL", [](const std::string& text, record& r) {
     return expected(read_time(text, r.window.until), "seconds after midnight, or a time as 9:30");
   }},
  {"GSW_TZ_NAME", [](const std::string& text, record& r) {
     r.time_zone = text;
     return expected(!text.empty(), "the name of a time zone");
   }},
  {"GSW_TZ_OFFSET", read_offset},
  {"GSW_AGENT_ID", [](const std::string& text, record& r) {
     r.agent = text;
     return std::optional<std::string_view>{};
   }},
});
// clang-format on

/// Reads one calling list.
class list_parser {
public:
  explicit list_parser(std::string_view text) : rows_(text) {}

  calling_list_reading read() {
    if (!read_header())
      return std::move(read_);
    while (!rows_.at_end() && read_.problems.size() < most_problems) {
      const auto line = rows_.line();
      const auto cells = rows_.next_row();
      if (rows_.problem())
        note(*rows_.problem());
      else if (!cells.empty())
        read_row(cells, line);
    }
    number_chains();
    return std::move(read_);
  }

private:
  void note(csv_problem problem) { read_.problems.push_back(std::move(problem)); }

  bool read_header() {
    columns_ = rows_.next_row();
    if (rows_.problem())
      note(*rows_.problem());
    const auto known = row_names(list_columns);
    std::set<std::string_view> seen;
    for (const auto& cell : columns_) {
      const bool custom = cell.text.starts_with("Custom_");
      if (!seen.insert(cell.text).second)
        note({cell.line, cell.column, "the column \"" + cell.text + "\" is there twice"});
      else if (!custom && std::ranges::find(known, cell.text) == known.end())
        note({cell.line, cell.column,
              "unknown column \"" + cell.text + "\"" + did_you_mean(cell.text, known)});
    }
    if (!seen.contains("GSW_PHONE"))
      note({1, 1, "the column \"GSW_PHONE\" is missing"});
    return read_.problems.empty();
  }

  void read_row(const std::vector<csv_cell>& cells, std::size_t line) {
    if (cells.size() != columns_.size())
      return note({line, 1,
                   "expected " + std::to_string(columns_.size()) + " values, found "
                     + std::to_string(cells.size())});
    if (read_.records.size() == most_records)
      return note({line, 1, "expected at most " + std::to_string(most_records) + " records"});
    record r;
    const auto before = read_.problems.size();
    for (std::size_t i = 0; i < cells.size(); ++i)
      read_cell(columns_[i].text, cells[i], r);
    if (r.handle.value != 0 && !handles_.insert(r.handle.value).second)
      note({line, 1, "another record has the handle " + std::to_string(r.handle.value)});
    if (read_.problems.size() == before)
      read_.records.push_back(std::move(r));
  }

  /// An empty value is the default, but for the number to dial.
  void read_cell(const std::string& column, const csv_cell& cell, record& out) {
    if (cell.text.size() > longest_value)
      return note({cell.line, cell.column,
                   column + ": expected at most " + std::to_string(longest_value) + " bytes"});
    const auto known = std::ranges::find(list_columns, column, &list_column::name);
    if (known == list_columns.end()) {
      out.custom[column] = cell.text;
      return;
    }
    if (cell.text.empty() && column != "GSW_PHONE")
      return;
    if (const auto wanted = known->read(cell.text, out))
      note({cell.line, cell.column,
            column + ": expected " + std::string{*wanted} + ", found \"" + cell.text + "\""});
  }

  /// Gives handles to records that have none, and a chain of its own to each that names none.
  void number_chains() {
    std::uint32_t last_chain = 0;
    for (const auto& r : read_.records)
      last_chain = std::max(last_chain, r.chain.value);
    std::uint32_t next_handle = handles_.empty() ? 1 : *handles_.rbegin() + 1;
    for (auto& r : read_.records) {
      if (r.handle.value == 0)
        r.handle.value = next_handle++;
      if (r.chain.value == 0)
        r.chain.value = ++last_chain;
      if (r.reference == 0)
        r.reference = r.handle.value;
    }
  }

  csv_reader rows_;
  std::vector<csv_cell> columns_ = {};
  std::set<std::uint32_t> handles_ = {};
  calling_list_reading read_ = {};
};

} // namespace detail

/// Reads a calling list: comma-separated values, the first row of which names fields of records, at
/// least GSW_PHONE. Records of one customer have the same GSW_CHAIN_ID.
inline calling_list_reading read_calling_list(std::string_view text) {
  return detail::list_parser{text}.read();
}

/// Returns the list so many times in a row, each time with records and chains of its own.
inline calling_list repeated(const calling_list& list, std::uint32_t times) {
  record_handle last;
  chain_id last_chain;
  for (const auto& r : list) {
    last = std::max(last, r.handle);
    last_chain = std::max(last_chain, r.chain);
  }
  calling_list all;
  all.reserve(list.size() * times);
  for (std::uint32_t n = 0; n < times; ++n)
    for (record r : list) {
      r.handle.value += n * last.value;
      r.chain.value += n * last_chain.value;
      all.push_back(std::move(r));
    }
  return all;
}

} // namespace deskstorm::outbound
