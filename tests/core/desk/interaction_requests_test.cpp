#include "core/desk/at_desk.hpp"

namespace deskstorm::desk {
namespace {

const std::string unknown = "There is no interaction '99'.";

TEST_CASE("a request about an interaction fails where there is none of that id", "[unit]") {
  at_desk desk;
  for (const auto& row : requests) {
    if (place_of(row.kind) != place::interaction)
      continue;
    json parameters = json::array({"99"});
    for (std::size_t i = 1; i < row.parameters.size(); ++i)
      if (row.parameters[i].type == parameter_type::text
          || row.parameters[i].type == parameter_type::object_or_text)
        parameters.push_back("x");
      else
        parameters.push_back(json::object());
    CAPTURE(row.name);
    CHECK(desk.error(row.name, parameters) == unknown);
  }
}

TEST_CASE("interaction.getInteractions answers the agent's list",
          "[request:interaction.getInteractions]") {
  at_desk desk;
  CHECK(desk.data("interaction.getInteractions") == json::array());
  const auto id = desk.offer();
  CHECK(desk.data("interaction.getInteractions") == json::array({desk.shown(id)}));
}

TEST_CASE("interaction.getByInteractionId answers null where there is none",
          "[request:interaction.getByInteractionId]") {
  at_desk desk;
  const auto reply = desk.ask("interaction.getByInteractionId", {"99"});
  CHECK(reply.at("data") == nullptr);
  CHECK_FALSE(reply.contains("errorMessage"));
  CHECK(desk.shown(desk.offer())["state"] == "RINGING");
}

TEST_CASE("reads and events show the user data that may be read",
          "[request:interaction.getByInteractionId][event:interaction/ATTACHED_DATA_CHANGED]") {
  auto setup = at_desk::usual();
  setup.rules.user_data.read = parse_keys("Key1");
  at_desk desk{setup};
  desk.subscribe("interaction");
  const auto id = desk.offer();
  desk.data("interaction.setUserData", {id, {{"Key1", "a"}, {"Key2", "b"}}});
  CHECK(desk.last()["interaction"]["userData"] == json{{"Key1", "a"}});
  CHECK(desk.shown(id)["userData"] == json{{"Key1", "a"}});
  CHECK(desk.data("interaction.getInteractions")[0]["userData"] == json{{"Key1", "a"}});
}

TEST_CASE("interaction.setUserData merges", "[request:interaction.setUserData]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.dial();
  desk.data("interaction.setUserData", {id, {{"a", 1}, {"b", 1}}});
  desk.data("interaction.setUserData", {id, {{"b", 2}}});
  CHECK(desk.event_types() == types{"ATTACHED_DATA_CHANGED"});
  CHECK(desk.shown(id)["userData"]["a"] == 1);
  CHECK(desk.shown(id)["userData"]["b"] == 2);
}

TEST_CASE("interaction.setUserData refuses keys and states", "[request:interaction.setUserData]") {
  auto setup = at_desk::usual();
  setup.rules.user_data.write = parse_keys("Key1");
  at_desk desk{setup};
  const auto id = desk.dial();
  CHECK(desk.error("interaction.setUserData", {id, {{"Key2", 1}}})
        == "The user data key 'Key2' must not be written.");
  CHECK(desk.error("interaction.setUserData", {id, "text"}).find("keyValues") != std::string::npos);
  desk.data("voice.hangUp", {id});
  CHECK(desk.error("interaction.setUserData", {id, {{"Key1", 1}}})
        == "The state IDLE of interaction " + id + " does not allow it.");
}

TEST_CASE("interaction.deleteUserData removes one key", "[request:interaction.deleteUserData]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.dial();
  desk.data("interaction.setUserData", {id, {{"a", 1}}});
  desk.data("interaction.deleteUserData", {id, "a"});
  CHECK(desk.event_types() == types{"ATTACHED_DATA_CHANGED"});
  CHECK_FALSE(desk.shown(id)["userData"].contains("a"));
}

TEST_CASE("interaction.deleteUserData refuses keys and states",
          "[request:interaction.deleteUserData]") {
  auto setup = at_desk::usual();
  setup.rules.user_data.write = parse_keys("Key1");
  at_desk desk{setup};
  const auto id = desk.dial();
  CHECK(desk.error("interaction.deleteUserData", {id, "Key2"})
        == "The user data key 'Key2' must not be written.");
  desk.data("voice.hangUp", {id});
  CHECK(desk.error("interaction.deleteUserData", {id, "Key1"})
        == "The state IDLE of interaction " + id + " does not allow it.");
}

TEST_CASE("interaction.selectCaseByCaseId collapses, selects and expands",
          "[request:interaction.selectCaseByCaseId][event:interaction/CASE_SELECTED]"
          "[event:interaction/CASE_EXPANDED][event:interaction/CASE_COLLAPSED]"
          "[rule:case-selection][rule:case-mirrored]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto first = desk.shown(desk.offer())["caseId"];
  const auto id = desk.offer();
  const auto second = desk.shown(id)["caseId"];
  desk.data("interaction.selectCaseByCaseId", json::array({first}));
  CHECK(desk.event_types() == types{"CASE_SELECTED", "CASE_EXPANDED"});
  desk.data("interaction.selectCaseByCaseId", json::array({second}));
  CHECK(desk.event_types() == types{"CASE_COLLAPSED", "CASE_SELECTED", "CASE_EXPANDED"});
  CHECK(desk.seen[0].document["data"]["selectedCaseId"] == first);
  CHECK(desk.last()["selectedCaseId"] == second);
  CHECK(desk.shown(id)["isCaseSelected"] == true);
  CHECK(desk.shown(id)["isCaseExpanded"] == true);
}

TEST_CASE("interaction.selectCaseByCaseId does nothing for the selected case and fails for none",
          "[request:interaction.selectCaseByCaseId]"
          "[rule:case-unknown]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto case_id = desk.shown(desk.offer())["caseId"];
  desk.data("interaction.selectCaseByCaseId", json::array({case_id}));
  desk.data("interaction.selectCaseByCaseId", json::array({case_id}));
  CHECK(desk.event_types().empty());
  CHECK(desk.error("interaction.selectCaseByCaseId", {"none"}) == "There is no case 'none'.");
}

TEST_CASE("interaction.markdone removes a call that is over",
          "[request:interaction.markdone][event:interaction/MARKDONE_APPLY]"
          "[event:interaction/REMOVED]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.dial();
  CHECK(desk.error("interaction.markdone", {id})
        == "The state DIALING of interaction " + id + " does not allow it.");
  desk.data("voice.hangUp", {id});
  desk.data("interaction.markdone", {id});
  CHECK(desk.event_types() == types{"MARKDONE_APPLY", "REMOVED"});
  CHECK(desk.error("interaction.markdone", {id}) == "There is no interaction '" + id + "'.");
}

TEST_CASE("interaction.blockMarkdone keeps a call in the list until its time is over",
          "[request:interaction.blockMarkdone][event:markdone/MARKDONE_REQUESTED]") {
  at_desk desk;
  desk.subscribe("markdone");
  const auto id = desk.dial();
  desk.data("voice.hangUp", {id});
  desk.data("interaction.blockMarkdone", {id, "Not yet"});
  CHECK(desk.error("interaction.markdone", {id}) == "Not yet");
  CHECK(desk.last() == json{{"eventType", "MARKDONE_REQUESTED"}, {"interactionId", id}});
  desk.happen(id, call_trigger::mark_done); // by the agent
  CHECK(desk.event_types() == types{"MARKDONE_REQUESTED"});
  desk.now += 30s - 1ns;
  CHECK(desk.error("interaction.markdone", {id}) == "Not yet");
  desk.now += 1ns;
  desk.data("interaction.markdone", {id});
  CHECK(desk.event_types().empty());
}

TEST_CASE("interaction.unblockMarkdone lifts the block", "[request:interaction.unblockMarkdone]") {
  at_desk desk;
  const auto id = desk.dial();
  desk.data("voice.hangUp", {id});
  desk.data("interaction.blockMarkdone", {id, "Not yet"});
  desk.data("interaction.unblockMarkdone", {id});
  desk.data("interaction.markdone", {id});
}

TEST_CASE("interaction.accept and reject are refused for a call",
          "[request:interaction.accept][request:interaction.reject]") {
  at_desk desk;
  const auto id = desk.offer();
  const auto why = "The state RINGING of interaction " + id + " does not allow it.";
  CHECK(desk.error("interaction.accept", {id}) == why);
  CHECK(desk.error("interaction.reject", {id}) == why);
}

TEST_CASE("interaction.accept and reject answer an invitation",
          "[request:interaction.accept][request:interaction.reject]"
          "[event:interaction/INVITED][event:interaction/ACCEPTED]") {
  at_desk desk;
  desk.subscribe("interaction");
  desk.seen =
    desk.all.invite({.id = {}, .media = media::workitem, .party = "c@d.example"}, desk.now);
  CHECK(desk.event_types() == types{"ADDED", "INVITED"});
  const auto id = desk.newest();
  desk.data("interaction.accept", {id});
  CHECK(desk.event_types() == types{"ACCEPTED"});
  CHECK(desk.error("interaction.reject", {id})
        == "The state ACCEPTED of interaction " + id + " does not allow it.");
  desk.all.invite({.id = {}, .media = media::chat}, desk.now);
  desk.data("interaction.reject", {desk.newest()});
  CHECK(desk.event_types() == types{"REMOVED"});
}

TEST_CASE("interaction.singleStepTransfer ends the call for the agent",
          "[request:interaction.singleStepTransfer][event:interaction/RELEASED]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  CHECK(desk.error("interaction.singleStepTransfer", {id, {{"target", "PLANET"}}})
        == "There is no target type 'PLANET'.");
  desk.data("interaction.singleStepTransfer",
            {id, {{"target", "AGENT"}, {"destination", "E2"}}, {{"k", "v"}}});
  CHECK(desk.event_types() == types{"RELEASED"});
  CHECK(desk.shown(id)["userData"]["k"] == "v");
  CHECK(desk.error("interaction.singleStepTransfer", {id, "5002"})
        == "The state IDLE of interaction " + id + " does not allow it.");
}

TEST_CASE("interaction.singleStepConference brings a party in",
          "[request:interaction.singleStepConference][event:interaction/PARTY_CHANGED]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  desk.data("interaction.singleStepConference", {id, {{"type", "SKILL"}, {"destination", "Law"}}});
  CHECK(desk.event_types() == types{"PARTY_CHANGED"});
  CHECK(desk.shown(id)["parties"] == json::parse(R"([{"name":"5001"},{"name":"Law"}])"));
  CHECK(desk.error("interaction.singleStepConference", {id, json::object()})
        == "There is no target type ''.");
}

TEST_CASE("interaction.consult holds the call and begins another one",
          "[request:interaction.consult][event:interaction/HELD]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  desk.data("interaction.consult", {id, {{"target", "AGENT"}, {"destination", "E2"}}});
  CHECK(desk.event_types() == types{"HELD", "ADDED", "DIALING"});
  const auto consultation = desk.shown(desk.newest());
  CHECK(consultation["parentInteractionId"] == id);
  CHECK(consultation["isConsultation"] == true);
  CHECK(consultation["callType"] == "CONSULT");
  CHECK(consultation["caseId"] == desk.shown(id)["caseId"]);
  CHECK(desk.error("interaction.consult", {id, "5002"})
        == "The state HELD of interaction " + id + " does not allow it.");
  CHECK(desk.error("interaction.consult", {id, ""}) == "The target has no destination.");
}

TEST_CASE("interaction.completeTransfer ends both calls",
          "[request:interaction.completeTransfer]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  CHECK(desk.error("interaction.completeTransfer", {id})
        == "Interaction " + id + " is no consultation.");
  desk.data("interaction.consult", {id, "5002"});
  const auto consultation = desk.newest();
  CHECK(desk.error("interaction.completeTransfer", {consultation})
        == "The state DIALING of interaction " + consultation + " does not allow it.");
  desk.happen(consultation, call_trigger::far_end_answers);
  desk.data("interaction.completeTransfer", {consultation});
  CHECK(desk.event_types() == types{"RELEASED", "REMOVED", "RELEASED"});
  CHECK(desk.shown(id)["state"] == "IDLE");
}

