#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/policy/origin_grammar.hpp>
#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/protocol/requests.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

origin_policy policy_of(std::string_view text) {
  auto policy = parse_origins(text);
  REQUIRE(policy);
  return *policy;
}

std::vector<std::string> names_allowed(const origin_policy& policy, std::string_view origin) {
  std::vector<std::string> names;
  for (const auto kind : policy.allowed_to(origin))
    names.emplace_back(name_of(kind));
  return names;
}

/// What the manual's overview page prints as its example of filters.
constexpr std::string_view manual_example =
  "http://my-web-server0, http://my-web-server1 (*), http://my-web-server2 (agent.*, voice.dial), "
  "http://my-web-server3 (agent.*, interaction.*)";

} // namespace

// Source: "everything is allowed for the http://my-web-server0 and http://my-web-server1".
TEST_CASE("an origin without filters, or with (*), may make every request", "[unit]") {
  const auto policy = policy_of(manual_example);
  CHECK(policy.allowed_to("http://my-web-server0").size() == request_count);
  CHECK(policy.allowed_to("http://my-web-server1").size() == request_count);
}

// Source: "For the http://my-web-server2 domain, only the agent.get, agent.getStateList,
// agent.setState, agent.getState and voice.dial requests are allowed."
TEST_CASE("an origin with filters may make those requests alone", "[unit]") {
  const auto policy = policy_of(manual_example);
  CHECK(names_allowed(policy, "http://my-web-server2")
        == std::vector<std::string>{"agent.get", "agent.getState", "agent.getStateList",
                                    "agent.setState", "voice.dial"});
  CHECK(policy.judge("http://my-web-server2", request_kind::voice_dial) == origin_access::granted);
  CHECK(policy.judge("http://my-web-server2", request_kind::voice_dial_ex)
        == origin_access::filtered);
  CHECK(policy.judge("http://my-web-server4", request_kind::voice_dial) == origin_access::unlisted);
}

TEST_CASE("a filter of a namespace stands for all its requests", "[unit]") {
  const auto names = names_allowed(policy_of(manual_example), "http://my-web-server3");
  CHECK(names.size() == 4 + 15);
  CHECK(std::ranges::all_of(names, [](const std::string& name) {
    return name.starts_with("agent.") || name.starts_with("interaction.");
  }));
}

// Source: "a web page located at http://my-web-server/path/page.html" needs "http://my-web-server".
TEST_CASE("only scheme, host and port of a page count", "[unit]") {
  const auto policy =
    policy_of("http://my-web-server, http://my-second-web-server, https://my-third:8443/x");
  const auto [page, verdict] = GENERATE(table<std::string, origin_access>({
    {"http://my-web-server", origin_access::granted},
    {"http://my-web-server/path/page.html", origin_access::granted},
    {"http://my-web-server/", origin_access::granted},
    {"http://my-web-server?x#y", origin_access::granted},
    {"http://MY-web-server", origin_access::granted},
    {"http://my-web-server:80", origin_access::granted},
    {"http://my-web-server:8080", origin_access::unlisted},
    {"https://my-web-server", origin_access::unlisted},
    {"http://my-web-server.evil.example", origin_access::unlisted},
    {"http://my-second-web-server", origin_access::granted},
    {"https://my-third:8443", origin_access::granted},
    {"https://my-third", origin_access::unlisted},
    {"", origin_access::unlisted},
  }));
  CAPTURE(page);
  CHECK(policy.judge(page, request_kind::agent_get) == verdict);
}

// Source: "if you want to allow any page to access the API, just set [it] to *".
TEST_CASE("an asterisk allows any page everything", "[unit]") {
  const auto policy = policy_of(" * ");
  CHECK(policy.judge("http://anyone", request_kind::voice_dial) == origin_access::granted);
  CHECK(policy.allowed_to("http://anyone").size() == request_count);
}

// Source: the default is an empty text, so nobody has access.
TEST_CASE("nobody has access by default", "[unit]") {
  CHECK(policy_of("").judge("http://a", request_kind::agent_get) == origin_access::unlisted);
  CHECK(origin_policy{} == policy_of(""));
  CHECK(origin_policy{}.allowed_to("http://a").empty());
}

TEST_CASE("an origin that comes twice has the rights of both", "[unit]") {
  const auto policy = policy_of("http://a (agent.get), http://A/ (voice.dial)");
  CHECK(names_allowed(policy, "http://a") == std::vector<std::string>{"agent.get", "voice.dial"});
}

// Source: the manual prints six of its filter keywords with argument lists.
TEST_CASE("an argument list behind the name of a filter does not matter", "[unit]") {
  const auto policy = policy_of(
    "http://a (interaction.completeTransfer(consultInteractionId, succeeded, failed), "
    "voice.dialEx (destination, userData, extensions, succeeded, failed) ,agent.get ) , http://b");
  CHECK(names_allowed(policy, "http://a")
        == std::vector<std::string>{"agent.get", "interaction.completeTransfer", "voice.dialEx"});
  CHECK(policy.allowed_to("http://b").size() == request_count);
}

TEST_CASE("blanks around tokens do not matter", "[unit]") {
  CHECK(policy_of("  http://a(agent.get,voice.dial),http://b")
        == policy_of("http://a ( agent.get , voice.dial ) , http://b  "));
}

TEST_CASE("a list of origins that is wrong says where", "[unit]") {
  const auto [text, error] = GENERATE(table<std::string, std::string>({
    {"my-web-server", "'my-web-server' is no origin: scheme://host or with :port"},
    {"http://", "'http://' is no origin: scheme://host or with :port"},
    {"://a", "'://a' is no origin: scheme://host or with :port"},
    {"http://*.a", "'http://*.a' is no origin: scheme://host or with :port"},
    {"http://a http://b", "'http://a http://b' is no origin: scheme://host or with :port"},
    {"http://a,", "an origin is missing"},
    {",http://a", "an origin is missing"},
    {"(agent.get)", "an origin is missing"},
    {"*, http://a", "'*' must stand alone"},
    {"* (agent.get)", "'*' must stand alone"},
    {"http://a ()", "a filter is missing at 'http://a'"},
    {"http://a (agent.get,)", "a filter is missing at 'http://a'"},
    {"http://a (agent.get", "')' is missing at 'http://a'"},
    {"http://a (voice.dialEx(x", "')' is missing at 'http://a'"},
    {"http://a (agent.get) b", "there is more than filters at 'http://a'"},
    {"http://a (agent.gte)",
     "the filter 'agent.gte' fits no request (did you mean 'agent.get'?) at 'http://a'"},
    {"http://a (agnt.*)",
     "the filter 'agnt.*' fits no request (did you mean 'agent.*'?) at 'http://a'"},
    {"http://a (.*)", "the filter '.*' fits no request at 'http://a'"},
  }));
  CAPTURE(text);
  const auto policy = parse_origins(text);
  REQUIRE_FALSE(policy);
  CHECK(policy.why().text == error);
}

TEST_CASE("a stranger is ignored and a listed page is told, unless the rules differ", "[unit]") {
  const refusal_rules usual;
  CHECK_FALSE(usual.reply_to(origin_access::unlisted));
  CHECK(usual.reply_to(origin_access::filtered));
  const refusal_rules reversed{.reply_to_unlisted = true, .reply_to_filtered = false};
  CHECK(reversed.reply_to(origin_access::unlisted));
  CHECK_FALSE(reversed.reply_to(origin_access::filtered));
}
