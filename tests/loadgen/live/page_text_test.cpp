#include <string>
#include <variant>

#include <deskstorm/loadgen/live/load/page_text.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

json message_of(const std::string& text) { return json::parse(text)["message"]; }

TEST_CASE("a page asks with its placeholders filled in", "[unit]") {
  actors::messages::ask what{};
  what.reference = reference_id{3};
  what.interaction = interaction_id{7};
  what.request = request_kind::interaction_set_user_data;
  const auto asked =
    message_of(ask_text(what, json::parse(R"(["$interaction", {"n": "$counter", "id": "$uuid"}])"),
                        {.uuid = "u", .counter = 4}, "http://x"));
  CHECK(asked["parameters"] == json::parse(R"(["7", {"n": 4, "id": "u"}])"));
  const auto answered =
    message_of(ask_text(what, json::parse(R"(["$event.interaction.interactionId"])"), {}, ""));
  CHECK(answered["parameters"] == json::array({"7"}));
}

TEST_CASE("an event that a server tells comes with its data", "[unit]") {
  const auto read = read_server_text(R"({"op": "message", "frame": 2, "message": {
    "event": "outbound", "data": {"eventType": "CampaignStopped", "campaign": "C1"},
    "userAgent": "WWE Server", "protocolVersion": 2}})");
  REQUIRE(read);
  CHECK(read->frame == 2);
  CHECK(std::get<actors::messages::notify>(read->what).type == event_type::campaign_stopped);
  CHECK(read->data["campaign"] == "C1");
}

} // namespace
} // namespace deskstorm::loadgen::live
