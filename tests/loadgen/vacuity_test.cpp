#include <chrono>
#include <optional>
#include <string>

#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/loadgen/vacuity.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

const metric_subjects one_of_each{.personas = {"crm"}, .queues = {"sales"}, .campaigns = {"c"}};

/// A run of ten seconds with one queue and one persona, to which nothing has happened yet.
recorder idle_recorder() {
  return recorder{{.measured = {{}, instant{10s}},
                   .personas = 1,
                   .agents = 1,
                   .queues = 1,
                   .at_once = {1},
                   .backend_workers = 1,
                   .campaigns = 1}};
}

statistics of_idle_run() { return idle_recorder().finish(instant{10s}); }

std::optional<vacuity> vacuity_in(const statistics& seen, const std::string& limit) {
  return vacuity_of(*parse_threshold(limit), seen, one_of_each);
}

TEST_CASE("a limit on times says nothing where nothing was asked, whatever the metric", "[unit]") {
  const auto seen = of_idle_run();
  std::size_t of_times = 0;
  for (const auto& name : metric_names(one_of_each)) {
    const bool times =
      name.find("_ms.") != std::string::npos || name.find("_s.") != std::string::npos;
    CAPTURE(name);
    const auto found = vacuity_in(seen, name + " < 5");
    CHECK(found.has_value() == times);
    CHECK(found.value_or(vacuity{}).holds);
    of_times += times ? 1 : 0;
  }
  CHECK(of_times > 8 * requests.size());
}

TEST_CASE("no limit on times holds where all wait and none is answered", "[unit]") {
  auto run = idle_recorder();
  run.request_sent(0, request_kind::agent_get, instant{1s});
  run.call_offered(0, actors::caller_fate::waits, instant{1s});
  const std::string limit =
    GENERATE("requests.total.latency_ms.p99 < 5", "requests.agent.get.latency_ms.p99 > 5",
             "personas.crm.latency_ms.min < 5", "queues.sales.wait_s.mean < 5");
  CHECK_FALSE(vacuity_in(run.finish(instant{10s}), limit).value().holds);
}

TEST_CASE("a limit on times says something once one was measured", "[unit]") {
  auto run = idle_recorder();
  run.request_sent(0, request_kind::agent_get, instant{1s});
  run.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{1s}, instant{2s});
  run.call_offered(0, actors::caller_fate::waits, instant{1s});
  run.call_answered(0, 1s, instant{1s});
  const auto seen = run.finish(instant{10s});
  const std::string answered =
    GENERATE("requests.total.latency_ms.p99 < 5", "requests.agent.get.latency_ms.p99 < 5",
             "personas.crm.latency_ms.min < 5", "queues.sales.wait_s.mean < 5");
  CHECK_FALSE(vacuity_in(seen, answered));
  CHECK(vacuity_in(seen, "requests.voice.dial.latency_ms.p99 < 5").value().why
        == "no request was answered");
}

TEST_CASE("a part of a run in which nothing was asked says nothing", "[unit]") {
  const std::string limit = GENERATE(
    "requests.voice.dial.sent < 5 after 3m", "personas.crm.failed_ratio < 5 in [2m,4m)",
    "requests.total.latency_ms.p99 < 5 in [2m,4m)", "requests.total.sent < 5 while quarantine");
  const auto found = vacuity_in(of_idle_run(), limit);
  REQUIRE(found);
  CHECK(found->why == "no request falls into that part of the run");
  CHECK(found->holds);
}

TEST_CASE("counts and shares of nothing are zero", "[unit]") {
  CHECK_FALSE(vacuity_in(of_idle_run(), "requests.voice.dial.sent < 5"));
  CHECK_FALSE(vacuity_in(of_idle_run(), "requests.voice.dial.ignored_ratio <= 0.01"));
  CHECK_FALSE(vacuity_in(of_idle_run(), "queues.sales.offered > 5 after 3m"));
}

} // namespace
} // namespace deskstorm::loadgen
