#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/plan/floor_plan.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

using namespace std::chrono_literals;

/// A good client that dials five times a minute and a bad one that does fifty times: each gets
/// through so often as the limit says, or always where there is none.
run_facts dialers(const run_order& order, actors::observer& seen, const run_hooks& hooks) {
  constexpr auto dial = request_kind::voice_dial;
  const auto limit = order.plan.options.limits.each[static_cast<std::size_t>(dial)].value_or(0);
  const double factor = order.plan.stages.empty() ? 1 : order.plan.stages.front().scale;
  for (std::uint32_t persona = 0; persona < 2; ++persona) {
    const auto wanted = static_cast<int>(factor * (order.plan.personas[persona].abusive ? 50 : 5));
    for (int i = 0; i < wanted; ++i) {
      const instant at{i * 1s};
      const bool refused = limit != 0 && i >= static_cast<int>(limit);
      seen.request_sent(persona, dial, at);
      seen.client_ended(persona, persona, dial,
                        refused ? actors::request_end::rate_limited : actors::request_end::ok, at,
                        at);
    }
  }
  const bool whole = hooks.keep_going(instant{order.plan.length}, 1);
  return {.simulated = order.plan.length, .interrupted = !whole};
}

const std::string storm = R"({"name": "storm", "duration": "1m", "agents": {"count": 1,
  "frames": [{"persona": "good"}, {"persona": "bad"}]},
  "personas": {
    "good": {"origin": "http://a", "legitimate": true,
             "requests": [{"request": "voice.dial", "parameters": ["5001"]}]},
    "bad": {"origin": "http://b", "abusive": true,
            "requests": [{"request": "voice.dial", "parameters": ["5001"]}]}}})";

call_outcome limits(const std::vector<std::string>& more, simulator run = dialers) {
  const desk_of_calls desk;
  desk_of_calls::put("storm.json", storm);
  std::vector<std::string> arguments{"limits", "storm.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return desk.call(arguments, std::move(run));
}

TEST_CASE("limits recommends what spares the good and stops the bad", "[unit]") {
  const auto outcome = limits({"--sweep-limit", "voice.dial=4,6,12,40", "--json", "-"});
  CHECK(outcome.code == 0);
  const auto written = json::parse(outcome.out);
  CHECK(written["recommended"]
        == json::parse(R"({"request": "voice.dial", "limit": 6, "quarantine_s": 30,
                           "algorithm": "fixed-window"})"));
  CHECK(written["options"] == json::parse(R"(["service-client-api.rate-limit.voice.dial=6",
                           "service-client-api.rate-limit-quarantine-delay=30"])"));
  CHECK(written["runner_up"]["limit"] == 12);
  CHECK(written["nearest_failing"]["limit"] == 4);
  CHECK(written["points"].size() == 4);
  const auto& tight = written["points"][0];
  CHECK(tight["feasible"] == false);
  CHECK(tight["personas"]["good"]["errors"] == 1);
  CHECK(tight["at_demand_120"]["personas"]["good"]["errors"] == 2);
  CHECK(tight["false_alarms_per_agent_shift"] == 480);
  CHECK(tight["abusive_accepted_of_unlimited"] == 0.08);
}

TEST_CASE("limits reports what to set, who is hurt and the curves", "[unit]") {
  const auto page = limits({"--sweep-limit", "voice.dial=4,6,12,40", "--html", "-"}).out;
  const auto verdict = page.find("<strong>voice.dial 6 a minute, quarantine 30 s");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("<h2>"));
  CHECK(page.find("<pre>service-client-api.rate-limit.voice.dial=6\n") != std::string::npos);
  CHECK(
    page.find("<tr><td>4 a minute</td><td class=\"n\">30 s</td><td class=\"n\">fixed-window</td>"
              "<td class=\"n\">480 ")
    != std::string::npos);
  CHECK(page.find("Nearest setting that fails: voice.dial 4 a minute") != std::string::npos);
  CHECK(page.find("\"title\":\"False alarms\"") != std::string::npos);
  CHECK(page.find("deskstorm limits storm.json --sweep-limit voice.dial=4,6,12,40</pre>")
        != std::string::npos);
}

