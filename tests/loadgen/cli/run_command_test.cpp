#include <chrono>
#include <new>
#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

using namespace std::chrono_literals;

TEST_CASE("run prints a summary and ends with 0 where all thresholds held", "[unit]") {
  const auto outcome = desk_of_calls{}.call({"run", "office.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("office  seed 1\n"));
  CHECK(outcome.out.find("all 1 held") != std::string::npos);
  CHECK(outcome.err.empty());
}

TEST_CASE("run ends with 1 where a threshold failed, and still writes its outputs", "[unit]") {
  const desk_of_calls desk;
  const auto outcome =
    desk.call({"run", "office.json", "--set", R"(/thresholds=["messages < 2"])", "--json", "r"});
  CHECK(outcome.code == 1);
  const auto written = json::parse(desk_of_calls::text_of("r"));
  CHECK(written["thresholds"]
        == json::parse(R"([{"expression": "messages < 2", "value": 2.0, "passed": false}])"));
}

/// Sends a request each second, which takes as many milliseconds. The fifth meets a rate limit.
run_facts slower_and_slower(const run_order& order, actors::observer& seen, const run_hooks&) {
  for (int i = 0; i < 10; ++i) {
    const instant at{i * 1s};
    const auto how = i == 4 ? actors::request_end::rate_limited : actors::request_end::ok;
    seen.request_sent(0, request_kind::agent_get, at);
    seen.request_ended(0, request_kind::agent_get, how, at, at + i * 1ms);
  }
  return {.digest = 1, .messages = 20, .simulated = order.plan.length};
}

TEST_CASE("thresholds may be about parts of a run, in all outputs", "[unit]") {
  const desk_of_calls desk;
  const auto outcome =
    desk.call({"run", "office.json", "--set", "/warmup=\"1s\"", "--set",
               R"(/options={"service-client-api.rate-limit-quarantine-delay":"3"})", "--set",
               R"x(/thresholds=["requests.total.sent == 9 after warmup",
                     "requests.total.latency_ms.max < 5 in [2s,5s)",
                     "requests.total.latency_ms.min < 5 after 5s",
                     "requests.total.sent == 3 before 3s",
                     "requests.total.sent == 3 while quarantine"])x",
               "--json", "r.json", "--csv", "r.csv", "--junit", "r.xml", "--html", "r.html"},
              slower_and_slower);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.find("1 of 5 failed") != std::string::npos);
  std::vector<double> values;
  const auto written = json::parse(desk_of_calls::text_of("r.json"));
  for (const auto& one : written["thresholds"]) {
    values.push_back(one["value"]);
    CHECK(one["passed"] == (one["expression"] != "requests.total.latency_ms.min < 5 after 5s"));
  }
  CHECK(values == std::vector<double>{9, 4, 5, 3, 3});
  CHECK(desk_of_calls::column_of("r.csv",
                                 "thresholds.requests.total.latency_ms.min < 5 after 5s.passed")
        == "0");
  CHECK(desk_of_calls::text_of("r.xml").find(
          "expected requests.total.latency_ms.min &lt; 5 after 5s, found 5")
        != std::string::npos);
  CHECK(desk_of_calls::text_of("r.html").find("1 of 5 thresholds failed") != std::string::npos);
}

TEST_CASE("parts of a run are counted over all replications, whatever the threads", "[unit]") {
  const desk_of_calls desk;
  const std::string jobs = GENERATE("1", "3");
  const auto outcome =
    desk.call({"run", "office.json", "--replications", "5", "--jobs", jobs, "--quiet", "--set",
               R"x(/thresholds=["requests.total.sent == 15 in [2s,5s)"])x", "--json", "-"},
              slower_and_slower);
  CHECK(outcome.code == 0);
  CHECK(json::parse(outcome.out)["thresholds"][0]["value"] == 15);
}

