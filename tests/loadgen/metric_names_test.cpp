#include <algorithm>
#include <string>

#include <deskstorm/loadgen/metric_names.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

const metric_subjects subjects{.personas = {"crm"}, .queues = {"sales desk"}};

TEST_CASE("a run has the metrics that its file shows", "[unit]") {
  const std::string name =
    GENERATE("requests.total.latency_ms.p99", "requests.voice.dial.ignored_ratio",
             "personas.crm.sent", "events.interaction.RINGING", "events.system.frameState.LEADING",
             "backend.utilization", "tabs.utilization_max", "queues.sales desk.wait_s.p95",
             "election.duties.lost", "messages", "entities.interactions");
  CAPTURE(name);
  CHECK_FALSE(check_metric(name, subjects));
}

TEST_CASE("an unknown metric is refused with the nearest one", "[unit]") {
  const auto [name, text] = GENERATE(table<std::string, std::string>({
    {"requests.total.latency_ms.p98",
     "there is no metric 'requests.total.latency_ms.p98' (did you mean "
     "'requests.total.latency_ms.p90'?)"},
    {"requests.voice.dail.sent", "there is no metric 'requests.voice.dail.sent' (did you mean "
                                 "'requests.voice.dial.sent'?)"},
    {"queues.sales.offered",
     "there is no metric 'queues.sales.offered' (did you mean 'queues.sales desk.offered'?)"},
    {"speed", "there is no metric 'speed'"},
  }));
  CAPTURE(name);
  CHECK(check_metric(name, subjects).value() == failure{text});
}

TEST_CASE("every metric has a unit and says what it is", "[unit]") {
  for (const auto& line : metric_lines()) {
    CAPTURE(line.name);
    CHECK_FALSE(line.unit.empty());
    CHECK_FALSE(line.about.empty());
  }
}

TEST_CASE("no two metrics have one name", "[unit]") {
  auto names = metric_names(subjects);
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
}

} // namespace
} // namespace deskstorm::loadgen
