#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/desk/campaign_at_desk.hpp"
#include "support/catch.hpp"

// Each row of the manual's outbound tables, as the documents that a client gets.
namespace deskstorm::desk {
namespace {

using outbound::campaign_mode;

/// One event: eventType, state, callType, capabilities.
using row = std::vector<std::string>;
using rows = std::vector<row>;

rows rows_of(const at_desk& desk) {
  rows all;
  for (const auto& mail : desk.seen) {
    const auto& data = mail.document["data"];
    if (data["eventType"] == "RECORDS_RETRIEVED")
      continue; // is not in the tables
    const auto& about = data["interaction"];
    std::string capabilities;
    for (const auto& one : about["capabilities"])
      capabilities += (capabilities.empty() ? "" : ", ") + one.get<std::string>();
    all.push_back({data["eventType"], about["state"], about["callType"], capabilities});
  }
  return all;
}

/// What the tables call a UI event: what agent, far end or server do.
struct ui_event {
  std::string_view name;
  rows shown;
};

struct course {
  campaign_mode mode;
  std::vector<ui_event> events;
};

// clang-format off
const std::string looked_at = "CALL, REJECT_RECORD, CANCEL_RECORD";
const std::string invited = "ACCEPT, REJECT";
const std::string pull = "OUTBOUND_PREVIEW";
const std::string push = "OUTBOUND_PUSH_PREVIEW";

const rows pulled{{"ADDED", "PREVIEWING", pull, looked_at}, {"PREVIEWING", "PREVIEWING", pull, looked_at}};
const rows pushed{{"ADDED", "INVITED", push, invited}, {"INVITED", "INVITED", push, invited}};
const rows pushed_directly{{"ADDED", "INVITED", pull, invited}, {"INVITED", "INVITED", pull, invited}};
const rows released{{"RELEASED", "IDLE", "OUTBOUND", "MARK_DONE"}};
const rows marked_done{{"MARKDONE_APPLY", "IDLE", "OUTBOUND", "MARK_DONE"}, {"REMOVED", "IDLE", "OUTBOUND", ""}};

rows dialing() { return {{"ADDED", "DIALING", "OUTBOUND", "HANGUP"}, {"DIALING", "DIALING", "OUTBOUND", "HANGUP"}}; }
rows dialing_from_pull() {
  auto all = dialing();
  all.push_back({"REMOVED", "IDLE", pull, ""});
  return all;
}
rows accepted(const std::string& type) { return {{"PREVIEWING", "PREVIEWING", type, looked_at}}; }
rows dropped(const std::string& state, const std::string& type) { return {{"STATE_CHANGE", state, type, "MARK_DONE"}}; }

std::vector<course> courses() {
  using enum campaign_mode;
  return {
    {pull_preview, {{"arrives", pulled}, {"call", dialing_from_pull()}, {"release", released}, {"mark done", marked_done}}},
    {pull_preview, {{"arrives", pulled}, {"reject record", dropped("REJECTED", pull)}}},
    {pull_preview, {{"arrives", pulled}, {"cancel record", dropped("CANCELED", pull)}}},
    {push_preview, {{"arrives", pushed}, {"accept", accepted(push)}, {"call", dialing()},
                    {"answered", {{"ESTABLISHED", "TALKING", "OUTBOUND", "HANGUP, HOLD"}}}, {"release", released},
                    {"mark done", {{"MARKDONE_APPLY", "IDLE", "OUTBOUND", "MARK_DONE"},
                                   {"REMOVED", "IDLE", push, "MARK_DONE"}, {"REMOVED", "IDLE", "OUTBOUND", ""}}}}},
    {push_preview, {{"arrives", pushed}, {"decline", {{"REMOVED", "REJECTED", push, ""}}}}},
    {push_preview, {{"arrives", pushed}, {"accept", accepted(push)}, {"reject record", dropped("REJECTED", push)}}},
    {push_preview, {{"arrives", pushed}, {"accept", accepted(push)}, {"cancel record", dropped("CANCELED", push)}}},
    {direct_push_preview, {{"arrives", pushed_directly}, {"accept", accepted(pull)}, {"call", dialing()},
                           {"answered", {{"ESTABLISHED", "TALKING", "OUTBOUND", "HANGUP"}, {"REMOVED", "IDLE", pull, ""}}},
                           {"release", released}, {"mark done", marked_done}}},
    {direct_push_preview, {{"arrives", pushed_directly}, {"decline", {{"REMOVED", "REJECTED", pull, ""}}}}},
    {direct_push_preview, {{"arrives", pushed_directly}, {"accept", accepted(pull)}, {"reject record", dropped("REJECTED", pull)}}},
    {direct_push_preview, {{"arrives", pushed_directly}, {"accept", accepted(pull)}, {"cancel record", dropped("CANCELED", pull)}}},
  };
}
// clang-format on

/// Does what a UI event of the tables is, by the request for it where there is one.
void happen(campaign_at_desk& desk, campaign_mode mode, std::string_view name) {
  const auto newest = desk.all.interactions().empty() ? std::string{} : desk.newest();
  if (name == "arrives" && mode == campaign_mode::pull_preview)
    desk.data("outbound.getPreviewRecord", {"Offer"});
  else if (name == "arrives")
    desk.push();
  else if (name == "answered")
    desk.happen(newest, call_trigger::far_end_answers);
  else {
    static const std::vector<std::pair<std::string_view, std::string_view>> requests{
      {"accept", "interaction.accept"},
      {"decline", "interaction.reject"},
      {"call", "outbound.callPreviewRecord"},
      {"release", "voice.hangUp"},
      {"mark done", "interaction.markdone"},
      {"reject record", "outbound.rejectPreviewRecord"},
      {"cancel record", "outbound.cancelPreviewRecord"}};
    for (const auto& [event, request] : requests)
      if (event == name)
        desk.data(request, json::array({newest}));
  }
}

TEST_CASE("clients see the outbound tables of the manual, row by row",
          "[golden][event:interaction/PREVIEWING][event:interaction/STATE_CHANGE]"
          "[event:interaction/MARKDONE_APPLY]"
          "[table:pull-preview][table:push-preview][table:direct-push-preview]") {
  const auto all = courses();
  const auto n = GENERATE(range(0, 11));
  REQUIRE(all.size() == 11);
  const auto& one = all[static_cast<std::size_t>(n)];
  campaign_at_desk desk{one.mode};
  desk.start();
  if (one.mode == campaign_mode::direct_push_preview)
    desk.data("outbound.startDirectPushPreview");
  for (const auto& event : one.events) {
    happen(desk, one.mode, event.name);
    CAPTURE(n, event.name);
    CHECK(rows_of(desk) == event.shown);
  }
}

/// The records of the manual's example of a chain.
outbound::record example_record(const json& shown) {
  outbound::record r;
  r.handle = outbound::record_handle{shown["GSW_RECORD_HANDLE"].get<std::uint32_t>()};
  r.chain = outbound::chain_id{shown["GSW_CHAIN_ID"].get<std::uint32_t>()};
  r.reference = shown["GSW_REFERENCE_ID"].get<std::uint32_t>();
  r.phone = shown["GSW_PHONE"].get<std::string>();
  r.time_zone = shown["GSW_TZ_NAME"].get<std::string>();
  r.window.offset = shown["GSW_TZ_OFFSET"].get<std::int32_t>();
  for (const auto& [key, value] : shown.items())
    if (key.starts_with("Custom_"))
      r.custom[key] = value;
  return r;
}

/// Writes one id over another, wherever it stands.
void replace(json& in, const json& from, const json& to) {
  if (in == from)
    in = to;
  else if (in.is_structured())
    for (auto& inner : in)
      replace(inner, from, to);
}

TEST_CASE("a chain that is retrieved is the manual's example, but for the ids that are made",
          "[golden][event:interaction/RECORDS_RETRIEVED]") {
  std::ifstream file{DESKSTORM_ROOT "/tests/core/desk/events/records_retrieved.json"};
  auto shown = json::parse(file);
  auto& about = shown["data"]["interaction"];
  auto setup = at_desk::usual();
  setup.person.employee_id = "+33298025000";
  setup.campaigns = {{.name = "Outbound Campaign Custom",
                      .records = {example_record(about["chainedRecords"][0]),
                                  example_record(about["chainedRecords"][1])},
                      .group = "Agent Group Outbound",
                      .calling_list = "Calling List Custom"}};
  at_desk desk{std::move(setup)};
  desk.subscribe("interaction");
  REQUIRE(desk.all.step("Outbound Campaign Custom", outbound::campaign_trigger::start, desk.now));
  desk.data("outbound.getPreviewRecord", {"Outbound Campaign Custom"});
  const auto seen = desk.seen.back().document;
  const auto& record = seen["data"]["interaction"]["chainedRecords"][0];
  for (const auto* made : {"IW_CaseUid", "IW_BundleUid", "GSW_CALL_ATTEMPT_GUID"})
    replace(shown, json(about["chainedRecords"][0][made]), record[made]);
  CHECK(seen == shown);
}

TEST_CASE("the two interactions of a record belong together", "[unit]") {
  campaign_at_desk desk{campaign_mode::push_preview};
  desk.start();
  const auto preview = desk.shown(desk.look());
  desk.data("outbound.callPreviewRecord", json::array({preview["interactionId"]}));
  const auto call = desk.shown(desk.newest());
  CHECK(call["interactionId"] != preview["interactionId"]);
  CHECK(call["parentInteractionId"] == preview["interactionId"]);
  CHECK(call["caseId"] == preview["caseId"]);
  CHECK(call["isMainCaseInteraction"] == false);
  CHECK(desk.shown(preview["interactionId"])["isMainCaseInteraction"] == true);
}

} // namespace
} // namespace deskstorm::desk
