#include <deskstorm/desk/agent_json.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("agent_json writes the agent", "[object:agent]") {
  const agent_person who{
    .employee_id = "E1", .firstname = "Ada", .lastname = "Poe", .username = "ada"};
  CHECK(to_json(who) == json::parse(R"({"employeeId":"E1","firstname":"Ada","lastname":"Poe",
    "username":"ada","roles":["ROLE_AGENT"]})"));
}

TEST_CASE("agent_json writes a state with and without a reason", "[object:state]") {
  CHECK(to_json(agent_state{state_code::ready})
        == json::parse(R"({"type":"READY","operationName":"Ready","displayName":"Ready"})"));
  CHECK(to_json(agent_state{state_code::not_ready_action_code, 1})
        == json::parse(R"({"type":"NOT_READY_ACTION_CODE","operationName":"NotReadyReason1511",
             "displayName":"Break","reason":"Break","reasonCode":"1511"})"));
  CHECK(to_json(agent_state{state_code::partial_ready})
        == json::parse(R"({"type":"PARTIAL_READY"})"));
}

TEST_CASE("agent_json lists states whose operation names setState takes", "[unit]") {
  const auto list = state_list_json();
  CHECK(list.size() == state_operations.size());
  for (const auto& entry : list) {
    CAPTURE(entry.dump());
    CHECK(to_json(*read_state(entry["operationName"])) == entry);
  }
}

TEST_CASE("agent_json reads a place in the list of states", "[unit]") {
  CHECK(*read_state(json(1)) == agent_state{state_code::not_ready});
}

TEST_CASE("agent_json refuses what is no state", "[unit]") {
  for (const json& wrong : {json(nullptr), json(99), json("Sleeping"), json(1.5), json::array()}) {
    CAPTURE(wrong.dump());
    CHECK_FALSE(read_state(wrong));
  }
}

TEST_CASE("agent_json lists the media with their states", "[object:media]") {
  media_states states;
  (void)states.set(media::voice, {state_code::ready});
  const auto list = media_list_json(states);
  CHECK(list.size() == media_count);
  CHECK(list[0]["name"] == "voice");
  CHECK(list[0]["state"]["type"] == "READY");
  CHECK(list[1]["state"]["type"] == "LOGOUT");
}

} // namespace
} // namespace deskstorm::desk
