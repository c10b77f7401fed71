#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/cli/common_options.hpp>
#include <deskstorm/version.hpp>

#include "commands/commands.hpp"
#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

using words = std::vector<std::string>;

std::string command_names() {
  std::string names;
  for (const auto& row : commands())
    names += (names.empty() ? "" : ", ") + std::string{row.name};
  return names;
}

TEST_CASE("a command line that cannot be used is refused in one line", "[unit][golden]") {
  const desk_of_calls desk;
  const auto [arguments, message] = GENERATE(table<words, std::string>({
    {{"rum"}, "there is no command 'rum' (did you mean 'run'?); there are " + command_names()},
    {{"frobnicate"}, "there is no command 'frobnicate'; there are " + command_names()},
    {{"--jobs", "2"}, "there is no option --jobs without a command; try deskstorm --help"},
    {{"run"}, "run: SCENARIO is required"},
    {{"run", "office.json", "--sead", "3"},
     "run: there is no option --sead (did you mean '--seed'?)"},
    {{"run", "office.json", "-x"}, "run: there is no option -x"},
    {{"run", "office.json", "more.json"}, "run: unexpected argument 'more.json'"},
    {{"run", "office.json", "--seed"}, "run: --seed: expected a value"},
    {{"run", "office.json", "--seed", "x"},
     "--seed: expected a whole number from 0 to 18446744073709551615, found 'x'"},
    {{"run", "office.json", "--seed=-1"},
     "--seed: expected a whole number from 0 to 18446744073709551615, found '-1'"},
    {{"run", "office.json", "--seed", "18446744073709551616"},
     "--seed: expected a whole number from 0 to 18446744073709551615, found "
     "'18446744073709551616'"},
    {{"run", "office.json", "--seed", ""},
     "--seed: expected a whole number from 0 to 18446744073709551615, found ''"},
    {{"run", "office.json", "--seed", "1", "--seed", "2"},
     "run: --seed: expected once, found more often"},
    {{"run", "office.json", "--jobs", "0"},
     "--jobs: expected a whole number from 1 to 1024, found '0'"},
    {{"run", "office.json", "--jobs", "2.5"},
     "--jobs: expected a whole number from 1 to 1024, found '2.5'"},
    {{"run", "office.json", "--replications", "0"},
     "--replications: expected a whole number from 1 to 100000, found '0'"},
    {{"run", "office.json", "--replications", "many"},
     "--replications: expected a whole number from 1 to 100000, found 'many'"},
    {{"run", "office.json", "--confidence", "95"},
     "--confidence: expected a number above 0 and below 1 such as 0.95, found '95'"},
    {{"run", "office.json", "--confidence", "nan"},
     "--confidence: expected a number above 0 and below 1 such as 0.95, found 'nan'"},
    {{"run", "office.json", "--duration", "5"},
     "--duration: expected a duration such as 90s, 10m or 8h, found '5'"},
    {{"run", "office.json", "--clock", "wall"}, "--clock: expected virtual or real, found 'wall'"},
    {{"run", "office.json", "--json", "-", "--csv", "-"},
     "--json and --csv cannot both go to standard output"},
    {{"run", "office.json", "--json", "x", "--trace", "x"},
     "--json and --trace cannot both go to 'x'"},
    {{"run", "office.json", "--json", "no/such.json"},
     "--json: cannot write 'no/such.json': No such file or directory"},
    {{"run", "office.json", "--csv", "."}, "--csv: cannot write '.': it is a folder"},
    {{"run", "office.json", "--quiet=maybe"}, "run: --quiet: expected no value, found 'maybe'"},
    {{"race", "office.json", "--strategy", "ptc"},
     "--strategy: there is no strategy 'ptc' (did you mean 'pct'?); `deskstorm list strategies` "
     "names them"},
    {{"race", "office.json", "--runs", "0"},
     "--runs: expected a whole number from 1 to 1000000000000, found '0'"},
    {{"race", "office.json", "--expect", "nothing"},
     "--expect: expected violation, found 'nothing'"},
    {{"race", "office.json", "--out", "office.json"}, "--out: 'office.json' is no folder"},
    {{"replay", "office.json", "--prefix", "3"},
     "--prefix needs --explore, how many schedules to go on with"},
    {{"validate"}, "validate: FILE is required"},
    {{"schema", "now"}, "schema: unexpected argument 'now'"},
    {{"list"}, "list: WHAT is required"},
    {{"list", "metrcs"},
     R"(list: expected "requests", "events", "options", "elections", "strategies", "faults", )"
     R"("distributions", "metrics" or "keys", found "metrcs" (did you mean "metrics"?))"},
    {{"list", "metrics", "--jsn"}, "list: there is no option --jsn (did you mean '--json'?)"},
  }));
  CAPTURE(arguments);
  const auto outcome = desk.call(arguments);
  CHECK(outcome.err == "deskstorm: " + message + "\n");
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(desk_of_calls::files() == 1);
}

TEST_CASE("a scenario that cannot be used is refused with file, place and reason",
          "[unit][golden]") {
  const desk_of_calls desk;
  const auto [arguments, message] = GENERATE(table<words, std::string>({
    {{"run", "missing.json"}, "missing.json: cannot read it: there is no such file"},
    {{"run", "office.json", "--set", "agents=3"},
     "--set: expected POINTER=JSON such as /agents/count=500, found \"agents=3\""},
    {{"run", "office.json", "--set", "/thresholds/0=\"tabs.speed > 1\""},
     "--set: /thresholds/0: there is no metric 'tabs.speed'"},
    {{"run", "office.json", "--duration", "0s"},
     R"(--duration: /duration: expected a duration from 1us to 365d, found "0s")"},
    {{"run", "office.json", "--duration", "2m", "--set", R"(/warmup="3m")"},
     "--set: /warmup: expected less than the duration of 2m, found 3m"},
    {{"run", "office.json", "--set", "/agents/cuont=3"},
     "--set: /agents/cuont: unknown key; did you mean \"count\"?"},
  }));
  CAPTURE(arguments);
  const auto outcome = desk.call(arguments);
  CHECK(outcome.err == message + "\n");
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
}

