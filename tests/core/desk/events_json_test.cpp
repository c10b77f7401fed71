#include <chrono>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/reply.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;

/// Returns one of the manual's examples.
json example(std::string_view name) {
  const auto path =
    std::string{DESKSTORM_ROOT} + "/tests/core/desk/events/" + std::string{name} + ".json";
  CAPTURE(path);
  std::ifstream file{path};
  REQUIRE(file);
  return json::parse(file);
}

/// Compares the whole document with the example; the manual leaves the marks of the sender out of
/// its first ones.
void check_example(std::string_view name, event_type type, const json& data) {
  auto shown = example(name);
  shown["userAgent"] = "WWE Server";
  shown["protocolVersion"] = 2;
  CAPTURE(name);
  CHECK(event_document({.type = type, .data = data}) == shown);
}

TEST_CASE("the manual's examples of events are all here", "[golden]") {
  std::ifstream file{DESKSTORM_ROOT "/tests/core/protocol/manual_examples.json"};
  const auto all = json::parse(file);
  const std::vector<std::string_view> names{
    "agent_state_changed",   "agent_state_changed_with_reason",
    "attached_data_changed", "campaign_loaded",
    "campaign_unloaded",     "campaign_started",
    "campaign_stopped",      "records_retrieved",
    "frame_state_leading",   "frame_state_negotiating",
    "case_id_changed"};
  REQUIRE(all.size() == names.size() + 1);
  for (std::size_t n = 0; n < names.size(); ++n) {
    CAPTURE(names[n]);
    CHECK(example(names[n]) == all[n + 1]);
  }
}

// Its text names another request than the reply is to.
TEST_CASE("the reply over the limit is the manual's example", "[golden]") {
  std::ifstream file{DESKSTORM_ROOT "/tests/core/protocol/manual_examples.json"};
  auto shown = json::parse(file)[0];
  shown["referenceId"] = "7";
  shown["userAgent"] = "WWE Server";
  shown["protocolVersion"] = 2;
  CHECK(reply_document({.request = "agent.getState", .reference = "7"},
                       limit_reached(request_kind::voice_dial, 30s))
        == shown);
}

TEST_CASE("events_json writes the manual's agent examples", "[golden]") {
  check_example("agent_state_changed", event_type::agent_state_changed,
                agent_state_data({state_code::ready}));
  check_example("agent_state_changed_with_reason", event_type::agent_state_changed,
                agent_state_data({state_code::not_ready_action_code, 1}));
}

TEST_CASE("events_json writes the manual's frame states", "[golden]") {
  check_example("frame_state_leading", event_type::frame_state,
                frame_state_data(frame_state::leading));
  check_example("frame_state_negotiating", event_type::frame_state,
                frame_state_data(frame_state::negotiating));
}

TEST_CASE("events_json writes the manual's campaign examples", "[golden]") {
  constexpr std::string_view campaign = "Offer of the Month";
  check_example("campaign_loaded", event_type::campaign_loaded,
                campaign_data(event_type::campaign_loaded, campaign));
  check_example("campaign_started", event_type::campaign_started,
                campaign_data(event_type::campaign_started, campaign, "Predictive GVP"));
  check_example("campaign_stopped", event_type::campaign_stopped,
                campaign_data(event_type::campaign_stopped, campaign));
  check_example("campaign_unloaded", event_type::campaign_unloaded,
                campaign_data(event_type::campaign_unloaded, campaign));
}

TEST_CASE("events_json writes the manual's change of a case id", "[golden]") {
  check_example(
    "case_id_changed", event_type::case_id_changed,
    case_id_data("e6470563-af78-4942-657d-976a25dd9de3", "5f7e5f3a-fb6e-43f3-c404-eaee21d64ef1"));
}

