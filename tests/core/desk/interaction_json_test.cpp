#include <chrono>
#include <set>
#include <string>

#include <deskstorm/desk/interaction_json.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items())
    keys.insert(key);
  return keys;
}

constexpr instant at(duration since_start) { return instant{since_start}; }

interaction inbound_call() {
  return offer({.id = {12},
                .party = "+4930",
                .dnis = "800",
                .type = call_type::inbound,
                .case_id = "case",
                .call_uuid = "UUID"},
               at(1500ms))
    .call;
}

TEST_CASE("interaction_json writes every attribute of a call", "[object:interaction]") {
  auto call = inbound_call();
  call.user_data = {{"Key1", "v"}};
  CHECK(to_json(call, {.epoch_ms = 1000}) == json::parse(R"({
    "interactionId": "12", "parentInteractionId": null, "caseId": "case",
    "userData": {"Key1": "v"}, "state": "RINGING", "previousState": "UNKNOWN",
    "parties": [{"name": "+4930"}], "isConsultation": false, "isMainCaseInteraction": true,
    "startDate": 2500, "endDate": null, "isCaseSelected": false, "isCaseExpanded": false,
    "capabilities": ["ANSWER", "HANGUP"], "media": "voice", "callType": "INBOUND",
    "callUuid": "UUID", "direction": "IN", "ani": "+4930", "dnis": "800",
    "recordingState": "STOPPED"})"));
}

TEST_CASE("interaction_json names the parent by its text", "[unit]") {
  auto call = inbound_call();
  call.parent = {3};
  CHECK(to_json(call)["parentInteractionId"] == "3");
}

TEST_CASE("interaction_json leaves out the caller of an outgoing call", "[unit]") {
  const auto call = dial({.id = {1}, .party = "5001"}, at(0s)).call;
  const auto written = to_json(call);
  CHECK_FALSE(written.contains("ani"));
  CHECK(written["dnis"] == "5001");
}

// Source: the manual's preview example has none of the attributes of a call but callType.
TEST_CASE("interaction_json writes previews without what only calls have", "[object:interaction]") {
  const interaction preview{
    .id = {1}, .type = call_type::outbound_preview, .state = interaction_state::previewing};
  CHECK(keys_of(to_json(preview))
        == std::set<std::string>{"interactionId", "parentInteractionId", "caseId", "userData",
                                 "state", "previousState", "parties", "isMainCaseInteraction",
                                 "isCaseSelected", "isCaseExpanded", "startDate", "endDate",
                                 "capabilities", "callType"});
}

TEST_CASE("interaction_json writes other media without what only calls have",
          "[object:interaction]") {
  const interaction mail{.id = {1}, .media = media::email};
  CHECK(keys_of(to_json(mail))
        == std::set<std::string>{"interactionId", "parentInteractionId", "caseId", "userData",
                                 "state", "previousState", "parties", "isMainCaseInteraction",
                                 "isCaseSelected", "isCaseExpanded", "startDate", "endDate",
                                 "capabilities", "isConsultation", "media"});
}

// Source: option service-client-api.user-data.read-allowed.
TEST_CASE("interaction_json hides user data that the client may not read", "[unit]") {
  auto call = inbound_call();
  call.user_data = {{"Key1", "a"}, {"Key2", "b"}};
  const interaction_view view{.read = parse_keys("Key1,Key3")};
  CHECK(to_json(call, view)["userData"] == json{{"Key1", "a"}});
}

} // namespace
} // namespace deskstorm::desk
