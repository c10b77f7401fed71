#include <chrono>
#include <map>
#include <set>
#include <string>
#include <thread>

#include <deskstorm/policy/origin_grammar.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

json sample_of(parameter_type type) {
  switch (type) {
  case parameter_type::text: return "1";
  case parameter_type::number: return 1;
  case parameter_type::flag: return true;
  case parameter_type::list: return json::array({"voice.*"});
  case parameter_type::object: return {{"name", "a view"}, {"title", "a toast"}};
  case parameter_type::object_or_text:
  case parameter_type::number_or_text:
  case parameter_type::any: break;
  }
  return "Ready";
}

json sample_parameters(const request_row& row) {
  json all = json::array();
  for (const auto& parameter : row.parameters)
    all.push_back(sample_of(parameter.type));
  return all;
}

} // namespace

TEST_CASE("serve greets each frame with its number", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice", {crm, crm}};
  CHECK(desk.welcome["op"] == "welcome");
  std::map<int, json> hellos; // in any order: they go to different pages
  for (int n = 0; n < 3; ++n)
    if (const auto hello = desk.find([](const json& m) { return m["op"] == "message"; }))
      hellos.emplace(hello->at("frame"), hello->at("message"));
  for (const int frame : {0, 1, 2})
    CHECK(hellos[frame]
          == json{{"frameId", frame}, {"userAgent", "WWE Server"}, {"protocolVersion", 2}});
}

TEST_CASE("serve answers every request, under its number and name", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  for (const auto& row : requests) {
    CAPTURE(row.name);
    const auto reply = desk.ask(1, crm, std::string{row.name}, sample_parameters(row));
    REQUIRE(reply);
    CHECK(reply->at("request") == row.name);
    CHECK(reply->at("userAgent") == "WWE Server");
    CHECK(reply->at("protocolVersion") == 2);
    CHECK_FALSE(reply->contains("event"));
  }
}

TEST_CASE("serve answers what the agent's own requests did", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  CHECK(desk.ask(1, crm, "agent.get").value()["data"]["username"] == "alice");
  CHECK(desk.ask(1, crm, "agent.setState", {"NotReady"}));
  CHECK(desk.ask(1, crm, "agent.getState").value()["data"]["type"] == "NOT_READY");
  const auto toast = desk.ask(1, crm, "system.popupToast", {{{"title", "Hello"}}});
  CHECK(toast.value()["data"] == "wweCustomToast0");
  CHECK(desk.ask(1, crm, "voice.hold", {"99"}).value()["errorMessage"]
        == "There is no interaction '99'.");
}

TEST_CASE("serve sends events to who has subscribed, until it unsubscribes", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  desk.relay(1, crm, {{"event", "subscribe"}, {"data", {"interaction"}}, {"referenceId", "s"}});
  const auto subscribed = desk.find(
    [](const json& m) { return m["op"] == "message" && m["message"].contains("subscriptionId"); });
  REQUIRE(subscribed);
  desk.ask(1, crm, "voice.dial", {"5001", {{"Key1", "v"}}});
  const auto dialing = desk.event(1, "interaction", "DIALING");
  REQUIRE(dialing);
  CHECK(dialing->at("data")["interaction"]["state"] == "DIALING");
  CHECK(dialing->at("data")["interaction"]["userData"]["Key1"] == "v");

  desk.relay(1, crm,
             {{"event", "unsubscribe"}, {"data", subscribed->at("message")["subscriptionId"]}});
  const auto id = dialing->at("data")["interaction"]["interactionId"];
  desk.ask(1, crm, "voice.hangUp", {id});
  desk.ask(1, crm, "agent.get");
  CHECK_FALSE(desk.document(1, 300ms));
}

TEST_CASE("serve says that a limit is reached in the vendor's words, then nothing", "[live]") {
  auto plan = usual_plan();
  plan.options.limits.each[static_cast<std::size_t>(request_kind::voice_dial)] = 1;
  const live_stage stage{plan};
  open_desk desk{stage, "alice"};
  CHECK(desk.ask(1, crm, "voice.dial", {"5001"}).value().contains("errorMessage") == false);
  CHECK(desk.ask(1, crm, "voice.dial", {"5001"}).value()["errorMessage"]
        == "The rate limit for the request 'voice.dial' has been reached.\nFurther requests of the "
           "same type will be ignored for 30 seconds.");
  desk.relay(1, crm, {{"request", "voice.dial"}, {"parameters", {"5001"}}, {"referenceId", "q"}});
  CHECK_FALSE(desk.document(1, 400ms));
  CHECK(desk.ask(1, crm, "agent.get").value().contains("data"));
}

