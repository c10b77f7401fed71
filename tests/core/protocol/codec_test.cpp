#include <fstream>
#include <string>
#include <string_view>
#include <variant>

#include <deskstorm/base/json.hpp>
#include <deskstorm/protocol/codec.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

template <class Message>
Message from_client(std::string_view text) {
  auto message = parse_client_message(text);
  REQUIRE(message);
  REQUIRE(std::holds_alternative<Message>(*message));
  return *std::get_if<Message>(&*message);
}

template <class Message>
Message from_service(std::string_view text) {
  auto message = parse_service_message(text);
  REQUIRE(message);
  REQUIRE(std::holds_alternative<Message>(*message));
  return *std::get_if<Message>(&*message);
}

} // namespace

TEST_CASE("a client's message is written as it was read", "[unit]") {
  const auto text = GENERATE(
    as<std::string>{},
    R"({"request":"agent.get","referenceId":"0","userAgent":"WWE Client","protocolVersion":2})",
    R"({"request":"voice.dial","parameters":["5001",null],"referenceId":"1",)"
    R"("userAgent":"WWE Client","protocolVersion":2,"frameId":7})",
    R"({"event":"subscribe","data":["agent","interaction"],"referenceId":"2",)"
    R"("userAgent":"WWE Client","protocolVersion":2})",
    R"({"event":"subscribe","data":"agent","referenceId":"2","frameId":{"any":[1]}})",
    R"({"event":"unsubscribe","data":12,"referenceId":"3","userAgent":"WWE Client",)"
    R"("protocolVersion":2})",
    R"({"request":"x","parameters":null,"referenceId":null,"frameId":null,"protocolVersion":"2",)"
    R"("userAgent":null})",
    R"({"request":"agent.get","event":"other","later":{"key":[1.5,true]},"referenceId":5})",
    R"({"request":""})");
  CAPTURE(text);
  const auto message = parse_client_message(text);
  REQUIRE(message);
  CHECK(to_document(*message) == json::parse(text));
}

TEST_CASE("a service's message is written as it was read", "[unit]") {
  const auto text = GENERATE(
    as<std::string>{},
    R"({"referenceId":"2","subscriptionId":12,"userAgent":"WWE Server","protocolVersion":2})",
    R"({"referenceId":"0","request":"agent.get","data":{"username":"u1"},"userAgent":"WWE Server",)"
    R"("protocolVersion":2})",
    R"({"referenceId":"1","request":"voice.dial","errorMessage":"text","userAgent":"WWE Server",)"
    R"("protocolVersion":2})",
    R"({"event":"outbound","data":{"eventType":"CampaignStopped","campaign":"C1"},)"
    R"("userAgent":"WWE Server","protocolVersion":2})",
    R"({"frameId":7,"userAgent":"WWE Server","protocolVersion":2})", R"("wwe something")",
    R"("something else")", R"([1,2])", R"(null)", R"({"data":1})",
    R"({"referenceId":"0","data":null,"userAgent":"WWE","x":"y"})");
  CAPTURE(text);
  const auto message = parse_service_message(text);
  REQUIRE(message);
  CHECK(to_document(*message) == json::parse(text));
}

// Source: the JSON examples of the manual's overview page, of which one lacks its commas and
// quotes.
TEST_CASE("the manual's examples are written as they were read", "[unit]") {
  std::ifstream file{DESKSTORM_ROOT "/tests/core/protocol/manual_examples.json"};
  const auto examples = json::parse(file);
  REQUIRE(examples.size() == 12);
  for (const auto& example : examples) {
    CAPTURE(example.dump());
    CHECK(to_document(read_service_message(example)) == example);
    // The manual leaves out what the client needs; with it, nothing is dropped.
    auto whole = example;
    whole["userAgent"] = "WWE Server";
    whole["referenceId"] = "0";
    CHECK_FALSE(std::holds_alternative<ignored_message>(read_service_message(whole)));
    CHECK(to_document(read_service_message(whole)) == whole);
  }
}

TEST_CASE("a request is read with the type of its ids kept", "[unit]") {
  const auto request = from_client<request_message>(
    R"({"request":"voice.dial","parameters":["5001"],"referenceId":1,"frameId":[2],"more":3})");
  CHECK(request.request == "voice.dial");
  CHECK(request.parameters == json::array({"5001"}));
  CHECK(request.reference == json(1));
  CHECK(request.frame == json::array({2}));
  CHECK(request.head.other == json{{"more", 3}});
  CHECK_FALSE(request.head.user_agent);
}

TEST_CASE("new messages have the marks of their sender", "[unit]") {
  CHECK(
    to_text(to_document(request_message{.request = "agent.get", .reference = "0"}))
    == R"({"protocolVersion":2,"referenceId":"0","request":"agent.get","userAgent":"WWE Client"})");
  CHECK(to_text(to_document(subscribe_message{.channels = {"agent"}, .reference = "1"}))
        == R"({"data":["agent"],"event":"subscribe","protocolVersion":2,"referenceId":"1",)"
           R"("userAgent":"WWE Client"})");
  CHECK(
    to_text(to_document(subscribe_reply{.reference = "1", .subscription = 12}))
    == R"({"protocolVersion":2,"referenceId":"1","subscriptionId":12,"userAgent":"WWE Server"})");
  CHECK(to_text(to_document(hello_message{.frame = 7}))
        == R"({"frameId":7,"protocolVersion":2,"userAgent":"WWE Server"})");
}

