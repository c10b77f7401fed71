#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/actors/campaign.hpp>
#include <deskstorm/loadgen/contact_centre.hpp>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

// What each request about campaigns and their records does, and when it is refused.
namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using outbound::campaign_mode;
using outbound::disposition;
using plan::distributions::constant;

constexpr std::string_view of_event = R"(["$event.interaction.interactionId"])";

/// A record to call; those of one chain are numbers of one customer.
outbound::record record_of(std::uint32_t handle, std::uint32_t chain) {
  outbound::record r;
  r.handle = outbound::record_handle{handle};
  r.chain = outbound::chain_id{chain};
  r.phone = std::to_string(5000 + handle);
  return r;
}

/// A client that works on the records of a campaign for its agent: of one customer with the numbers
/// 1 and 2, and of another one with the number 3.
class records_client {
public:
  explicit records_client(campaign_mode mode, duration length = 10min) : plan(one_client(length)) {
    plan::campaign c{.name = "Offer",
                     .mode = mode,
                     .records = {record_of(1, 1), record_of(2, 1), record_of(3, 2)}};
    c.worked_by = plan::preview_worker::pages;
    c.ring_time = constant{5s};
    c.talk_time = constant{60s};
    c.answer_probability = 1;
    plan.campaigns = {c};
    plan.personas[0].requests.clear();
    plan.personas[0].subscribe = {event_channel::interaction, event_channel::outbound};
  }

  plan::request_choice choice(request_kind request, std::string_view parameters,
                              plan::interaction_source from) {
    plan.arguments.push_back(json::parse(parameters));
    return {request, static_cast<std::uint32_t>(plan.arguments.size() - 1), from};
  }

  records_client& asks(request_kind request, std::string_view parameters = "[]") {
    plan.personas[0].requests = {choice(request, parameters, plan::interaction_source::none)};
    plan.personas[0].load = at_once(1);
    return *this;
  }

  records_client& on(event_type type, request_kind request,
                     std::string_view parameters = of_event) {
    const auto from = parameters.find("$event") == std::string_view::npos
                        ? plan::interaction_source::none
                        : plan::interaction_source::event;
    plan.personas[0].reactions.push_back(
      {row_of(type).channel, type, {choice(request, parameters, from)}});
    return *this;
  }

  notebook run() const { return notes_of(plan); }

  /// The records as the campaign keeps them in the end.
  std::vector<outbound::record> records_after() const {
    sim::world world;
    const actors::campaign* campaign = nullptr;
    world.on_delivery([&](const actors::envelope& e) {
      if (e.kind() == actors::messages::campaign_step::kind)
        campaign = static_cast<const actors::campaign*>(e.to);
    });
    notebook seen;
    detail::simulate_in(world, {plan}, seen, {});
    REQUIRE(campaign != nullptr);
    const auto all = campaign->book().records();
    return {all.begin(), all.end()};
  }

  plan::floor_plan plan;
};

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
