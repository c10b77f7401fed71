#include <chrono>
#include <vector>

#include <deskstorm/desk/interaction.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;
using e = event_type;

constexpr instant at(duration since_start) { return instant{since_start}; }

interaction established() {
  auto call = dial({.id = {7}, .party = "5001"}, at(1s)).call;
  REQUIRE(apply(call, call_trigger::far_end_answers, at(2s)));
  return call;
}

TEST_CASE("interaction begins with a dial", "[rule:case-ids]") {
  const auto [call, events] = dial(
    {.id = {1}, .party = "5001", .type = call_type::internal, .case_id = "c-1", .bundle_id = "b-1"},
    at(1s));
  CHECK(events == interaction_events{e::added, e::dialing});
  CHECK(call.state == interaction_state::dialing);
  CHECK(call.previous == interaction_state::none);
  CHECK(call.direction == call_direction::out);
  CHECK(call.dnis == "5001");
  CHECK(call.parties == std::vector<std::string>{"5001"});
  CHECK(call.started == at(1s));
  CHECK(call.user_data == json{{"IW_CaseUid", "c-1"}, {"IW_BundleUid", "b-1"}});
}

TEST_CASE("interaction begins with an offer", "[unit]") {
  const auto [call, events] = offer({.id = {1}, .party = "+4930", .dnis = "800"}, at(1s));
  CHECK(events == interaction_events{e::added, e::ringing});
  CHECK(call.direction == call_direction::in);
  CHECK(call.ani == "+4930");
  CHECK(call.dnis == "800");
}

TEST_CASE("interaction remembers the state before", "[unit]") {
  auto call = established();
  REQUIRE(apply(call, call_trigger::hold, at(3s)));
  CHECK(call.state == interaction_state::held);
  CHECK(call.previous == interaction_state::talking);
}

TEST_CASE("interaction keeps its last states when it is marked done", "[unit]") {
  auto call = established();
  REQUIRE(apply(call, call_trigger::hang_up, at(4s)));
  CHECK(call.ended == at(4s));
  const auto events = apply(call, call_trigger::mark_done, at(9s));
  REQUIRE(events);
  CHECK(*events == interaction_events{e::markdone_apply, e::removed});
  CHECK(life_of(call) == interaction_state::removed);
  CHECK(call.state == interaction_state::idle);
  CHECK(call.previous == interaction_state::talking);
  CHECK(call.ended == at(4s));
}

TEST_CASE("interaction leaves the list idle when it is rerouted", "[unit]") {
  auto call = offer({.id = {1}, .party = "+4930"}, at(1s)).call;
  REQUIRE(apply(call, call_trigger::reroute, at(2s)));
  CHECK(life_of(call) == interaction_state::removed);
  CHECK(call.state == interaction_state::idle);
  CHECK(call.previous == interaction_state::ringing);
}

TEST_CASE("interaction is not changed by what its state does not allow", "[unit]") {
  auto call = established();
  const auto before = call;
  const auto refused = apply(call, call_trigger::resume, at(3s));
  REQUIRE_FALSE(refused);
  CHECK(refused.why()
        == failure{"The state TALKING of interaction 7 does not allow it.", "interactionId"});
  CHECK(call == before);
}

TEST_CASE("interaction is recorded while it is connected", "[unit]") {
  auto call = established();
  const auto events = apply(call, recording_trigger::start);
  REQUIRE(events);
  CHECK(*events == interaction_events{e::call_recording_state_changed});
  CHECK(call.recording == recording_state::recording);
}

TEST_CASE("interaction is not recorded before it is connected", "[unit]") {
  auto call = dial({.id = {7}, .party = "5001"}, at(1s)).call;
  CHECK(apply(call, recording_trigger::start).why()
        == failure{"The recording of interaction 7 is STOPPED.", "interactionId"});
}

TEST_CASE("interaction ends its recording with the call", "[unit]") {
  auto call = established();
  REQUIRE(apply(call, recording_trigger::start));
  REQUIRE(apply(call, recording_trigger::pause));
  const auto events = apply(call, call_trigger::hang_up, at(5s));
  REQUIRE(events);
  CHECK(*events == interaction_events{e::call_recording_state_changed, e::released});
  CHECK(call.recording == recording_state::stopped);
}

