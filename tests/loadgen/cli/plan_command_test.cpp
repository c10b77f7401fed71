#include <atomic>
#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/plan/floor_plan.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

using namespace std::chrono_literals;

/// Answers a request after as many milliseconds as there are agents, give or take one. Calls on no
/// clock and on no random numbers but the number of the replication.
run_facts latency_of_agents(const run_order& order, actors::observer& seen,
                            const run_hooks& hooks) {
  const auto agents = static_cast<int>(order.plan.agents.count);
  const auto latency = agents * 1ms + (static_cast<int>(order.replication % 3) - 1) * 500us;
  for (auto now = 0s; now < 10s; now += 1s) {
    seen.request_sent(0, request_kind::agent_get, instant{now});
    seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{now},
                       instant{now + latency});
    if (!hooks.keep_going(instant{now}, 1))
      return {.simulated = now, .interrupted = true};
  }
  return {.digest = 1, .messages = 10, .simulated = order.plan.length};
}

const std::string p99 = "requests.total.latency_ms.p99 < 19.5";

call_outcome plan(const std::vector<std::string>& more, simulator run = latency_of_agents) {
  std::vector<std::string> arguments{"plan", "office.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return desk_of_calls{}.call(arguments, std::move(run));
}

TEST_CASE("plan finds the largest number of agents that holds", "[unit]") {
  const auto outcome = plan({"--find", "/agents/count=1..100", "--subject-to", p99, "--json", "-"});
  CHECK(outcome.code == 0);
  const auto written = json::parse(outcome.out);
  CHECK(written["answer"] == json::parse(R"({"/agents/count": 19})"));
  CHECK(written["surely_holds"]["/agents/count"] == 19);
  CHECK(written["surely_fails"]["/agents/count"] == 20);
  CHECK(written["monotone"] == true);
  CHECK(written["bottleneck"] == "none");
  for (const auto& p : written["points"])
    CHECK(p["holds"] == (p["at"]["/agents/count"] < 20));
}

TEST_CASE("plan finds the smallest number that holds", "[unit]") {
  const auto outcome = plan({"--find", "/agents/count=1..100", "--minimize", "--subject-to",
                             "requests.total.latency_ms.p50 > 30", "--json", "-"});
  const auto written = json::parse(outcome.out);
  CHECK(written["answer"]["/agents/count"] == 31);
}

/// A caller a second: one agent answers nobody, two answer the first caller, more answer all. The
/// others leave.
run_facts answers_of_agents(const run_order& order, actors::observer& seen, const run_hooks&) {
  const auto agents = order.plan.agents.count;
  for (int n = 0; n < 10; ++n) {
    const instant now{n * 1s};
    seen.call_offered(0, actors::caller_fate::waits, now);
    if (agents > 2 || (agents == 2 && n == 0))
      seen.call_answered(0, 0s, now);
    else
      seen.call_abandoned(0, 0s, now);
  }
  return {.simulated = order.plan.length};
}

TEST_CASE("no limit of waits holds where nobody is answered, and few answers make a warning",
          "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("calls.json", R"({"duration": "10s", "agents": {"count": 1},
    "inbound": [{"media": "voice", "queue": "sales", "arrivals": {"poisson": "1/s"},
                 "handle-time": "9s"}]})");
  const auto outcome =
    desk.call({"plan", "calls.json", "--sweep", "/agents/count=1,2,3", "--replications", "3",
               "--subject-to", "queues.sales.wait_s.p95 < 20", "--json", "-"},
              answers_of_agents);
  const auto points = json::parse(outcome.out)["points"];
  CHECK(points[0]["holds"] == false);
  CHECK(points[0]["verdict"] == "fail");
  CHECK(points[0]["objectives"][0]["holds"] == false);
  CHECK(points[0]["warnings"][1]
        == "'queues.sales.wait_s.p95 < 20' cannot hold: in 3 of 3 replications no caller was "
           "answered");
  CHECK(points[1]["holds"] == true);
  CHECK_THAT(points[1]["warnings"][0].get<std::string>(),
             Catch::StartsWith("10 % of the callers of sales were answered"));
  CHECK(points[2]["holds"] == true);
  CHECK(points[2]["warnings"].empty());
}

/// A request that is answered, in some replications alone.
template <std::uint32_t First>
run_facts answers_from(const run_order& order, actors::observer& seen, const run_hooks&) {
  seen.request_sent(0, request_kind::agent_get, instant{1s});
  if (order.replication >= First)
    seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{1s},
                       instant{1s + 20ms});
  return {.digest = 1, .messages = 1, .simulated = order.plan.length};
}

