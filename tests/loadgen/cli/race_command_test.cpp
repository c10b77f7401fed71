#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/tabs/elections.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

/// A folder with a race that is lost at once, and one in which nothing can go wrong.
struct desk_of_races : desk_of_calls {
  desk_of_races() {
    put("slow.json", R"({"name": "slow", "agents": {"count": 1, "tabs": 2},
      "election": {"algorithm": "apply-and-wait"},
      "race": {"tabs": [2, 3], "delays": {"broadcast-channel": ["0.2ms", "800ms"]},
               "properties": ["overlap-ends"]}})");
    put("quick.json", R"({"name": "quick", "agents": {"count": 1, "tabs": 2},
      "election": {"algorithm": "apply-and-wait"}, "race": {"properties": ["overlap-ends"]}})");
  }

  json result(const std::vector<std::string>& arguments, int code) const {
    auto all = arguments;
    all.insert(all.end(), {"--json", "-", "--quiet"});
    const auto outcome = call(all);
    CAPTURE(outcome.err);
    CHECK(outcome.code == code);
    return json::parse(outcome.out);
  }
};

TEST_CASE("race: a violation ends with 1, and has a trace as small as can be", "[unit]") {
  const desk_of_races desk;
  const auto found = desk.result({"race", "slow.json", "--runs", "300"}, 1);
  CHECK(found.at("schedules") == 300);
  CHECK(found.at("distinct_schedules") <= 300);
  CHECK(found.at("exhausted") == false);
  REQUIRE(found.at("violations").size() == 1);
  const auto& one = found.at("violations").at(0);
  CHECK(one.at("property") == "overlap-ends");
  CHECK(one.at("signature") == "overlap-ends/apply-and-wait/LEADING+LEADING/timing");
  CHECK(one.at("minimized_tabs") == 2);
  CHECK(one.at("minimized_actions") == 0);
  CHECK(one.at("minimized_choices") == 1);
  CHECK(one.at("choices") >= one.at("minimized_choices"));
  CHECK(std::filesystem::exists(one.at("trace").get<std::string>()));
  CHECK(found.at("measurements").at("M1_overlap").at("count") > 0);
}

TEST_CASE("race: without a violation it ends with 0, and with 1 where one is expected", "[unit]") {
  const desk_of_races desk;
  const auto found = desk.result({"race", "quick.json", "--runs", "100"}, 0);
  CHECK(found.at("violations").empty());
  CHECK_FALSE(std::filesystem::exists("traces"));
  desk.result({"race", "quick.json", "--runs", "100", "--expect", "violation"}, 1);
  desk.result({"race", "slow.json", "--runs", "100", "--expect", "violation"}, 0);
}

TEST_CASE("race: stops after so many violations, the same with every number of workers", "[unit]") {
  const desk_of_races desk;
  const auto with = [&](const char* jobs) {
    auto all =
      desk.result({"race", "slow.json", "--stop-after", "1", "--seed", "7", "--jobs", jobs}, 1);
    for (const char* clock : {"schedules_per_s", "wall_s"})
      all.erase(clock);
    return all;
  };
  const auto alone = with("1");
  CHECK(alone.at("schedules") == alone.at("violations").at(0).at("first_schedule").get<int>() + 1);
  CHECK(alone == with("4"));
}

TEST_CASE("race: --duration is how much of each schedule is simulated", "[unit]") {
  const desk_of_races desk;
  const auto first_of = [&](const std::string& option, const std::string& value) {
    const auto found =
      desk.result({"race", "slow.json", "--stop-after", "1", "--seed", "7", option, value}, 1);
    return json::parse(
      desk_of_calls::text_of(found.at("violations").at(0).at("trace").get<std::string>()));
  };
  const auto trace = first_of("--duration", "20s");
  CHECK(trace == first_of("--set", R"(/race/horizon="20s")"));
  CHECK(trace != first_of("--duration", "25s"));
}

TEST_CASE("race: Ctrl-C ends it with 130 and writes what was found", "[unit]") {
  desk_of_races desk;
  desk.interrupted = true;
  const auto found = desk.result({"race", "slow.json"}, 130);
  CHECK(found.at("interrupted") == true);
  CHECK(found.at("schedules") == 0);
}

