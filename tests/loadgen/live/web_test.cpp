#include <optional>
#include <string>

#include <deskstorm/loadgen/live/site.hpp>
#include <deskstorm/loadgen/live/web.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

const std::string here = "127.0.0.1:8090";

web_guard guard() { return {here, "localhost:8090", {"desk.test:80", "[::1]"}, "secret"}; }

} // namespace

TEST_CASE("a query value is decoded", "[unit]") {
  CHECK(query_value("/tab?agent=al%20ice&x=1", "agent") == "al ice");
  CHECK(query_value("/tab?x=1&agent=a+b", "agent") == "a b");
  CHECK(query_value("/tab?agent=%zz%4", "agent") == "%zz%4");
  CHECK(query_value("/tab?agent", "agent") == "");
  CHECK_FALSE(query_value("/tab?agents=1", "agent"));
  CHECK_FALSE(query_value("/tab", "agent"));
}

TEST_CASE("a request of another site may neither read nor change anything", "[unit]") {
  const auto [host, origin, token, reads, controls] =
    GENERATE(table<std::string, std::optional<std::string>, std::string, bool, bool>({
      {here, {}, "secret", true, true},
      {here, "http://127.0.0.1:8090", "secret", true, true},
      {"desk.test", "http://desk.test", "secret", true,
       true}, // browsers leave out the port of HTTP
      {"desk.test:80", {}, "secret", true, true},
      {here, {}, "", true, false},
      {here, {}, "Secret", true, false},
      {here, "http://evil.example", "secret", false, false},
      {here, "null", "secret", false, false},
      {here, "https://127.0.0.1:8090", "secret", false, false},
      {"evil.example", "http://evil.example", "secret", false, false},     // a name that is rebound
      {"localhost:8090", "http://localhost:8090", "secret", false, false}, // the sample's origin
      {"127.0.0.1:8090:80", {}, "secret", false, false},                   // one port, not two
      {"[::1]:80", {}, "secret", true, true},
      {"", {}, "secret", false, false},
    }));
  CAPTURE(host, origin, token);
  const web_request request{.method = "POST", .host = host, .origin = origin, .token = token};
  CHECK(guard().is_same_site(request) == reads);
  CHECK(guard().may_control(request) == controls);
}

TEST_CASE("a page of another site is known by what the browser says of it", "[unit]") {
  const auto [said, ours] = GENERATE(table<std::string, bool>({{"", true},
                                                               {"none", true},
                                                               {"same-origin", true},
                                                               {"same-site", false},
                                                               {"cross-site", false}}));
  CAPTURE(said);
  CHECK(guard().is_same_site({.host = here, .fetch_site = said}) == ours);
}

TEST_CASE("programs may open tabs by the name of the clients, their pages may not", "[unit]") {
  CHECK(guard().may_open_tab({.host = "localhost:8090"}));
  CHECK_FALSE(guard().may_open_tab({.host = "localhost:8090", .origin = "http://localhost:8090"}));
  CHECK_FALSE(guard().may_open_tab({.host = "evil.example"}));
}

TEST_CASE("the site gives its own files, and no others", "[unit]") {
  site pages{guard(), {}};
  const auto status = [&](const std::string& target, const std::string& host = here) {
    return pages.answer({.target = target, .host = host}).status;
  };
  CHECK(status("/") == 200);
  CHECK(status("/desk.js") == 200);
  CHECK(status("/api") == 200);
  CHECK(status("/api/state") == 503); // no centre
  CHECK(status("/../openapi.json") == 404);
  CHECK(status("/%2e%2e/openapi.json") == 404);
  CHECK(status("/sample.html") == 404);
  CHECK(status("/sample.html", "localhost:8090") == 200);
  CHECK(status("/desk.js", "localhost:8090") == 404);
  CHECK(status("/", "localhost:8090") == 302);
  CHECK(status("/", "evil.example") == 421);
  CHECK(pages.answer({.method = "DELETE", .host = here}).status == 405);
}

TEST_CASE("the token is in the desktop page, where no other origin can read it", "[unit]") {
  site pages{guard(), {}};
  CHECK(pages.answer({.host = here}).body.find("secret") != std::string::npos);
  CHECK(pages.answer({.target = "/sample.html", .host = "localhost:8090"}).body.find("secret")
        == std::string::npos);
}

TEST_CASE("a control request needs a body of JSON and a centre", "[unit]") {
  site pages{guard(), {}};
  const auto status = [&](const std::string& token, const std::string& target) {
    return pages
      .answer({.method = "POST", .target = target, .host = here, .token = token, .body = "{"})
      .status;
  };
  CHECK(status("wrong", "/api/reset") == 403);
  CHECK(status("secret", "/other") == 404);
  CHECK(status("secret", "/api/reset") == 503);
}

} // namespace deskstorm::loadgen::live
