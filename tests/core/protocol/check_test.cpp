#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/protocol/check.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

request_message message(std::string name, json parameters) {
  return {.request = std::move(name), .parameters = std::move(parameters)};
}

} // namespace

TEST_CASE("a request with fitting parameters passes", "[unit]") {
  const auto [name, parameters] = GENERATE(table<std::string, json>({
    {"agent.get", json::array()},
    {"agent.get", nullptr},
    {"voice.dial", json::array({"5001"})},
    {"voice.dial", json::array({"5001", nullptr})},
    {"voice.dial", json::array({"5001", json::object()})},
    {"agent.setState", json::array({"NotReady"})},
    {"agent.setState", json::array({1})},
    {"interaction.consult", json::array({"1", "5001", nullptr, nullptr})},
    {"interaction.consult", json::array({"1", {{"target", "5001"}}})},
    {"outbound.callPreviewRecord", json::array({"1"})},
    {"outbound.callPreviewRecord", json::array({"1", 283})},
    {"configuration.getOption", json::array({json::array({"voice.*"})})},
    {"messenger.broadcastMessage", json::array({"sales", json::array({1, nullptr})})},
  }));
  CAPTURE(name, parameters.dump());
  const auto kind = check_request(message(name, parameters));
  REQUIRE(kind);
  CHECK(name_of(*kind) == name);
}

TEST_CASE("a request without parameters needs no list of them", "[unit]") {
  CHECK(check_request({.request = "agent.get"}));
  CHECK_FALSE(check_request({.request = "voice.dial"}));
}

TEST_CASE("a request that is wrong says which parameter and why", "[unit]") {
  const auto [name, parameters, what, where] =
    GENERATE(table<std::string, json, std::string, std::string>({
      {"voice.dail", json::array(), "unknown request 'voice.dail' (did you mean 'voice.dial'?)",
       "request"},
      {"voice.dial", json::array(),
       "voice.dial: parameter 1, destination, must be a text, found nothing", "destination"},
      {"voice.dial", json::array({nullptr}),
       "voice.dial: parameter 1, destination, must be a text, found nothing", "destination"},
      {"voice.dial", json::array({5001}),
       "voice.dial: parameter 1, destination, must be a text, found number", "destination"},
      {"voice.dial", json::array({"5001", "x"}),
       "voice.dial: parameter 2, userData, must be an object, found string", "userData"},
      {"voice.dial", json::array({"5001", nullptr, nullptr}),
       "voice.dial has 2 parameters, found 3", "parameters"},
      {"agent.get", json::array({1}), "agent.get has 0 parameters, found 1", "parameters"},
      {"agent.setState", json::array({true}),
       "agent.setState: parameter 1, stateOperationName, must be a number or a text, found "
       "boolean",
       "stateOperationName"},
      {"interaction.consult", json::array({"1", 5001}),
       "interaction.consult: parameter 2, targetQuery, must be an object or a text, found number",
       "targetQuery"},
      {"outbound.setCallResult", json::array({"1", "6"}),
       "outbound.setCallResult: parameter 2, callResult, must be a number, found string",
       "callResult"},
      {"configuration.getOption", json::array({"voice.*"}),
       "configuration.getOption: parameter 1, patterns, must be a list, found string", "patterns"},
    }));
  CAPTURE(name, parameters.dump());
  const auto kind = check_request(message(name, parameters));
  REQUIRE_FALSE(kind);
  CHECK(kind.why() == failure{what, where});
}

TEST_CASE("every request refuses one parameter too many", "[unit]") {
  for (const auto& row : requests) {
    CAPTURE(row.name);
    auto values = json::array();
    for (const auto& parameter : row.parameters)
      switch (parameter.type) {
      case parameter_type::number: values.push_back(1); break;
      case parameter_type::object: values.push_back(json::object()); break;
      case parameter_type::list: values.push_back(json::array()); break;
      case parameter_type::flag: values.push_back(true); break;
      default: values.push_back("x");
      }
    CHECK_FALSE(check_parameters(row, values));
    values.push_back(nullptr);
    CHECK(check_parameters(row, values));
  }
}