TEST_CASE("the client takes a document for the first thing that fits", "[unit]") {
  from_service<event_message>(
    R"({"event":"agent","referenceId":"0","errorMessage":"x","frameId":1,"userAgent":"WWE"})");
  from_service<failure_reply>(
    R"({"event":"","referenceId":"0","errorMessage":null,"subscriptionId":1,"userAgent":"WWE"})");
  from_service<failure_reply>(R"({"referenceId":"0","errorMessage":"","userAgent":"WWE"})");
  from_service<subscribe_reply>(
    R"({"event":null,"referenceId":1,"subscriptionId":0,"frameId":1,"userAgent":"WWE"})");
  from_service<success_reply>(R"({"referenceId":"0","frameId":1,"userAgent":"a WWE b"})");
  from_service<hello_message>(
    R"({"event":false,"referenceId":0,"frameId":null,"userAgent":"WWE"})");
  from_service<hello_message>(R"({"referenceId":"","frameId":1,"userAgent":"WWE"})");
  from_service<event_message>(R"({"event":{},"userAgent":"WWE"})");
}

TEST_CASE("the client drops what does not name a service", "[unit]") {
  const auto text = GENERATE(
    as<std::string>{}, R"({"event":"agent"})", R"({"event":"agent","userAgent":"wwe server"})",
    R"({"event":"agent","userAgent":7})", R"({"userAgent":"WWE"})", R"("WWE text")", R"(7)");
  CAPTURE(text);
  from_service<ignored_message>(text);
}

TEST_CASE("a text that begins with wwe is no object", "[unit]") {
  CHECK(from_service<text_message>(R"("wwe:x")").text == "wwe:x");
}

TEST_CASE("a client's message that is wrong says which key and why", "[unit]") {
  const auto [text, what, where] = GENERATE(table<std::string, std::string, std::string>({
    {"", "the message is no JSON", ""},
    {"{", "the message is no JSON", ""},
    {R"({"request":"a"} x)", "the message is no JSON", ""},
    {"{\"request\":\"\xff\"}", "the message is no JSON", ""},
    {R"({"request":"a","parameters":[1e999]})", "the message is no JSON", ""},
    {"[]", "the message is no object", ""},
    {R"("wwe")", "the message is no object", ""},
    {"{}", "the message is neither a request nor a subscription", "request"},
    {R"({"event":"agent"})", "the message is neither a request nor a subscription", "request"},
    {R"({"request":null})", "the name of a request must be a text", "request"},
    {R"({"request":["voice.dial"]})", "the name of a request must be a text", "request"},
    {R"({"request":"voice.dial","parameters":"5001"})", "parameters must be a list", "parameters"},
    {R"({"request":"voice.dial","parameters":{"0":"5001"}})", "parameters must be a list",
     "parameters"},
    {R"({"event":"subscribe"})", "a subscription needs the name of a channel or a list of names",
     "data"},
    {R"({"event":"subscribe","data":["agent",1]})",
     "a subscription needs the name of a channel or a list of names", "data"},
    {R"({"event":"unsubscribe"})", "the id of a subscription is missing", "data"},
  }));
  CAPTURE(text);
  const auto message = parse_client_message(text);
  REQUIRE_FALSE(message);
  CHECK(message.why() == failure{what, where});
}

TEST_CASE("every limit of a message has an error of its own", "[unit]") {
  const codec_limits limits{.bytes = 60, .depth = 3, .items = 4};
  const auto [text, what] = GENERATE(table<std::string, std::string>({
    {R"({"request":"a","parameters":[[1]]})", ""},
    {R"({"request":"a","parameters":["[[[{{\"["]})", ""},
    {R"({"request":"a","parameters":[1,2,3,4]})", ""},
    {R"({"request":"a","parameters":[[[1]]]})", "the message is deeper than 3 levels"},
    {R"({"request":"a","parameters":[1,2,3,4,5]})", "the message has a list of more than 4 items"},
    {R"({"a":1,"b":2,"c":3,"d":4,"e":5})", "the message has a list of more than 4 items"},
    {R"({"request":"a","parameters":["0123456789012345678901234567890"]})",
     "the message is longer than 60 bytes"},
  }));
  CAPTURE(text);
  const auto message = parse_client_message(text, limits);
  CHECK((message ? "" : message.why().text) == what);
}

TEST_CASE("a message as deep as can be is an error and no crash", "[unit]") {
  CHECK(parse_client_message(std::string(1 << 20, '[')).why().text
        == "the message is deeper than 64 levels");
}

TEST_CASE("texts that are no UTF-8 are written with replacements", "[unit]") {
  CHECK(to_text(json("a\xff")) == "\"a\xef\xbf\xbd\"");
}