TEST_CASE("interaction.completeConference joins both calls",
          "[request:interaction.completeConference]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  desk.data("interaction.consult", {id, "5002"});
  const auto consultation = desk.newest();
  desk.happen(consultation, call_trigger::far_end_answers);
  desk.data("interaction.completeConference", {consultation});
  CHECK(desk.event_types() == types{"RELEASED", "REMOVED", "ESTABLISHED", "PARTY_CHANGED"});
  CHECK(desk.shown(id)["parties"].size() == 2);
  CHECK(desk.error("interaction.completeConference", {consultation})
        == "There is no interaction '" + consultation + "'.");
}

TEST_CASE("voice.dial begins a call with user data",
          "[request:voice.dial][event:interaction/ADDED][event:interaction/DIALING]") {
  at_desk desk;
  desk.subscribe("interaction");
  desk.data("voice.dial", {"5001", {{"k", "v"}}});
  CHECK(desk.event_types() == types{"ADDED", "DIALING"});
  CHECK(desk.last()["interaction"]["userData"]["k"] == "v");
  CHECK(desk.last()["interaction"]["dnis"] == "5001");
  CHECK(desk.last()["media"] == "voice");
}

TEST_CASE("voice.dial refuses wrong parameters", "[request:voice.dial]") {
  at_desk desk;
  CHECK(desk.error("voice.dial", {""}) == "The destination must not be empty.");
  CHECK(desk.error("voice.dial", {5001}).find("destination") != std::string::npos);
  CHECK(desk.error("voice.dial", {"5001", "data"}).find("userData") != std::string::npos);
}

