#include <memory>
#include <string>
#include <vector>

#include <deskstorm/actors/live/live_page.hpp>

#include "support/catch.hpp"

namespace deskstorm::actors {
namespace {

struct shown_texts final : port {
  void opened(receiver&, agent_id, tab_id) override {}
  void closed(std::string) override {}
  void send(std::string text) override { all.push_back(json::parse(text)); }

  std::vector<json> all;
};

} // namespace

TEST_CASE("a page is shown what its desktop has, once", "[unit]") {
  const auto browser = std::make_shared<shown_texts>();
  live_page page{browser};
  desk::desktop desktop;
  REQUIRE(desktop.menu_bar.update(json{{"name", "crm"}}));
  page.show(desktop, instant{});
  page.show(desktop, instant{});
  REQUIRE(browser->all.size() == 1);
  CHECK(browser->all[0]["views"] == json::array({{{"name", "crm"}}}));
}

TEST_CASE("a page is told where its desktop has more than it can show", "[unit]") {
  const auto browser = std::make_shared<shown_texts>();
  live_page page{browser};
  desk::desktop desktop;
  const json large{{"title", std::string(live_page::most_shown_bytes / 50, 'x')}};
  for (std::size_t n = 0; n < desk::toasts::most; ++n)
    REQUIRE(desktop.toasts.popup(large, tab_id{1}, instant{}));
  page.show(desktop, instant{});
  page.show(desktop, instant{});
  REQUIRE(browser->all.size() == 1);
  CHECK(browser->all[0]["op"] == "too-much");
}

} // namespace deskstorm::actors
