#include <chrono>
#include <vector>

#include <deskstorm/loadgen/statistics/series.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;
using actors::request_end;

constexpr series_setup ten_seconds{.length = 10s, .buckets = 10, .queues = 1, .campaigns = 1};

instant at(duration since) { return instant{since}; }

TEST_CASE("a request is sent when it was meant to be, and ends when it ends", "[unit]") {
  series_recorder r{ten_seconds};
  r.request_sent(0, request_kind::agent_get, at(900ms));
  r.request_ended(0, request_kind::agent_get, request_end::ok, at(900ms), at(1100ms));
  r.request_lost(0, request_kind::agent_get, actors::request_loss::ignored, at(5s));
  const auto seen = r.finish(at(10s));
  CHECK(seen.bucket == 1s);
  CHECK(seen.buckets[0].sent == 1);
  CHECK(seen.buckets[0].latency.count() == 0);
  CHECK(seen.buckets[1].ends[0] == 1);
  CHECK(seen.buckets[1].latency.max() == 200ms);
  CHECK(seen.buckets[5].ignored == 1);
}

TEST_CASE("busy time is spread over the parts of the run that it lies in", "[unit]") {
  series_recorder r{ten_seconds};
  r.backend_served(0s, 2500ms, at(500ms));
  const auto seen = r.finish(at(10s));
  CHECK(seen.buckets[0].backend_busy_s == Approx(0.5));
  CHECK(seen.buckets[1].backend_busy_s == Approx(1));
  CHECK(seen.buckets[2].backend_busy_s == Approx(1));
  CHECK(seen.buckets[3].backend_busy_s == 0);
}

TEST_CASE("what comes after the end counts in the last part", "[unit]") {
  series_recorder r{ten_seconds};
  r.request_sent(0, request_kind::agent_get, at(10s));
  r.backend_served(0s, 3s, at(9s));
  const auto seen = r.finish(at(10s));
  CHECK(seen.buckets[9].sent == 1);
  CHECK(seen.buckets[9].backend_busy_s == Approx(3));
}

TEST_CASE("a caller waits from the call until an agent answers", "[unit]") {
  series_recorder r{ten_seconds};
  r.call_offered(0, actors::caller_fate::waits, at(1500ms));
  r.call_answered(0, 2s, at(1500ms));
  r.agent_engaged(0, at(3500ms));
  const auto seen = r.finish(at(5s));
  CHECK(seen.callers[0].area_s == std::vector<double>{0, .5, 1, .5, 0, 0, 0, 0, 0, 0});
  CHECK(seen.callers[0].most == std::vector<double>{0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  CHECK(seen.engaged[0].area_s == std::vector<double>{0, 0, 0, .5, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("a tab is in one state at a time, and in none once it is closed", "[unit]") {
  series_recorder r{ten_seconds};
  const actors::tab_ref tab{agent_id{1}, tab_id{1}, 7};
  r.tab_state(tab, frame_state::negotiating, at(0s));
  r.tab_state(tab, frame_state::leading, at(1s));
  r.tab_closed(tab, at(2s));
  r.tab_closed(tab, at(3s));
  const auto seen = r.finish(at(10s));
  CHECK(seen.tabs[0].area_s[0] == Approx(1));
  CHECK(seen.tabs[1].area_s[1] == Approx(1));
  CHECK(seen.tabs[1].area_s[2] == 0);
}

TEST_CASE("series of two runs add up", "[unit]") {
  const auto one = [] {
    series_recorder r{ten_seconds};
    r.request_sent(0, request_kind::agent_get, at(0s));
    r.backend_queued(4, at(0s));
    r.record_dialed(0, at(3s));
    r.call_offered(0, actors::caller_fate::waits, at(0s));
    return r.finish(at(10s));
  };
  auto both = one();
  both.merge(one());
  CHECK(both.runs == 2);
  CHECK(both.buckets[0].sent == 2);
  CHECK(both.buckets[0].backend_queued_max == 4);
  CHECK(both.campaigns[0][3].dialed == 2);
  CHECK(both.callers[0].area_s[9] == Approx(2));
  CHECK(both.callers[0].most[9] == 1);
}

} // namespace
} // namespace deskstorm::loadgen
