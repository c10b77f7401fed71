#include <string>

#include "commands/foundation.hpp"
#include "loadgen/scenario/reading.hpp"
#include "loadgen/scenario/schema_check.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {

TEST_CASE("scenario_schema: accepts what the reader accepts", "[unit]") {
  CHECK(fits_schema(good_scenario()));
}

TEST_CASE("read_scenario: every shipped scenario is good, and fits the schema", "[unit]") {
  const std::string name =
    GENERATE("office-hours", "rate-limit-storm", "million", "campaign-day", "blended-desk");
  const std::string path = std::string{DESKSTORM_ROOT} + "/scenarios/" + name + ".json";
  const auto reading = cli::scenario_files()(path, {});
  CAPTURE(lines_of(reading.problems));
  REQUIRE(reading.plan);
  CHECK(reading.plan->name == name);
  CHECK(fits_schema(json::parse(*read_text_file(path))));
}

} // namespace deskstorm::loadgen
