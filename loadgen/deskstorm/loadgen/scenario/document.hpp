#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/scenario/place.hpp>

namespace deskstorm::loadgen {

inline constexpr std::size_t longest_document = std::size_t{64} << 20; ///< bytes
inline constexpr std::size_t deepest_document = 64;                    ///< levels

namespace detail {

/// Watches a document while it is parsed for what the parser takes silently: keys given twice (the
/// last would win) and too many levels.
class document_watch {
public:
  document_watch(std::string_view label, std::vector<problem>& problems)
    : label_(label), problems_(&problems) {}

  bool operator()(int, json::parse_event_t event, const json& found) {
    using event_kind = json::parse_event_t;
    if (event == event_kind::key)
      return take_key(found);
    if (event == event_kind::object_end || event == event_kind::array_end) {
      levels_.pop_back();
      return true;
    }
    if (!levels_.empty() && levels_.back().list)
      levels_.back().name = std::to_string(levels_.back().next++);
    if (event == event_kind::value)
      return true;
    levels_.push_back({.list = event == event_kind::array_start});
    if (levels_.size() == deepest_document + 1)
      refuse("expected at most " + std::to_string(deepest_document) + " levels");
    return levels_.size() <= deepest_document;
  }

private:
  struct level {
    bool list = false;
    std::size_t next = 0;
    std::string name = {};
    std::set<std::string> seen = {};
  };

  bool take_key(const json& name) {
    auto& top = levels_.back();
    top.name = name.get<std::string>();
    if (!top.seen.insert(top.name).second)
      refuse("the key is given twice");
    return true;
  }

  void refuse(std::string text) {
    std::string pointer;
    for (const auto& l : levels_)
      if (!l.name.empty())
        pointer += '/' + l.name;
    problems_->push_back({std::string{label_}, pointer, std::move(text)});
  }

  std::string_view label_;
  std::vector<problem>* problems_;
  std::vector<level> levels_;
};

/// Returns "line 3, column 7" of the byte at `offset`.
inline std::string line_and_column(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto start = before.rfind('\n');
  const auto column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Returns where the number stands that `what` names between single quotes.
inline std::string place_of_number(std::string_view text, std::string_view what) {
  const auto begin = what.find('\'');
  const auto end = what.rfind('\'');
  if (begin == end)
    return {};
  const auto found = text.find(what.substr(begin + 1, end - begin - 1));
  return found == std::string_view::npos ? std::string{} : line_and_column(text, found);
}

/// Takes the library's own prefix off its message.
inline std::string parser_text(std::string_view what) {
  for (const std::string_view mark : {"syntax error ", "] "})
    if (const auto at = what.find(mark); at != std::string_view::npos) {
      what.remove_prefix(mark == "] " ? at + mark.size() : at);
      break;
    }
  return std::string{what};
}

} // namespace detail

/// Parses a JSON text. Nothing where that fails; what is wrong is added to `problems`.
inline std::optional<json> parse_document(std::string_view text, std::string_view label,
                                          std::vector<problem>& problems) {
  const std::string file{label};
  if (text.size() > longest_document) {
    problems.push_back(
      {file, "", "expected at most " + std::to_string(longest_document) + " bytes"});
    return std::nullopt;
  }
  const auto before = problems.size();
  try {
    auto read = json::parse(text, detail::document_watch{label, problems});
    return problems.size() == before ? std::optional{std::move(read)} : std::nullopt;
  } catch (const json::parse_error& wrong) {
    problems.push_back({file, detail::line_and_column(text, wrong.byte == 0 ? 0 : wrong.byte - 1),
                        "not JSON: " + detail::parser_text(wrong.what())});
  } catch (const json::exception& wrong) { // a number that no double can hold
    problems.push_back({file, detail::place_of_number(text, wrong.what()),
                        "not JSON: " + detail::parser_text(wrong.what())});
  }
  return std::nullopt;
}

} // namespace deskstorm::loadgen
