#include <cstdint>
#include <string>
#include <vector>

#include "commands/foundation.hpp"
#include "loadgen/record_watch.hpp"
#include "support/catch.hpp"

// The shipped campaign day, whole and with all that can go wrong, under a watch.
namespace deskstorm::loadgen {
namespace {

using outbound::disposition;

plan::floor_plan campaign_day() {
  auto reading = cli::scenario_files()(DESKSTORM_ROOT "/scenarios/campaign-day.json", {});
  REQUIRE(reading.plan);
  return *std::move(reading.plan);
}

void check_sums(const watched_run& run, std::uint64_t records) {
  auto became = run.notes.became;
  CAPTURE(run.held.left, run.held.rejected, run.held.called, run.held.canceled, run.calls);
  CHECK(run.faults == std::vector<std::string>{});
  CHECK(run.notes.listed == records);
  CHECK(run.held.sum() == records);
  CHECK(became[disposition::called] == static_cast<int>(run.held.called));
  CHECK(became[disposition::rejected] == static_cast<int>(run.held.rejected));
  CHECK(became[disposition::canceled] == static_cast<int>(run.held.canceled));
  CHECK(run.notes.dialed.size() >= run.calls);
  CHECK(run.notes.dialed.size() <= run.calls + 500); // lines that ring at the end
}

TEST_CASE("the 20,000 records of a campaign day add up, and none is called twice", "[unit]") {
  const auto run = watch(campaign_day());
  check_sums(run, 20'000);
  CHECK(run.held.called > 8'000);
  CHECK(run.held.rejected > 0);
  CHECK(run.held.canceled > 0);
}

TEST_CASE("records add up when agents leave, tabs close and campaigns stop in the middle",
          "[unit]") {
  auto plan = campaign_day();
  plan.seed = static_cast<std::uint64_t>(GENERATE(1, 2, 3));
  CAPTURE(plan.seed);
  plan.length = 3h;
  plan.agents.shift = plan::distributions::normal{90min, 20min};
  plan.agents.breaks = {
    {plan::distributions::exponential{40min}, plan::distributions::exponential{5min}}};
  plan.agents.tab_churn = plan::tab_churn{plan::distributions::exponential{20min},
                                          plan::distributions::exponential{2min}};
  for (std::size_t n = 0; n < plan.campaigns.size(); ++n) {
    auto& c = plan.campaigns[n];
    c.stop = instant{1h + n * 10min};
    c.unload = c.stop + n * 30s;
  }
  const auto run = watch(plan);
  check_sums(run, 20'000);
  CHECK(run.held.called > 1'000);
  CHECK(run.held.left > 1'000);
}

} // namespace
} // namespace deskstorm::loadgen