TEST_CASE("a threshold on a part of the run without a request says that it says nothing",
          "[unit]") {
  const auto outcome = desk_of_calls{}.call(
    {"run", "office.json", "--set",
     R"(/thresholds=["requests.total.latency_ms.p99 < 10 while quarantine"])"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("  pass  requests.total.latency_ms.p99 < 10 while quarantine")
        != std::string::npos);
  CHECK(outcome.out.find("        which says nothing: no request falls into that part of the run\n")
        != std::string::npos);
}

/// A caller who leaves.
run_facts nobody_answers(const run_order& order, actors::observer& seen, const run_hooks&) {
  seen.call_offered(0, actors::caller_fate::waits, instant{1s});
  seen.call_abandoned(0, 2s, instant{1s});
  return {.digest = 1, .messages = 1, .simulated = order.plan.length};
}

TEST_CASE("no limit on a wait of nobody holds, in all outputs", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("calls.json", R"({"duration": "10s", "agents": {"count": 1},
    "inbound": [{"media": "voice", "queue": "sales", "arrivals": {"poisson": "1/s"},
                 "handle-time": "9s"}],
    "thresholds": ["queues.sales.wait_s.p95 < 20", "queues.sales.offered > 0"]})");
  const std::string runs = GENERATE("1", "3");
  const auto outcome = desk.call({"run", "calls.json", "--replications", runs, "--json", "r.json",
                                  "--junit", "r.xml", "--html", "r.html"},
                                 nobody_answers);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.find("  FAIL  queues.sales.wait_s.p95 < 20 ") != std::string::npos);
  CHECK(outcome.out.find("        which cannot hold: no caller was answered\n")
        != std::string::npos);
  CHECK(json::parse(desk_of_calls::text_of("r.json"))["thresholds"][0]
        == json::parse(R"({"expression": "queues.sales.wait_s.p95 < 20", "value": 0.0,
                           "passed": false, "note": "no caller was answered"})"));
  CHECK(desk_of_calls::text_of("r.xml").find("&lt; 20, but no caller was answered")
        != std::string::npos);
  CHECK(desk_of_calls::text_of("r.html").find("cannot hold: no caller was answered")
        != std::string::npos);
}

/// Ten requests a second, of which one is answered.
run_facts ever_more_requests(const run_order& order, actors::observer& seen, const run_hooks&) {
  for (auto at = 0ms; at < 10s; at += 100ms) {
    seen.request_sent(0, request_kind::agent_get, instant{at});
    if (at % 1s == 0s)
      seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{at},
                         instant{at + 10ms});
  }
  return {.digest = 1, .messages = 20, .simulated = order.plan.length};
}

TEST_CASE("run says that it is not stationary, with any number of replications", "[unit]") {
  const desk_of_calls desk;
  const std::string runs = GENERATE("1", "3");
  const auto outcome = desk.call(
    {"run", "office.json", "--replications", runs, "--json", "r.json", "--html", "r.html"},
    ever_more_requests);
  CHECK(outcome.out.find("\nNOT STATIONARY, so that percentiles mean little:\n"
                         "  requests under way grow from quarter to quarter:\n  33")
        != std::string::npos);
  CHECK(json::parse(desk_of_calls::text_of("r.json"))["stationary"] == false);
  CHECK(desk_of_calls::text_of("r.html").find("<strong>Not stationary</strong>")
        != std::string::npos);
}

