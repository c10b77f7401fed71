#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "loadgen/records_client.hpp"
#include "support/catch.hpp"

// What clients see of the calls of records and do with them: those that the server has dialed, and
// those of previews.
namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using outbound::campaign_mode;
using plan::distributions::constant;

/// A client whose agent is brought a call of the number 1 as soon as its customer has answered.
records_client dialed_for(std::uint64_t which) {
  records_client one{which == 0 ? campaign_mode::progressive : campaign_mode::predictive, 3h};
  one.plan.campaigns[0].records = {record_of(1, 1)};
  return one;
}

TEST_CASE("the record of a call that the server has dialed is worked on as that of a preview",
          "[request:outbound.setCallResult][request:outbound.setDoNotCall]"
          "[request:outbound.getCallResult][request:outbound.getRecordFields]"
          "[request:outbound.getChainedRecords][request:outbound.rescheduleRecord]") {
  using namespace outbound::call_results;
  const auto [request, parameters, end, result] =
    GENERATE(table<request_kind, std::string_view, request_end, outbound::call_result>({
      {request_kind::outbound_get_call_result, of_event, request_end::ok, answer},
      {request_kind::outbound_get_record_fields, of_event, request_end::ok, answer},
      {request_kind::outbound_get_chained_records, of_event, request_end::ok, answer},
      {request_kind::outbound_set_call_result, R"(["$event.interaction.interactionId", 6])",
       request_end::ok, busy},
      {request_kind::outbound_set_call_result, R"(["$event.interaction.interactionId", 54])",
       request_end::failed, answer},
      {request_kind::outbound_set_do_not_call, of_event, request_end::ok, do_not_call},
      {request_kind::outbound_remove_do_not_call, of_event, request_end::failed, answer},
      {request_kind::outbound_reschedule_record,
       R"(["$event.interaction.interactionId", 2, "1/1/2025 2:00", "CAMPAIGN"])",
       request_end::failed, answer},
      {request_kind::outbound_cancel_reschedule, of_event, request_end::failed, answer},
      {request_kind::outbound_call_preview_record, of_event, request_end::failed, answer},
      {request_kind::outbound_reject_preview_record, of_event, request_end::failed, answer},
      {request_kind::outbound_cancel_preview_record, of_event, request_end::failed, answer},
    }));
  auto one = dialed_for(GENERATE(0u, 1u));
  CAPTURE(name_of(request), parameters);
  const auto seen = one.on(event_type::established, request, parameters).run();
  CHECK(seen.count(end) == 1);
  CHECK(seen.results == std::map<outbound::call_result, int>{{result, 1}});
}

TEST_CASE("the customer of a dialed call can be called again at a given time", "[unit]") {
  auto one = dialed_for(GENERATE(0u, 1u));
  const bool takes_back = GENERATE(false, true);
  one.on(event_type::established, request_kind::outbound_reschedule_record,
         R"(["$event.interaction.interactionId", 1, "1/1/2025 2:00", "CAMPAIGN"])");
  if (takes_back)
    one.on(event_type::established, request_kind::outbound_cancel_reschedule);
  const auto seen = one.run();
  CHECK(seen.dialed == (takes_back ? std::vector{instant{}} : std::vector{instant{}, instant{2h}}));
}

TEST_CASE("fields of the record of a dialed call reach the campaign", "[unit]") {
  auto one = dialed_for(GENERATE(0u, 1u));
  one.on(event_type::established, request_kind::outbound_update_record_fields,
         R"(["$event.interaction.interactionId", {"GSW_PHONE": "777"}])");
  CHECK(one.records_after()[0].phone == "777");
}

TEST_CASE("a dialed call can be marked done by a page, and that can be blocked", "[unit]") {
  const auto [blocks, removed] = GENERATE(table<bool, int>({{false, 1}, {true, 0}}));
  auto one = dialed_for(0);
  one.plan.length = 66s; // 5 s to ring and 60 s to talk; the agent takes 10 s to wrap up
  one.plan.personas[0].subscribe.push_back(event_channel::markdone);
  if (blocks)
    one.on(event_type::released, request_kind::interaction_block_markdone);
  one.on(event_type::released, request_kind::interaction_markdone);
  auto seen = one.run();
  CHECK(seen.events[event_type::removed] == removed);
  CHECK(seen.events[event_type::markdone_requested] == 1 - removed);
}

