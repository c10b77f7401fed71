#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/outbound/preview.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

using on = preview_trigger;

/// A row of the manual's outbound tables: what happens, event, state, call type, capabilities.
struct shown_row {
  preview_trigger on;
  std::string event;
  std::string state;
  std::string call_type;
  std::string capabilities;

  friend bool operator==(const shown_row&, const shown_row&) = default;
};

// In the order of the manual, all rows of it.
// clang-format off
const std::map<preview_mode, std::vector<shown_row>> shown{
  {preview_mode::pull, {
    {on::pulled, "ADDED", "PREVIEWING", "OUTBOUND_PREVIEW", "CALL, REJECT_RECORD, CANCEL_RECORD"},
    {on::pulled, "PREVIEWING", "PREVIEWING", "OUTBOUND_PREVIEW", "CALL, REJECT_RECORD, CANCEL_RECORD"},
    {on::call, "ADDED", "DIALING", "OUTBOUND", "HANGUP"},
    {on::call, "DIALING", "DIALING", "OUTBOUND", "HANGUP"},
    {on::call, "REMOVED", "IDLE", "OUTBOUND_PREVIEW", ""},
    {on::release, "RELEASED", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "MARKDONE_APPLY", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "REMOVED", "IDLE", "OUTBOUND", ""},
    {on::reject_record, "STATE_CHANGE", "REJECTED", "OUTBOUND_PREVIEW", "MARK_DONE"},
    {on::cancel_record, "STATE_CHANGE", "CANCELED", "OUTBOUND_PREVIEW", "MARK_DONE"},
  }},
  {preview_mode::push, {
    {on::pushed, "ADDED", "INVITED", "OUTBOUND_PUSH_PREVIEW", "ACCEPT, REJECT"},
    {on::pushed, "INVITED", "INVITED", "OUTBOUND_PUSH_PREVIEW", "ACCEPT, REJECT"},
    {on::accept, "PREVIEWING", "PREVIEWING", "OUTBOUND_PUSH_PREVIEW", "CALL, REJECT_RECORD, CANCEL_RECORD"},
    {on::decline, "REMOVED", "REJECTED", "OUTBOUND_PUSH_PREVIEW", ""},
    {on::call, "ADDED", "DIALING", "OUTBOUND", "HANGUP"},
    {on::call, "DIALING", "DIALING", "OUTBOUND", "HANGUP"},
    {on::answered, "ESTABLISHED", "TALKING", "OUTBOUND", "HANGUP, HOLD"},
    {on::release, "RELEASED", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "MARKDONE_APPLY", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "REMOVED", "IDLE", "OUTBOUND_PUSH_PREVIEW", "MARK_DONE"},
    {on::mark_done, "REMOVED", "IDLE", "OUTBOUND", ""},
    {on::reject_record, "STATE_CHANGE", "REJECTED", "OUTBOUND_PUSH_PREVIEW", "MARK_DONE"},
    {on::cancel_record, "STATE_CHANGE", "CANCELED", "OUTBOUND_PUSH_PREVIEW", "MARK_DONE"},
  }},
  {preview_mode::direct_push, {
    {on::pushed, "ADDED", "INVITED", "OUTBOUND_PREVIEW", "ACCEPT, REJECT"},
    {on::pushed, "INVITED", "INVITED", "OUTBOUND_PREVIEW", "ACCEPT, REJECT"},
    {on::accept, "PREVIEWING", "PREVIEWING", "OUTBOUND_PREVIEW", "CALL, REJECT_RECORD, CANCEL_RECORD"},
    {on::decline, "REMOVED", "REJECTED", "OUTBOUND_PREVIEW", ""},
    {on::call, "ADDED", "DIALING", "OUTBOUND", "HANGUP"},
    {on::call, "DIALING", "DIALING", "OUTBOUND", "HANGUP"},
    {on::answered, "ESTABLISHED", "TALKING", "OUTBOUND", "HANGUP"},
    {on::answered, "REMOVED", "IDLE", "OUTBOUND_PREVIEW", ""},
    {on::release, "RELEASED", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "MARKDONE_APPLY", "IDLE", "OUTBOUND", "MARK_DONE"},
    {on::mark_done, "REMOVED", "IDLE", "OUTBOUND", ""},
    {on::reject_record, "STATE_CHANGE", "REJECTED", "OUTBOUND_PREVIEW", "MARK_DONE"},
    {on::cancel_record, "STATE_CHANGE", "CANCELED", "OUTBOUND_PREVIEW", "MARK_DONE"},
  }},
};
// clang-format on

