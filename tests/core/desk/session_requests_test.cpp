#include <set>

#include "core/desk/at_desk.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("every request is handled, in the order of the table of requests", "[unit]") {
  for (const auto& row : requests) {
    CAPTURE(row.name);
    CHECK(handling[static_cast<std::size_t>(row.kind)].kind == row.kind);
  }
}

TEST_CASE("a request that changes nothing beyond its tab is carried out there", "[unit]") {
  for (const auto& row : requests)
    if (place_of(row.kind) == place::tab) {
      CAPTURE(row.name);
      CHECK_FALSE(row.changes);
    }
}

TEST_CASE("a request with a parameter too many fails and names its parameters", "[unit]") {
  at_desk desk;
  for (const auto& row : requests) {
    json parameters = json::array();
    for (std::size_t i = 0; i <= row.parameters.size(); ++i)
      parameters.push_back(nullptr);
    for (std::size_t i = 0; i < row.parameters.size(); ++i)
      if (row.parameters[i].type == parameter_type::object)
        parameters[i] = json::object();
      else if (row.parameters[i].type == parameter_type::number)
        parameters[i] = 1;
      else if (row.parameters[i].type == parameter_type::list)
        parameters[i] = json::array();
      else
        parameters[i] = "1";
    CAPTURE(row.name);
    CHECK(desk.error(row.name, parameters).find("parameters, found") != std::string::npos);
  }
}

TEST_CASE("a request without a parameter that it needs fails and names it", "[unit]") {
  at_desk desk;
  for (const auto& row : requests)
    for (std::size_t i = 0; i < row.parameters.size(); ++i) {
      if (!row.parameters[i].required || i > 0)
        continue;
      CAPTURE(row.name);
      const auto why = desk.error(row.name);
      CHECK(why.find("parameter 1, " + std::string{row.parameters[0].name}) != std::string::npos);
    }
}

TEST_CASE("an unknown request fails and the nearest known one is named", "[unit]") {
  at_desk desk;
  CHECK(desk.error("agent.getStat")
        == "unknown request 'agent.getStat' (did you mean "
           "'agent.getState'?)");
}

TEST_CASE("agent.get answers who the agent is", "[request:agent.get]") {
  at_desk desk;
  CHECK(desk.data("agent.get")["username"] == "ada");
}

TEST_CASE("a reply repeats reference and name of the request", "[unit]") {
  at_desk desk;
  const auto reply = desk.ask("agent.getState");
  CHECK(reply["referenceId"] == "7");
  CHECK(reply["request"] == "agent.getState");
  CHECK(reply["userAgent"] == "WWE Server");
  CHECK(reply["protocolVersion"] == 2);
}

TEST_CASE("a request without a result has no data in its reply", "[unit]") {
  at_desk desk;
  CHECK_FALSE(desk.ask("agent.setState", {"Ready"}).contains("data"));
}

TEST_CASE("agent.getState answers the state of the agent", "[request:agent.getState]") {
  at_desk desk;
  CHECK(desk.data("agent.getState")["type"] == "LOGOUT");
  desk.ask("agent.setState", {"Ready"});
  CHECK(desk.data("agent.getState")["type"] == "READY");
}

TEST_CASE("agent.getStateList answers the operations that setState takes",
          "[request:agent.getStateList]") {
  at_desk desk;
  for (const auto& state : desk.data("agent.getStateList"))
    CHECK_FALSE(
      desk.ask("agent.setState", json::array({state["operationName"]})).contains("errorMessage"));
}

TEST_CASE("agent.setState sets every media and tells each change once",
          "[request:agent.setState][event:agent/STATE_CHANGED]") {
  at_desk desk;
  desk.subscribe({"agent", "media"});
  desk.data("agent.setState", {"NotReadyReason1511"});
  CHECK(desk.event_types() == types(5, "STATE_CHANGED"));
  CHECK(desk.last()
        == json::parse(R"({"eventType":"STATE_CHANGED","mediaState":"NOT_READY_ACTION_CODE",
                           "reason":"Break","reasonCode":"1511"})"));
}

TEST_CASE("agent.setState also takes a place in the list", "[request:agent.setState]") {
  at_desk desk;
  desk.data("agent.setState", {1});
  CHECK(desk.data("agent.getState")["type"] == "NOT_READY");
}

TEST_CASE("agent.setState refuses an unknown operation", "[request:agent.setState]") {
  at_desk desk;
  CHECK(desk.error("agent.setState", {"Asleep"}) == "There is no state operation 'Asleep'.");
  CHECK(desk.error("agent.setState", json::array({json::object()})).find("stateOperationName")
        != std::string::npos);
  CHECK(desk.data("agent.getState")["type"] == "LOGOUT");
}

TEST_CASE("media.getMediaList answers every media with its state", "[request:media.getMediaList]") {
  at_desk desk;
  std::set<std::string> names;
  for (const auto& one : desk.data("media.getMediaList"))
    names.insert(one["name"]);
  CHECK(names == std::set<std::string>{"chat", "email", "voice", "workitem"});
}