TEST_CASE("race: people read what was found, and what is wrong with the search", "[unit]") {
  const desk_of_races desk;
  const auto outcome =
    desk.call({"race", "quick.json", "--runs", "200", "--set", "/agents/tabs=1"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("no violation") != std::string::npos);
  CHECK(outcome.out.find("warning: all schedules were the same") != std::string::npos);
  CHECK(desk.call({"race", "slow.json", "--runs", "200"}).out.find("deskstorm replay traces/slow-")
        != std::string::npos);
}

TEST_CASE("race: a page, a table and test cases say the same", "[unit]") {
  const desk_of_races desk;
  const auto found = desk.result({"race", "slow.json", "--runs", "100", "--html", "r.html", "--csv",
                                  "r.csv", "--junit", "r.xml"},
                                 1);
  const auto signature = found.at("violations").at(0).at("signature").get<std::string>();
  const auto trace = found.at("violations").at(0).at("trace").get<std::string>();
  const auto holds = [](const char* file, const std::string& part) {
    CAPTURE(file, part);
    CHECK(desk_of_calls::text_of(file).find(part) != std::string::npos);
  };
  holds("r.html", signature);
  holds("r.html", "deskstorm replay " + trace);
  holds("r.html", "<pre>deskstorm race slow.json --runs 100</pre>");
  CHECK(desk_of_calls::column_of("r.csv", "schedules") == "100");
  holds("r.xml", R"(tests="1" failures="1")");
  holds("r.xml", "message=\"" + signature + "\"");
}

TEST_CASE("race: the board has a row for each scenario, and one for each fault", "[unit]") {
  const desk_of_races desk;
  std::filesystem::create_directory("races");
  for (const char* name : {"slow.json", "quick.json"})
    std::filesystem::rename(name, std::filesystem::path{"races"} / name);
  const auto board = desk.result({"race", "--board", "races", "--seeds", "2", "--runs", "10"}, 0);
  CHECK(board.at("runs") == 10);
  CHECK(board.at("seeds") == 2);
  std::map<std::string, int> rows;
  for (const auto& cell : board.at("board")) {
    ++rows[cell.at("scenario").get<std::string>()];
    if (cell.at("strategy") == "portfolio")
      CHECK(cell.at("hits") == (cell.at("scenario") == "slow" ? 2 : 0));
  }
  CHECK(rows == std::map<std::string, int>{{"quick", 1}, {"slow", 6}}); // the first, or all
  int crashes = 0;
  for (const auto& row : board.at("faults"))
    crashes += row.at("fault") == "crash-tab" ? 1 : 0;
  CHECK(crashes == static_cast<int>(tabs::elections.size()));
}

TEST_CASE("race: options that would mean nothing are refused", "[unit]") {
  const desk_of_races desk;
  const auto [arguments, why] = GENERATE(table<std::vector<std::string>, std::string>({
    {{"--board", ".", "--strategy", "pct"}, "--strategy: it does not go with --board"},
    {{"--board", ".", "--seconds", "1"}, "--seconds: it does not go with --board"},
    {{"--board", ".", "--stop-after", "1"}, "--stop-after: it does not go with --board"},
    {{"--board", ".", "--seed", "1"}, "--seed: it does not go with --board"},
    {{"--board", ".", "--out", "x"}, "--out: it does not go with --board"},
    {{"--board", ".", "--expect", "violation"}, "--expect: it does not go with --board"},
    {{"--board", ".", "--html", "x"}, "--html: it does not go with --board"},
    {{"--board", ".", "quick.json"}, "not both"},
    {{"quick.json", "--json", "x", "--csv", "./x"}, "--json and --csv cannot both go to './x'"},
    {{"quick.json", "--seeds", "2"}, "--seeds: it is of --board alone"},
    {{"quick.json", "--seconds", "0"}, "--seconds: expected seconds above 0"},
    {{"quick.json", "--duration", "soon"}, "--duration: expected a duration such as 30s or 2m"},
    {{"quick.json", "--duration", "0s"}, "/race/horizon: expected more than 0s"},
    {{"quick.json", "--out", "quick.json"}, "--out: "},
    {{"quick.json", "--out", "quick.json/traces"}, "quick.json' is no folder"},
  }));
  CAPTURE(arguments);
  auto all = arguments;
  all.insert(all.begin(), "race");
  const auto files = desk_of_calls::files();
  const auto outcome = desk.call(all);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CAPTURE(outcome.err);
  CHECK(outcome.err.find(why) != std::string::npos);
  CHECK(desk_of_calls::files() == files);
}

TEST_CASE("race: ends after its time, in which also schedules are made small", "[unit]") {
  const desk_of_races desk;
  const auto start = std::chrono::steady_clock::now();
  const auto found = desk.result({"race", "slow.json", "--seconds", "0.2"}, 1);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{10});
  CHECK(found.at("interrupted") == false);
  CHECK(found.at("schedules") > 0);
}

TEST_CASE("race: a name that is no UTF-8 or very long does no harm", "[unit]") {
  const desk_of_races desk;
  const auto name = std::string(198, 'n') + "\xff";
  const auto outcome = desk.call({"race", "slow.json", "--stop-after", "1", "--quiet", "--json",
                                  "r.json", "--set", "/name=" + name});
  CAPTURE(outcome.err);
  if (outcome.code == 2)
    return; // the reader of scenarios has refused it
  CHECK(outcome.code == 1);
  const auto trace =
    json::parse(desk_of_calls::text_of("r.json")).at("violations").at(0).at("trace");
  CHECK(std::filesystem::exists(trace.get<std::string>()));
}

} // namespace
} // namespace deskstorm::loadgen::cli