TEST_CASE("run writes all outputs that are asked for", "[unit]") {
  const desk_of_calls desk;
  const auto outcome = desk.call({"run", "office.json", "--quiet", "--json", "r.json", "--csv",
                                  "r.csv", "--junit", "r.xml", "--trace", "r.trace"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  CHECK(json::parse(desk_of_calls::text_of("r.json"))["requests"]["agent.get"]["ok"] == 1);
  CHECK(desk_of_calls::column_of("r.csv", "requests.agent.get.ok") == "1");
  CHECK(desk_of_calls::text_of("r.xml").find("<testcase") != std::string::npos);
  CHECK(desk_of_calls::text_of("r.trace")
        == "{\"at_ns\":1000000,\"from\":1,\"to\":2,\"kind\":\"request\"}\n");
  CHECK(desk_of_calls::files() == 5);
}

TEST_CASE("run writes a report with charts, which does not change what is simulated", "[unit]") {
  const desk_of_calls desk;
  const auto outcome = desk.call(
    {"run", "office.json", "--seed", "7", "--html", "r.html", "--json", "with.json", "--quiet"});
  CHECK(outcome.code == 0);
  const auto page = desk_of_calls::text_of("r.html");
  CHECK(page.find("deskstorm run office.json --seed 7") != std::string::npos);
  CHECK(page.find("/* a library of charts */") != std::string::npos);
  CHECK(page.find("1 of 1 thresholds held") != std::string::npos);
  desk.call({"run", "office.json", "--seed", "7", "--json", "without.json", "--quiet"});
  CHECK(json::parse(desk_of_calls::text_of("with.json")).at("requests")
        == json::parse(desk_of_calls::text_of("without.json")).at("requests"));
}

TEST_CASE("an output on standard output moves the summary to standard error", "[unit]") {
  const auto outcome = desk_of_calls{}.call({"run", "office.json", "--json", "-"});
  CHECK(json::accept(outcome.out));
  CHECK(outcome.err.starts_with("office  seed 1\n"));
}

TEST_CASE("run takes seed and duration from the command line", "[unit]") {
  const auto outcome =
    desk_of_calls{}.call({"run", "office.json", "--quiet", "--seed", "18446744073709551615",
                          "--duration", "1m", "--json", "-"});
  const auto written = json::parse(outcome.out);
  CHECK(written["seed"] == 18446744073709551615u);
  CHECK(written["simulated_s"] == 60);
}

TEST_CASE("replications give intervals at the asked confidence", "[unit]") {
  const auto outcome = desk_of_calls{}.call(
    {"run", "office.json", "--replications", "3", "--confidence", "0.9", "--json", "-"});
  const auto written = json::parse(outcome.out);
  CHECK(written["replications"].size() == 3);
  CHECK(written["requests"]["total"]["sent"] == 3);
  CHECK(written["intervals"]["requests.total.sent"]
        == json::parse(R"({"mean": 1.0, "half_width": 0.0, "confidence": 0.9})"));
  CHECK(outcome.err.find("3 replications") != std::string::npos);
}

TEST_CASE("results differ only in what depends on the machine", "[unit]") {
  const desk_of_calls desk;
  const auto result_with = [&](const std::string& jobs) {
    auto written = json::parse(
      desk.call({"run", "office.json", "--replications", "5", "--jobs", jobs, "--json", "-"}).out);
    for (const char* of_the_machine : {"wall_s", "events_per_s", "peak_rss_bytes"})
      written.erase(of_the_machine);
    return written;
  };
  CHECK(result_with("1") == result_with("4"));
}

TEST_CASE("an interrupted run writes its outputs, says so and ends with 130", "[unit]") {
  desk_of_calls desk;
  const auto interrupting = [&](const run_order& order, actors::observer& seen,
                                const run_hooks& hooks) {
    desk.interrupted = true;
    return one_request(order, seen, hooks);
  };
  const auto outcome = desk.call({"run", "office.json", "--json", "r"}, interrupting);
  CHECK(outcome.code == 130);
  CHECK(outcome.out.find("INTERRUPTED") != std::string::npos);
  const auto written = json::parse(desk_of_calls::text_of("r"));
  CHECK(written["interrupted"] == true);
  CHECK(written["requests"]["total"]["sent"] == 1);
}

TEST_CASE("an internal failure ends with 3 and leaves no output", "[unit]") {
  const desk_of_calls desk;
  const auto broken = [](const run_order&, actors::observer&, const run_hooks&) -> run_facts {
    throw std::bad_alloc{};
  };
  const auto outcome = desk.call({"run", "office.json", "--json", "r"}, broken);
  CHECK(outcome.code == 3);
  CHECK(outcome.err == "deskstorm: internal failure: std::bad_alloc\n");
  CHECK(desk_of_calls::files() == 1);
}

TEST_CASE("a result that cannot be written ends with 3", "[unit]") {
  const auto outcome = desk_of_calls{}.call({"run", "office.json", "--json", "/dev/full"});
  CHECK(outcome.code == 3);
  CHECK(outcome.err.starts_with("deskstorm: could not write /dev/full"));
}

TEST_CASE("run publishes metrics on the wall clock alone", "[unit]") {
  const desk_of_calls desk;
  const auto outcome =
    desk.call({"run", "office.json", "--clock", "real", "--metrics", "127.0.0.1:0"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err.starts_with("metrics at http://127.0.0.1:"));
  CHECK(desk.call({"run", "office.json", "--metrics", "0"}).code == 2);
  const auto wrong = desk.call({"run", "office.json", "--clock", "real", "--metrics", "here"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("--metrics: expected ADDR:PORT such as 127.0.0.1:9464, found 'here'")
        != std::string::npos);
}

} // namespace
} // namespace deskstorm::loadgen::cli
