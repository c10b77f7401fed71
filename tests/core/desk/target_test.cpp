#include <string>

#include <deskstorm/desk/target.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("a target is named by its type and destination, or by a text", "[object:target]") {
  for (const auto& row : target_types)
    for (const auto* key : {"target", "type"}) {
      CAPTURE(row.name, key);
      const auto read = read_target({{key, row.name}, {"destination", "5001"}});
      REQUIRE(read);
      CHECK(*read == target{row.value, "5001"});
    }
  CHECK(*read_target("5001") == target{target_type::custom_contact, "5001"});
  CHECK(read_target({{"type", "AGENT"}, {"destination", "E1"}, {"media", "chat"}})->media
        == media::chat);
}

TEST_CASE("what is no target is refused with what is wrong", "[object:target]") {
  const auto [query, error] = GENERATE(table<std::string, std::string>({
    {R"("")", "The target has no destination."},
    {R"({"type": "AGENT"})", "The target has no destination."},
    {R"({"type": "agent", "destination": "E1"})", "There is no target type 'agent'."},
    {R"({"destination": "E1"})", "There is no target type ''."},
    {R"({"type": "AGENT", "destination": "E1", "media": "fax"})", "There is no media 'fax'."},
    {"7", "The target has no destination."},
  }));
  const auto read = read_target(json::parse(query));
  REQUIRE_FALSE(read);
  CHECK(read.why().text == error);
  CHECK(read.why().where == "targetQuery");
}

} // namespace
} // namespace deskstorm::desk
