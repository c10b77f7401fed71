#include <cstdint>
#include <string>
#include <string_view>

#include <deskstorm/outbound/call_result.hpp>

#include "core/desk/campaign_at_desk.hpp"
#include "support/catch.hpp"

// Source of the tables of events: the manual; see outbound_tables_test.cpp for its rows.
namespace deskstorm::desk {
namespace {

using outbound::campaign_mode;
using outbound::campaign_trigger;
using outbound::record_state;

json id_and(const std::string& id, json value) { return json::array({id, std::move(value)}); }

TEST_CASE("outbound.getCampaigns answers those that are loaded, and which are started",
          "[request:outbound.getCampaigns]"
          "[object:campaign]") {
  campaign_at_desk desk;
  CHECK(desk.data("outbound.getCampaigns") == json::array());
  desk.step(campaign_trigger::load);
  CHECK(desk.data("outbound.getCampaigns")
        == json::parse(R"([{"name":"Offer","mode":"Preview","state":"Loaded","isActive":false}])"));
  desk.start();
  CHECK(desk.data("outbound.getCampaigns")[0]["isActive"] == true);
}

TEST_CASE("outbound.getListOfCallResults answers every result by number and name",
          "[request:outbound.getListOfCallResults]") {
  campaign_at_desk desk;
  const auto all = desk.data("outbound.getListOfCallResults");
  CHECK(all.size() == outbound::call_result_count);
  CHECK(all[33] == json{{"code", 33}, {"name", "Answer"}});
}

TEST_CASE("campaigns tell their life", "[event:outbound/*]") {
  campaign_at_desk desk;
  const auto [step, told] = GENERATE(table<campaign_trigger, types>({
    {campaign_trigger::load, {"CampaignLoaded"}},
    {campaign_trigger::start, {"CampaignLoaded", "CampaignStarted"}},
  }));
  desk.step(step);
  CHECK(desk.event_types() == told);
  CHECK(desk.last()["campaign"] == "Offer");
  CHECK(desk.last().contains("mode") == (step == campaign_trigger::start));
}

TEST_CASE("a campaign that is unloaded is stopped first, and takes back what is looked at",
          "[unit]") {
  campaign_at_desk desk;
  desk.start();
  desk.look();
  desk.step(campaign_trigger::unload);
  CHECK(desk.event_types() == types{"CampaignStopped", "CampaignUnloaded", "REMOVED"});
  CHECK(desk.record(1).state == record_state::ready);
  CHECK(desk.all.interactions().empty());
  CHECK_FALSE(desk.all.step("Offer", campaign_trigger::stop, desk.now));
  CHECK_FALSE(desk.all.step("Other", campaign_trigger::load, desk.now));
}

TEST_CASE("outbound.getPreviewRecord brings a record of a started campaign, if one is due",
          "[request:outbound.getPreviewRecord]") {
  campaign_at_desk desk;
  CHECK(desk.error("outbound.getPreviewRecord", {"Offer"}) == "No campaign 'Offer' is started.");
  desk.start();
  CHECK(desk.error("outbound.getPreviewRecord", {"Other"}) == "No campaign 'Other' is started.");
  desk.data("outbound.getPreviewRecord", {"Offer"});
  CHECK(desk.event_types() == types{"ADDED", "PREVIEWING", "RECORDS_RETRIEVED"});
  desk.data("outbound.getPreviewRecord", {"Offer"});
  desk.data("outbound.getPreviewRecord", {"Offer"});
  CHECK(desk.event_types().empty());
}

TEST_CASE("records that are pushed cannot be asked for, and the other way round", "[unit]") {
  campaign_at_desk pushed{campaign_mode::push_preview};
  pushed.start();
  CHECK(pushed.error("outbound.getPreviewRecord", {"Offer"})
        == "The campaign 'Offer' is none whose records agents ask for.");
  campaign_at_desk pulled;
  pulled.start();
  CHECK_FALSE(pulled.all.push_record("Offer", pulled.now));
}

TEST_CASE("outbound.getChainedRecords answers the chain, the record at hand first",
          "[request:outbound.getChainedRecords][event:interaction/RECORDS_RETRIEVED]") {
  campaign_at_desk desk;
  desk.start();
  const auto id = desk.look();
  const auto chain = desk.data("outbound.getChainedRecords", json::array({id}));
  REQUIRE(chain.size() == 2);
  CHECK(chain[0]["GSW_RECORD_HANDLE"] == 1);
  CHECK(chain[0]["GSW_USER_EVENT"] == "PreviewRecord");
  CHECK(chain[1]["GSW_USER_EVENT"] == "ChainedRecord");
  CHECK(desk.event_types() == types{"RECORDS_RETRIEVED"});
  CHECK(desk.last()["interaction"]["chainedRecords"] == chain);
}

TEST_CASE("outbound.updateRecordFields changes what getRecordFields answers",
          "[request:outbound.updateRecordFields][request:outbound.getRecordFields]") {
  campaign_at_desk desk;
  desk.start();
  const auto id = desk.look();
  CHECK(desk.data("outbound.getRecordFields", json::array({id}))["GSW_PHONE"] == "5001");
  desk.data("outbound.updateRecordFields", id_and(id, {{"GSW_FROM", "10:10"}, {"Custom_A", "x"}}));
  const auto fields = desk.data("outbound.getRecordFields", json::array({id}));
  CHECK(fields["GSW_FROM"] == 36'600);
  CHECK(fields["Custom_A"] == "x");
  CHECK(desk.error("outbound.updateRecordFields", id_and(id, {{"GSW_CHAIN_ID", 9}}))
        == "The field GSW_CHAIN_ID cannot be changed.");
}

TEST_CASE("outbound.callPreviewRecord calls the record, or another number of the customer",
          "[request:outbound.callPreviewRecord]") {
  const auto [handle, called] =
    GENERATE(table<json, std::uint32_t>({{nullptr, 1u}, {1, 1u}, {2, 2u}}));
  campaign_at_desk desk;
  desk.start();
  const auto preview = desk.look();
  desk.data("outbound.callPreviewRecord", id_and(preview, handle));
  const auto call = desk.shown(desk.newest());
  CHECK(call["dnis"] == std::to_string(5000 + called));
  CHECK(call["parentInteractionId"] == preview);
  CHECK(call["isMainCaseInteraction"] == true); // the preview has gone
  CHECK(call["userData"]["GSW_RECORD_HANDLE"] == std::to_string(called));
  CHECK(desk.record(called).state == record_state::dialing);
}

TEST_CASE("outbound.callPreviewRecord refuses a record of another chain", "[unit]") {
  campaign_at_desk desk;
  desk.start();
  const auto preview = desk.look();
  CHECK(desk.error("outbound.callPreviewRecord", id_and(preview, 3))
        == "The chain has no record 3 that may be called.");
  CHECK(desk.record(1).state == record_state::previewing);
}

TEST_CASE("outbound.rejectPreviewRecord gives the record back for another attempt",
          "[request:outbound.rejectPreviewRecord]") {
  campaign_at_desk desk;
  desk.start();
  const auto id = desk.look();
  desk.data("outbound.rejectPreviewRecord", json::array({id}));
  CHECK(desk.record(1).state == record_state::ready);
  CHECK(desk.error("outbound.callPreviewRecord", json::array({id}))
        == "The state REJECTED of interaction " + id + " does not allow it.");
  desk.data("interaction.markdone", json::array({id}));
  CHECK(desk.all.interactions().empty());
}

TEST_CASE("outbound.cancelPreviewRecord closes the customer",
          "[request:outbound.cancelPreviewRecord]") {
  campaign_at_desk desk;
  desk.start();
  desk.data("outbound.cancelPreviewRecord", json::array({desk.look()}));
  CHECK(desk.record(1).result == outbound::call_results::cancel_record);
  CHECK(desk.record(2).state == record_state::closed);
  CHECK(desk.record(3).state == record_state::ready);
}

TEST_CASE("records are pushed directly between start and stop",
          "[request:outbound.startDirectPushPreview][request:outbound.stopDirectPushPreview]") {
  campaign_at_desk desk{campaign_mode::direct_push_preview};
  desk.start();
  CHECK_FALSE(desk.all.push_record("Offer", desk.now));
  desk.data("outbound.startDirectPushPreview");
  CHECK(desk.all.push_record("Offer", desk.now));
  desk.data("outbound.stopDirectPushPreview");
  CHECK_FALSE(desk.all.push_record("Offer", desk.now));
}

TEST_CASE("an agent of no campaign cannot have records pushed", "[unit]") {
  at_desk desk;
  CHECK(desk.error("outbound.startDirectPushPreview") == "The agent is part of no campaign.");
}

TEST_CASE("outbound.rescheduleRecord has the customer called again then, unless it is taken back",
          "[request:outbound.rescheduleRecord][request:outbound.cancelReschedule]") {
  const bool taken_back = GENERATE(true, false);
  campaign_at_desk desk;
  desk.start();
  const auto call = desk.call();
  desk.data("outbound.rescheduleRecord", json::array({call, 1, "1/1/2025 2:00", "CAMPAIGN"}));
  if (taken_back)
    desk.data("outbound.cancelReschedule", json::array({call}));
  desk.happen(call, call_trigger::far_end_answers);
  desk.happen(call, call_trigger::hang_up);
  desk.happen(call, call_trigger::mark_done);
  CHECK(desk.record(1).state == (taken_back ? record_state::closed : record_state::ready));
  if (!taken_back)
    CHECK(desk.record(1).not_before == instant{2h});
}

TEST_CASE("outbound.rescheduleRecord says what it cannot do", "[unit]") {
  const auto [handle, date, type, error] =
    GENERATE(table<int, std::string_view, std::string_view, std::string_view>({
      {9, "1/1/2025 2:00", "CAMPAIGN", "The chain has no record 9 that may be called."},
      {1, "tomorrow", "CAMPAIGN", "'tomorrow' is no date such as '10/31/2025 9:05'."},
      {1, "12/31/2024 2:00", "CAMPAIGN", "The date '12/31/2024 2:00' is over."},
      {1, "1/1/2025 2:00", "Mine", "The type of a callback is CAMPAIGN or PERSONAL, not 'Mine'."},
    }));
  campaign_at_desk desk;
  desk.start();
  const auto id = desk.look();
  CHECK(desk.error("outbound.rescheduleRecord", json::array({id, handle, date, type})) == error);
  CHECK(desk.error("outbound.cancelReschedule", json::array({id}))
        == "The record is not rescheduled.");
}

TEST_CASE("outbound.getCallResult answers how the call went, or what setCallResult has said",
          "[request:outbound.getCallResult][request:outbound.setCallResult]") {
  campaign_at_desk desk;
  desk.start();
  const auto call = desk.call();
  const auto result = [&] { return desk.data("outbound.getCallResult", json::array({call})); };
  CHECK(result() == outbound::call_results::unknown);
  desk.happen(call, call_trigger::far_end_answers);
  CHECK(result() == outbound::call_results::answer);
  desk.data("outbound.setCallResult", id_and(call, 6));
  CHECK(result() == outbound::call_results::busy);
  CHECK(desk.error("outbound.setCallResult", id_and(call, 54)) == "There is no call result 54.");
  desk.happen(call, call_trigger::hang_up);
  desk.happen(call, call_trigger::mark_done);
  CHECK(desk.record(1).result == outbound::call_results::busy);
  CHECK(desk.record(2).state == record_state::closed); // somebody was talked to
}

TEST_CASE("a call that nobody answers is made again later", "[unit]") {
  campaign_at_desk desk;
  desk.start();
  const auto call = desk.call();
  desk.happen(call, call_trigger::hang_up);
  desk.happen(call, call_trigger::mark_done);
  CHECK(desk.record(1).result == outbound::call_results::no_answer);
  CHECK(desk.record(1).state == record_state::ready);
}

TEST_CASE("outbound.setDoNotCall closes the customer, called or not, unless it is removed",
          "[request:outbound.setDoNotCall][request:outbound.removeDoNotCall]") {
  const auto [removed, state] = GENERATE(
    table<bool, record_state>({{false, record_state::closed}, {true, record_state::ready}}));
  campaign_at_desk desk;
  desk.start();
  const auto id = json::array({desk.look()});
  CHECK(desk.error("outbound.removeDoNotCall", id) == "Do-not-call is not set.");
  desk.data("outbound.setDoNotCall", id);
  CHECK(desk.data("outbound.getCallResult", id) == outbound::call_results::do_not_call);
  if (removed)
    desk.data("outbound.removeDoNotCall", id);
  desk.data("outbound.rejectPreviewRecord", id);
  CHECK(desk.record(1).state == state);
  CHECK(desk.record(2).state == state);
}

TEST_CASE("requests about a record are refused for what is none", "[unit]") {
  const std::string_view request =
    GENERATE("outbound.getRecordFields", "outbound.getCallResult", "outbound.callPreviewRecord",
             "outbound.setDoNotCall", "outbound.cancelReschedule", "outbound.getChainedRecords");
  campaign_at_desk desk;
  CHECK(desk.error(request, {"99"}) == "There is no interaction '99'.");
  const auto call = desk.talk();
  CHECK(desk.error(request, json::array({call})) == "Interaction " + call + " is of no campaign.");
}

TEST_CASE("the call of a record is held, recorded and transferred as any other", "[unit]") {
  campaign_at_desk desk;
  desk.start();
  const auto call = desk.call();
  desk.happen(call, call_trigger::far_end_answers);
  desk.data("voice.hold", json::array({call}));
  desk.data("voice.resume", json::array({call}));
  desk.data("voice.startCallRecording", json::array({call}));
  desk.data("interaction.singleStepTransfer", id_and(call, "5009"));
  CHECK(desk.event_types() == types{"CALL_RECORDING_STATE_CHANGED", "RELEASED"});
  desk.data("interaction.markdone", json::array({call}));
  CHECK(desk.record(1).state == record_state::closed);
  CHECK(desk.record(1).result == outbound::call_results::answer);
}

TEST_CASE("a blocked call of a record is not marked done", "[unit]") {
  campaign_at_desk desk;
  desk.start();
  const auto call = desk.call();
  desk.happen(call, call_trigger::hang_up);
  desk.data("interaction.blockMarkdone", id_and(call, "Write a note."));
  CHECK(desk.error("interaction.markdone", json::array({call})) == "Write a note.");
  CHECK(desk.record(1).state == record_state::dialing);
  desk.data("interaction.unblockMarkdone", json::array({call}));
  desk.data("interaction.markdone", json::array({call}));
  CHECK(desk.record(1).state == record_state::ready);
}

TEST_CASE("where the server dials, the agent sees a call alone", "[unit]") {
  const auto mode = GENERATE(campaign_mode::progressive, campaign_mode::predictive);
  campaign_at_desk desk{mode};
  desk.start();
  desk.push();
  CHECK(desk.event_types() == types{"ADDED", "RINGING"});
  const auto call = desk.newest();
  CHECK(desk.last()["interaction"]["callType"] == "OUTBOUND");
  CHECK(desk.last()["interaction"]["userData"]["GSW_RECORD_HANDLE"] == "1");
  desk.data("voice.answer", json::array({call}));
  CHECK(desk.record(1).state == record_state::connected);
  desk.data("voice.hangUp", json::array({call}));
  desk.data("interaction.markdone", json::array({call}));
  CHECK(desk.event_types() == types{"MARKDONE_APPLY", "REMOVED"});
  CHECK(desk.record(1).state == record_state::closed);
}

TEST_CASE("records go back to the list when the last tab closes", "[unit]") {
  campaign_at_desk desk;
  desk.start();
  desk.look();
  desk.all.close_tab(desk.tab, desk.now);
  CHECK(desk.record(1).state == record_state::ready);
  CHECK(desk.all.interactions().empty());
}

} // namespace
} // namespace deskstorm::desk
