#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/options/parse.hpp>
#include <deskstorm/options/table.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;

namespace {

options parsed(std::string_view text) {
  auto read = parse_options(text);
  REQUIRE(read);
  return *std::move(read);
}

} // namespace

TEST_CASE("every option's fallback is what options hold without it", "[unit]") {
  for (const auto& row : option_table) {
    CAPTURE(row.key);
    const auto key = std::string{row.stem()} + (row.per_request() ? "voice.dial" : "");
    auto with = parsed(key + "=" + std::string{row.fallback});
    if (row.per_request())
      with.limits.each = {};
    CHECK(with.written.extract(key).mapped() == row.fallback);
    CHECK(with == options{});
    CHECK_FALSE(row.about.empty());
    CHECK_FALSE(row.source.empty());
  }
}

// Source: the sample configuration of the manual's rate limit section.
TEST_CASE("the manual's sample of limits is read", "[unit]") {
  const auto read = parsed("service-client-api.rate-limit=0\n"
                           "service-client-api.rate-limit.voice.dial=4\n"
                           "service-client-api.rate-limit.email.create=2\n");
  CHECK(read.limits.all == 0);
  CHECK(read.limits.each[static_cast<std::size_t>(request_kind::voice_dial)] == 4u);
  CHECK(read.limits.each[static_cast<std::size_t>(request_kind::email_create)] == 2u);
  CHECK(std::ranges::count(read.limits.each, std::optional<std::uint32_t>{}) == request_count - 2);
  CHECK(read.limits.quarantine == 30s);
}

TEST_CASE("every option sets its member", "[unit]") {
  const auto read = parsed("service-client-api.accepted-web-content-origins=http://a (agent.get)\n"
                           "service-client-api.rate-limit=50\n"
                           "service-client-api.rate-limit-quarantine-delay=60\n"
                           "service-client-api.user-data.read-allowed=Key1\n"
                           "service-client-api.user-data.write-allowed=Key2\n"
                           "service-client-api.block-markdone-timeout=1500\n"
                           "workspace.web-content=crm, , wallboard\n"
                           "interaction.web-content=history\n");
  CHECK(read.origins.judge("http://a", request_kind::agent_get) == origin_access::granted);
  CHECK(read.limits.all == 50);
  CHECK(read.limits.quarantine == 60s);
  CHECK(read.user_data.read == key_list{{"Key1"}});
  CHECK(read.user_data.write == key_list{{"Key2"}});
  CHECK(read.block_markdone_timeout == 1500ms);
  CHECK(read.workspace_web_content == std::vector<std::string>{"crm", "wallboard"});
  CHECK(read.interaction_web_content == std::vector<std::string>{"history"});
}

TEST_CASE("every request can have a limit of its own", "[unit]") {
  for (const auto& row : requests) {
    CAPTURE(row.name);
    const auto read = parsed("service-client-api.rate-limit." + std::string{row.name} + "=7");
    CHECK(read.limits.each[static_cast<std::size_t>(row.kind)] == 7u);
  }
}

TEST_CASE("comments, blank lines, blanks and the end of the file do not matter", "[unit]") {
  const auto read = parsed("# an export\r\n\r\n  service-client-api.rate-limit = 5 \r\n"
                           "\t# service-client-api.rate-limit = 6\n"
                           "service-client-api.user-data.read-allowed = a=b, c");
  CHECK(read.limits.all == 5);
  CHECK(read.user_data.read == key_list{{"a=b", "c"}});
  CHECK(parsed("") == options{});
}

TEST_CASE("options are kept as they were written, those of other sections too", "[unit]") {
  const auto read = parsed("service-client-api.rate-limit = 5\n"
                           "crm/label = Customers\ncrm/url = http://localhost:3000/?a=b\n");
  using texts = std::map<std::string, std::string, std::less<>>;
  CHECK(read.written
        == texts{{"service-client-api.rate-limit", "5"},
                 {"crm/label", "Customers"},
                 {"crm/url", "http://localhost:3000/?a=b"}});
}