TEST_CASE("an objective is judged by the replications that measured it, two at least", "[unit]") {
  const auto [answers, verdict, value, warning] =
    GENERATE(table<simulator, std::string, double, std::string>({
      {answers_from<1>, "fail", 20, "is judged by 2 of 3 replications: in the others no request"},
      {answers_from<2>, "fail", 0, "cannot hold: in 2 of 3 replications no request was answered"},
    }));
  const auto outcome = plan({"--subject-to", "requests.total.latency_ms.p99 < 15", "--replications",
                             "3", "--max-replications", "3", "--json", "-"},
                            answers);
  const auto point = json::parse(outcome.out)["points"][0];
  CHECK(point["verdict"] == verdict);
  CHECK(point["objectives"][0]["value"] == value);
  CHECK(point["warnings"].dump().find(warning) != std::string::npos);
}

TEST_CASE("plan tabulates a grid", "[unit]") {
  const auto outcome = plan({"--sweep", "/agents/count=5,30", "--sweep", "/backend/workers=1,2",
                             "--subject-to", p99, "--replications", "3", "--csv", "-", "--quiet"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("/agents/count,/backend/workers,holds,verdict,confidence,"));
  CHECK(outcome.out.find("\n5,1,true,pass,0.99") != std::string::npos);
  CHECK(outcome.out.find("\n30,2,false,fail,0.99") != std::string::npos);
}

TEST_CASE("plan says what it found", "[unit]") {
  const auto outcome = plan({"--find", "/agents/count=1..100", "--subject-to", p99});
  CHECK(outcome.out.starts_with("office  seed 1\n"));
  CHECK(outcome.out.find("answer     /agents/count=19\n"
                         "           It surely holds at 19, and surely fails at 20.\n")
        != std::string::npos);
}

TEST_CASE("plan ends with 1 where nothing holds", "[unit]") {
  CHECK(plan({"--find", "/agents/count=50..60", "--subject-to", p99}).code == 1);
  CHECK(plan({"--sweep", "/agents/count=50,60", "--subject-to", p99}).code == 1);
}

TEST_CASE("plan adds replications until the precision is reached", "[unit]") {
  const auto runs = [](const call_outcome& outcome) {
    return json::parse(outcome.out)["points"][0]["replications"].get<int>();
  };
  const std::vector<std::string> asked{
    "--set", "/agents/count=5", "--replications", "3", "--precision", "0.05", "--json", "-"};
  const auto reached = plan(asked);
  CHECK(reached.code == 0);
  CHECK(runs(reached) > 5);
  auto more = asked;
  more.insert(more.end(), {"--max-replications", "4"});
  const auto missed = plan(more);
  CHECK(missed.code == 4);
  CHECK(runs(missed) == 4);
  CHECK(missed.err.find("requests.total.latency_ms.p99 is known to ") != std::string::npos);
}

TEST_CASE("plan ends with 4 where the asked confidence is out of reach", "[unit]") {
  const std::vector<std::string> asked{"--set", "/agents/count=20", "--subject-to",
                                       "requests.total.latency_ms.mean < 20.1"};
  CHECK(plan(asked).code == 0);
  auto more = asked;
  more.insert(more.end(), {"--confidence", "0.99"});
  CHECK(plan(more).code == 4);
}

TEST_CASE("objectives over a window are about that window", "[unit]") {
  const auto outcome = plan({"--subject-to", "requests.total.sent == 3 in [2s,5s)", "--subject-to",
                             "requests.total.sent == 10", "--json", "-"});
  CHECK(outcome.code == 0);
  CHECK(json::parse(outcome.out)["points"][0]["objectives"][0]["value"] == 3);
}

/// One request a second, of which the third meets a limit.
run_facts limited_in_the_third_second(const run_order& order, actors::observer& seen,
                                      const run_hooks&) {
  for (auto now = 0s; now < 10s; now += 1s) {
    seen.request_sent(0, request_kind::agent_get, instant{now});
    seen.request_ended(0, request_kind::agent_get,
                       now == 2s ? actors::request_end::rate_limited : actors::request_end::ok,
                       instant{now}, instant{now + 1ms});
  }
  return {.digest = 1, .messages = 10, .simulated = order.plan.length};
}

TEST_CASE("objectives while quarantine are about requests in its time", "[unit]") {
  const auto outcome =
    plan({"--set", R"(/options/service-client-api.rate-limit-quarantine-delay="4")", "--subject-to",
          "requests.total.sent == 4 while quarantine", "--subject-to",
          "requests.total.rate_per_s == 1 while quarantine", "--json", "-"},
         limited_in_the_third_second);
  CHECK(outcome.code == 0);
  CHECK(plan({"--subject-to", "requests.total.sent >= 0 while quarantine"})
          .out.find("says nothing: no request falls into that part of the run")
        != std::string::npos);
}

TEST_CASE("plan tells which quantity moves the objective", "[unit]") {
  const auto outcome = plan({"--set", "/agents/count=100", "--sensitivity", "--subject-to",
                             "requests.total.latency_ms.mean < 200", "--json", "-"});
  const auto rows = json::parse(outcome.out)["sensitivity"];
  REQUIRE(rows.size() >= 2);
  CHECK(rows[0]["parameter"] == "/agents/count");
  CHECK(rows[0]["elasticity"].get<double>() == Approx(1).epsilon(0.01));
  CHECK(rows[0]["significant"] == true);
  CHECK(rows[1]["parameter"] == "/personas/crm/load/closed/think");
  CHECK(rows[1]["significant"] == false);
}

TEST_CASE("plan fits the law of scalability to a ladder", "[unit]") {
  const auto outcome = plan({"--sweep", "/agents/count=1,2,4,8", "--json", "-"});
  const auto law = json::parse(outcome.out)["scalability"];
  CHECK(law["rate"].get<double>() == Approx(1)); // ten requests in ten seconds, however many agents
  CHECK(law["contention"].get<double>() == Approx(1));
  CHECK(law["knee"].get<double>() == Approx(1));
  CHECK(json::parse(outcome.out)["answer"].is_null());
  CHECK(outcome.err.find("scaling    requests/s = 1 n / (1 + 1 (n-1)") != std::string::npos);
  CHECK(outcome.err.find("\n           knee at n = 1; ") != std::string::npos);
}

TEST_CASE("test cases of a plan are about its answer, and skip what is undecided", "[unit]") {
  const auto cases = [](const std::string& objective) {
    return plan({"--find", "/agents/count=1..100", "--subject-to", objective, "--junit", "-"}).out;
  };
  CHECK(cases(p99).find("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\"")
        != std::string::npos);
  const auto unsure = cases("requests.total.latency_ms.mean < 20.05");
  CHECK(unsure.find("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\"") != std::string::npos);
  CHECK(unsure.find("<skipped message=\"undecided: found 19.9") != std::string::npos);
  CHECK(
    cases("requests.total.latency_ms.mean < 0.1")
      .find("<failure type=\"threshold\" message=\"no value of /agents/count that was tried holds")
    != std::string::npos);
}

TEST_CASE("test cases of a sweep are about every point", "[unit]") {
  const auto out = plan({"--sweep", "/agents/count=5,30", "--subject-to", p99, "--junit", "-"}).out;
  CHECK(out.find("tests=\"4\" failures=\"1\"") != std::string::npos);
  CHECK(out.find("name=\"requests.total.latency_ms.p99 &lt; 19.5 at /agents/count=30\"")
        != std::string::npos);
}

TEST_CASE("the trace of a plan is of the first run at its answer", "[unit]") {
  const desk_of_calls desk;
  const auto run = [](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    if (hooks.delivered)
      hooks.delivered({instant{1ms}, order.replication, order.plan.agents.count, "request"});
    return latency_of_agents(order, seen, hooks);
  };
  CHECK(desk
          .call({"plan", "office.json", "--find", "/agents/count=1..100", "--subject-to", p99,
                 "--trace", "-"},
                run)
          .out
        == "{\"at_ns\":1000000,\"from\":0,\"to\":19,\"kind\":\"request\"}\n");
}

TEST_CASE("a plan may be made on the wall clock", "[unit]") {
  const desk_of_calls desk;
  bool on_wall_clock = true;
  const auto run = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    on_wall_clock = on_wall_clock && order.clock == clock_choice::real_time;
    return latency_of_agents(order, seen, hooks);
  };
  CHECK(desk.call({"plan", "office.json", "--jobs", "1", "--clock", "real"}, run).code == 0);
  CHECK(on_wall_clock);
}