TEST_CASE("media.getMediaByName answers one media", "[request:media.getMediaByName]") {
  at_desk desk;
  CHECK(desk.data("media.getMediaByName", {"voice"})["state"]["type"] == "LOGOUT");
  CHECK(desk.error("media.getMediaByName", {"fax"}) == "There is no media 'fax'.");
}

TEST_CASE("media.setState sets one media and tells so",
          "[request:media.setState][event:media/STATE_CHANGED]") {
  at_desk desk;
  desk.subscribe("media");
  desk.data("media.setState", {"chat", "Ready"});
  CHECK(desk.event_types() == types{"STATE_CHANGED"});
  CHECK(desk.last() == json::parse(R"({"eventType":"STATE_CHANGED","media":"chat",
                                       "mediaState":"READY"})"));
}

TEST_CASE("media.setState refuses what it does not know", "[request:media.setState]") {
  at_desk desk;
  CHECK(desk.error("media.setState", {"fax", "Ready"}) == "There is no media 'fax'.");
  CHECK(desk.error("media.setState", {"voice", "Asleep"})
        == "There is no state operation 'Asleep'.");
  CHECK(desk.error("media.setState", {"voice"}).find("stateOperationName") != std::string::npos);
}

TEST_CASE("sipEndpoint requests mute and unmute each device by itself",
          "[request:sipEndpoint.muteMicrophone][request:sipEndpoint.unmuteMicrophone]"
          "[request:sipEndpoint.muteSpeaker][request:sipEndpoint.unmuteSpeaker]"
          "[request:sipEndpoint.isMicrophoneMute][request:sipEndpoint.isSpeakerMute]") {
  at_desk desk;
  desk.data("sipEndpoint.muteMicrophone");
  CHECK(desk.data("sipEndpoint.isMicrophoneMute") == true);
  CHECK(desk.data("sipEndpoint.isSpeakerMute") == false);
  desk.data("sipEndpoint.muteSpeaker");
  desk.data("sipEndpoint.unmuteMicrophone");
  CHECK(desk.data("sipEndpoint.isMicrophoneMute") == false);
  CHECK(desk.data("sipEndpoint.isSpeakerMute") == true);
  desk.data("sipEndpoint.unmuteSpeaker");
  CHECK(desk.data("sipEndpoint.isSpeakerMute") == false);
}

TEST_CASE("auth.getJwtToken answers a token that says it is simulated",
          "[request:auth.getJwtToken]") {
  at_desk desk;
  CHECK(desk.data("auth.getJwtToken")
        == base64url(R"({"alg":"none","typ":"JWT"})") + "."
             + base64url(R"({"iss":"deskstorm","simulated":true,"sub":"ada"})") + ".");
}

TEST_CASE("base64url writes the examples of RFC 4648 without padding", "[unit]") {
  CHECK(base64url("") == "");
  CHECK(base64url("f") == "Zg");
  CHECK(base64url("fo") == "Zm8");
  CHECK(base64url("foo") == "Zm9v");
  CHECK(base64url("foobar") == "Zm9vYmFy");
  CHECK(base64url("\xff\xfe") == "__4");
}

TEST_CASE("configuration.getOption answers what its patterns describe",
          "[request:configuration.getOption]") {
  auto setup = at_desk::usual();
  setup.shown_options["interaction-workspace"] = {{"voice.a", "1"}, {"voice.b", "2"}, {"x", "3"}};
  setup.shown_options["MySection"] = {{"k", "v"}};
  at_desk desk{setup};
  CHECK(desk.data("configuration.getOption", json::array({json::array({"voice.*"})}))
        == json::parse(R"({"voice.a":"1","voice.b":"2"})"));
  CHECK(desk.data("configuration.getOption",
                  json::array({json::array({"MySection/*", "x", "nothing/*"})}))
        == json::parse(R"({"MySection/k":"v","x":"3"})"));
  CHECK(desk.error("configuration.getOption", json::array({json::array({1})}))
        == "A pattern of options must be a text.");
  CHECK(desk.error("configuration.getOption", {"x"}).find("patterns") != std::string::npos);
}

TEST_CASE("matches takes a star for any text", "[unit]") {
  CHECK(matches("voice.*", "voice.dial"));
  CHECK(matches("*", ""));
  CHECK(matches("a*c*e", "abcde"));
  CHECK_FALSE(matches("voice.*", "voice"));
  CHECK_FALSE(matches("a*c", "acd"));
}

TEST_CASE("email.create begins an e-mail that is being composed",
          "[request:email.create][event:interaction/CREATED][event:interaction/COMPOSING]") {
  at_desk desk;
  desk.subscribe("interaction");
  desk.data("email.create", {"a@b.example", {{"k", "v"}}});
  CHECK(desk.event_types() == types{"ADDED", "CREATED", "COMPOSING"});
  CHECK(desk.last()["media"] == "email");
  CHECK(desk.last()["interaction"]["userData"]["k"] == "v");
  CHECK(desk.shown(desk.newest())["state"] == "COMPOSING");
  CHECK(desk.error("email.create", {""}) == "The destination must not be empty.");
  CHECK(desk.error("email.create", {"a@b.example", 1}).find("userData") != std::string::npos);
}

} // namespace
} // namespace deskstorm::desk
