#include <string>
#include <vector>

#include <deskstorm/desk/call.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using state = interaction_state;
using on = call_trigger;

std::string names_of(const call_events& events) {
  std::string names;
  for (const auto e : events)
    names += (names.empty() ? "" : " ") + std::string{name_of(e)};
  return names;
}

TEST_CASE("call goes through the states of its table", "[table:call]") {
  const auto [from, trigger, to, events] = GENERATE(table<state, on, state, std::string>({
    {state::none, on::dial, state::dialing, "ADDED DIALING"},
    {state::none, on::offer, state::ringing, "ADDED RINGING"},
    {state::ringing, on::answer, state::talking, "ESTABLISHED"},
    {state::dialing, on::far_end_answers, state::talking, "ESTABLISHED"},
    {state::talking, on::hold, state::held, "HELD"},
    {state::held, on::resume, state::talking, "ESTABLISHED"},
    {state::ringing, on::hang_up, state::idle, "RELEASED"},
    {state::dialing, on::hang_up, state::idle, "RELEASED"},
    {state::talking, on::hang_up, state::idle, "RELEASED"},
    {state::held, on::hang_up, state::idle, "RELEASED"},
    {state::idle, on::mark_done, state::removed, "MARKDONE_APPLY REMOVED"},
    {state::ringing, on::reroute, state::removed, "RELEASED REMOVED"},
    {state::ringing, on::party_changes, state::ringing, "PARTY_CHANGED"},
    {state::dialing, on::party_changes, state::dialing, "PARTY_CHANGED"},
    {state::talking, on::party_changes, state::talking, "PARTY_CHANGED"},
    {state::held, on::party_changes, state::held, "PARTY_CHANGED"},
    {state::talking, on::transfer, state::idle, "RELEASED"},
    {state::talking, on::conference, state::talking, "PARTY_CHANGED"},
    {state::talking, on::consult, state::held, "HELD"},
    {state::held, on::hand_over, state::idle, "RELEASED"},
    {state::held, on::merge, state::talking, "ESTABLISHED PARTY_CHANGED"},
  }));
  CAPTURE(name_of(from), static_cast<int>(trigger));
  const auto* row = call_row_for(call_kind::plain, from, trigger);
  REQUIRE(row != nullptr);
  CHECK(row->to == to);
  CHECK(names_of(row->events) == events);
}

TEST_CASE("call has no transitions but those of its table", "[unit]") {
  CHECK(call_rows.size() == 21);
  CHECK(consultation_rows.size() == 11);
}

TEST_CASE("call ends a consultation without mark-done", "[unit]") {
  const auto [from, trigger] = GENERATE(table<state, on>({
    {state::dialing, on::hang_up},
    {state::talking, on::hang_up},
    {state::held, on::hang_up},
    {state::talking, on::complete},
  }));
  const auto* row = call_row_for(call_kind::consultation, from, trigger);
  REQUIRE(row != nullptr);
  CHECK(row->to == state::removed);
  CHECK(names_of(row->events) == "RELEASED REMOVED");
}

TEST_CASE("call offers what its state allows", "[object:capability]") {
  const auto [in, kind, names] = GENERATE(table<state, call_kind, std::vector<std::string_view>>({
    {state::none, call_kind::plain, {}},
    {state::ringing, call_kind::plain, {"ANSWER", "HANGUP"}},
    {state::dialing, call_kind::plain, {"HANGUP"}},
    {state::talking, call_kind::plain, {"HANGUP", "HOLD"}},
    {state::held, call_kind::plain, {"HANGUP", "RESUME"}},
    {state::idle, call_kind::plain, {"MARK_DONE"}},
    {state::removed, call_kind::plain, {}},
    {state::dialing, call_kind::consultation, {"HANGUP"}},
    {state::talking, call_kind::consultation, {"HANGUP", "HOLD"}},
    {state::held, call_kind::consultation, {"HANGUP", "RESUME"}},
  }));
  std::vector<std::string_view> offered;
  for (const capability c : capabilities_of(kind, in))
    offered.push_back(name_of(c));
  CAPTURE(name_of(in));
  CHECK(offered == names);
}

TEST_CASE("call requests name their triggers", "[unit]") {
  CHECK(call_trigger_of(request_kind::voice_hang_up) == on::hang_up);
  CHECK(call_trigger_of(request_kind::interaction_markdone) == on::mark_done);
  CHECK_FALSE(call_trigger_of(request_kind::voice_dial));
  CHECK_FALSE(call_trigger_of(request_kind::agent_get));
}

TEST_CASE("call is live until it is over", "[unit]") {
  const auto [in, live, connected] = GENERATE(table<state, bool, bool>({
    {state::none, false, false},
    {state::ringing, true, false},
    {state::dialing, true, false},
    {state::talking, true, true},
    {state::held, true, true},
    {state::idle, false, false},
    {state::removed, false, false},
  }));
  CHECK(is_live(in) == live);
  CHECK(is_connected(in) == connected);
}

} // namespace
} // namespace deskstorm::desk
