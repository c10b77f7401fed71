#include <algorithm>
#include <string>
#include <vector>

#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

recorder measuring(std::uint32_t personas, std::uint32_t queues) {
  return recorder{{.measured = {instant{}, instant{10s}},
                   .personas = personas,
                   .agents = 1,
                   .queues = queues,
                   .backend_workers = 1}};
}

// The paths of all numbers.
void add_paths(const ordered_json& at, const std::string& prefix, std::vector<std::string>& to) {
  for (const auto& [key, value] : at.items()) {
    if (value.is_object())
      add_paths(value, prefix + key + ".", to);
    if (value.is_number())
      to.push_back(prefix + key);
  }
}

TEST_CASE("the result of a run in which nothing happens has every key", "[golden]") {
  const run_result nothing{.scenario = "quiet",
                           .facts = {.digest = 0xABC, .simulated = 10s, .entities = {.agents = 1}},
                           .seen = measuring(0, 0).finish(instant{10s})};
  CHECK(to_json(nothing).dump(2)
        == R"({
  "deskstorm": ")"
             + std::string{version} + R"(",
  "scenario": "quiet",
  "seed": 1,
  "clock": "virtual",
  "interrupted": false,
  "simulated_s": 10.0,
  "wall_s": 0.0,
  "messages": 0,
  "events_per_s": 0.0,
  "peak_rss_bytes": 0,
  "digest": "0000000000000abc",
  "entities": {
    "agents": 1,
    "tabs": 0,
    "frames": 0,
    "interactions": 0,
    "campaigns": 0
  },
  "stationary": true,
  "requests": {
    "total": {
      "sent": 0,
      "ok": 0,
      "failed": 0,
      "rate_limited": 0,
      "timed_out": 0,
      "unfinished": 0,
      "ignored": 0,
      "refused": 0,
      "late": 0,
      "lost": 0,
      "rate_per_s": 0.0,
      "failed_ratio": 0.0,
      "rate_limited_ratio": 0.0,
      "timed_out_ratio": 0.0,
      "ignored_ratio": 0.0,
      "latency_ms": {
        "mean": 0.0,
        "min": 0.0,
        "p50": 0.0,
        "p90": 0.0,
        "p95": 0.0,
        "p99": 0.0,
        "p999": 0.0,
        "max": 0.0
      }
    }
  },
  "personas": {},
  "events": {},
  "backend": {
    "utilization": 0.0,
    "served": 0,
    "queued_max": 0,
    "wait_ms": {
      "mean": 0.0,
      "p50": 0.0,
      "p99": 0.0
    },
    "service_ms": {
      "mean": 0.0
    }
  },
  "tabs": {
    "utilization_mean": 0.0,
    "utilization_max": 0.0,
    "wait_ms": {
      "mean": 0.0,
      "p50": 0.0,
      "p99": 0.0
    }
  },
  "queues": {},
  "election": {
    "elections": 0,
    "leaderless_s": 0.0,
    "overlap_s": 0.0,
    "takeover_ms": {
      "p50": 0.0,
      "p99": 0.0
    },
    "duties": {
      "done": 0,
      "twice": 0,
      "lost": 0
    }
  },
  "outbound": {},
  "thresholds": [],
  "replications": [],
  "intervals": {}
})");
}

TEST_CASE("every figure of a result is a metric that thresholds may name", "[unit]") {
  auto run = measuring(1, 1);
  for (const auto& row : requests)
    run.request_sent(0, row.kind, instant{1s});
  for (const auto& row : events)
    if (row.type != event_type::frame_state)
      run.event_seen(row.channel, row.type, instant{1s});
  for (const auto& row : frame_states)
    run.frame_state_seen(row.value, instant{1s});
  const metric_subjects subjects{.personas = {"crm"}, .queues = {"sales"}};

  std::vector<std::string> shown;
  add_paths(to_json({.seen = run.finish(instant{10s}), .subjects = subjects}), "", shown);
  std::erase(shown, "seed");
  auto named = metric_names(subjects);
  std::ranges::sort(shown);
  std::ranges::sort(named);
  CHECK(shown == named);
}

TEST_CASE("a metric is found at its path, whatever dots its keys have", "[unit]") {
  const auto [path, value] = GENERATE(table<std::string, double>({
    {"requests.total.sent", 1},
    {"requests.voice.dial.sent", 2},
    {"requests.voice.dialEx.latency_ms.p99", 3.5},
    {"queues.sales. v2.offered", 4},
  }));
  const auto file = ordered_json::parse(R"({"requests": {"total": {"sent": 1},
    "voice.dial": {"sent": 2}, "voice.dialEx": {"latency_ms": {"p99": 3.5}}},
    "queues": {"sales": {"offered": 9}, "sales. v2": {"offered": 4}}})");
  CAPTURE(path);
  CHECK(value_at(file, path).value() == value);
}

TEST_CASE("what is no number of the file is not found", "[unit]") {
  const std::string path =
    GENERATE("", "requests", "requests.total", "requests.total.sent.x", "sent");
  const auto file = ordered_json::parse(R"({"requests": {"total": {"sent": 1}}})");
  CAPTURE(path);
  CHECK_FALSE(value_at(file, path));
}

TEST_CASE("a threshold on what never happened sees zero", "[unit]") {
  const auto limit = parse_threshold("requests.voice.dial.sent > 0");
  REQUIRE(limit);
  const auto judged = judge(*limit, ordered_json::object());
  CHECK(judged.value == 0);
  CHECK_FALSE(judged.passed);
  CHECK(judged.note.empty());
}

} // namespace
} // namespace deskstorm::loadgen