TEST_CASE("plan reports its answer first, then the curve and how to get it again", "[unit]") {
  const auto page =
    plan({"--find", "/agents/count=1..100", "--subject-to", p99, "--html", "-"}).out;
  const auto verdict = page.find("<strong>/agents/count=19</strong>. It surely holds at 19");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("<h2>"));
  const std::string begin = "type=\"application/json\">";
  const auto from = page.find(begin) + begin.size();
  const auto charts = json::parse(page.substr(from, page.find("</script>", from) - from));
  CHECK(charts[0]["title"] == p99.substr(0, p99.find(' ')));
  CHECK(charts[0]["x"].front() == 1);
  CHECK(charts[0]["x"].back() == 100);
  CHECK(charts[0]["lines"][0]["values"][0].get<double>() == Approx(0.95));
  CHECK(charts[0]["lines"][0]["halfWidths"][0].get<double>() > 0.1);
  CHECK(charts[0]["lines"][1]["values"][0] == 19.5);
  CHECK(page.find("deskstorm plan office.json --find /agents/count=1..100 --subject-to "
                  "&#39;requests.total.latency_ms.p99 &lt; 19.5&#39;")
        != std::string::npos);
}

TEST_CASE("a grid has a curve for each value of the second number", "[unit]") {
  const auto page = plan({"--sweep", "/agents/count=5,30,60", "--sweep", "/backend/workers=1,2",
                          "--metric", "requests.total.latency_ms.p99", "--html", "-"})
                      .out;
  CHECK(page.find("\"name\":\"/backend/workers=1\"") != std::string::npos);
  CHECK(page.find("\"name\":\"/backend/workers=2\"") != std::string::npos);
  CHECK(page.find("\"xName\":\"/agents/count\"") != std::string::npos);
}