TEST_CASE("interaction takes in a party by a single-step conference", "[unit]") {
  auto call = established();
  const auto events = add_party(call, "5002", at(3s), call_trigger::conference);
  REQUIRE(events);
  CHECK(*events == interaction_events{e::party_changed});
  CHECK(call.parties == std::vector<std::string>{"5001", "5002"});
  CHECK(call.state == interaction_state::talking);
}

TEST_CASE("interaction loses a party", "[unit]") {
  auto call = established();
  CHECK(remove_party(call, "5009", at(3s)).why()
        == failure{"There is no party '5009'.", "interactionId"});
  REQUIRE(remove_party(call, "5001", at(3s)));
  CHECK(call.parties.empty());
}

// Source: overwrites existing keys and keeps the others.
TEST_CASE("interaction merges user data", "[unit]") {
  auto call = dial({.id = {7}, .party = "5001"}, at(1s)).call;
  REQUIRE(set_user_data(call, {{"A", "1"}, {"B", "2"}}));
  const auto events = set_user_data(call, {{"B", "3"}});
  REQUIRE(events);
  CHECK(*events == interaction_events{e::attached_data_changed});
  CHECK(call.user_data == json{{"A", "1"}, {"B", "3"}});
}

TEST_CASE("interaction deletes one key of its user data", "[unit]") {
  auto call = established();
  REQUIRE(set_user_data(call, {{"A", "1"}, {"B", "2"}}));
  CHECK(delete_user_data(call, "A")->size() == 1);
  CHECK(delete_user_data(call, "A")->empty());
  CHECK(call.user_data == json{{"B", "2"}});
}

// Source: for voice, user data changes only while the state is not IDLE.
TEST_CASE("interaction refuses user data once the call is over", "[unit]") {
  auto call = established();
  REQUIRE(apply(call, call_trigger::hang_up, at(3s)));
  CHECK_FALSE(set_user_data(call, {{"A", "1"}}));
  CHECK_FALSE(delete_user_data(call, "A"));
  CHECK(call.user_data.empty());
}

TEST_CASE("interaction cannot be marked done while that is blocked", "[unit]") {
  auto call = established();
  REQUIRE(apply(call, call_trigger::hang_up, at(3s)));
  call.block = mark_done_block{.warning = "Save the form first.", .until = at(33s)};
  CHECK(apply(call, call_trigger::mark_done, at(33s - 1ns)).why()
        == failure{"Save the form first.", "interactionId"});
  CHECK(life_of(call) == interaction_state::idle);
  CHECK(apply(call, call_trigger::mark_done, at(33s)));
}

TEST_CASE("interaction says first that a live call cannot be marked done", "[unit]") {
  auto call = established();
  call.block = mark_done_block{.warning = "Save the form first.", .until = never};
  CHECK(apply(call, call_trigger::mark_done, at(3s)).why()
        == failure{"The state TALKING of interaction 7 does not allow it.", "interactionId"});
}

// Source: the manual's outbound table.
TEST_CASE("interaction offers what the manual shows for previews", "[object:capability]") {
  const auto [state, offered] = GENERATE(table<interaction_state, capability_list>({
    {interaction_state::invited, {capability::accept, capability::reject}},
    {interaction_state::previewing,
     {capability::call, capability::reject_record, capability::cancel_record}},
    {interaction_state::rejected, {capability::mark_done}},
    {interaction_state::canceled, {capability::mark_done}},
    {interaction_state::none, {}},
  }));
  CAPTURE(name_of(state));
  CHECK(capabilities_of({.id = {1}, .type = call_type::outbound_preview, .state = state})
        == offered);
}

TEST_CASE("interaction of another media has no life of a call", "[unit]") {
  interaction mail{.id = {3}, .media = media::email};
  CHECK_FALSE(apply(mail, call_trigger::dial, at(1s)));
  CHECK_FALSE(apply(mail, recording_trigger::start));
  CHECK(capabilities_of(mail).empty());
}

} // namespace
} // namespace deskstorm::desk