TEST_CASE("serve counts subscribes and unsubscribes where the rules say so", "[live]") {
  auto plan = usual_plan();
  plan.options.limits.all = 2;
  plan.limiter.count_subscriptions = true;
  const live_stage stage{plan};
  open_desk desk{stage, "alice"};
  const auto post = [&](const char* what, const json& data, const char* reference) {
    desk.relay(1, crm, {{"event", what}, {"data", data}, {"referenceId", reference}});
  };
  post("subscribe", "agent", "a");
  const auto subscribed = desk.find(
    [](const json& m) { return m["op"] == "message" && m["message"].contains("subscriptionId"); });
  REQUIRE(subscribed);
  CHECK(desk.ask(1, crm, "agent.get").value().contains("data"));
  post("unsubscribe", subscribed->at("message")["subscriptionId"], "b");
  const auto told = desk.document(1);
  REQUIRE(told);
  CHECK(told->at("referenceId") == "b");
  CHECK(told->at("errorMessage")
        == "The rate limit for the request 'unsubscribe' has been reached.\nFurther requests of "
           "the same type will be ignored for 30 seconds.");
  post("subscribe", "agent", "c");
  CHECK_FALSE(desk.document(1, 400ms));
}

TEST_CASE("serve gives nothing to a page whose origin is not listed", "[live]") {
  auto plan = usual_plan();
  plan.options.origins = *parse_origins(crm + " (agent.*)");
  const live_stage stage{plan};
  open_desk desk{stage, "alice", {crm, "http://evil.example"}};
  desk.relay(2, "http://evil.example", {{"request", "agent.get"}, {"referenceId", "0"}});
  desk.relay(2, "http://evil.example", {{"request", "no.such"}, {"referenceId", "1"}});
  desk.relay(2, "http://evil.example",
             {{"event", "subscribe"}, {"data", "agent"}, {"referenceId", "2"}});
  CHECK_FALSE(desk.document(2, 400ms));
  CHECK(desk.ask(1, crm, "agent.get").value().contains("data"));
  CHECK(desk.ask(1, crm, "voice.dial", {"1"}).value()["errorMessage"]
        == "The request 'voice.dial' is not allowed for this origin.");
  desk.relay(1, "http://evil.example", {{"request", "agent.get"}, {"referenceId", "9"}});
  CHECK_FALSE(desk.document(1, 300ms)); // the frame has gone elsewhere
}

TEST_CASE("serve gives each of two frames its own reply to the same number", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice", {crm, crm}};
  desk.relay(1, crm, {{"request", "agent.get"}, {"referenceId", "0"}});
  desk.relay(2, crm, {{"request", "agent.getState"}, {"referenceId", "0"}});
  std::set<std::pair<int, std::string>> replies;
  for (int n = 0; n < 2; ++n)
    if (const auto reply = desk.find(
          [](const json& m) { return m["op"] == "message" && m["message"].contains("request"); }))
      replies.emplace(reply->at("frame"), reply->at("message")["request"]);
  CHECK(replies == std::set<std::pair<int, std::string>>{{1, "agent.get"}, {2, "agent.getState"}});
}

TEST_CASE("serve lets another tab lead when the leading one vanishes", "[live]") {
  const live_stage stage;
  open_desk first{stage, "alice"};
  const auto leads = [](open_desk& desk) {
    return desk.ask(1, crm, "system.isFrameLeading").value()["data"] == true;
  };
  const auto soon = [](auto&& what) {
    const auto until = std::chrono::steady_clock::now() + 15s;
    while (std::chrono::steady_clock::now() < until) {
      if (what())
        return true;
      std::this_thread::sleep_for(50ms); // serve lets no connection send without end
    }
    return false;
  };
  REQUIRE(soon([&] { return leads(first); }));
  open_desk second{stage, "alice"};
  second.relay(1, crm, {{"event", "subscribe"}, {"data", "system"}, {"referenceId", "s"}});
  REQUIRE(
    soon([&] { return second.ask(1, crm, "system.isFrameFollowing").value()["data"] == true; }));
  first.vanish();
  CHECK(soon([&] { return leads(second); }));
}

