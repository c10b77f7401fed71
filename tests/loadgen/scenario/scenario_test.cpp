#include <string>
#include <variant>

#include <deskstorm/loadgen/scenario/runnable.hpp>

#include "loadgen/scenario/reading.hpp"
#include "support/catch.hpp"

using namespace deskstorm;
using namespace deskstorm::loadgen;
using namespace std::chrono_literals;

namespace {

plan::floor_plan good(const json& document, const files& others = {},
                      const overrides& wanted = {}) {
  auto reading = read(document.dump(), others, wanted);
  INFO(lines_of(reading.problems));
  REQUIRE(reading.plan);
  return *std::move(reading.plan);
}

} // namespace

TEST_CASE("read_scenario: a file that uses most keys becomes a plan", "[unit]") {
  const auto plan = good(good_scenario());
  CHECK(plan.seed == 7);
  CHECK(plan.length == 10min);
  CHECK(plan.warmup == 1min);
  CHECK(plan.options.limits.all == 60);
  CHECK(plan.agents.count == 10);
  CHECK(plan.personas.at(plan.agents.frames.at(0).persona).name == "crm");
  CHECK(plan.stages.at(1).scale == 3);
  CHECK(plan.queues.at(0).calls.per_second == 1);
  CHECK(plan.election.times.at("heartbeat") == 2s);
  CHECK_FALSE(plan.election.release_at_unload);
  CHECK(plan.faults.at(0).until == never);
}

TEST_CASE("read_scenario: defaults hold where nothing is said", "[unit]") {
  const auto plan = good(json::parse(R"({"agents":{"count":1}})"));
  CHECK(plan.name == "unnamed");
  CHECK(plan.seed == 1);
  CHECK(plan.length == 10min);
  CHECK(plan.warmup == 0s);
  CHECK(plan.agents.tabs == 1);
  CHECK(plan.backend.workers == 8);
  CHECK(plan.backend.serves == plan::changing_requests);
  CHECK(plan.election.algorithm == "oldest-tab");
}

TEST_CASE("read_scenario: parameters say where the interaction comes from", "[unit]") {
  const auto plan = good(good_scenario());
  const auto& crm = plan.personas.at(0);
  CHECK(crm.requests.at(0).interaction == plan::interaction_source::none);
  CHECK(crm.requests.at(0).arguments == 0);
  CHECK(crm.requests.at(1).interaction == plan::interaction_source::live);
  CHECK(crm.reactions.at(0).requests.at(0).interaction == plan::interaction_source::event);
  CHECK(plan.arguments.at(crm.requests.at(1).arguments)
        == json::parse(R"(["$interaction",{"Key":"v"}])"));
}

TEST_CASE("read_scenario: serves takes patterns", "[unit]") {
  const auto plan = good(good_scenario());
  const auto served = [&](request_kind kind) {
    return plan.backend.serves.at(static_cast<std::size_t>(kind));
  };
  CHECK(served(request_kind::voice_dial));
  CHECK_FALSE(served(request_kind::agent_set_state));
}

TEST_CASE("read_scenario: a bare persona gets an origin and no load", "[unit]") {
  const auto plan = good(json::parse(R"({"agents":{"count":1},"personas":{"idle":{}}})"));
  CHECK(plan.personas.at(0).origin == "http://localhost");
  CHECK(std::holds_alternative<plan::no_load>(plan.personas.at(0).load));
}

TEST_CASE("read_scenario: extends merges objects and replaces lists", "[unit]") {
  const files base{{"base.json", good_scenario().dump()}};
  const auto plan = good(json::parse(R"({
    "extends": "base.json", "seed": 9,
    "agents": {"count": 3},
    "stages": [{"until": "1m"}],
    "options": {"service-client-api.rate-limit": "5"}})"),
                         base);
  CHECK(plan.seed == 9);
  CHECK(plan.name == "test");
  CHECK(plan.agents.count == 3);
  CHECK(plan.agents.tabs == 2);
  CHECK(plan.stages.size() == 1);
  CHECK(plan.options.limits.all == 5);
  CHECK(plan.options.limits.each.at(static_cast<std::size_t>(request_kind::voice_dial)) == 4);
}