TEST_CASE("voice.dialEx takes extensions", "[request:voice.dialEx]") {
  at_desk desk;
  desk.subscribe("interaction");
  desk.data("voice.dialEx", {"5001", nullptr, {{"ext", 1}}});
  CHECK(desk.event_types() == types{"ADDED", "DIALING"});
  CHECK(desk.error("voice.dialEx", {"5001", nullptr, 1}).find("extensions") != std::string::npos);
}

TEST_CASE("voice.answer connects a call that rings",
          "[request:voice.answer][event:interaction/RINGING][event:interaction/ESTABLISHED]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.offer();
  CHECK(desk.event_types() == types{"ADDED", "RINGING"});
  desk.data("voice.answer", {id});
  CHECK(desk.event_types() == types{"ESTABLISHED"});
  CHECK(desk.error("voice.answer", {id})
        == "The state TALKING of interaction " + id + " does not allow it.");
}

TEST_CASE("voice.hold and voice.resume", "[request:voice.hold][request:voice.resume]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  CHECK(desk.error("voice.resume", {id})
        == "The state TALKING of interaction " + id + " does not allow it.");
  desk.data("voice.hold", {id});
  CHECK(desk.event_types() == types{"HELD"});
  CHECK(desk.error("voice.hold", {id})
        == "The state HELD of interaction " + id + " does not allow it.");
  desk.data("voice.resume", {id});
  CHECK(desk.event_types() == types{"ESTABLISHED"});
}

