#include <string>
#include <tuple>

#include <deskstorm/loadgen/live/browser_message.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {

TEST_CASE("a browser message is read by its 'op'", "[unit]") {
  const auto relayed = read_browser_message(
    R"({"op": "message", "frame": 3, "origin": "http://crm.example", "message": {"a": 1}})");
  REQUIRE(relayed);
  const auto& relay = std::get<relay_message>(*relayed);
  CHECK(relay.frame == 3);
  CHECK(relay.origin == "http://crm.example");
  CHECK(relay.message == json{{"a", 1}});
  CHECK(std::get<embed_page>(*read_browser_message(R"({"op": "embed", "frame": 0})")).frame == 0);
  CHECK(std::get<drop_page>(*read_browser_message(R"({"op": "drop", "frame": 7})")).frame == 7);
  const auto loaded =
    std::get<page_loaded>(*read_browser_message(R"({"op": "load", "frame": 7, "early": 2})"));
  CHECK(loaded.frame == 7);
  CHECK(loaded.early == 2);
  CHECK(std::get<page_loaded>(*read_browser_message(R"({"op": "load", "frame": 7})")).early == 0);
  CHECK(std::get<show_page>(
          *read_browser_message(R"({"op": "show-frame", "frame": 1, "visible": true})"))
          .visible);
  CHECK_FALSE(std::get<show_tab>(*read_browser_message(R"({"op": "show-tab"})")).visible);
  CHECK(std::holds_alternative<focus_tab>(*read_browser_message(R"({"op": "focus"})")));
  const auto click =
    std::get<click_toast>(*read_browser_message(R"({"op": "click", "toast": 2, "button": 1})"));
  CHECK(click.toast == 2);
  CHECK(click.button == 1);
  const auto chat =
    std::get<end_chat>(*read_browser_message(R"({"op": "end-chat", "interaction": "7"})"));
  CHECK(chat.interaction == interaction_id{7});
}

TEST_CASE("a browser message that is wrong is refused, with the place", "[unit]") {
  const auto [text, where] = GENERATE(table<std::string, std::string>({
    {R"({"op": "message", "frame": 1})", "message"},
    {R"({"op": "message", "frame": 255, "message": {}})", "frame"},
    {R"({"op": "message", "frame": -1, "message": {}})", "frame"},
    {R"({"op": "message", "frame": 1.5, "message": {}})", "frame"},
    {R"({"op": "embed"})", "frame"},
    {R"({"op": "dance", "frame": 1})", "op"},
    {R"({"op": "click", "toast": "a", "button": 1})", "toast"},
    {R"({"op": "end-chat", "interaction": 7})", "interaction"},
    {R"([1])", ""},
    {"{", ""},
    {"\xFF", ""},
  }));
  CAPTURE(text);
  const auto read = read_browser_message(text);
  REQUIRE_FALSE(read);
  CHECK(read.why().where == where);
}

TEST_CASE("a browser message has a limit of bytes and of depth", "[unit]") {
  const std::string deep = R"({"op": "message", "frame": 1, "message": )" + std::string(100, '[')
                           + std::string(100, ']') + "}";
  CHECK_FALSE(read_browser_message(deep));
  const std::string focus = R"({"op": "focus"})";
  CHECK(read_browser_message(focus, {.bytes = focus.size()}));
  CHECK_FALSE(read_browser_message(focus, {.bytes = focus.size() - 1}));
}

} // namespace deskstorm::loadgen::live
