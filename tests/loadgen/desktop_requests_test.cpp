#include <string_view>
#include <vector>

#include <deskstorm/desk/identity.hpp>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using plan::interaction_source;
using plan::distributions::constant;

/// One client that makes these requests at the start, each once, with the given parameters.
class client {
public:
  explicit client(duration length) : plan(one_client(length)) {
    plan.personas[0].requests.clear();
    plan.outgoing = {constant{1s}, constant{5s}};
  }

  plan::request_choice choice(request_kind request, std::string_view parameters,
                              interaction_source from = interaction_source::none) {
    plan.arguments.push_back(json::parse(parameters));
    return {request, static_cast<std::uint32_t>(plan.arguments.size() - 1), from};
  }

  client& asks(request_kind request, std::string_view parameters = "[]") {
    plan.personas[0].requests = {choice(request, parameters)};
    plan.personas[0].load = at_once(1);
    return *this;
  }

  client& hears(std::vector<event_channel> channels) {
    plan.personas[0].subscribe = std::move(channels);
    return *this;
  }

  /// Makes a request about the interaction of each event of that type.
  client& on(event_type type, request_kind request,
             std::string_view parameters = R"(["$event.interaction.interactionId"])") {
    auto& all = plan.personas[0].reactions;
    all.push_back(
      {row_of(type).channel, type, {choice(request, parameters, interaction_source::event)}});
    return *this;
  }

  notebook run() const { return notes_of(plan); }

  plan::floor_plan plan;
};

constexpr std::string_view and_5002 = R"(["$event.interaction.interactionId", "5002"])";

client dialing_client(duration length) {
  client one{length};
  one.asks(request_kind::voice_dial, R"(["5001"])")
    .hears({event_channel::interaction, event_channel::markdone});
  return one;
}

TEST_CASE("a consultation that completes as a transfer ends both calls", "[unit]") {
  auto one = dialing_client(60s);
  one.plan.outgoing.talk_time = constant{1h};
  one.on(event_type::established, request_kind::interaction_complete_transfer)
    .on(event_type::established, request_kind::interaction_consult, and_5002);
  auto seen = one.run();
  CHECK(seen.events[event_type::dialing] == 2);
  CHECK(seen.events[event_type::held] == 1);
  CHECK(seen.events[event_type::established] == 2);
  CHECK(seen.events[event_type::released] == 2);
  CHECK(seen.events[event_type::removed] == 2);
  CHECK(seen.events[event_type::markdone_apply] == 1);
}

TEST_CASE("a consultation that completes as a conference leaves the call", "[unit]") {
  auto one = dialing_client(60s);
  one.plan.outgoing.talk_time = constant{1h};
  one
    .on(event_type::held, request_kind::voice_answer) // refused: it is on hold
    .on(event_type::established, request_kind::interaction_complete_conference)
    .on(event_type::established, request_kind::interaction_consult, and_5002);
  auto seen = one.run();
  CHECK(seen.events[event_type::party_changed] >= 1);
  CHECK(seen.count(request_end::failed) >= 1);
}

TEST_CASE("a consultation does not outlive its call", "[unit]") {
  auto one = dialing_client(60s);
  one.plan.outgoing = {constant{1s}, constant{20s}};
  one
    .on(event_type::dialing, request_kind::interaction_set_user_data,
        R"(["$event.interaction.interactionId", {"k": 1}])")
    .on(event_type::established, request_kind::interaction_consult, and_5002);
  auto seen = one.run();
  CHECK(seen.events[event_type::added] == 2);
  CHECK(seen.events[event_type::removed] == 2);
  CHECK(seen.events[event_type::attached_data_changed] == 2);
}

TEST_CASE("the end of a call ends its recording", "[unit]") {
  auto one = dialing_client(20s);
  one.on(event_type::established, request_kind::voice_start_call_recording);
  CHECK(one.run().events[event_type::call_recording_state_changed] == 2);
}

TEST_CASE("a blocked call stays in the list for as long as the block lasts", "[unit]") {
  // Answered after 1 s and blocked then, for 30 s; over after 6 s.
  const auto [length, removed] = GENERATE(table<duration, int>({{31s - 1ns, 0}, {31s, 1}}));
  auto one = dialing_client(length);
  one.on(event_type::established, request_kind::interaction_block_markdone,
         R"(["$event.interaction.interactionId", "Not yet"])");
  auto seen = one.run();
  CHECK(seen.events[event_type::markdone_requested] == 1);
  CHECK(seen.events[event_type::removed] == removed);
}

TEST_CASE("unblocking lets the agent mark the call done at once", "[unit]") {
  auto one = dialing_client(7s);
  one
    .on(event_type::established, request_kind::interaction_block_markdone,
        R"(["$event.interaction.interactionId"])")
    .on(event_type::markdone_requested, request_kind::interaction_unblock_markdone);
  auto seen = one.run();
  CHECK(seen.events[event_type::markdone_requested] == 1);
  CHECK(seen.events[event_type::removed] == 1);
}

