#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/desk/handling.hpp>
#include <deskstorm/protocol/check.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

#include "conformance/choices.hpp"
#include "conformance/objects.hpp"
#include "conformance/tagged_tests.hpp"
#include "conformance/transitions.hpp"

namespace deskstorm::conformance {

/// A page in Markdown, and the rows of it that no test names.
struct page {
  std::string text;
  std::vector<std::string> untested = {};
};

namespace detail {

constexpr std::string_view name_of(desk::place where) {
  switch (where) {
  case desk::place::tab: return "tab";
  case desk::place::session: return "session";
  case desk::place::interaction: return "interaction";
  case desk::place::campaign: return "campaign";
  }
  return {};
}

constexpr std::string_view source_of(const event_row& row) {
  if (row.group == event_group::case_view)
    return "manual, interaction page";
  if (row.channel == event_channel::media || row.channel == event_channel::markdone
      || row.channel == event_channel::messenger)
    return "our choice; the vendor's sample subscribes";
  return row.group == event_group::preview ? "manual, outbound table" : "manual, event tables";
}

/// The cell that names the tests of one row: those of its own tag, else those of its whole channel.
inline std::string tests_of(const tagged_tests& tests, std::initializer_list<std::string> tags,
                            page& to) {
  for (const auto& tag : tags) {
    const auto found = tests.find(tag);
    if (found == tests.end())
      continue;
    std::string cell;
    for (const auto& test : found->second)
      cell += (cell.empty() ? "" : "; ") + test.name + " (`" + test.file + "`)";
    return cell;
  }
  to.untested.push_back(*tags.begin());
  return "**none**";
}

inline std::string parameters_of(const request_row& row) {
  std::string all;
  for (const auto& p : row.parameters)
    all += (all.empty() ? "`" : ", `") + std::string{p.name} + "`" + (p.required ? "" : "?");
  return all.empty() ? "-" : all;
}

/// What clients see of the objects: table C of the sources, and the names of D.
inline void write_objects(const tagged_tests& tests, page& to) {
  to.text += "\n## Objects\n\n"
             "The keys of objects as clients get them or give them, and the names of values.\n\n"
             "| Object | Keys or names | Tests |\n|---|---|---|\n";
  for (const auto& row : all_objects()) {
    std::string members;
    for (const auto& one : row.members)
      members += (members.empty() ? "`" : ", `") + one + "`";
    to.text += "| " + std::string{row.name} + " | " + members + " | "
               + tests_of(tests, {"object:" + std::string{row.tag}}, to) + " |\n";
  }
}

/// The life cycles of outbound previews, campaigns, calls and open media, row by row.
inline void write_transitions(const tagged_tests& tests, page& to) {
  to.text += "\n## Life cycles\n\n"
             "Each row is a transition, and what clients see of it. Of previews each row is one "
             "event with the state and the\ncapabilities that it shows. The tests of a table walk "
             "all of its rows.\n";
  for (const auto& table : all_transitions()) {
    to.text += "\n### " + std::string{table.name}
               + "\n\nTests: " + tests_of(tests, {"table:" + std::string{table.tag}}, to)
               + "\n\n| From | On | To | Seen |\n|---|---|---|---|\n";
    for (const auto& row : table.rows)
      to.text += "| " + row.from + " | " + row.on + " | " + row.to + " | " + row.seen + " |\n";
  }
}

inline void write_rules(const tagged_tests& tests, page& to) {
  to.text += "\n## Tabs and cases\n\n| Rule | Tests |\n|---|---|\n";
  for (const auto& row : rules)
    to.text += "| " + std::string{row.says} + " | "
               + tests_of(tests, {"rule:" + std::string{row.tag}}, to) + " |\n";
}

inline void write_choices(std::string_view title, std::string_view what, std::string_view how,
                          std::span<const choice_row> rows, page& to) {
  to.text += "\n## " + std::string{title} + "\n\n| " + std::string{what} + " | " + std::string{how}
             + " |\n|---|---|\n";
  for (const auto& row : rows)
    to.text += "| " + std::string{row.what} + " | " + std::string{row.how} + " |\n";
}

} // namespace detail

/// Writes the page from the tables of the library.
inline page write_page(const tagged_tests& tests) {
  page made;
  made.text =
    "# Conformance\n\n"
    "Written by `deskstorm_conformance` from the tables in `include/deskstorm`: change "
    "those, not this page. A\ntest fails where a row has no test, or where this page is "
    "not what the tables say.\n\n"
    "## Requests\n\n"
    "\"By\" says who carries the request out; a `?` marks a parameter that may be absent; "
    "\"since\" is the edition of\nthe vendor's client library that brought it.\n\n"
    "| Request | Parameters | Result | By | Since | Tests |\n|---|---|---|---|---|---|\n";
  for (const auto& row : requests) {
    const std::string name{row.name};
    made.text += "| `" + name + "` | " + detail::parameters_of(row) + " | "
                 + (row.result.empty() ? "-" : std::string{row.result}) + " | "
                 + std::string{detail::name_of(desk::place_of(row.kind))} + " | "
                 + std::string{row.source} + " | "
                 + detail::tests_of(tests, {"request:" + name}, made) + " |\n";
  }
  made.text +=
    "\n## Events\n\n"
    "No source says what causes `UNKNOWN` and `ERROR` of interactions: nothing in a run does, "
    "only the owner of\na `desk::workspace` who reports them. Nor does anybody in a run invite to "
    "a conference of open media, pull\nfrom a queue, or accept a chat twice: "
    "`INVITED_CONFERENCE`, `LEFT_CONFERENCE`, `PULL_FAILED` and `CANCELED`\ncome where such an "
    "owner has them happen. That a contact becomes known is our choice of a cause "
    "for\n`CONTACT_CHANGED` and the changes of cases.\n\n"
    "| Channel | Event | When | Source | Tests |\n|---|---|---|---|---|\n";
  for (const auto& row : events) {
    const std::string channel{deskstorm::name_of(row.channel)};
    const std::string name{row.name};
    made.text +=
      "| `" + channel + "` | `" + name + "` | " + std::string{row.when} + " | "
      + std::string{detail::source_of(row)} + " | "
      + detail::tests_of(tests, {"event:" + channel + "/" + name, "event:" + channel + "/*"}, made)
      + " |\n";
  }
  detail::write_objects(tests, made);
  detail::write_transitions(tests, made);
  detail::write_rules(tests, made);
  detail::write_choices("Left out", "What", "Why", left_out, made);
  detail::write_choices("Open questions", "The sources do not say, or contradict each other",
                        "Here it", choices, made);
  return made;
}

} // namespace deskstorm::conformance