TEST_CASE("help goes to standard output and teaches by an example", "[unit]") {
  const desk_of_calls desk;
  const words arguments =
    GENERATE(words{"--help"}, words{"-h"}, words{"run", "--help"}, words{"race", "--help"},
             words{"replay", "--help"}, words{"validate", "--help"}, words{"schema", "--help"},
             words{"list", "-h"});
  CAPTURE(arguments);
  const auto outcome = desk.call(arguments);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find("Usage: deskstorm") != std::string::npos);
  CHECK(outcome.out.find("\n  deskstorm ") != std::string::npos);
}

TEST_CASE("every command has help that begins with what it does", "[unit]") {
  const desk_of_calls desk;
  const auto [name, about] = GENERATE(table<std::string, std::string>({
    {"run", "Simulate a contact centre"},
    {"race", "Hunt for races"},
    {"replay", "Play a trace"},
    {"validate", "Check scenario files"},
    {"schema", "Print the JSON Schema"},
    {"list", "Print requests, events"},
  }));
  CHECK(desk.call({name, "--help"}).out.starts_with(about));
}

TEST_CASE("the program without arguments shows how it is used, and fails", "[unit]") {
  const auto outcome = desk_of_calls{}.call({});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("Usage: deskstorm COMMAND") != std::string::npos);
}

TEST_CASE("the version is one line", "[unit]") {
  const auto outcome = desk_of_calls{}.call({"--version"});
  CHECK(outcome.out == "deskstorm " + std::string{version} + "\n");
  CHECK(outcome.code == 0);
}

TEST_CASE("validate reads every file and says which are fine", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("broken.json", "{");
  const auto outcome = desk.call({"validate", "broken.json", "office.json"});
  CHECK(outcome.code == 2);
  CHECK(outcome.out == "office.json: fine\n");
  CHECK(outcome.err.starts_with("broken.json: "));
}

TEST_CASE("schema and lists are JSON where asked", "[unit]") {
  const desk_of_calls desk;
  const words arguments = GENERATE(words{"schema"}, words{"list", "metrics", "--json"},
                                   words{"list", "requests", "--json"});
  CAPTURE(arguments);
  const auto outcome = desk.call(arguments);
  CHECK(outcome.code == 0);
  CHECK(json::accept(outcome.out));
}

json listed(const std::string& what) {
  return json::parse(desk_of_calls{}.call({"list", what, "--json"}).out);
}

TEST_CASE("list requests --json has all 74 with their parameters and results", "[unit]") {
  const auto all = listed("requests");
  CHECK(all.size() == 74);
  const auto row = [&](std::string_view name) {
    return *std::ranges::find(all, name, [](const json& r) { return r["name"]; });
  };
  CHECK(row("voice.dialEx")["parameters"] == json{"destination", "userData?", "extensions?"});
  CHECK(row("voice.dialEx")["result"].get<std::string>().empty());
  CHECK(row("voice.dialEx")["changes"] == true);
  CHECK(row("agent.getStateList")["parameters"] == json::array());
  CHECK(row("agent.getStateList")["result"] == "array of State");
}

TEST_CASE("list events --json has every event of every channel", "[unit]") {
  std::map<std::string, int> counts;
  std::set<std::string> names;
  for (const auto& row : listed("events")) {
    ++counts[row["channel"]];
    names.insert(row["channel"].get<std::string>() + "." + row["name"].get<std::string>());
  }
  CHECK(counts
        == std::map<std::string, int>{{"agent", 1},
                                      {"interaction", 42 + 3}, // three of them of cases
                                      {"markdone", 1},
                                      {"media", 1},
                                      {"messenger", 1},
                                      {"outbound", 4},
                                      {"system", 3}});
  for (const auto* name :
       {"interaction.CASE_SELECTED", "interaction.CASE_EXPANDED", "interaction.CASE_COLLAPSED",
        "interaction.CANCELLED", "interaction.RECORDS_RETRIEVED", "outbound.CampaignStarted",
        "system.REALTIME_CONNECTION"})
    CHECK(names.contains(name));
}

TEST_CASE("list prints a table", "[unit]") {
  const auto outcome = desk_of_calls{}.call({"list", "metrics"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("requests.<request>.latency_ms.p99") != std::string::npos);
}

words with(words call, const std::string& more) {
  call.push_back(more);
  return call;
}

TEST_CASE("simulating commands have the common options, or say what to use instead", "[unit]") {
  const desk_of_calls desk;
  const auto call =
    GENERATE(words{"run", "a"}, words{"plan", "a"}, words{"limits", "a"}, words{"race", "a"},
             words{"replay", "a"}, words{"serve", "a"}, words{"load", "a", "b"});
  const auto& name = call.front();
  const std::string option{GENERATE(from_range(common_options))};
  CAPTURE(name, option);
  const bool listed =
    desk.call({name, "--help"}).out.find("  " + option + " ") != std::string::npos;
  const auto why = why_left_out(name, option);
  CHECK(listed == why.empty());
  if (!listed)
    CHECK(desk.call(with(call, option + "=1")).err
          == "deskstorm: " + name + ": there is no option " + option + ": " + std::string{why}
               + "\n");
}

} // namespace
} // namespace deskstorm::loadgen::cli