TEST_CASE("plan is the same with any number of jobs", "[unit]") {
  const auto with = [](const std::string& jobs) {
    return plan({"--sweep", "/agents/count=5,30", "--jobs", jobs, "--json", "-"}).out;
  };
  CHECK(with("1") == with("3"));
}

TEST_CASE("an interrupted plan writes the points that it finished", "[unit]") {
  desk_of_calls desk;
  const auto run = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    desk.interrupted = order.plan.agents.count == 30;
    return latency_of_agents(order, seen, hooks);
  };
  const auto outcome =
    desk.call({"plan", "office.json", "--sweep", "/agents/count=5,30,40", "--json", "-"}, run);
  CHECK(outcome.code == 130);
  const auto written = json::parse(outcome.out);
  CHECK(written["interrupted"] == true);
  CHECK(written["points"].size() == 1);
}

TEST_CASE("plan reads every point before it simulates the first", "[unit]") {
  const desk_of_calls desk;
  std::atomic<int> runs = 0;
  const auto outcome = desk.call({"plan", "office.json", "--sweep", "/agents/count=1,x"},
                                 [&](const run_order& order, actors::observer&, const run_hooks&) {
                                   ++runs;
                                   return run_facts{.simulated = order.plan.length};
                                 });
  CHECK(outcome.err.find("--sweep: /agents/count: expected a whole number") != std::string::npos);
  CHECK(runs == 0);
}

TEST_CASE("plan: all values of a place are given at once", "[unit]") {
  const desk_of_calls desk;
  const auto outcome = desk.call({"plan", "office.json", "--sweep", "/agents/count=1,2", "--sweep",
                                  "/agents/count=4", "--json", "r"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("--sweep: /agents/count is swept twice; give all of its values at once")
        != std::string::npos);
}

TEST_CASE("plan refuses what it cannot use, and says what it expected", "[unit]") {
  const auto [argument, value, said] = GENERATE(table<const char*, const char*, const char*>({
    {"--find", "/agents/count", "--find: expected POINTER=FIRST..LAST"},
    {"--sweep", "/agents/count=", "--sweep: expected POINTER=A,B,C"},
    {"--sweep", "/agents/cuont=1,2", "--sweep: /agents/cuont"},
    {"--sweep", "/agents/count=1,x", "--sweep: /agents/count: expected a whole number"},
    {"--sweep", "/agents/count=1,2, 1", "--sweep: 1 is there twice in '/agents/count=1,2, 1'"},
    {"--find", "/agents/cuont=1..2", "--find: /agents/cuont: unknown key"},
    {"--subject-to", "messages", "--subject-to 'messages': column"},
    {"--subject-to", "mesages < 2", "there is no metric 'mesages' (did you mean 'messages'?)"},
    {"--subject-to", "wall_s < 2", "'wall_s' depends on the machine"},
    {"--subject-to", "backend.served > 1 while quarantine",
     "expected a metric of requests or personas with 'while quarantine'"},
    {"--metric", "nonsense", "--metric: there is no metric 'nonsense'"},
    {"--precision", "2", "--precision: expected a number above 0 and below 1 such as 0.05"},
    {"--replications", "1", "--replications: expected 2 at least"},
    {"--max-replications", "5", "--max-replications: expected a whole number from 10"},
  }));
  const desk_of_calls desk;
  const auto outcome = desk.call({"plan", "office.json", argument, value, "--json", "r"});
  CAPTURE(argument, value, outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find(said) != std::string::npos);
  CHECK(desk_of_calls::files() == 1);
}

} // namespace
} // namespace deskstorm::loadgen::cli
