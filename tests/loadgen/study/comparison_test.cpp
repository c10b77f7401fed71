#include <cstdint>
#include <string>
#include <vector>

#include <deskstorm/loadgen/study/comparison.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

compared_run run_with(const std::vector<double>& latencies, std::uint64_t first_seed) {
  compared_run made;
  for (std::size_t i = 0; i < latencies.size(); ++i) {
    made.seeds.push_back(first_seed + i);
    made.rows.push_back({{"requests.total.latency_ms.mean", latencies[i]}});
  }
  return made;
}

compared_metric compared(const compared_run& a, const compared_run& b) {
  return compare(a, b, {"requests.total.latency_ms.mean"}, 0.95).front();
}

TEST_CASE("replications of equal seeds are compared one by one", "[unit]") {
  const auto before = run_with({10, 20, 30}, 1);
  const auto same_seeds = compared(before, run_with({11, 21.1, 30.9}, 1));
  CHECK(same_seeds.difference.mean == Approx(1));
  CHECK(same_seeds.difference.half_width < 0.3);
  CHECK(same_seeds.verdict == change::worse);
  const auto other_seeds = compared(before, run_with({11, 21.1, 30.9}, 7));
  CHECK(other_seeds.difference.half_width > 10);
  CHECK(other_seeds.verdict == change::none);
}

// Source: Welch (1947) as worked by any statistics package: means 3 and 8, variances 2.5 and 10 of
// five values each give 5.88 degrees of freedom, a standard error of 1.581 and t of 2.459.
TEST_CASE("Welch's interval is that of the books", "[unit]") {
  const std::vector<double> before{1, 2, 3, 4, 5};
  const std::vector<double> after{4, 6, 8, 10, 12};
  const auto i = welch_interval(sample_of(before), sample_of(after), 0.95);
  CHECK(i.mean == Approx(5));
  CHECK(i.half_width == Approx(3.888).epsilon(1e-3));
  CHECK(welch_interval(sample_of(before), sample_of(before), 0.95).mean == 0);
}

TEST_CASE("single runs differ, but nobody knows whether by chance", "[unit]") {
  CHECK(compared(run_with({10}, 1), run_with({11}, 1)).verdict == change::unknown);
  CHECK(compared(run_with({10}, 1), run_with({10}, 1)).verdict == change::none);
}

TEST_CASE("a metric knows whether more of it is better", "[unit]") {
  CHECK(better_of("requests.voice.dial.latency_ms.p99") == better::less);
  CHECK(better_of("requests.total.timed_out_ratio") == better::less);
  CHECK(better_of("queues.sales.wait_s.mean") == better::less);
  CHECK(better_of("requests.total.ok") == better::more);
  CHECK(better_of("requests.total.sent") == better::neither);
  CHECK(better_of("backend.utilization") == better::neither);
}

TEST_CASE("what is no result of run is refused", "[unit]") {
  const auto* text = GENERATE("null", "[]", "{}", R"({"deskstorm": "0.1.0", "points": []})",
                              R"({"deskstorm": "0", "points": [1], "bottleneck": ""})");
  CHECK_FALSE(compared_run_of(ordered_json::parse(text)));
}

} // namespace
} // namespace deskstorm::loadgen::study
