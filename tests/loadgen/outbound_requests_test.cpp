#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "loadgen/records_client.hpp"
#include "support/catch.hpp"

// What each request about campaigns and their records does, and when it is refused.
namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using outbound::campaign_mode;
using outbound::disposition;

/// A client that has asked for one record, and looks at it.
records_client looking() {
  records_client one{campaign_mode::pull_preview};
  one.asks(request_kind::outbound_get_preview_record, R"(["Offer"])");
  return one;
}

/// How the request ended that was made after the one for the record.
request_end second_end(const notebook& seen) {
  REQUIRE(seen.ends.size() >= 2);
  return seen.ends[1].how;
}

TEST_CASE("outbound.getCampaigns and getListOfCallResults are answered",
          "[request:outbound.getCampaigns][request:outbound.getListOfCallResults]") {
  const auto request =
    GENERATE(request_kind::outbound_get_campaigns, request_kind::outbound_get_list_of_call_results);
  records_client one{campaign_mode::pull_preview};
  CHECK(one.asks(request).run().count(request_end::ok) == 1);
}

TEST_CASE("outbound.getPreviewRecord shows a record of a campaign that is started",
          "[request:outbound.getPreviewRecord]") {
  const auto [campaign, start, shown] = GENERATE(table<std::string_view, duration, int>({
    {R"(["Offer"])", 0s, 1},
    {R"(["Other"])", 0s, 0},
    {R"(["Offer"])", 1min, 0},
  }));
  records_client one{campaign_mode::pull_preview};
  one.plan.campaigns[0].start = instant{start};
  auto seen = one.asks(request_kind::outbound_get_preview_record, campaign).run();
  CHECK(seen.events[event_type::previewing] == shown);
  CHECK(seen.count(request_end::failed) == 1 - shown);
}

TEST_CASE("outbound.callPreviewRecord calls the record, or another number of the customer",
          "[request:outbound.callPreviewRecord]") {
  const auto [parameters, called] = GENERATE(table<std::string_view, std::uint32_t>({
    {of_event, 1u},
    {R"(["$event.interaction.interactionId", 1])", 1u},
    {R"(["$event.interaction.interactionId", 2])", 2u},
    {R"(["$event.interaction.interactionId", 3])", 0u},
  }));
  auto one = looking();
  one.on(event_type::previewing, request_kind::outbound_call_preview_record, parameters);
  for (const auto& r : one.records_after())
    CHECK(r.attempts == (r.handle.value == called ? 1 : 0));
  CHECK(second_end(one.run()) == (called == 0 ? request_end::failed : request_end::ok));
}

TEST_CASE("outbound.rejectPreviewRecord gives the record back for another attempt",
          "[request:outbound.rejectPreviewRecord]") {
  auto one = looking();
  one.on(event_type::previewing, request_kind::outbound_reject_preview_record);
  auto seen = one.run();
  CHECK(seen.became[disposition::rejected] == 1);
  CHECK(seen.events[event_type::state_change] == 1);
  CHECK(seen.dialed.empty());
}

TEST_CASE("outbound.cancelPreviewRecord closes the customer",
          "[request:outbound.cancelPreviewRecord]") {
  auto one = looking();
  one.on(event_type::previewing, request_kind::outbound_cancel_preview_record);
  auto seen = one.run();
  CHECK(seen.became[disposition::canceled] == 2);
  CHECK(seen.results
        == std::map<outbound::call_result, int>{{outbound::call_results::cancel_record, 1}});
}

TEST_CASE("a record that is rejected or canceled is not called any more", "[unit]") {
  const auto drop = GENERATE(request_kind::outbound_reject_preview_record,
                             request_kind::outbound_cancel_preview_record);
  auto one = looking();
  one.on(event_type::state_change, request_kind::outbound_call_preview_record)
    .on(event_type::previewing, drop);
  const auto seen = one.run();
  CHECK(seen.dialed.empty());
  CHECK(seen.count(request_end::failed) == 1);
}

TEST_CASE("outbound.getChainedRecords brings RECORDS_RETRIEVED",
          "[request:outbound.getChainedRecords][event:interaction/RECORDS_RETRIEVED]") {
  auto one = looking();
  auto without = one.run();
  one.on(event_type::previewing, request_kind::outbound_get_chained_records);
  CHECK(one.run().events[event_type::records_retrieved]
        == without.events[event_type::records_retrieved] + 1);
}

TEST_CASE("a record that is looked at has its case selected, which no event tells", "[unit]") {
  auto one = looking();
  one.on(event_type::records_retrieved, request_kind::interaction_select_case_by_case_id,
         R"(["$event.interaction.caseId"])");
  auto seen = one.run();
  CHECK(second_end(seen) == request_end::ok);
  CHECK(seen.events[event_type::case_selected] == 0);
}

TEST_CASE("requests about a record are refused for what is none",
          "[request:outbound.getRecordFields][request:outbound.getCallResult]") {
  const auto [request, parameters, end] =
    GENERATE(table<request_kind, std::string_view, request_end>({
      {request_kind::outbound_get_record_fields, of_event, request_end::ok},
      {request_kind::outbound_get_record_fields, R"(["99"])", request_end::failed},
      {request_kind::outbound_get_call_result, of_event, request_end::ok},
      {request_kind::outbound_get_call_result, R"(["99"])", request_end::failed},
      {request_kind::outbound_call_preview_record, R"(["99"])", request_end::failed},
      {request_kind::outbound_set_do_not_call, R"(["99"])", request_end::failed},
    }));
  auto one = looking();
  one.on(event_type::previewing, request, parameters);
  CHECK(second_end(one.run()) == end);
}