shown_row as_shown(preview_mode mode, const preview_row& row) {
  std::string capabilities;
  for (const auto c : row.capabilities)
    capabilities += (capabilities.empty() ? "" : ", ") + std::string{desk::name_of(c)};
  return {row.on, std::string{name_of(row.event)}, std::string{desk::name_of(row.state)},
          std::string{desk::name_of(type_of(mode, row.about))}, capabilities};
}

/// What clients see when these things happen one after the other.
std::vector<shown_row> seen_of(preview_mode mode, const std::vector<preview_trigger>& course) {
  std::vector<shown_row> seen;
  auto state = preview_state::none;
  for (const auto trigger : course) {
    for (const auto& row : rows_of(mode))
      if (row.from == state && row.on == trigger)
        seen.push_back(as_shown(mode, row));
    state = follow(preview_edges, state, trigger).value();
  }
  return seen;
}

std::vector<preview_mode> modes() {
  return {preview_mode::pull, preview_mode::push, preview_mode::direct_push};
}

/// The rows that the manual shows of these things.
std::vector<shown_row> shown_of(preview_mode mode, const std::vector<preview_trigger>& course) {
  std::vector<shown_row> rows;
  for (const auto& row : shown.at(mode))
    if (std::ranges::count(course, row.on) > 0)
      rows.push_back(row);
  return rows;
}

TEST_CASE("a record that is called goes through the rows of the manual", "[unit]") {
  const auto mode = GENERATE(from_range(modes()));
  auto course =
    mode == preview_mode::pull
      ? std::vector{on::pulled, on::call, on::release, on::mark_done}
      : std::vector{on::pushed, on::accept, on::call, on::answered, on::release, on::mark_done};
  CHECK(seen_of(mode, course) == shown_of(mode, course));
}

TEST_CASE("a record that is rejected or canceled goes through the rows of the manual",
          "[unit][event:interaction/PREVIEWING][event:interaction/STATE_CHANGE]") {
  const auto mode = GENERATE(from_range(modes()));
  const auto end = GENERATE(on::reject_record, on::cancel_record);
  auto course = mode == preview_mode::pull ? std::vector{on::pulled, end}
                                           : std::vector{on::pushed, on::accept, end};
  CHECK(seen_of(mode, course) == shown_of(mode, course));
}

TEST_CASE("an invitation that is declined goes through the rows of the manual", "[unit]") {
  const auto mode = GENERATE(preview_mode::push, preview_mode::direct_push);
  CHECK(seen_of(mode, {on::pushed, on::decline}) == shown_of(mode, {on::pushed, on::decline}));
}

TEST_CASE("every row of the manual is in the tables", "[unit]") {
  const auto mode = GENERATE(from_range(modes()));
  for (const auto& wanted : shown.at(mode)) {
    CAPTURE(static_cast<int>(mode), wanted.event, wanted.state);
    CHECK(std::ranges::any_of(
      rows_of(mode), [&](const preview_row& row) { return as_shown(mode, row) == wanted; }));
  }
}

// -- differences of the modes

using in = desk::interaction_state;

const preview_row& first_of(preview_mode mode) { return rows_of(mode).front(); }

