#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

using namespace std::chrono_literals;

/// Answers a request after 5 ms and one more for each worker of the backend, give or take a little
/// in each replication.
run_facts latency_of_workers(const run_order& order, actors::observer& seen, const run_hooks&) {
  const auto latency = 5ms + order.plan.backend.workers * 1ms + (order.replication % 3) * 1us;
  seen.request_sent(0, request_kind::agent_get, instant{});
  seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{},
                     instant{latency});
  return {.digest = order.replication, .messages = 1, .simulated = order.plan.length};
}

/// Runs with that many workers into a file.
void run_into(const desk_of_calls& desk, const std::string& file, const std::string& workers,
              const std::string& replications) {
  desk.call({"run", "office.json", "--quiet", "--set", "/backend/workers=" + workers, "--set",
             "/thresholds=[]", "--replications", replications, "--json", file},
            latency_of_workers);
}

TEST_CASE("compare ends with 1 where a metric got worse", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "a.json", "2", "5");
  run_into(desk, "b.json", "4", "5");
  const auto worse = desk.call({"compare", "a.json", "b.json"});
  CHECK(worse.code == 1);
  CHECK(worse.out.find("paired by seed") != std::string::npos);
  CHECK(worse.out.find("WORSE") != std::string::npos);
  CHECK(desk.call({"compare", "b.json", "a.json"}).code == 0);
  CHECK(desk.call({"compare", "a.json", "a.json"}).code == 0);
  CHECK(desk.call({"compare", "a.json", "b.json", "--metric", "requests.total.sent"}).code == 0);
}

TEST_CASE("compare writes what it found", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "a.json", "2", "5");
  run_into(desk, "b.json", "4", "5");
  const auto outcome = desk.call({"compare", "a.json", "b.json", "--metric",
                                  "requests.total.latency_ms.max", "--json", "-", "--quiet"});
  const auto row = json::parse(outcome.out)["metrics"][0];
  CHECK(row["difference"].get<double>() == Approx(2).epsilon(0.01));
  CHECK(row["verdict"] == "WORSE");
}

TEST_CASE("names of files that are compared need not be UTF-8", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "b\xFCro.json", "2", "5");
  const auto outcome = desk.call({"compare", "b\xFCro.json", "b\xFCro.json", "--json", "-"});
  CHECK(outcome.code == 0);
  CHECK(json::parse(outcome.out)["before"] == "b\uFFFDro.json");
}

TEST_CASE("compare reports what got worse first, with its interval", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "a.json", "2", "5");
  run_into(desk, "b.json", "4", "5");
  const auto page = desk.call({"compare", "a.json", "b.json", "--html", "-"}).out;
  const auto verdict = page.find("metrics got worse</strong>");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("<h2>Worse</h2>"));
  CHECK(page.find("<td>requests.total.latency_ms.max</td>") != std::string::npos);
  CHECK(page.find("<svg class=\"range\"") != std::string::npos);
  CHECK(page.find("deskstorm compare a.json b.json</pre>") != std::string::npos);
  CHECK(desk.call({"compare", "a.json", "b.json", "--html", "-", "--json", "-"}).code == 2);
}

TEST_CASE("compare holds two plans against each other at their common points", "[unit]") {
  const desk_of_calls desk;
  const auto plan_into = [&](const std::string& file, const std::string& workers) {
    desk.call({"plan", "office.json", "--quiet", "--sweep", "/backend/workers=" + workers,
               "--subject-to", "requests.total.latency_ms.max < 10", "--json", file},
              latency_of_workers);
  };
  plan_into("a.json", "1,2");
  plan_into("b.json", "2,3");
  run_into(desk, "run.json", "2", "5");
  const auto outcome = desk.call({"compare", "a.json", "b.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("/backend/workers=2 requests.total.latency_") != std::string::npos);
  CHECK(outcome.out.find("/backend/workers=3") == std::string::npos);
  CHECK(outcome.out.find("0 of 1 metrics improved, 0 got worse") != std::string::npos);
  CHECK(desk.call({"compare", "a.json", "b.json", "--metric", "requests.total.sent"}).code == 0);
  CHECK(desk.call({"compare", "a.json", "b.json", "--metric", "nonsense"}).code == 2);
  CHECK(desk.call({"compare", "a.json", "run.json"}).code == 2);
}

TEST_CASE("compare is undecided about single runs that differ", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "a.json", "2", "1");
  run_into(desk, "b.json", "4", "1");
  CHECK(desk.call({"compare", "a.json", "b.json"}).code == 4);
}

TEST_CASE("compare refuses what is no result", "[unit]") {
  const desk_of_calls desk;
  run_into(desk, "a.json", "2", "2");
  const auto [file, said] = GENERATE(table<const char*, const char*>({
    {"nothing.json", "compare: nothing.json: there is no such file"},
    {"office.json", "compare: office.json: expected a result file of deskstorm run --json"},
  }));
  const auto outcome = desk.call({"compare", "a.json", file, "--json", "r"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find(said) != std::string::npos);
  CHECK(desk.call({"compare", "a.json", "a.json", "--metric", "nonsense"}).code == 2);
}

} // namespace
} // namespace deskstorm::loadgen::cli
