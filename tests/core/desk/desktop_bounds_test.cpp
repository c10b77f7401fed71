#include <cstddef>
#include <string>

#include <deskstorm/desk/dialogs.hpp>
#include <deskstorm/desk/toasts.hpp>

#include "support/catch.hpp"

// The vendor names no limits; ours are what a person could ever look at.
namespace deskstorm::desk {

TEST_CASE("so many toasts may be open, and others when one has closed", "[unit]") {
  toasts all;
  const auto popup = [&] { return all.popup(json{{"title", "Hello"}}, tab_id{1}, instant{}); };
  for (std::size_t n = 0; n < toasts::most; ++n)
    REQUIRE(popup());
  CHECK_FALSE(popup());
  CHECK(all.close("wweCustomToast0", instant{}));
  CHECK(popup());
}

TEST_CASE("so many dialogs may be open", "[unit]") {
  dialogs all;
  for (std::size_t n = 0; n < dialogs::most; ++n)
    REQUIRE(all.open("http://a.example", json::object(), "Ada"));
  CHECK_FALSE(all.open("http://a.example", json::object(), "Ada"));
  CHECK(all.close("wweCustomDialog1"));
  CHECK(all.open("http://a.example", json::object(), "Ada"));
}

TEST_CASE("the menu bar has so many views, of so many keys", "[unit]") {
  menu_bar bar;
  for (std::size_t n = 0; n < menu_bar::most; ++n)
    REQUIRE(bar.update(json{{"name", std::to_string(n)}}));
  CHECK_FALSE(bar.update(json{{"name", "one more"}}));
  for (std::size_t n = 1; n < menu_bar::most; ++n)
    REQUIRE(bar.update(json{{"name", "0"}, {"key" + std::to_string(n), n}}));
  CHECK_FALSE(bar.update(json{{"name", "0"}, {"key", 0}}));
  CHECK(bar.update(json{{"name", "0"}, {"key1", "changed"}}));
  CHECK(bar.all()[0]["key1"] == "changed");
}

TEST_CASE("a view of the menu bar grows only so long", "[unit]") {
  menu_bar bar;
  const std::string half(menu_bar::most_bytes / 2, 'x');
  REQUIRE(bar.update(json{{"name", "a"}, {"one", half}}));
  CHECK_FALSE(bar.update(json{{"name", "a"}, {"two", half}}));
  CHECK(bar.update(json{{"name", "a"}, {"one", "x"}}));
  CHECK(bar.update(json{{"name", "a"}, {"two", half}}));
}

} // namespace deskstorm::desk
