#include <string>

#include "core/desk/at_desk.hpp"
#include "support/catch.hpp"

// What happens to cases and contacts of interactions in the list.
namespace deskstorm::desk {
namespace {

workspace::mail must(result<workspace::mail> made) {
  REQUIRE(made);
  return *std::move(made);
}

std::string case_of(at_desk& desk, const std::string& id) { return desk.shown(id)["caseId"]; }

TEST_CASE(
  "a case that changes is told by its ids, by its interactions, and by what the leader does",
  "[event:interaction/CASE_ID_CHANGED][event:interaction/CASE_OR_BUNDLE_ID_CHANGED]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.dial();
  const auto before = case_of(desk, id);
  desk.seen = must(desk.all.change_case(before, "of-the-contact"));
  CHECK(desk.event_types()
        == types{"CASE_ID_CHANGED", "CASE_OR_BUNDLE_ID_CHANGED", "ATTACHED_DATA_CHANGED"});
  CHECK(desk.seen[0].document["data"]
        == json{{"eventType", "CASE_ID_CHANGED"},
                {"caseId", "of-the-contact"},
                {"previousCaseId", before}});
  CHECK(desk.seen[1].document["data"]["interaction"]["userData"]["IW_CaseUid"] == before);
  CHECK(desk.last()["interaction"]["userData"]["IW_CaseUid"] == "of-the-contact");
}

TEST_CASE("a case that is selected stays so with another id", "[unit]") {
  at_desk desk;
  const auto id = desk.dial();
  desk.data("interaction.selectCaseByCaseId", json::array({case_of(desk, id)}));
  must(desk.all.change_case(case_of(desk, id), "of-the-contact"));
  CHECK(desk.shown(id)["isCaseSelected"] == true);
  CHECK(desk.shown(id)["isCaseExpanded"] == true);
  desk.subscribe("interaction");
  desk.data("interaction.selectCaseByCaseId", {"of-the-contact"});
  CHECK(desk.seen.empty());
}

TEST_CASE("without a leader the attached data of a case waits for the next one",
          "[rule:case-written]") {
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = desk.dial();
  desk.all.become(desk.tab, frame_state::negotiating);
  desk.seen = must(desk.all.change_case(case_of(desk, id), "new"));
  CHECK(desk.event_types() == types{"CASE_ID_CHANGED", "CASE_OR_BUNDLE_ID_CHANGED"});
  desk.seen = desk.all.become(desk.tab, frame_state::following);
  CHECK(desk.seen.empty());
  desk.seen = desk.all.become(desk.tab, frame_state::leading);
  CHECK(desk.event_types() == types{"ATTACHED_DATA_CHANGED"});
  CHECK(desk.all.become(desk.tab, frame_state::leading).empty());
}

TEST_CASE("a call that joins the case of another is not its main interaction", "[unit]") {
  at_desk desk;
  const auto first = desk.dial();
  const auto second = desk.offer();
  must(desk.all.change_case(case_of(desk, second), case_of(desk, first)));
  CHECK(case_of(desk, second) == case_of(desk, first));
  CHECK(desk.shown(first)["isMainCaseInteraction"] == true);
  CHECK(desk.shown(second)["isMainCaseInteraction"] == false);
  desk.happen(first, call_trigger::hang_up);
  desk.happen(first, call_trigger::mark_done);
  CHECK(desk.shown(second)["isMainCaseInteraction"] == true);
  CHECK_FALSE(desk.all.change_case("no such case", "new"));
}

TEST_CASE(
  "what the manual names no cause for is told when the owner says so",
  "[event:interaction/CONTACT_CHANGED][event:interaction/ERROR][event:interaction/UNKNOWN]") {
  const auto type = GENERATE(event_type::contact_changed, event_type::error, event_type::unknown);
  at_desk desk;
  desk.subscribe("interaction");
  const auto id = *interaction_named(json(desk.dial()));
  desk.seen = must(desk.all.report(id, type));
  CHECK(desk.event_types() == types{std::string{name_of(type)}});
  CHECK(desk.last()["interaction"]["interactionId"] == "1");
  CHECK_FALSE(desk.all.report({99}, type));
  CHECK_FALSE(desk.all.report(id, event_type::released));
}

} // namespace
} // namespace deskstorm::desk
