#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/text.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

TEST_CASE("trimmed takes blanks off both ends", "[unit]") {
  const auto [text, rest] = GENERATE(
    table<std::string, std::string>({{"", ""}, {" \t\r", ""}, {" a b ", "a b"}, {"a\r", "a"}}));
  CHECK(trimmed(text) == rest);
}

TEST_CASE("cut takes what stands before the mark and the mark", "[unit]") {
  std::string_view text = "a=b=c";
  CHECK(cut(text, '=') == "a");
  CHECK(text == "b=c");
  CHECK(cut(text, ',') == "b=c");
  CHECK(text.empty());
}

TEST_CASE("whole_number reads digits and nothing else", "[unit]") {
  CHECK(whole_number<std::uint32_t>("0") == 0u);
  CHECK(whole_number<std::uint32_t>("4294967295") == 4294967295u);
  const auto wrong =
    GENERATE(as<std::string>{}, "", " 1", "1 ", "-1", "+1", "1.0", "0x1", "4294967296", "ten");
  CAPTURE(wrong);
  CHECK(whole_number<std::uint32_t>(wrong) == std::nullopt);
}