TEST_CASE("serve transfers a call from one person to another, by employee id", "[live]") {
  live_stage stage;
  open_desk alice{stage, "alice"};
  open_desk bob{stage, "bob"};
  bob.relay(1, crm, {{"event", "subscribe"}, {"data", "interaction"}, {"referenceId", "s"}});
  const auto id = alice.ask(1, crm, "agent.get").value()["data"]["employeeId"];
  CHECK(id == "emp1");
  REQUIRE(stage.post("arrivals", {{"queue", "calls"}, {"agent", 1}}).first == 200);
  json list;
  while ((list = alice.ask(1, crm, "interaction.getInteractions").value()["data"]).empty())
    std::this_thread::sleep_for(5ms);
  const auto call = list[0]["interactionId"];
  REQUIRE_FALSE(
    alice.ask(1, crm, "voice.answer", json::array({call})).value().contains("errorMessage"));
  const auto refused = [&](const std::string& request, const json& parameters) {
    return alice.ask(1, crm, request, parameters).value().value("errorMessage", "");
  };
  const json nobody{{"target", "AGENT"}, {"destination", "emp99"}};
  CHECK(refused("interaction.singleStepTransfer", json::array({call, nobody}))
        == "There is no agent or queue 'emp99' to transfer to.");
  CHECK(refused("interaction.singleStepTransfer", json::array({call, json::object()}))
        == "There is no target type ''.");
  CHECK(refused("interaction.completeTransfer", json::array({call}))
        == "Interaction " + call.get<std::string>() + " is no consultation.");
  const json to{{"target", "AGENT"}, {"destination", "emp2"}};
  const json nothing = json::object();
  const auto reply =
    alice.ask(1, crm, "interaction.singleStepTransfer", json::array({call, to, nothing, nothing}))
      .value();
  CHECK_FALSE(reply.contains("errorMessage"));
  CHECK(bob.event(1, "interaction", "RINGING"));
}

TEST_CASE("serve rings where a call is injected, and lets the page answer it", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  desk.relay(1, crm, {{"event", "subscribe"}, {"data", "interaction"}, {"referenceId", "s"}});
  desk.document(1);
  REQUIRE(desk.ask(1, crm, "agent.get"));
  CHECK(stage.post("arrivals", {{"queue", "calls"}, {"agent", desk.welcome["agent"]}}).first
        == 200);
  const auto ringing = desk.event(1, "interaction", "RINGING");
  REQUIRE(ringing);
  const auto id = ringing->at("data")["interaction"]["interactionId"];
  desk.relay(1, crm, {{"request", "voice.answer"}, {"parameters", {id}}, {"referenceId", "a"}});
  CHECK(desk.event(1, "interaction", "ESTABLISHED"));
}

TEST_CASE("serve lets the agent end a chat, and nothing but a chat", "[live]") {
  live_stage stage;
  open_desk desk{stage, "alice"};
  desk.relay(1, crm, {{"event", "subscribe"}, {"data", "interaction"}, {"referenceId", "s"}});
  REQUIRE(desk.ask(1, crm, "agent.get"));
  const auto arrives = [&](const char* queue, const char* type) {
    REQUIRE(stage.post("arrivals", {{"queue", queue}, {"agent", desk.welcome["agent"]}}).first
            == 200);
    const auto offered = desk.event(1, "interaction", type);
    REQUIRE(offered);
    return offered->at("data")["interaction"]["interactionId"];
  };
  const auto call = arrives("calls", "RINGING");
  const auto chat = arrives("chats", "INVITED");
  for (const auto& id : {json("999"), call, chat}) // what is only invited cannot end either
    desk.send({{"op", "end-chat"}, {"interaction", id}});
  REQUIRE_FALSE(
    desk.ask(1, crm, "interaction.accept", json::array({chat})).value().contains("errorMessage"));
  desk.send({{"op", "end-chat"}, {"interaction", chat}});
  CHECK(desk.event(1, "interaction", "ENDED"));
  CHECK_FALSE(
    desk.ask(1, crm, "interaction.markdone", json::array({chat})).value().contains("errorMessage"));
  CHECK_FALSE(
    desk.ask(1, crm, "voice.answer", json::array({call})).value().contains("errorMessage"));
}

} // namespace deskstorm::loadgen::live