TEST_CASE("limits says who is hurt at what it recommends", "[unit]") {
  const auto out = limits({"--sweep-limit", "voice.dial=4,6,12,40"}).out;
  const auto table =
    out.find("\nat voice.dial 6 a minute, quarantine 30 s, fixed-window, a run:\n");
  REQUIRE(table != std::string::npos);
  CHECK(
    out.find("\nbad                    50        6       44        0        0   100%     54s      "
             "54s      6     1.00     8.33\n",
             table)
    != std::string::npos);
}

TEST_CASE("test cases of limits are the bounds at the setting to look at", "[unit]") {
  const auto good = limits({"--sweep-limit", "voice.dial=4,6,12,40", "--junit", "-"}).out;
  CHECK(good.find("tests=\"5\" failures=\"0\"") != std::string::npos);
  CHECK(good.find("name=\"share of abusive requests that is accepted &lt;= 0.5\"")
        != std::string::npos);
  const auto bad = limits({"--sweep-limit", "voice.dial=4,40", "--junit", "-"}).out;
  CHECK(bad.find("tests=\"5\" failures=\"2\"") != std::string::npos);
  CHECK(bad.find("message=\"found 0.8 with voice.dial 40 a minute, ") != std::string::npos);
}

TEST_CASE("the trace of limits is of the first run at the setting to look at", "[unit]") {
  const auto run = [](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    const auto& each = order.plan.options.limits.each;
    if (hooks.delivered)
      hooks.delivered({instant{1ms}, order.replication,
                       each[static_cast<std::size_t>(request_kind::voice_dial)].value_or(0), "x"});
    return dialers(order, seen, hooks);
  };
  CHECK(limits({"--sweep-limit", "voice.dial=4,6,12", "--trace", "-"}, run).out
        == "{\"at_ns\":1000000,\"from\":0,\"to\":6,\"kind\":\"x\"}\n");
}

TEST_CASE("limits warns of an algorithm that no option chooses", "[unit]") {
  const auto out = limits({"--sweep-limit", "voice.dial=6", "--algorithms", "sliding-log"}).out;
  CHECK(out.find("no option chooses sliding-log") != std::string::npos);
}

TEST_CASE("limits says plainly that no setting will do", "[unit]") {
  const auto outcome = limits({"--sweep-limit", "voice.dial=4,40"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.find("recommended  none: no setting satisfies all bounds: none keeps both ")
        != std::string::npos);
  CHECK(outcome.out.find("nearest that fails  voice.dial 40 a minute") != std::string::npos);
}

TEST_CASE("limits studies every algorithm and quarantine, a line each", "[unit]") {
  const auto outcome = limits({"--sweep-limit", "*=1..3", "--sweep-quarantine", "0,30",
                               "--algorithms", "fixed-window,gcra", "--csv", "-", "--quiet"});
  CHECK(outcome.out.starts_with("request,limit,quarantine_s,algorithm,feasible,persona,clients,"));
  CHECK(std::ranges::count(outcome.out, '\n') == 1 + 3 * 2 * 2 * 2);
  CHECK(outcome.out.find("\n*,2,30,gcra,true,good,") == std::string::npos);
}

/// Clients that are counted by their agent get through half as often.
run_facts counted_dialers(const run_order& order, actors::observer& seen, const run_hooks& hooks) {
  auto plan = order.plan;
  auto& limit = plan.options.limits.each[static_cast<std::size_t>(request_kind::voice_dial)];
  if (plan.limiter.scope == limiter_scope::agent && limit)
    limit = *limit / 2;
  return dialers({plan, order.replication}, seen, hooks);
}

TEST_CASE("limits tries what the manual leaves open", "[unit]") {
  const std::vector<std::string> tried{"--sweep-limit",   "voice.dial=6,12", "--sweep-rule",
                                       "scope=tab,agent", "--sweep-rule",    "count-refused=true"};
  const auto asked = [&](const std::string& output) {
    auto arguments = tried;
    arguments.insert(arguments.end(), {output, "-", "--quiet"});
    return limits(arguments, counted_dialers).out;
  };
  const auto written = json::parse(asked("--json"));
  REQUIRE(written["points"].size() == 4);
  CHECK(written["points"][3]["at"]["rules"]
        == json::parse(R"({"/rate-limit/scope": "agent", "/rate-limit/count-refused": true})"));
  CHECK(written["recommended"]["limit"] == 12);
  CHECK(written["recommended"]["rules"]["/rate-limit/scope"] == "tab");
  CHECK(asked("--csv").find(",\"fixed-window, scope agent, count-refused true\"\n")
        != std::string::npos);
}

TEST_CASE("the report of limits has the rules that were tried, and the command", "[unit]") {
  const auto page = limits({"--sweep-limit", "voice.dial=6,12", "--sweep-rule", "scope=tab,agent",
                            "--sweep-quarantine", "30,60", "--html", "-"},
                           counted_dialers)
                      .out;
  CHECK(page.find("\"name\":\"scope agent, quarantine 60 s\"") != std::string::npos);
  CHECK(page.find("--sweep-rule scope=tab,agent") != std::string::npos);
}

TEST_CASE("interrupted limits write the settings that were finished", "[unit]") {
  desk_of_calls desk;
  desk_of_calls::put("storm.json", storm);
  const auto run = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    desk.interrupted =
      order.plan.options.limits.each[static_cast<std::size_t>(request_kind::voice_dial)] == 7u;
    return dialers(order, seen, hooks);
  };
  const auto outcome =
    desk.call({"limits", "storm.json", "--sweep-limit", "voice.dial=6..8", "--json", "-"}, run);
  CHECK(outcome.code == 130);
  CHECK(json::parse(outcome.out)["points"].size() == 1);
}