TEST_CASE("a text of options that is wrong says what and where", "[unit]") {
  const auto [text, what, where] = GENERATE(table<std::string, std::string, std::string>({
    {"x", "expected key=value, found 'x'", "line 1"},
    {"\n#\n =1", "expected an option before '='", "line 3"},
    {"service-client-api.rate-limit=1\n\nservice-client-api.rate-limit=1",
     "the option 'service-client-api.rate-limit' is also set on line 1", "line 3"},
    {"service-client-api.rate-limits=1",
     "unknown option 'service-client-api.rate-limits' (did you mean "
     "'service-client-api.rate-limit'?)",
     "line 1"},
    {"colour=red", "unknown option 'colour'", "line 1"},
    {"crm/colour=red", "unknown option 'crm/colour'", "line 1"},
    {"/url=x", "unknown option '/url'", "line 1"},
    {"a/b/url=x", "unknown option 'a/b/url'", "line 1"},
    {"service-client-api.rate-limit.voice.dail=4",
     "unknown option 'service-client-api.rate-limit.voice.dail' (did you mean "
     "'service-client-api.rate-limit.voice.dial'?)",
     "line 1"},
    {"service-client-api.rate-limit.<request>=4",
     "unknown option 'service-client-api.rate-limit.<request>' (did you mean "
     "'service-client-api.rate-limit.agent.get'?)",
     "line 1"},
    {"service-client-api.rate-limit=-1",
     "service-client-api.rate-limit: '-1' is no whole number from 0 to 4294967295", "line 1"},
    {"service-client-api.rate-limit=",
     "service-client-api.rate-limit: '' is no whole number from 0 to 4294967295", "line 1"},
    {"service-client-api.rate-limit.voice.dial=4.5",
     "service-client-api.rate-limit.voice.dial: '4.5' is no whole number from 0 to 4294967295",
     "line 1"},
    {"service-client-api.rate-limit-quarantine-delay=30s",
     "service-client-api.rate-limit-quarantine-delay: '30s' is no whole number from 0 to "
     "4294967295",
     "line 1"},
    {"service-client-api.block-markdone-timeout=0",
     "service-client-api.block-markdone-timeout: '0' is no whole number from 1 to 4294967295",
     "line 1"},
    {"service-client-api.accepted-web-content-origins=http://a (",
     "service-client-api.accepted-web-content-origins: a filter is missing at 'http://a'",
     "line 1"},
  }));
  CAPTURE(text);
  const auto read = parse_options(text);
  REQUIRE_FALSE(read);
  CHECK(read.why() == failure{what, where});
}

TEST_CASE("a text of options that is too long is refused", "[unit]") {
  CHECK(parse_options(std::string(longest_options_text, '\n')));
  CHECK(parse_options(std::string(longest_options_text + 1, '\n')).why().text
        == "the options are longer than 1048576 bytes");
}

TEST_CASE("options are read from a JSON object of texts", "[unit]") {
  const auto read = options_from_json(
    {{"service-client-api.rate-limit", "5"}, {"service-client-api.rate-limit.voice.dial", "4"}});
  REQUIRE(read);
  CHECK(*read
        == parsed("service-client-api.rate-limit=5\nservice-client-api.rate-limit.voice.dial=4"));
}

TEST_CASE("JSON options that are wrong say what and where", "[unit]") {
  const auto [object, what, where] = GENERATE(table<json, std::string, std::string>({
    {json::array(), "expected an object of options", ""},
    {{{"service-client-api.rate-limit", 5}},
     "expected the value of 'service-client-api.rate-limit' as text, found number",
     "/service-client-api.rate-limit"},
    {{{"a/b", "5"}}, "unknown option 'a/b'", "/a~1b"},
  }));
  const auto read = options_from_json(object);
  REQUIRE_FALSE(read);
  CHECK(read.why() == failure{what, where});
}

TEST_CASE("set_options goes on after an error and the last value of a key holds", "[unit]") {
  options to;
  const auto wrong = set_options(to, {{"service-client-api.rate-limit", "1", "line 1"},
                                      {"colour", "red", "line 2"},
                                      {"service-client-api.rate-limit", "2", "/x"},
                                      {"service-client-api.rate-limit", "y", "/y"}});
  CHECK(wrong.size() == 2);
  CHECK(to.limits.all == 2);
}