interaction example_call() {
  auto call = dial({.id = {1},
                    .party = "5001",
                    .type = call_type::internal,
                    .case_id = "4dda1ab6-aeab-4a33-f5d0-0153c9fdb43b",
                    .bundle_id = "dfaca66c-4149-42a1-7244-337e949a12b5",
                    .call_uuid = "4L6JGNEE9H7DT671FRPTKE6CQ000000G"},
                   instant{1s})
                .call;
  const json information = {{"DispositionCode.Label", "DispositionCode"},
                            {"Option.interaction.case-data.header-foreground-color", "#FFFFFF"},
                            {"CaseDataBusinessAttribute", "CaseData"},
                            {"DispositionCode.Key", "ChooseDisposition"},
                            {"Option.interaction.case-data.frame-color", "#17849D"}};
  REQUIRE(set_user_data(call, {{"IWAttachedDataInformation", information}}));
  return call;
}

TEST_CASE("events_json writes the manual's change of attached data", "[golden]") {
  check_example("attached_data_changed", event_type::attached_data_changed,
                interaction_data(event_type::attached_data_changed, example_call(),
                                 {.attributes = attribute_choice::shown}));
}

TEST_CASE("events_json adds documented attributes to those of the manual's example", "[unit]") {
  const auto shown = example("attached_data_changed")["data"]["interaction"];
  const auto all =
    interaction_data(event_type::attached_data_changed, example_call())["interaction"];
  for (const auto& [key, value] : shown.items()) {
    CAPTURE(key);
    CHECK(all[key] == value);
  }
  CHECK(all.size() > shown.size());
}

TEST_CASE("events_json writes the manual's chain of records", "[golden]") {
  const auto shown = example("records_retrieved")["data"]["interaction"];
  interaction preview{
    .id = {1}, .type = call_type::outbound_preview, .state = interaction_state::previewing};
  preview.case_id = "a26f59d2-2979-43c5-5c1d-b0757f9ab077";
  preview.case_selected = true;
  preview.parties = {"+33647005"};
  preview.user_data = shown["userData"];
  preview.chained_records = shown["chainedRecords"];
  const auto choice = GENERATE(attribute_choice::all, attribute_choice::shown);
  check_example("records_retrieved", event_type::records_retrieved,
                interaction_data(event_type::records_retrieved, preview, {.attributes = choice}));
}

// Source: the manual's outbound table offers MARK_DONE with MARKDONE_APPLY and nothing with
// REMOVED.
TEST_CASE("events_json offers mark-done until the call is removed", "[unit]") {
  auto call = example_call();
  REQUIRE(apply(call, call_trigger::hang_up, instant{2s}));
  REQUIRE(apply(call, call_trigger::mark_done, instant{3s}));
  CHECK(interaction_data(event_type::markdone_apply, call)["interaction"]["capabilities"]
        == json{"MARK_DONE"});
  const auto removed = interaction_data(event_type::removed, call)["interaction"];
  CHECK(removed["capabilities"].empty());
  CHECK(removed["state"] == "IDLE");
}

TEST_CASE("events_json writes what the manual describes without an example", "[unit]") {
  CHECK(toast_click_data("wweCustomToast0", 1)
        == json::parse(R"({"eventType":"CUSTOM_TOAST_BUTTON_CLICK",
             "customToastId":"wweCustomToast0","buttonIndex":1})"));
  CHECK(connection_data(connection_state::down)
        == json::parse(R"({"eventType":"REALTIME_CONNECTION","state":"DOWN"})"));
  CHECK(case_view_data(event_type::case_selected, "c-1")
        == json::parse(R"({"eventType":"CASE_SELECTED","selectedCaseId":"c-1"})"));
}

TEST_CASE("events_json writes media and mark-done events in our own way", "[unit]") {
  CHECK(media_state_data(media::voice, {state_code::ready})
        == json::parse(R"({"eventType":"STATE_CHANGED","media":"voice","mediaState":"READY"})"));
  CHECK(mark_done_requested_data({1})
        == json::parse(R"({"eventType":"MARKDONE_REQUESTED","interactionId":"1"})"));
}

} // namespace
} // namespace deskstorm::desk