TEST_CASE("an agent cannot mark a blocked call of a record done before it is unblocked", "[unit]") {
  const auto [mode, unblocks, removed] = GENERATE(table<campaign_mode, bool, int>({
    {campaign_mode::progressive, false, 0},
    {campaign_mode::progressive, true, 1},
    {campaign_mode::pull_preview, false, 0},
    {campaign_mode::pull_preview, true, 1},
  }));
  records_client one{mode, 90s}; // rings for 5 s, talk for 60 s, 10 s to wrap up
  one.plan.campaigns[0].records = {record_of(1, 1)};
  one.plan.personas[0].subscribe.push_back(event_channel::markdone);
  if (mode == campaign_mode::pull_preview)
    one.asks(request_kind::outbound_get_preview_record, R"(["Offer"])")
      .on(event_type::previewing, request_kind::outbound_call_preview_record);
  one.on(event_type::released, request_kind::interaction_block_markdone);
  if (unblocks)
    one.on(event_type::markdone_requested, request_kind::interaction_unblock_markdone);
  auto seen = one.run();
  CHECK(seen.events[event_type::markdone_requested] == 1);
  CHECK(seen.events[event_type::markdone_apply] == removed);
}

TEST_CASE("an agent consults about the call of a record, and hands it over or joins the two",
          "[unit]") {
  const auto [mode, removed] = GENERATE(table<campaign_mode, int>({
    {campaign_mode::progressive, 2}, {campaign_mode::pull_preview, 3}, // the preview, too
  }));
  const bool joins = GENERATE(false, true);
  records_client one{mode, 3min};
  one.plan.campaigns[0].records = {record_of(1, 1)};
  one.plan.outgoing.talk_time = constant{1h};
  if (mode == campaign_mode::pull_preview)
    one.asks(request_kind::outbound_get_preview_record, R"(["Offer"])")
      .on(event_type::previewing, request_kind::outbound_call_preview_record);
  one
    .on(event_type::established, joins ? request_kind::interaction_complete_conference
                                       : request_kind::interaction_complete_transfer)
    .on(event_type::established, request_kind::interaction_consult,
        R"(["$event.interaction.interactionId", "5002"])");
  auto seen = one.run();
  CHECK((seen.events[event_type::party_changed] > 0) == joins);
  if (!joins) // where they are joined the client consults again
    CHECK(seen.events[event_type::removed] == removed);
  CHECK(seen.results == std::map<outbound::call_result, int>{{outbound::call_results::answer, 1}});
}

TEST_CASE("a consultation about the call of a record is hung up by itself, or with the call",
          "[unit]") {
  const auto [hangs_up, over] = GENERATE(table<bool, int>({{false, 0}, {true, 1}}));
  records_client one{campaign_mode::progressive, 60s}; // the call is not over by then
  one.plan.campaigns[0].records = {record_of(1, 1)};
  one.plan.outgoing.talk_time = constant{1h};
  if (hangs_up)
    one.on(event_type::dialing, request_kind::voice_hang_up);
  one.on(event_type::established, request_kind::interaction_consult,
         R"(["$event.interaction.interactionId", "5002"])");
  CHECK(one.run().events[event_type::removed] == over);
  one.plan.length = 3min;
  CHECK(one.run().events[event_type::removed] == 2);
}

TEST_CASE("clients see in a record whom it is shown to", "[unit]") {
  const auto mode = GENERATE(campaign_mode::progressive, campaign_mode::pull_preview);
  records_client one{mode};
  one.plan.personas[0].messengers = {"emp1"};
  one.plan.agents.frames = {{.persona = 0, .count = 2}};
  if (mode == campaign_mode::pull_preview)
    one.asks(request_kind::outbound_get_preview_record, R"(["Offer"])");
  one.plan.personas[0].subscribe.push_back(event_channel::messenger);
  one.on(mode == campaign_mode::pull_preview ? event_type::previewing : event_type::established,
         request_kind::messenger_broadcast_message,
         R"(["$event.interaction.userData.GSW_AGENT_ID", 1])");
  CHECK(one.run().events[event_type::messenger_message] > 0);
}

} // namespace
} // namespace deskstorm::loadgen