TEST_CASE("requests that fail at the desktop fail for the client", "[unit]") {
  const auto [request, parameters, end] =
    GENERATE(table<request_kind, std::string_view, request_end>({
      {request_kind::system_close_toast, R"(["wweCustomToast0"])", request_end::failed},
      {request_kind::system_close_dialog, R"(["none"])", request_end::failed},
      {request_kind::system_close_view_in_application_menu_bar, R"(["none"])", request_end::failed},
      {request_kind::interaction_select_case_by_case_id, R"(["none"])", request_end::failed},
      {request_kind::media_get_media_by_name, R"(["fax"])", request_end::failed},
      {request_kind::media_get_media_by_name, R"(["voice"])", request_end::ok},
      {request_kind::media_set_state, R"(["fax", "Ready"])", request_end::failed},
      {request_kind::agent_set_state, R"(["Asleep"])", request_end::failed},
      {request_kind::agent_set_state, R"(["NotReady"])", request_end::ok},
      {request_kind::agent_set_state, R"([{"no": "state"}])", request_end::failed},
      {request_kind::voice_dial, R"([""])", request_end::failed},
      {request_kind::voice_hold, R"(["99"])", request_end::failed},
      {request_kind::interaction_block_markdone, R"(["99"])", request_end::failed},
      {request_kind::outbound_get_campaigns, "[]", request_end::ok},
      {request_kind::system_popup_toast, R"([{"title": "t"}])", request_end::ok},
      {request_kind::system_open_dialog, R"(["http://x"])", request_end::ok},
      {request_kind::agent_get_state, "[1]", request_end::failed},
    }));
  client one{5s};
  one.asks(request, parameters);
  CAPTURE(name_of(request), parameters);
  CHECK(one.run().count(end) == 1);
}

TEST_CASE("a broadcast reaches the other frames that listen to its channel", "[unit]") {
  client one{5s};
  one.asks(request_kind::messenger_broadcast_message, R"(["x", {"hello": 1}])")
    .hears({event_channel::messenger});
  one.plan.personas[0].messengers = {"x", "y"};
  one.plan.agents.frames = {{.persona = 0, .count = 3}};
  CHECK(one.run().events[event_type::messenger_message] == 6);
  one.plan.personas[0].messengers = {"y"};
  CHECK(one.run().events[event_type::messenger_message] == 0);
}

TEST_CASE("selecting a case tells the frames of the tab", "[unit]") {
  client one{5s};
  one.plan.personas[0].load = plan::burst_load{.count = 1, .at = instant{2s}};
  one.asks(request_kind::voice_dial, R"(["5001"])").hears({event_channel::interaction});
  const auto select = "[\"" + desk::case_text({1}) + "\"]";
  one.on(event_type::dialing, request_kind::interaction_select_case_by_case_id, select);
  auto seen = one.run();
  CHECK(seen.events[event_type::case_selected] == 1);
  CHECK(seen.events[event_type::case_expanded] == 1);
  CHECK(seen.events[event_type::case_collapsed] == 0);
}

TEST_CASE("placeholders stand for the case of the event, numbers and ids", "[unit]") {
  const auto [parameters, succeeds] = GENERATE(table<std::string_view, bool>({
    {R"(["$event.interaction.caseId"])", true},
    {R"(["$event.interaction.interactionId"])", false},
    {R"(["$uuid"])", false},
    {R"(["$event.interaction.colour"])", false},
  }));
  client one{5s};
  one.asks(request_kind::voice_dial, R"(["5001"])").hears({event_channel::interaction});
  one.on(event_type::dialing, request_kind::interaction_select_case_by_case_id, parameters);
  const auto seen = one.run();
  CHECK(seen.count(request_end::ok) == (succeeds ? 2 : 1));
  CHECK(seen.count(request_end::failed) == (succeeds ? 0 : 1));
}

TEST_CASE("an e-mail that a client creates is composed and sent", "[unit]") {
  const auto [length, sent] = GENERATE(table<duration, int>({{30s - 1ns, 0}, {30s, 1}}));
  client one{length};
  one.plan.outgoing.compose_time = constant{30s};
  one.asks(request_kind::email_create, R"(["ada@example.com", {"Topic": "order"}])")
    .hears({event_channel::interaction});
  auto seen = one.run();
  CHECK(seen.events[event_type::added] == 1);
  CHECK(seen.events[event_type::created] == 1);
  CHECK(seen.events[event_type::composing] == 1);
  CHECK(seen.events[event_type::sent] == sent);
  CHECK(seen.events[event_type::removed] == sent);
}

TEST_CASE("agents insert standard responses, and give e-mails up", "[unit]") {
  const auto [response, discard] = GENERATE(table<int, int>({{0, 0}, {1, 0}, {0, 1}, {1, 1}}));
  client one{30s};
  one.asks(request_kind::email_create, R"(["a@b.example"])").hears({event_channel::interaction});
  one.plan.outgoing.compose_time = constant{20s};
  one.plan.outgoing.standard_response = response;
  one.plan.outgoing.discard = discard;
  auto seen = one.run();
  CHECK(seen.events[event_type::insert_standard_response] == response);
  CHECK(seen.events[event_type::cancelled] == discard);
  CHECK(seen.events[event_type::sent] == 1 - discard);
}

TEST_CASE("an e-mail that is being written takes user data and is not marked done", "[unit]") {
  client one{5s};
  one.asks(request_kind::email_create, R"(["ada@example.com"])")
    .hears({event_channel::interaction});
  const auto [request, parameters, end] =
    GENERATE(table<request_kind, std::string_view, request_end>({
      {request_kind::interaction_set_user_data, R"(["$event.interaction.interactionId", {"k": 1}])",
       request_end::ok},
      {request_kind::interaction_markdone, R"(["$event.interaction.interactionId"])",
       request_end::failed},
      {request_kind::voice_hang_up, R"(["$event.interaction.interactionId"])", request_end::failed},
    }));
  one.on(event_type::composing, request, parameters);
  const auto seen = one.run();
  CHECK(seen.ends.size() == 2);
  CHECK(seen.ends.back().how == end);
}

TEST_CASE("an e-mail without a destination is not begun", "[unit]") {
  client one{5s};
  one.asks(request_kind::email_create, R"([""])").hears({event_channel::interaction});
  const auto seen = one.run();
  CHECK(seen.count(request_end::failed) == 1);
  CHECK(seen.events.empty());
}

TEST_CASE("an agent who writes an e-mail is offered no other", "[unit]") {
  client one{60s};
  one.plan.outgoing.compose_time = constant{1h};
  one.asks(request_kind::email_create, R"(["ada@example.com"])");
  let_call_in(one.plan, 10s, 5s);
  one.plan.queues[0].media = GENERATE(desk::media::email, desk::media::chat);
  CHECK(one.run().answered == (one.plan.queues[0].media == desk::media::chat ? 1 : 0));
}

TEST_CASE("an agent clicks toasts that have a button and are still open", "[unit]") {
  const auto [toast, clicks] = GENERATE(table<std::string_view, int>({
    {R"([{"title": "t", "buttons": ["Yes"]}])", 1},
    {R"([{"title": "t"}])", 0},
    {R"([{"title": "t", "buttons": ["Yes"], "autoCloseTimeout": 2000}])", 0},
  }));
  client one{5s};
  one.plan.agents.click_toasts_after = constant{3s};
  one.asks(request_kind::system_popup_toast, toast).hears({event_channel::system});
  CHECK(one.run().events[event_type::custom_toast_button_click] == clicks);
}

TEST_CASE("the click on a toast is told in the tab that shows it", "[unit]") {
  client one{5s};
  one.plan.agents.tabs = 2;
  one.plan.agents.click_toasts_after = constant{1s};
  one.asks(request_kind::system_popup_toast, R"([{"title": "t", "buttons": ["Yes"]}])")
    .hears({event_channel::system});
  CHECK(one.run().events[event_type::custom_toast_button_click] == 2); // one of each tab's toasts
}

// -- outages

plan::fault outage(duration from, duration until) {
  return {.what = plan::fault_kind::backend_outage,
          .where = plan::link::backend,
          .probability = 1,
          .from = instant{from},
          .until = instant{until}};
}

TEST_CASE("tabs tell of a lost link, and of its return within a minute", "[unit]") {
  const auto [until, length, told] = GENERATE(table<duration, duration, int>({
    {20s, 19s, 1}, // lost
    {20s, 20s, 2}, // and found
    {100s, 69s, 1},
    {100s, 70s, 2},  // down
    {100s, 110s, 2}, // and not found again
  }));
  client one{length};
  one.hears({event_channel::system});
  one.plan.faults = {outage(10s, until)};
  CHECK(one.run().events[event_type::realtime_connection] == told);
}

TEST_CASE("what waits for the backend during an outage is answered after it", "[unit]") {
  client one{60s};
  one.asks(request_kind::agent_set_state, R"(["NotReady"])");
  one.plan.personas[0].load = plan::burst_load{.count = 1, .at = instant{10s}};
  one.plan.faults = {outage(5s, 15s)};
  const auto seen = one.run();
  REQUIRE(seen.ends.size() == 1);
  CHECK(seen.ends[0] == notebook::end{request_end::ok, instant{10s}, instant{15s}});
}

TEST_CASE("clients give up what an outage holds for longer than they wait", "[unit]") {
  client one{60s};
  one.asks(request_kind::agent_set_state, R"(["NotReady"])");
  one.plan.personas[0].load = plan::burst_load{.count = 1, .at = instant{10s}};
  one.plan.faults = {outage(5s, 25s)};
  auto seen = one.run();
  CHECK(seen.count(request_end::timed_out) == 1);
  CHECK(seen.losses[actors::request_loss::late] == 1);
}

} // namespace
} // namespace deskstorm::loadgen