TEST_CASE("read_scenario: extends replaces a distribution or a load by another form", "[unit]") {
  const files base{{"base.json", good_scenario().dump()}};
  const auto plan = good(json::parse(R"({"extends": "base.json", "personas": {
    "crm": {"load": {"closed": {"think": {"uniform": ["1s", "2s"]}}}},
    "dialer": {"load": {"none": {}}}}})"),
                         base);
  const auto& think = std::get<plan::closed_load>(plan.personas.at(0).load).think;
  CHECK(std::holds_alternative<plan::distributions::uniform>(think));
  CHECK(std::holds_alternative<plan::no_load>(plan.personas.at(1).load));
}

TEST_CASE("read_scenario: files are relative to the file that names them", "[unit]") {
  const files others{
    {"bases/base.json",
     R"({"agents":{"count":1},"options-file":"wwe.properties",
         "network":{"backend":{"empirical-file":"lat.csv"}}})"},
    {"bases/wwe.properties", "# exported\n\nservice-client-api.rate-limit=12\n"},
    {"bases/lat.csv", "latency_ms\n1.5\n2.5\n"},
  };
  const auto plan = good(json::parse(R"({"extends":"bases/base.json"})"), others);
  CHECK(plan.options.limits.all == 12);
  CHECK(plan::mean(plan.network.backend) == 2ms);
}

TEST_CASE("read_scenario: options win over the options file", "[unit]") {
  const files others{{"o", "service-client-api.rate-limit=12\n"}};
  const auto plan = good(json::parse(R"({"agents":{"count":1},"options-file":"o",
    "options":{"service-client-api.rate-limit":"3"}})"),
                         others);
  CHECK(plan.options.limits.all == 3);
}

TEST_CASE("read_scenario: a trace is read from CSV and put in order", "[unit]") {
  const files others{{"t.csv", "at_ms,agent,frame,request,parameters\r\n"
                               "20.5,2,1,voice.dial,\"[\"\"5001\"\"]\"\r\n"
                               "10,1,0,agent.getState,\n"}};
  const auto plan = good(json::parse(R"({"agents":{"count":2,"frames":[{"persona":"p","count":2}]},
    "personas":{"p":{"load":{"trace":{"file":"t.csv"}}}}})"),
                         others);
  const auto& rows = std::get<plan::trace_load>(plan.personas.at(0).load).rows;
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].at == instant{10ms});
  CHECK(rows[0].request.request == request_kind::agent_get_state);
  CHECK(rows[1].at == instant{20500us});
  CHECK(rows[1].agent == 2);
  CHECK(rows[1].frame == 1);
  CHECK(plan.arguments.at(rows[1].request.arguments) == json::parse(R"(["5001"])"));
}

TEST_CASE("read_scenario: --set, --seed and --duration win", "[unit]") {
  const auto plan =
    good(good_scenario(), {},
         {.set = {"/agents/count=500", "/name=left=right", "/agents/frames/0/count=3", "/warmup=2m",
                  "/network/backend={\"exponential\":\"3ms\"}"},
          .seed = 99,
          .duration = "5m"});
  CHECK(plan.agents.count == 500);
  CHECK(plan.agents.frames.at(0).count == 3);
  CHECK(plan.warmup == 2min);
  CHECK(plan.seed == 99);
  CHECK(plan.length == 5min);
  CHECK(plan::mean(plan.network.backend) == 3ms);
}

TEST_CASE("read_scenario: --set fills in sections that the file leaves out", "[unit]") {
  const auto plan = good(json::parse(R"({"agents":{"count":1}})"), {},
                         {.set = {"/backend/service-time/default=2ms"}});
  CHECK(plan::mean(plan.backend.service.usual) == 2ms);
}

TEST_CASE("why_not_run: names what only a search for races simulates", "[unit]") {
  CHECK_FALSE(why_not_run(good(good_scenario()), "s.json"));
  auto election = good(good_scenario());
  election.election.algorithm = "web-lock";
  CHECK(to_text(*why_not_run(election, "s.json"))
        == "s.json: /election/algorithm: \"web-lock\" needs more of the browser than messages and "
           "timers; use `deskstorm race`");
}
