#include <chrono>
#include <string>

#include <deskstorm/loadgen/live/live_counts.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

bool has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("live counts tell of requests by name and end", "[unit]") {
  live_counts counts;
  counts.request_sent(0, request_kind::voice_dial, instant{1s});
  counts.request_ended(0, request_kind::voice_dial, actors::request_end::ok, instant{1s},
                       instant{1s + 3ms});
  counts.request_sent(0, request_kind::voice_dial, instant{2s});
  counts.request_ended(0, request_kind::voice_dial, actors::request_end::timed_out, instant{2s},
                       instant{12s});
  const auto text = counts.text();
  CHECK(has(text, "# TYPE deskstorm_requests_sent_total counter"));
  CHECK(has(text, R"(deskstorm_requests_sent_total{request="voice.dial"} 2)"));
  CHECK(has(text, R"(deskstorm_requests_ended_total{request="voice.dial",how="ok"} 1)"));
  CHECK(has(text, R"(deskstorm_requests_ended_total{request="voice.dial",how="timed_out"} 1)"));
  CHECK(text.find("agent.get") == std::string::npos);
}

TEST_CASE("live counts have a histogram of the latency of answers", "[unit]") {
  live_counts counts;
  for (const auto latency : {1ms, 3ms, 60000ms})
    counts.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{1s},
                         instant{1s + latency});
  const auto text = counts.text();
  CHECK(has(text, R"(deskstorm_request_latency_seconds_bucket{le="0.0005"} 0)"));
  CHECK(has(text, R"(deskstorm_request_latency_seconds_bucket{le="0.001"} 1)"));
  CHECK(has(text, R"(deskstorm_request_latency_seconds_bucket{le="0.005"} 2)"));
  CHECK(has(text, R"(deskstorm_request_latency_seconds_bucket{le="30"} 2)"));
  CHECK(has(text, R"(deskstorm_request_latency_seconds_bucket{le="+Inf"} 3)"));
  CHECK(has(text, "deskstorm_request_latency_seconds_sum 60.004000"));
  CHECK(has(text, "deskstorm_request_latency_seconds_count 3"));
}

TEST_CASE("live counts know how many agents are engaged", "[unit]") {
  live_counts counts;
  counts.agent_engaged(0, instant{1s});
  counts.agent_engaged(0, instant{2s});
  counts.agent_freed(0, instant{3s});
  CHECK(has(counts.text(), "deskstorm_agents_engaged 1"));
}

} // namespace
} // namespace deskstorm::loadgen::live
