#include <chrono>
#include <string>
#include <vector>

#include "loadgen/scenario/reading.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

scenario_reading with_fault(const std::string& fault) {
  return read(changed("/faults", "[" + fault + "]").dump());
}

TEST_CASE("an outage of the backend needs no more than its times", "[unit]") {
  const auto reading =
    with_fault(R"({"fault": "backend-outage", "from": "5min", "until": "6min"})");
  REQUIRE(reading.plan);
  const auto& fault = reading.plan->faults.at(0);
  CHECK(fault.what == plan::fault_kind::backend_outage);
  CHECK(fault.where == plan::link::backend);
  CHECK(fault.probability == 1);
  CHECK(fault.from == instant{5min});
  CHECK(fault.until == instant{6min});
}

TEST_CASE("an outage has no link, and other faults need one", "[unit]") {
  CHECK(lines_of(with_fault(R"({"fault": "backend-outage", "link": "backend"})").problems)
          .find("/faults/0/link: an outage has \"from\" and \"until\" alone")
        != std::string::npos);
  CHECK(lines_of(with_fault(R"({"fault": "drop"})").problems)
          .find("/faults/0: the key \"link\" is missing")
        != std::string::npos);
}

TEST_CASE("a persona knows the messenger channels that it listens to", "[unit]") {
  const auto reading = read(good_scenario().dump());
  REQUIRE(reading.plan);
  CHECK(reading.plan->personas.at(0).messengers == std::vector<std::string>{"sales"});
}

} // namespace
} // namespace deskstorm::loadgen