TEST_CASE("voice.hangUp ends a call, and its recording", "[request:voice.hangUp]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  desk.data("voice.startCallRecording", {id});
  desk.data("voice.hangUp", {id});
  CHECK(desk.event_types() == types{"CALL_RECORDING_STATE_CHANGED", "RELEASED"});
  CHECK(desk.error("voice.hangUp", {id})
        == "The state IDLE of interaction " + id + " does not allow it.");
}

TEST_CASE("recording starts, pauses, resumes and stops",
          "[request:voice.startCallRecording][request:voice.stopCallRecording]"
          "[request:voice.pauseCallRecording][request:voice.resumeCallRecording]"
          "[event:interaction/CALL_RECORDING_STATE_CHANGED]"
          "[object:recording-state]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.talk();
  const auto is = [&](std::string_view state) {
    return "The recording of interaction " + id + " is " + std::string{state} + ".";
  };
  CHECK(desk.error("voice.stopCallRecording", {id}) == is("STOPPED"));
  CHECK(desk.error("voice.pauseCallRecording", {id}) == is("STOPPED"));
  desk.data("voice.startCallRecording", {id});
  CHECK(desk.event_types() == types{"CALL_RECORDING_STATE_CHANGED"});
  CHECK(desk.last()["interaction"]["recordingState"] == "RECORDING");
  CHECK(desk.error("voice.startCallRecording", {id}) == is("RECORDING"));
  CHECK(desk.error("voice.resumeCallRecording", {id}) == is("RECORDING"));
  desk.data("voice.pauseCallRecording", {id});
  desk.data("voice.resumeCallRecording", {id});
  desk.data("voice.stopCallRecording", {id});
  CHECK(desk.shown(id)["recordingState"] == "STOPPED");
}

TEST_CASE("a request that its state refuses changes nothing", "[unit]") {
  at_desk desk;
  desk.subscribe({"interaction", "markdone"});
  const auto id = desk.dial();
  const auto before = desk.shown(id);
  for (const auto* request : {"voice.hold", "voice.resume", "voice.answer", "interaction.markdone",
                              "voice.startCallRecording", "interaction.accept"}) {
    CAPTURE(request);
    desk.error(request, {id});
    CHECK(desk.event_types().empty());
    CHECK(desk.shown(id) == before);
  }
}

} // namespace
} // namespace deskstorm::desk
