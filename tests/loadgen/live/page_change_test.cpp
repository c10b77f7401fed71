#include <chrono>
#include <string>

#include <deskstorm/policy/origin_grammar.hpp>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

// Pages follow each other in a frame: a link leads elsewhere, somebody reloads, a dialog closes.
namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

const std::string other = "http://other.example";
const std::string evil = "http://evil.example";

json subscribe_to(const std::string& channel) {
  return {{"event", "subscribe"}, {"data", channel}, {"referenceId", "s"}};
}

bool is_of(const json& m, int frame) { return m["op"] == "message" && m["frame"] == frame; }

/// Subscribes a frame to events of the agent.
void listen(open_desk& desk, int frame, const std::string& origin) {
  desk.relay(frame, origin, subscribe_to("agent"));
  REQUIRE(desk.find(
    [&](const json& m) { return is_of(m, frame) && m["message"].contains("subscriptionId"); }));
}

/// Lets frame 2 change the state of the agent. Returns how many events frame 1 sees of it.
int events_of_a_change(open_desk& desk, const std::string& state) {
  desk.relay(2, crm,
             {{"request", "agent.setState"}, {"parameters", {state}}, {"referenceId", state}});
  int seen = 0;
  while (const auto m = desk.read(500ms))
    if (is_of(*m, 1) && m->at("message").value("event", json()) == "agent")
      ++seen;
  return seen;
}

plan::floor_plan plan_with_origins(const std::string& origins) {
  auto plan = usual_plan();
  plan.options.origins = *parse_origins(origins);
  return plan;
}

} // namespace

TEST_CASE("a page that reloads does not get events twice", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice", {crm, crm}};
  for (int n = 0; n < 3; ++n) {
    desk.load(1);
    listen(desk, 1, crm);
  }
  CHECK(events_of_a_change(desk, "NotReady") == 1);
}

TEST_CASE("a page keeps what it has subscribed to while it loaded", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice", {crm, crm}};
  listen(desk, 1, crm);
  listen(desk, 1, crm);
  desk.load(1, 1);
  CHECK(events_of_a_change(desk, "NotReady") == 1);
}

TEST_CASE("a page that loads is greeted", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  REQUIRE(desk.document(1));
  desk.load(1);
  CHECK(desk.document(1).value()["frameId"] == 1);
}

TEST_CASE("a page that the embedded one has led to is greeted when it first speaks", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  REQUIRE(desk.document(1));
  desk.load(1); // as the page before it: the browser does not say where a frame has gone
  REQUIRE(desk.document(1));
  desk.relay(1, other, {{"request", "agent.get"}, {"referenceId", "0"}});
  const auto hello = desk.find([](const json& m) { return is_of(m, 1); });
  REQUIRE(hello);
  CHECK(hello->at("origin") == other);
  CHECK(hello->at("message")["frameId"] == 1);
  CHECK(desk.ask(1, other, "agent.get"));
}

TEST_CASE("a page of a forbidden origin gets nothing of the one before it", "[live]") {
  const live_stage stage{plan_with_origins(crm)};
  open_desk desk{stage, "alice", {crm, crm}};
  listen(desk, 1, crm);
  desk.relay(1, evil, {{"request", "agent.get"}, {"referenceId", "0"}});
  CHECK(events_of_a_change(desk, "NotReady") == 0);
}

TEST_CASE("a page that may do less inherits no subscriptions", "[live]") {
  const live_stage stage{plan_with_origins(crm + "," + other + " (system.*)")};
  open_desk desk{stage, "alice", {crm, crm}};
  listen(desk, 1, crm);
  CHECK(desk.ask(1, other, "system.getAllowedServices").has_value());
  CHECK(events_of_a_change(desk, "NotReady") == 0);
}

TEST_CASE("a page gets no replies to requests of the one before it", "[live]") {
  auto plan = usual_plan();
  plan.backend.serves[static_cast<std::size_t>(request_kind::agent_get)] = true;
  plan.backend.service.usual = plan::distributions::constant{500ms};
  const live_stage stage{plan};
  open_desk desk{stage, "alice"};
  const auto is_reply = [](const json& m) {
    return is_of(m, 1) && m["message"].contains("referenceId");
  };
  desk.relay(1, crm, {{"request", "agent.get"}, {"referenceId", "late"}});
  desk.relay(1, other, {{"request", "agent.getState"}, {"referenceId", "own"}});
  const auto reply = desk.find(is_reply, 3s);
  REQUIRE(reply);
  CHECK(reply->at("message")["referenceId"] == "own");
  CHECK_FALSE(desk.find(is_reply, 1500ms));
}

TEST_CASE("each message says for which origin it is", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  const auto next = [&] { return desk.find([](const json& m) { return is_of(m, 1); }); };
  CHECK(next().value()["origin"] == crm);
  desk.relay(1, other, {{"request", "agent.get"}, {"referenceId", "0"}});
  CHECK(next().value()["origin"] == other);
}

TEST_CASE("frames that are dropped are used again", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  for (int n = 0; n < 250; ++n) {
    desk.send({{"op", "drop"}, {"frame", 1}});
    REQUIRE(desk.find([](const json& m) { return m["op"] == "dropped" && m["frame"] == 1; }));
    desk.embed(1, other);
    REQUIRE(desk.find([](const json& m) { return is_of(m, 1); }).value()["origin"] == other);
  }
  CHECK(desk.ask(1, other, "agent.get"));
}

TEST_CASE("a page in a frame of another number than the next is refused", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  const int number = GENERATE(0, 1, 3, 200);
  desk.embed(number, other);
  const auto said = desk.find([](const json& m) { return m["op"] == "refused"; });
  REQUIRE(said);
  CHECK(said->at("frame") == number);
  CHECK(desk.ask(1, crm, "agent.get"));
}

} // namespace deskstorm::loadgen::live
