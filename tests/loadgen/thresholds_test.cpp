#include <string>

#include <deskstorm/loadgen/thresholds.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

TEST_CASE("a threshold is a metric, a comparison and a number", "[unit]") {
  const auto read = parse_threshold("requests.total.latency_ms.p99 < 200");
  REQUIRE(read);
  CHECK(read->metric == "requests.total.latency_ms.p99");
  CHECK(read->compared->name == "<");
  CHECK(read->limit == 200);
  CHECK(read->expression == "requests.total.latency_ms.p99 < 200");
}

TEST_CASE("blanks around the parts of a threshold do not matter, within names they do", "[unit]") {
  const std::string text = GENERATE("queues.a b.offered>=1.5e1", " queues.a b.offered  >= 15 ",
                                    "\tqueues.a b.offered >=\t15.0");
  CAPTURE(text);
  const auto read = parse_threshold(text);
  REQUIRE(read);
  CHECK(read->metric == "queues.a b.offered");
  CHECK(read->limit == 15);
}

TEST_CASE("each comparison holds where its sign says", "[unit]") {
  const auto [sign, below, equal, above] = GENERATE(table<std::string, bool, bool, bool>({
    {"<", true, false, false},
    {"<=", true, true, false},
    {">", false, false, true},
    {">=", false, true, true},
    {"==", false, true, false},
    {"!=", true, false, true},
  }));
  CAPTURE(sign);
  const auto read = parse_threshold("x " + sign + " 2");
  REQUIRE(read);
  CHECK(read->compared->holds(1, read->limit) == below);
  CHECK(read->compared->holds(2, read->limit) == equal);
  CHECK(read->compared->holds(3, read->limit) == above);
}

TEST_CASE("a broken threshold is refused with the column and what was expected", "[unit]") {
  const auto [text, why] = GENERATE(table<std::string, std::string>({
    {"", "column 1: expected the name of a metric, found the end"},
    {"  < 3", "column 3: expected the name of a metric, found '< 3'"},
    {"backend.utilization", "column 20: expected one of < <= > >= == !=, found the end"},
    {"backend.utilization = 1", "column 21: expected one of < <= > >= == !=, found '='"},
    {"backend.utilization =< 1", "column 21: expected one of < <= > >= == !=, found '=<'"},
    {"backend.utilization <", "column 22: expected a number, found the end"},
    {"backend.utilization < high", "column 23: expected a number, found 'high'"},
    {"backend.utilization < inf", "column 23: expected a number, found 'inf'"},
    {"backend.utilization < nan", "column 23: expected a number, found 'nan'"},
    {"backend.utilization < 1e999", "column 23: expected a number, found '1e999'"},
    {"tabs.wait_ms.mean < 20ms", "column 23: expected nothing after the number, found 'ms'"},
    {"tabs.wait_ms.mean < 20 30", "column 24: expected nothing after the number, found '30'"},
  }));
  CAPTURE(text);
  CHECK(parse_threshold(text).why() == failure{why});
}

} // namespace
} // namespace deskstorm::loadgen
