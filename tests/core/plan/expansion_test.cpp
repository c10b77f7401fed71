#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/plan/expansion.hpp>

#include "support/catch.hpp"

namespace deskstorm::plan {
namespace {

const placeholder_values& known() {
  static const placeholder_values values{
    .interaction = "7",
    .event = json::parse(R"({"eventType": "HELD", "interaction": {"interactionId": "9",
      "userData": {"Key1": "v", "a": {"b": 1}}, "parties": [{"name": "x"}, {"name": "y"}]}})"),
    .uuid = "0123",
    .counter = 4};
  return values;
}

TEST_CASE("placeholders are filled in wherever they stand", "[unit]") {
  const auto [written, filled_in] = GENERATE(table<std::string, std::string>({
    {R"(["$interaction"])", R"(["7"])"},
    {R"(["$uuid", "$counter"])", R"(["0123", 4])"},
    {R"(["$event.eventType"])", R"(["HELD"])"},
    {R"(["$event.interaction.interactionId"])", R"(["9"])"},
    {R"(["$event.interaction.userData"])", R"([{"Key1": "v", "a": {"b": 1}}])"},
    {R"(["$event.interaction.userData.a.b"])", "[1]"},
    {R"(["$event.interaction.parties.1.name"])", R"(["y"])"},
    {R"([{"k": ["$counter", {"u": "$uuid"}]}])", R"([{"k": [4, {"u": "0123"}]}])"},
    {R"(["plain", 1, null, "a $uuid"])", R"(["plain", 1, null, "a $uuid"])"},
  }));
  CHECK(expand(json::parse(written), known()) == json::parse(filled_in));
}

TEST_CASE("what the event does not have is null", "[unit]") {
  const auto written =
    GENERATE(as<std::string>{}, R"(["$event.colour"])", R"(["$event.interaction.parties.2.name"])",
             R"(["$event.interaction.parties.name"])", R"(["$event.eventType.x"])");
  CHECK(expand(json::parse(written), known()) == json::array({nullptr}));
}

TEST_CASE("what is filled into parameters", "[unit]") {
  const auto [parameters, what] = GENERATE(table<std::string, filling>({
    {"[]", filling::nothing},
    {R"(["x", {"k": 1}])", filling::nothing},
    {R"(["$interaction"])", filling::id},
    {R"(["$event.interaction.interactionId", {"k": 1}])", filling::id},
    {R"(["$interaction", {"k": "$uuid"}])", filling::of_tab},
    {R"(["x", {"k": ["$interaction"]}])", filling::of_tab},
    {R"(["$interaction", {"k": "$event.interaction.interactionId"}])", filling::of_event},
    {R"(["$event.interaction.caseId"])", filling::of_event},
  }));
  CHECK(filling_of(json::parse(parameters)) == what);
}

TEST_CASE("what is not known stays", "[unit]") {
  const auto written =
    json::parse(R"(["$interaction", "$event.eventType", "$uuid", "$counter", "$unknown"])");
  CHECK(expand(written, {}) == written);
}

TEST_CASE("texts that begin with $ are placeholders", "[unit]") {
  const auto [value, has] = GENERATE(table<std::string, bool>({
    {R"(["a", {"b": ["$uuid"]}])", true},
    {R"(["a", {"$b": ["uuid"]}, 1])", false},
    {"[]", false},
  }));
  CHECK(has_placeholders(json::parse(value)) == has);
}

} // namespace
} // namespace deskstorm::plan
