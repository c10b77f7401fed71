#include <vector>

#include <deskstorm/desk/cases.hpp>
#include <deskstorm/desk/consultation.hpp>
#include <deskstorm/desk/events_json.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using list = std::vector<interaction>;

interaction one(std::uint32_t id, const std::string& case_id, bool main = true) {
  auto i = offer({.id = interaction_id{id}, .party = "5001", .case_id = case_id}, {}).call;
  i.main_of_case = main;
  return i;
}

std::vector<std::uint32_t> main_ones(const list& all) {
  std::vector<std::uint32_t> ids;
  for (const auto& i : all)
    if (i.main_of_case)
      ids.push_back(i.id.value);
  return ids;
}

TEST_CASE("a case that gets another id takes its interactions along", "[unit]") {
  list all{one(1, "a"), one(2, "a", false), one(3, "b")};
  const auto change = change_case(all, "a", "c");
  REQUIRE(change);
  CHECK(*change == case_change{"c", "a"});
  CHECK(all[0].case_id == "c");
  CHECK(all[1].case_id == "c");
  CHECK(all[2].case_id == "b");
  CHECK(main_ones(all) == std::vector<std::uint32_t>{1, 3});
}

TEST_CASE("a case that joins another leaves it its main interaction", "[unit]") {
  list all{one(1, "a"), one(2, "b")};
  REQUIRE(change_case(all, "a", "b"));
  CHECK(main_ones(all) == std::vector<std::uint32_t>{2});
}

TEST_CASE("a case that loses its main interaction gets another, rather no consultation",
          "[rule:main-interaction]") {
  list all{one(1, "a"), one(2, "a", false), one(3, "a", false)};
  all[1].kind = call_kind::consultation;
  all[0].removed = true;
  settle_main(all, "a");
  CHECK_FALSE(all[1].main_of_case);
  CHECK(all[2].main_of_case);
}

TEST_CASE("a case does not change into itself, nothing, or out of nothing", "[unit]") {
  list all{one(1, "a")};
  const list before = all;
  CHECK_FALSE(change_case(all, "a", "a"));
  CHECK_FALSE(change_case(all, "a", ""));
  CHECK_FALSE(change_case(all, "x", "b"));
  CHECK(all == before);
}

TEST_CASE("the leader writes the new case id into the attached data once",
          "[golden]"
          "[rule:case-changes][rule:case-written]") {
  list all{one(1, "a")};
  const auto change = change_case(all, "a", "b");
  CHECK(case_id_data(change->case_id, change->previous)
        == json::parse(R"({"eventType":"CASE_ID_CHANGED","caseId":"b","previousCaseId":"a"})"));
  CHECK(all[0].user_data["IW_CaseUid"] == "a");
  CHECK(write_case_id(all[0]) == interaction_events{event_type::attached_data_changed});
  CHECK(all[0].user_data["IW_CaseUid"] == "b");
  CHECK(write_case_id(all[0]).empty());
}

} // namespace
} // namespace deskstorm::desk
