#include <chrono>
#include <memory>
#include <string>

#include <deskstorm/protocol/requests.hpp>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

void subscribe(open_desk& desk, const std::string& channel) {
  desk.relay(1, crm, {{"event", "subscribe"}, {"data", channel}, {"referenceId", "s"}});
  REQUIRE(desk.find(
    [](const json& m) { return m["op"] == "message" && m["message"].contains("subscriptionId"); }));
}

} // namespace

TEST_CASE("serve changes options under open tabs", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  CHECK(desk.ask(1, crm, "agent.get").value().contains("data"));
  CHECK(stage.post("options", {{"service-client-api.rate-limit.agent.get", "1"}}).first == 200);
  CHECK(desk.ask(1, crm, "agent.get").value().contains("data")); // counted anew
  const json limits = json::array({json::array({"service-client-api.rate-limit*"})});
  CHECK(desk.ask(1, crm, "configuration.getOption", limits).value()["data"]
        == json{{"service-client-api.rate-limit.agent.get", "1"}});
  CHECK(desk.ask(1, crm, "agent.get").value().contains("errorMessage"));
  CHECK(stage.post("options", {{"no-such-option", "1"}}).first == 400);
  CHECK(stage.post("options", {{"service-client-api.rate-limit.agent.get", "x"}}).first == 400);
}

TEST_CASE("serve gives nothing more to a page whose origin is struck off", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  subscribe(desk, "agent");
  CHECK(
    stage.post("options", {{"service-client-api.accepted-web-content-origins", "http://b.example"}})
      .first
    == 200);
  desk.relay(1, crm, {{"request", "agent.get"}, {"referenceId", "0"}});
  desk.relay(0, "deskstorm:desk",
             {{"request", "agent.setState"}, {"parameters", {"NotReady"}}, {"referenceId", "1"}});
  CHECK_FALSE(desk.document(1, 500ms)); // neither a reply nor the event
}

TEST_CASE("serve adds records to a campaign", "[live]") {
  auto plan = usual_plan();
  plan.campaigns[0].records.clear();
  live_stage stage{plan};
  open_desk desk{stage, "alice"};
  subscribe(desk, "interaction");
  const json record{
    {"campaign", "Offer of the Month"}, {"phone", "70001"}, {"fields", {{"Custom_name", "Ada"}}}};
  CHECK(stage.post("records", record).first == 200);
  CHECK(desk.ask(1, crm, "outbound.getPreviewRecord", {"Offer of the Month"}));
  const auto shown = desk.event(1, "interaction", "ADDED");
  REQUIRE(shown);
  const auto& data = shown->at("data")["interaction"]["userData"];
  CHECK(data["GSW_PHONE"] == "70001");
  CHECK(data["Custom_name"] == "Ada");

  const auto status = [&](const json& change) {
    auto wrong = record;
    wrong.update(change);
    return stage.post("records", wrong).first;
  };
  CHECK(status({{"campaign", "no such"}}) == 400);
  CHECK(status({{"phone", "not a number"}}) == 400);
  CHECK(status({{"fields", {{"Custom_name", 1}}}}) == 400);
}

TEST_CASE("serve breaks the backend for a while", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  subscribe(desk, "system");
  CHECK(stage.post("faults", {{"link", "backend"}, {"outage", "1s"}}).first == 200);
  CHECK(desk.event(1, "system", "REALTIME_CONNECTION"));
  CHECK(stage.post("faults", {{"link", "no-such"}, {"outage", "1s"}}).first == 400);
}

TEST_CASE("serve spares the desktop's own frame when a link is broken", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  CHECK(desk.ask(1, crm, "agent.get"));
  CHECK(stage.post("faults", {{"link", "post-message"}, {"drop", 1}}).first == 200);
  CHECK(desk.ask(0, "deskstorm:desk", "agent.get"));
  desk.relay(1, crm, {{"request", "agent.get"}, {"referenceId", "0"}});
  CHECK_FALSE(desk.document(1, 300ms));
}

TEST_CASE("what serve counts adds up over its centres", "[live]") {
  live_stage stage;
  for (int times = 0; times < 2; ++times) {
    open_desk desk{stage, "alice"};
    CHECK(desk.ask(1, crm, "agent.get"));
    CHECK(stage.post("reset", json::object()).first == 200);
    desk.find([](const json&) { return false; }, 1s); // until it is closed
    stage.await_centre();
  }
  const auto seen = stage.finish();
  CHECK(seen.personas.back()[static_cast<std::size_t>(request_kind::agent_get)].sent == 2);
  CHECK(stage.facts().entities.tabs == 2);
  CHECK(stage.facts().entities.frames == 4);
  CHECK(seen.measured_s > 1);
}

TEST_CASE("a seat that somebody else takes has nothing of the former person", "[live]") {
  const live_stage stage{usual_plan(), {}, {.seats = 1}};
  const auto open_as = [&](const std::string& who) {
    const auto until = std::chrono::steady_clock::now() + 5s;
    auto desk = std::make_unique<open_desk>(stage, who);
    while (desk->closed() && std::chrono::steady_clock::now() < until)
      desk = std::make_unique<open_desk>(stage, who); // the former one is about to leave
    return desk;
  };
  {
    const auto alice = open_as("alice");
    CHECK(alice->ask(1, crm, "agent.setState", {"NotReady"}));
  }
  {
    const auto bob = open_as("bob");
    CHECK(bob->ask(1, crm, "agent.getState").value()["data"]["type"] == "READY");
    CHECK(bob->ask(1, crm, "voice.dial", {"5001"}));
  }
  tab_client carol{stage.port()};
  carol.open("carol");
  CHECK_FALSE(carol.read(2s));
  CHECK_THAT(carol.farewell(), Catch::StartsWith("all seats are taken"));
}

TEST_CASE("serve shows no more toasts, and no larger ones, than a desktop bears", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  const auto toast = [&](const json& content) {
    return desk.ask(1, crm, "system.popupToast", json::array({content})).value();
  };
  const auto too_large = toast({{"title", std::string(20'000, 'x')}});
  CHECK(too_large["errorMessage"] == "The parameters are too large to be shown.");
  for (int n = 0; n < 100; ++n)
    REQUIRE(toast({{"title", "Hello"}}).contains("data"));
  CHECK(toast({{"title", "Hello"}})["errorMessage"] == "There are too many toasts.");
}

TEST_CASE("serve begins anew, and tabs may come back", "[live]") {
  live_stage stage;
  open_desk before{stage, "alice"};
  CHECK(stage.post("options", {{"service-client-api.rate-limit.agent.get", "1"}}).first == 200);
  CHECK(stage.post("reset", json::object()).first == 200);
  CHECK(before.find([](const json&) { return false; }, 2s) == std::nullopt);
  CHECK(before.closed());
  stage.await_centre();
  open_desk after{stage, "alice"};
  CHECK(after.ask(1, crm, "agent.get").value().contains("data"));
  CHECK(after.ask(1, crm, "agent.get").value().contains("errorMessage")); // options stay
}

} // namespace deskstorm::loadgen::live
