#include <string>

#include <deskstorm/desk/event_data.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

interaction some_call() {
  auto call =
    offer({.id = {12}, .party = "+4930", .dnis = "800", .type = call_type::inbound}, {}).call;
  call.user_data = {{"Key1", "a"}, {"Key2", "b"}};
  return call;
}

TEST_CASE("event_data names every event but those without an eventType", "[unit]") {
  const auto call = some_call();
  for (const auto& row : events) {
    const auto data = event_data(row.type, {.about = &call, .message = {{"hello", 1}}});
    CAPTURE(row.name, data.dump());
    if (row.type == event_type::frame_state || row.type == event_type::messenger_message)
      CHECK_FALSE(data.contains("eventType"));
    else
      CHECK(data["eventType"] == row.name);
  }
}

TEST_CASE("event_data writes interactions with what may be read, in each of their events",
          "[event:interaction/*]") {
  const auto call = some_call();
  const interaction_view view{.read = parse_keys("Key1")};
  for (const auto& row : events) {
    if (row.channel != event_channel::interaction || row.group == event_group::case_view
        || row.type == event_type::case_id_changed)
      continue;
    const auto data = event_data(row.type, {.about = &call, .view = view});
    CAPTURE(row.name);
    CHECK(data["media"] == "voice");
    CHECK(data["interaction"]["interactionId"] == "12");
    CHECK(data["interaction"]["userData"] == json{{"Key1", "a"}});
  }
}

TEST_CASE("event_data of a campaign says its mode only when it starts", "[event:outbound/*]") {
  const event_subject subject{.campaign = "C1", .mode = "Predictive GVP"};
  for (const auto& row : events) {
    if (row.channel != event_channel::outbound)
      continue;
    const auto data = event_data(row.type, subject);
    CAPTURE(row.name);
    CHECK(data["campaign"] == "C1");
    CHECK(data.contains("mode") == (row.type == event_type::campaign_started));
  }
}

} // namespace
} // namespace deskstorm::desk
