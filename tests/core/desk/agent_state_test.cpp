#include <deskstorm/desk/agent_state.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("agent_state names every code both ways", "[object:state-code]") {
  CHECK(state_codes.size() == 12);
  for (const auto& row : state_codes) {
    CAPTURE(row.name);
    CHECK(name_of(row.value) == row.name);
    CHECK(state_code_named(row.name) == row.value);
  }
  CHECK_FALSE(state_code_named("BUSY"));
}

TEST_CASE("agent_state finds what setState means by a name", "[object:state-operation]") {
  const auto [operation, code, reason] = GENERATE(table<std::string_view, state_code, int>({
    {"Ready", state_code::ready, 0},
    {"NotReady", state_code::not_ready, 0},
    {"NotReadyReason1511", state_code::not_ready_action_code, 1},
    {"AfterCallWork", state_code::not_ready_after_callwork, 0},
    {"Dnd", state_code::dnd_on, 0},
    {"LogOff", state_code::logout, 0},
  }));
  CAPTURE(operation);
  const auto state = state_for(operation);
  REQUIRE(state);
  CHECK(state->code == code);
  CHECK(state->reason == reason);
}

TEST_CASE("agent_state takes a place in the list instead of a name", "[unit]") {
  for (std::size_t i = 0; i < state_operations.size(); ++i)
    CHECK(*state_for(static_cast<std::int64_t>(i)) == state_operations[i].state);
}

TEST_CASE("agent_state refuses unknown operations", "[unit]") {
  CHECK(state_for("Sleeping").why()
        == failure{"There is no state operation 'Sleeping'.", "stateOperationName"});
  CHECK(state_for(-1).why()
        == failure{"There is no state operation at place -1.", "stateOperationName"});
  CHECK_FALSE(state_for(std::ssize(state_operations)));
}

TEST_CASE("agent_state has no operation for states that agents cannot set", "[unit]") {
  CHECK(operation_for({state_code::partial_ready}) == nullptr);
  CHECK(operation_for({state_code::ready})->name == "Ready");
}

} // namespace
} // namespace deskstorm::desk
