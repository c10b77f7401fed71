#include <chrono>
#include <string>
#include <vector>

#include <deskstorm/loadgen/threshold_check.hpp>
#include <deskstorm/loadgen/thresholds.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

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
  }));
  CAPTURE(text);
  CHECK(parse_threshold(text).why() == failure{why});
}

TEST_CASE("a threshold may be about a part of the run", "[unit]") {
  const auto in = parse_threshold("requests.total.sent > 5 in [2m, 4m)");
  REQUIRE(in);
  CHECK(in->metric == "requests.total.sent");
  CHECK(in->limit == 5);
  CHECK(in->expression == "requests.total.sent > 5 in [2m, 4m)");
  CHECK(in->part == run_part{.window = {instant{2min}, instant{4min}}});
  CHECK(parse_threshold("x > 5 after 30s")->part == run_part{.window = {instant{30s}, never}});
  CHECK(parse_threshold("x > 5 before  30s ")->part == run_part{.window = {{}, instant{30s}}});
  CHECK(parse_threshold("x > 5 while quarantine")->part == run_part{.in_quarantine = true});
  CHECK_FALSE(parse_threshold("x > 5 after warmup")->part);
  CHECK_FALSE(parse_threshold("x > 5")->part);
}

TEST_CASE("names of metrics may hold the words before a part", "[unit]") {
  const auto read = parse_threshold("queues.calls after hours in [2m.offered > 5 after 30s");
  REQUIRE(read);
  CHECK(read->metric == "queues.calls after hours in [2m.offered");
  CHECK(read->part == run_part{.window = {instant{30s}, never}});
}

TEST_CASE("what stands behind the number and is no part is refused", "[unit]") {
  const std::string part =
    GENERATE("ms", "30", "in 2m", "in [2m)", "in [4m,2m)", "in [2m,2m)", "in (2m,4m)", "in [2m,4m]",
             "in [2,4)", "after lunch", "after", "before 0s", "before warmup", "while lunch",
             "after 3m before 4m");
  CAPTURE(part);
  CHECK(parse_threshold("tabs.wait_ms.mean < 20 " + part).why()
        == failure{"column 24: expected 'in [2m,4m)', 'after 3m', 'before 3m', 'after warmup' or "
                   "'while quarantine', found '"
                   + part + "'"});
}

TEST_CASE("thresholds about the same part of a run share what is counted of it", "[unit]") {
  const std::vector<threshold> all{*parse_threshold("x < 1 after 2m"), *parse_threshold("x < 1"),
                                   *parse_threshold("y < 1 in [2m,3m)"),
                                   *parse_threshold("y < 1 after 120s")};
  CHECK(parts_of(all)
        == std::vector<run_part>{{.window = {instant{2min}, never}},
                                 {.window = {instant{2min}, instant{3min}}}});
}

TEST_CASE("a run must be able to tell of the part that a threshold is about", "[unit]") {
  const metric_subjects of{.personas = {"crm"}, .queues = {"sales"}, .campaigns = {"list"}};
  const auto why = [&](const std::string& text) {
    const auto wrong = check_threshold(*parse_threshold(text), of, 10min);
    return wrong ? wrong->text : "";
  };
  CHECK(why("requests.total.sent > 5 in [2m,40m)").empty());
  CHECK(why("personas.crm.sent > 5 while quarantine").empty());
  CHECK(why("queues.sales.offered > 5 before 3m").empty());
  CHECK(why("outbound.list.dialed > 5 after 3m").empty());
  CHECK(why("messages > 5 after warmup").empty());
  CHECK(why("requests.total.sent > 5 in [10m,12m)")
        == "expected a part of the run, which is over at 10m, found one from 10m on");
  CHECK(why("queues.sales.offered > 5 while quarantine")
        == "expected a metric of requests or personas with 'while quarantine', found "
           "'queues.sales.offered'");
  const std::string whole =
    GENERATE("messages", "wall_s", "entities.tabs", "outbound.list.called", "outbound.list.left");
  CHECK(why(whole + " > 5 after 3m")
        == "expected a metric that parts of a run have, found '" + whole
             + "', which is of all of it");
}

} // namespace
} // namespace deskstorm::loadgen