std::vector<preview_trigger> removals_of(preview_mode mode, preview_part part) {
  std::vector<preview_trigger> all;
  for (const auto& row : rows_of(mode))
    if (row.event == event_type::removed && row.about == part && row.state == in::idle
        && row.on != on::withdraw && std::ranges::count(all, row.on) == 0)
      all.push_back(row.on);
  return all;
}

TEST_CASE("modes differ in the first state and the type of the preview", "[unit]") {
  CHECK(first_of(preview_mode::pull).state == in::previewing);
  CHECK(first_of(preview_mode::push).state == in::invited);
  CHECK(first_of(preview_mode::direct_push).state == in::invited);
  using enum desk::call_type;
  CHECK(type_of(preview_mode::pull, preview_part::preview) == outbound_preview);
  CHECK(type_of(preview_mode::push, preview_part::preview) == outbound_push_preview);
  CHECK(type_of(preview_mode::direct_push, preview_part::preview) == outbound_preview);
}

TEST_CASE("modes differ in when the preview is removed", "[unit]") {
  using all = std::vector<preview_trigger>;
  CHECK(removals_of(preview_mode::pull, preview_part::preview) == all{on::call});
  CHECK(removals_of(preview_mode::push, preview_part::preview) == all{on::mark_done});
  CHECK(removals_of(preview_mode::direct_push, preview_part::preview)
        == all{on::answered, on::release});
}

TEST_CASE("a pushed preview that is removed can still be marked done, by the letter", "[unit]") {
  for (const auto& row : rows_of(preview_mode::push))
    if (row.on == on::mark_done && row.from == preview_state::released
        && row.about == preview_part::preview)
      CHECK(row.capabilities == desk::capability_list{desk::capability::mark_done});
}

// -- transitions

TEST_CASE("previews go through the states of their table", "[unit]") {
  using enum preview_state;
  const auto [from, trigger, to] =
    GENERATE(table<preview_state, preview_trigger, std::optional<preview_state>>({
      {none, on::pulled, previewing},
      {none, on::pushed, invited},
      {invited, on::accept, previewing},
      {invited, on::decline, removed},
      {invited, on::call, {}},
      {invited, on::reject_record, {}},
      {previewing, on::call, dialing},
      {previewing, on::reject_record, rejected},
      {previewing, on::cancel_record, canceled},
      {previewing, on::mark_done, {}},
      {dialing, on::reject_record, {}},
      {rejected, on::mark_done, removed},
      {canceled, on::mark_done, removed},
      {canceled, on::call, {}},
      {removed, on::mark_done, {}},
    }));
  CAPTURE(static_cast<int>(from), static_cast<int>(trigger));
  CHECK(follow(preview_edges, from, trigger) == to);
}

TEST_CASE("every transition that a mode can make shows something", "[unit]") {
  const auto mode = GENERATE(from_range(modes()));
  for (const auto& e : preview_edges) {
    const bool pull = mode == preview_mode::pull;
    if (e.from == preview_state::none ? (e.on == on::pulled) != pull
                                      : pull && e.from == preview_state::invited)
      continue;
    CAPTURE(static_cast<int>(mode), static_cast<int>(e.from), static_cast<int>(e.on));
    CHECK(std::ranges::any_of(
      rows_of(mode), [&](const preview_row& row) { return row.from == e.from && row.on == e.on; }));
  }
}

TEST_CASE("requests name what they do to previews", "[unit]") {
  CHECK(preview_trigger_of(request_kind::outbound_call_preview_record) == on::call);
  CHECK(preview_trigger_of(request_kind::outbound_reject_preview_record) == on::reject_record);
  CHECK(preview_trigger_of(request_kind::outbound_cancel_preview_record) == on::cancel_record);
  CHECK(preview_trigger_of(request_kind::interaction_accept) == on::accept);
  CHECK(preview_trigger_of(request_kind::interaction_reject) == on::decline);
  CHECK_FALSE(preview_trigger_of(request_kind::voice_hold));
}

} // namespace
} // namespace deskstorm::outbound