TEST_CASE("outbound.updateRecordFields writes the fields that may be changed",
          "[request:outbound.updateRecordFields]") {
  const auto [fields, phone] = GENERATE(table<std::string_view, std::string_view>({
    {R"(["$event.interaction.interactionId", {"GSW_PHONE": "777"}])", "777"},
    {R"(["$event.interaction.interactionId", {"GSW_CHAIN_ID": 2}])", "5001"},
    {R"(["$event.interaction.interactionId", {"GSW_PHONE": "777", "Colour": "red"}])", "5001"},
  }));
  auto one = looking();
  one.on(event_type::previewing, request_kind::outbound_update_record_fields, fields);
  CHECK(one.records_after()[0].phone == phone);
  CHECK(second_end(one.run()) == (phone == "777" ? request_end::ok : request_end::failed));
}

/// A client that calls every record it is pushed, and has the customer, who has two numbers, called
/// again two hours after midnight.
records_client calling_back() {
  records_client one{campaign_mode::push_preview, 2h + 30s};
  one.plan.campaigns[0].records = {record_of(1, 1), record_of(2, 1)};
  one.on(event_type::invited, request_kind::interaction_accept)
    .on(event_type::previewing, request_kind::outbound_reschedule_record,
        R"(["$event.interaction.interactionId", 1, "01/01/2025 2:00", "Campaign"])");
  return one;
}

TEST_CASE("outbound.rescheduleRecord has a customer who was reached called again",
          "[request:outbound.rescheduleRecord]") {
  auto one = calling_back();
  one.on(event_type::previewing, request_kind::outbound_call_preview_record);
  CHECK(one.run().dialed == std::vector{instant{}, instant{2h}});
}

TEST_CASE("outbound.rescheduleRecord refuses what is no date", "[unit]") {
  auto one = looking();
  one.on(event_type::previewing, request_kind::outbound_reschedule_record,
         R"(["$event.interaction.interactionId", 1, "tomorrow", "Campaign"])");
  CHECK(second_end(one.run()) == request_end::failed);
}

TEST_CASE("outbound.cancelReschedule takes that back, once",
          "[request:outbound.cancelReschedule]") {
  auto one = calling_back();
  one.on(event_type::previewing, request_kind::outbound_cancel_reschedule)
    .on(event_type::previewing, request_kind::outbound_cancel_reschedule)
    .on(event_type::previewing, request_kind::outbound_call_preview_record);
  const auto seen = one.run();
  CHECK(seen.dialed == std::vector{instant{}});
  CHECK(seen.count(request_end::failed) == 1);
}

TEST_CASE("outbound.setCallResult says how the call ended", "[request:outbound.setCallResult]") {
  const auto [parameters, result] = GENERATE(table<std::string_view, outbound::call_result>({
    {R"(["$event.interaction.interactionId", 6])", outbound::call_results::busy},
    {R"(["$event.interaction.interactionId", 54])", outbound::call_results::answer},
    {R"(["$event.interaction.interactionId", "Busy"])", outbound::call_results::answer},
  }));
  auto one = looking();
  one.on(event_type::established, request_kind::outbound_set_call_result, parameters)
    .on(event_type::previewing, request_kind::outbound_call_preview_record);
  CHECK(one.run().results == std::map<outbound::call_result, int>{{result, 1}});
}

TEST_CASE("outbound.setDoNotCall closes the customer with that result",
          "[request:outbound.setDoNotCall]") {
  auto one = looking();
  one.on(event_type::established, request_kind::outbound_set_do_not_call)
    .on(event_type::previewing, request_kind::outbound_call_preview_record);
  CHECK(one.run().results
        == std::map<outbound::call_result, int>{{outbound::call_results::do_not_call, 1}});
  CHECK(one.records_after()[1].state == outbound::record_state::closed);
}

TEST_CASE("outbound.removeDoNotCall takes that back, and is refused where there is nothing",
          "[request:outbound.removeDoNotCall]") {
  const bool was_set = GENERATE(true, false);
  auto one = looking();
  if (was_set)
    one.on(event_type::established, request_kind::outbound_set_do_not_call);
  one.on(event_type::established, request_kind::outbound_remove_do_not_call)
    .on(event_type::previewing, request_kind::outbound_call_preview_record);
  const auto seen = one.run();
  CHECK(seen.results == std::map<outbound::call_result, int>{{outbound::call_results::answer, 1}});
  CHECK(seen.count(request_end::failed) == (was_set ? 0 : 1));
}

TEST_CASE("records are pushed directly between start and stop",
          "[request:outbound.startDirectPushPreview][request:outbound.stopDirectPushPreview]") {
  const auto [starts, stops, invited] =
    GENERATE(table<bool, bool, int>({{false, false, 0}, {true, false, 1}, {true, true, 0}}));
  records_client one{campaign_mode::direct_push_preview};
  one.plan.campaigns[0].load = instant{5s};
  one.plan.campaigns[0].start = instant{10s};
  if (starts)
    one.asks(request_kind::outbound_start_direct_push_preview);
  if (stops)
    one.on(event_type::campaign_loaded, request_kind::outbound_stop_direct_push_preview, "[]");
  CHECK(one.run().events[event_type::invited] == invited);
}

} // namespace
} // namespace deskstorm::loadgen
