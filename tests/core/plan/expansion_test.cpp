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

TEST_CASE("a placeholder that stands for nothing stays", "[unit]") {
  const auto written = GENERATE(
    as<std::string>{}, R"(["$event.colour"])", R"(["$event.interaction.parties.2.name"])",
    R"(["$event.interaction.parties.name"])", R"(["$event.eventType.x"])", R"(["$unknown"])");
  CHECK(expand(json::parse(written), known()) == json::parse(written));
}

TEST_CASE("without an event or an interaction theirs stay", "[unit]") {
  const auto written = json::parse(R"(["$interaction", "$event.eventType"])");
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