TEST_CASE("limits: all values of a rule are given at once", "[unit]") {
  CHECK(
    limits(
      {"--sweep-limit", "voice.dial=6", "--sweep-rule", "scope=tab", "--sweep-rule", "scope=agent"})
      .err.find("--sweep-rule: /rate-limit/scope is swept twice; give all of its values at once")
    != std::string::npos);
}

TEST_CASE("limits refuses what it cannot use, and says what it expected", "[unit]") {
  const auto [option, value, said] = GENERATE(table<const char*, const char*, const char*>({
    {"--sweep-limit", "voice.dial", "--sweep-limit: expected REQUEST=A..B"},
    {"--sweep-limit", "voice.dail=1..2", "no request 'voice.dail' (did you mean 'voice.dial'?)"},
    {"--sweep-limit", "voice.dial=0..2", "--sweep-limit: expected numbers such as 1..20"},
    {"--sweep-limit", "voice.dial=5..2", "--sweep-limit: expected numbers such as 1..20"},
    {"--sweep-quarantine", "x", "--sweep-quarantine: expected numbers"},
    {"--algorithms", "leaky", "--algorithms: there is no algorithm 'leaky'"},
    {"--algorithms", "gcra,gcra", "--algorithms: gcra is there twice in 'gcra,gcra'"},
    {"--sweep-quarantine", "30,30", "--sweep-quarantine: 30 is there twice in '30,30'"},
    {"--sweep-rule", "scope", "--sweep-rule: expected KEY=A,B such as scope=tab,agent"},
    {"--sweep-rule", "scop=tab", "--sweep-rule: scop: unknown key; did you mean \"scope\"?"},
    {"--sweep-rule", "scope=tab,desk", "--sweep-rule: scope: expected \"tab\", \"frame\", "},
    {"--sweep-rule", "count-refused=1", "--sweep-rule: count-refused: expected true or false"},
    {"--sweep-rule", "scope=tab,\"tab\"", "--sweep-rule: \"tab\" is there twice in 'scope=tab,"},
    {"--sweep-rule", "algorithm=gcra", "--sweep-rule: use --algorithms"},
    {"--max-outage", "-1", "--max-outage"},
    {"--replications", "1", "--replications: expected 2 at least"},
  }));
  const desk_of_calls desk;
  std::vector<std::string> arguments{"limits", "office.json", option, value, "--json", "r"};
  if (option != std::string{"--sweep-limit"})
    arguments.insert(arguments.end(), {"--sweep-limit", "voice.dial=4"});
  const auto outcome = desk.call(arguments);
  CAPTURE(option, value, outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find(said) != std::string::npos);
  CHECK(desk_of_calls::files() == 1);
}

} // namespace
} // namespace deskstorm::loadgen::cli
