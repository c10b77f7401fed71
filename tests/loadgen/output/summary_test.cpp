#include <cstdint>
#include <sstream>
#include <string>

#include <deskstorm/loadgen/output/progress_line.hpp>
#include <deskstorm/loadgen/output/summary.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

run_result busy_run(std::uint64_t times) {
  recorder run{{.measured = {instant{}, instant{600s}},
                .personas = 1,
                .agents = 10,
                .queues = 1,
                .backend_workers = 2}};
  for (const auto kind :
       {request_kind::agent_get_state, request_kind::system_update_view_in_application_menu_bar}) {
    run.request_sent(0, kind, instant{1s});
    run.request_ended(0, kind, actors::request_end::ok, instant{1s}, instant{1s + 2345us});
    run.request_sent(0, kind, instant{2s});
    run.request_ended(0, kind, actors::request_end::failed, instant{2s}, instant{2s + 400ms});
    run.request_sent(0, kind, instant{3s});
    run.request_lost(0, kind, actors::request_loss::ignored, instant{3s});
  }
  run.call_offered(0, actors::caller_fate::waits, instant{5s});
  run.call_answered(0, 12s, instant{5s});
  run.agent_engaged(0, instant{17s});
  run.agent_freed(0, instant{200s});
  run.backend_served(3ms, 5ms, instant{1s});
  run.tab_state({agent_id{1}, tab_id{1}, 1}, frame_state::leading, instant{1s});
  run.tab_served(1, 0ms, 1ms, instant{1s});
  auto seen = run.finish(instant{600s});
  for (auto& tally : seen.personas[0])
    tally.sent *= times;
  return {.scenario = "office-hours",
          .facts = {.digest = 0x1234,
                    .messages = 1234567,
                    .simulated = 600s,
                    .entities = {100, 200, 400, 950, 0}},
          .wall_s = 0.41,
          .seen = std::move(seen),
          .subjects = {{"crm"}, {"sales"}},
          .verdicts = {{"requests.total.latency_ms.p99 < 200", 400, false},
                       {"backend.utilization < 1", 0.1, true}}};
}

TEST_CASE("the summary shows requests, queues, servers, leaders and verdicts", "[golden]") {
  CHECK(summary_of(busy_run(1), colours::off) == R"(office-hours  seed 1
10:00 simulated in 410ms of wall time (1463 times as fast), 3.01M messages/s
100 agents, 200 tabs, 400 frames, 950 interactions; 1.23M messages
digest 0000000000001234
steady: nothing piles up from quarter to quarter

requests                 sent     ok failed limited timeout    p50    p95    p99
agent.getState              3      1      1       0       0 2.35ms  400ms  400ms
system.updateViewInA..      3      1      1       0       0 2.35ms  400ms  400ms
total                       6      2      2       0       0 2.35ms  400ms  400ms
2 unfinished; by the service: 2 ignored, 0 refused, 0 late, 0 lost

queues               offered answered abandoned  had wait    wait     p95   busy
sales                      1        1         0   100.0 %   12.0s   12.0s     3%

backend   0.0 % busy, 1 served, at most 0 waiting, wait 3.00ms mean, 3.00ms p99
tabs      0.0 % busy, the busiest 0.0 %, wait 0 mean, 0 p99
election  1 elections, 0 leaderless, 0 overlap, takeover 0 p50, 0 p99

thresholds
  FAIL  requests.total.latency_ms.p99 < 200                                  400
  pass  backend.utilization < 1                                              0.1
1 of 2 failed
)");
}

TEST_CASE("the summary says that a run is not stationary before any percentile", "[unit]") {
  auto run = busy_run(1);
  run.piles_up = "callers in the queue grow from quarter to quarter: 1, 20, 40 in the last";
  run.stationary = false;
  CHECK(summary_of(run, colours::off)
          .find("\nNOT STATIONARY, so that percentiles mean little:\n"
                "  callers in the queue grow from quarter to quarter:\n"
                "  1, 20, 40 in the last\n\nrequests ")
        != std::string::npos);
  run.stationary = true;
  CHECK(summary_of(run, colours::off).find("\nwhile the load changes by its stages\n  callers in ")
        != std::string::npos);
}

TEST_CASE("no line of the summary is longer than 80 columns", "[unit]") {
  std::istringstream text{summary_of(busy_run(1'000'000'007), colours::off)};
  for (std::string line; std::getline(text, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
  }
}

TEST_CASE("only a coloured summary has escapes", "[unit]") {
  CHECK(summary_of(busy_run(1), colours::off).find('\033') == std::string::npos);
  CHECK(summary_of(busy_run(1), colours::on).find("\033[31mFAIL\033[0m") != std::string::npos);
}

TEST_CASE("times and counts for people take at most six columns", "[unit]") {
  const auto [seconds, text] = GENERATE(table<double, std::string>({
    {0, "0"},
    {1e-9, "0.00us"},
    {0.25e-3, "250us"},
    {0.9999e-3, "1.00ms"},
    {12.34e-3, "12.3ms"},
    {0.9996, "1.00s"},
    {99.96, "100s"},
    {3600, "1.00h"},
  }));
  CHECK(human_time(seconds) == text);
  const auto [count, counted] = GENERATE(table<std::uint64_t, std::string>({
    {999'999, "999999"},
    {1'000'000, "1.00M"},
    {99'960'000, "100M"},
    {999'600'000, "1.00G"},
    {UINT64_MAX, "18.4E"},
  }));
  CHECK(human_count(count) == counted);
}

TEST_CASE("a mean of counts has a fraction where it says something", "[unit]") {
  const auto [mean, text] = GENERATE(table<double, std::string>({{0, "0"},
                                                                 {0.2, "0.2"},
                                                                 {16, "16"},
                                                                 {6895.4, "6895"},
                                                                 {147'800.6, "147801"},
                                                                 {2.5e6, "2.50M"}}));
  CHECK(human_mean(mean) == text);
}

TEST_CASE("progress tells how far, how fast and how long", "[unit]") {
  CHECK(progress_text(
          {.simulated = 150s, .whole = 600s, .messages = 3'000'000, .errors = 12, .elapsed = 1s})
        == "2:30 of 10:00 in 0:01, 150x, 3.00M messages/s, 12 errors, 0:03 left");
  CHECK(progress_text({.simulated = 0s, .whole = 600s, .messages = 0, .elapsed = 0s})
        == "0:00 of 10:00 in 0:00, 0x, 0 messages/s, 0 errors, ? left");
}

TEST_CASE("the progress line is wiped out at the end", "[unit]") {
  std::ostringstream terminal;
  { progress_line{terminal}.show({.whole = 1s}); }
  CHECK(terminal.str().ends_with("\r\033[K"));
}

} // namespace
} // namespace deskstorm::loadgen
