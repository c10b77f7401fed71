#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/desk/identity.hpp>
#include <deskstorm/plan/expansion.hpp>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

// Clients use values of the events that they see in what they ask.
namespace deskstorm::loadgen {
namespace {

using actors::request_end;
using plan::distributions::constant;

/// Two pages of one tab: each dials, and tells the other one what it sees.
class telling_pages {
public:
  explicit telling_pages(std::string_view dialed = R"(["5001", {"Topic": "order"}])")
    : plan(one_client(30s)) {
    auto& teller = plan.personas[0];
    teller.subscribe = {event_channel::system,   event_channel::agent,
                        event_channel::media,    event_channel::outbound,
                        event_channel::markdone, event_channel::interaction,
                        event_channel::messenger};
    teller.requests = {choice(request_kind::voice_dial, dialed)};
    teller.load = plan::burst_load{.count = 1, .at = instant{2s}};
    plan.agents.frames = {{.persona = 0, .count = 2}};
    plan.outgoing = {constant{1s}, constant{5s}};
  }

  plan::request_choice choice(request_kind request, std::string_view parameters) {
    plan.arguments.push_back(json::parse(parameters));
    const auto from = plan.arguments.back()[0] == plan::event_interaction
                        ? plan::interaction_source::event
                        : plan::interaction_source::none;
    return {request, static_cast<std::uint32_t>(plan.arguments.size() - 1), from};
  }

  telling_pages& on(event_type type, request_kind request, std::string_view parameters) {
    plan.personas[0].reactions.push_back(
      {row_of(type).channel, type, {choice(request, parameters)}});
    return *this;
  }

  /// Tells the value at a path into the event.
  telling_pages& tell(event_type type, const std::string& path) {
    return on(type, request_kind::messenger_broadcast_message, "[\"$event." + path + "\", 1]");
  }

  /// How often a page was told that value.
  int told(const std::string& value) {
    plan.personas[0].messengers = {value};
    return notes_of(plan).events[event_type::messenger_message];
  }

  plan::floor_plan plan;
};

TEST_CASE("clients use values of events of calls", "[unit]") {
  const auto [type, path, value] = GENERATE(table<event_type, std::string, std::string>({
    {event_type::dialing, "eventType", "DIALING"},
    {event_type::dialing, "media", "voice"},
    {event_type::dialing, "interaction.state", "DIALING"},
    {event_type::dialing, "interaction.dnis", "5001"},
    {event_type::dialing, "interaction.userData.Topic", "order"},
    {event_type::established, "interaction.parties.0.name", "5001"},
    {event_type::established, "interaction.previousState", "DIALING"},
    {event_type::established, "interaction.capabilities.0", "HANGUP"},
    {event_type::established, "interaction.interactionId", "1"},
    {event_type::removed, "interaction.interactionId", "1"},
  }));
  telling_pages pages;
  CAPTURE(path, value);
  CHECK(pages.tell(type, path).told(value) >= 2);
  CHECK(pages.told(value + "?") == 0);
}

TEST_CASE("clients use values of events that are about no call", "[unit]") {
  const auto [type, path, value] = GENERATE(table<event_type, std::string, std::string>({
    {event_type::frame_state, "frameState", "LEADING"},
    {event_type::realtime_connection, "state", "DISCONNECTED"},
    {event_type::custom_toast_button_click, "customToastId", "wweCustomToast0"},
    {event_type::agent_state_changed, "mediaState", "NOT_READY_ACTION_CODE"},
    {event_type::agent_state_changed, "reason", "Lunch"},
    {event_type::agent_state_changed, "reasonCode", "1512"},
    {event_type::media_state_changed, "media", "voice"},
    {event_type::markdone_requested, "interactionId", "2"},
    {event_type::campaign_started, "campaign", "Offer"},
    {event_type::campaign_started, "mode", "Preview"},
    {event_type::previewing, "interaction.userData.GSW_PHONE", "5007"},
    {event_type::records_retrieved, "interaction.chainedRecords.0.GSW_PHONE", "5007"},
    {event_type::case_selected, "selectedCaseId", ""},
  }));
  telling_pages pages;
  plan::campaign offer{.name = "Offer", .start = instant{1s}};
  offer.records = {{.handle = outbound::record_handle{1}, .chain = {}, .phone = "5007"}};
  pages.plan.campaigns = {offer};
  pages.plan.agents.click_toasts_after = constant{1s};
  pages.plan.faults = {{.what = plan::fault_kind::backend_outage,
                        .where = plan::link::backend,
                        .from = instant{15s},
                        .until = instant{20s}}};
  pages.on(event_type::dialing, request_kind::agent_set_state, R"(["NotReadyReason1512"])")
    .on(event_type::dialing, request_kind::system_popup_toast, R"([{"buttons": ["Yes"]}])")
    .on(event_type::dialing, request_kind::interaction_select_case_by_case_id,
        R"(["$event.interaction.caseId"])")
    .on(event_type::established, request_kind::interaction_block_markdone,
        R"(["$event.interaction.interactionId", "Not yet"])");
  CAPTURE(path, value);
  pages.tell(type, path);
  CHECK(pages.told(type == event_type::case_selected ? desk::case_text({2}) : value) > 0);
}

TEST_CASE("clients use values of the messages of others", "[unit]") {
  telling_pages pages;
  pages
    .on(event_type::dialing, request_kind::messenger_broadcast_message, R"(["m", {"who": "Ada"}])")
    .tell(event_type::messenger_message, "who");
  const auto heard = [&](std::vector<std::string> channels) {
    pages.plan.personas[0].messengers = std::move(channels);
    return notes_of(pages.plan).events[event_type::messenger_message];
  };
  CHECK(heard({"m"}) == 4);
  CHECK(heard({"m", "Ada"}) == 8);
}

TEST_CASE("what a client has taken of an event goes on to the interaction", "[unit]") {
  telling_pages pages;
  pages
    .on(event_type::established, request_kind::interaction_set_user_data,
        R"(["$event.interaction.interactionId", {"To": "$event.interaction.dnis", "Id": "$uuid"}])")
    .tell(event_type::attached_data_changed, "interaction.userData.To")
    .tell(event_type::attached_data_changed, "interaction.userData.Id");
  CHECK(pages.told("5001") > 0);
  CHECK(pages.told("$uuid") == 0);
}

TEST_CASE("an event may name the interaction of a request by any of its values", "[unit]") {
  telling_pages pages;
  pages
    .on(event_type::established, request_kind::interaction_block_markdone,
        R"(["$event.interaction.interactionId", "Not yet"])")
    .on(event_type::markdone_requested, request_kind::interaction_unblock_markdone,
        R"(["$event.interactionId"])");
  pages.plan.length = 9s;
  CHECK(notes_of(pages.plan).events[event_type::removed] == 4); // two calls, two pages
}

TEST_CASE("what an event does not have is no parameter", "[unit]") {
  telling_pages pages;
  pages.on(event_type::dialing, request_kind::agent_set_state, R"(["NotReady"])")
    .tell(event_type::agent_state_changed, "reason");
  CHECK(notes_of(pages.plan).count(request_end::failed) == 2);
}

TEST_CASE("a client sees of an event only the user data that may be read", "[unit]") {
  telling_pages pages;
  pages.plan.options.user_data.read = key_list{std::vector<std::string>{"Other"}};
  CHECK(pages.tell(event_type::dialing, "interaction.userData.Topic").told("order") == 0);
}

TEST_CASE("runs in which clients use values of events repeat", "[unit]") {
  telling_pages pages;
  pages.tell(event_type::established, "interaction.state").told("TALKING");
  const auto digest = [&] {
    notebook seen;
    return cli::contact_centre()({pages.plan}, seen, {}).digest;
  };
  CHECK(digest() == digest());
}

} // namespace
} // namespace deskstorm::loadgen
