#include <filesystem>
#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

/// A folder with the trace of a race that was lost.
struct desk_of_traces : desk_of_calls {
  desk_of_traces() {
    put("lock.json", R"({"name": "lock", "agents": {"count": 1, "tabs": 2},
      "election": {"algorithm": "apply-and-wait"},
      "race": {"actions": ["freeze-tab"], "max-actions": 2, "duties": {"auto-answer": "5s"},
               "properties": ["duty-once"]}})");
    const auto found = json::parse(
      call({"race", "lock.json", "--runs", "500", "--stop-after", "1", "--json", "-"}).out);
    trace = found.at("violations").at(0).at("trace");
    signature = found.at("violations").at(0).at("signature");
  }

  /// Replaces the first `from` in the trace, and returns where the new one stands.
  std::string changed(const std::string& from, const std::string& to) const {
    auto text = text_of(trace);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    put("changed.json", text.replace(at, from.size(), to));
    return "changed.json";
  }

  std::string trace;
  std::string signature;
};

TEST_CASE("replay: a trace shows its violation, and is the same every time", "[unit]") {
  const desk_of_traces desk;
  const auto first = desk.call({"replay", desk.trace, "--json", "-", "--quiet"});
  CHECK(first.code == 1);
  const auto result = json::parse(first.out);
  CHECK(result.at("violation").at("property") == "duty-once");
  CHECK(result.at("violation").at("signature") == desk.signature);
  CHECK(result.at("critical").at("curve").size() > 1);
  CHECK(result.at("avoided_by").at("choice").is_string());
  for (int i = 0; i < 5; ++i)
    CHECK(desk.call({"replay", desk.trace, "--json", "-", "--quiet"}).out == first.out);
}

TEST_CASE("replay: people read what was chosen, what happened and when it was lost", "[unit]") {
  const desk_of_traces desk;
  const auto text = desk.call({"replay", desk.trace}).out;
  for (const char* part : {"freeze-tab", "tab 1 is LEADING", "stands still until",
                           "takes effect, 2 time(s)", "certain from", "avoided where"}) {
    CAPTURE(part, text);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("replay: shows the race as a page, a diagram and a trace for Perfetto", "[unit]") {
  const desk_of_traces desk;
  const auto outcome = desk.call({"replay", desk.trace, "--html", "r.html", "--mermaid", "r.mmd",
                                  "--perfetto", "r.json", "--quiet"});
  CHECK(outcome.code == 1);
  const auto page = desk_of_calls::text_of("r.html");
  for (const auto& part : {desk.signature, "deskstorm replay " + desk.trace,
                           std::string{"The nearest schedule that holds"}}) {
    CAPTURE(part);
    CHECK(page.find(part) != std::string::npos);
  }
  CHECK(desk_of_calls::text_of("r.mmd").starts_with("sequenceDiagram\n"));
  CHECK(json::parse(desk_of_calls::text_of("r.json")).at("traceEvents").size() > 10);
}

TEST_CASE("replay: a page that cannot be written leaves nothing else behind", "[unit]") {
  const desk_of_traces desk;
  const auto outcome =
    desk.call({"replay", desk.trace, "--mermaid", "r.mmd", "--html", "no/such/folder.html"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("--html: cannot write") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists("r.mmd"));
}

TEST_CASE("replay: a trace that does not fit is refused", "[unit]") {
  const desk_of_traces desk;
  const auto [from, to, why] = GENERATE(table<std::string, std::string, std::string>({
    {"\"deskstorm-trace\": 1", "\"deskstorm-trace\": 2", "its format is 2"},
    {"\"deskstorm-trace\": 1", "\"trace\": 1", "it is no trace of a race"},
    {"apply-and-wait", "apply-or-wait", "/scenario/election/algorithm"},
    {"\"seed\": 1", "\"sead\": 1", "/scenario/sead: unknown key"},
    {"\"seed\": 1", "\"seed\": -1", "/scenario/seed: expected a whole number"},
    {"[\"action-at\"", "[\"action-ta\"", "/0: expected a known name"},
    {"[\"action-at\",0", "[\"action-at\",300", "/1: expected a whole number from 0 to 255"},
    {"\"digest\": \"", "\"digest\": \"f", "/digest: expected 16 hex digits"},
    {"\"asked\": ", "\"asked\": 1", "choices, the schedule"},
    {"\"asked\": ", "\"asked\": 1e30, \"askt\": ", "/asked: expected a whole number"},
    {"\"signature\": \"duty", "\"signature\": \"no-duty", "its violation is no-duty-once"},
    {"\"deskstorm-trace\": 1", "\"deskstorm-trace\": " + std::string(100'000, '['),
     "expected at most 64 levels"},
    {"\"race\": {", R"("race": {"tabs": -1,)", "/scenario/race/tabs"},
    {"\"race\": {", R"("race": {"delays": {"storage": ["5ms", "1ms"]},)",
     "/scenario/race/delays/storage: the second of the two must not be below the first"},
    {"\"race\": {", R"("race": {"delays": {"storage": ["5ms"]},)",
     "/scenario/race/delays/storage: expected a list of two"},
    {"\"properties\": [", R"("properties": 7, "zones": [)", "/scenario/race/properties"},
    {"\"algorithm\": \"", R"("response-time": "soon", "algorithm": ")",
     "/scenario/election/response-time"},
  }));
  CAPTURE(from);
  const auto outcome = desk.call({"replay", desk.changed(from, to)});
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CAPTURE(outcome.err);
  CHECK(outcome.err.find(why) != std::string::npos);
}

TEST_CASE("replay: a tolerant one finds its choices by name after a change", "[unit]") {
  const desk_of_traces desk;
  const auto changed = desk.changed("\"race\": {", R"("race": { "horizon": "62s",)");
  const auto strict = desk.call({"replay", changed});
  CHECK(strict.code == 2);
  CHECK(strict.err.find("does not fit") != std::string::npos);
  const auto tolerant = desk.call({"replay", changed, "--tolerant", "--json", "-", "--quiet"});
  CHECK(tolerant.code == 1);
  CHECK(json::parse(tolerant.out).at("violation").at("property") == "duty-once");
}

TEST_CASE("replay: a trace with another digest is refused", "[unit]") {
  const desk_of_traces desk;
  const auto digest = json::parse(desk_of_calls::text_of(desk.trace)).at("digest");
  const auto other = std::string(15, '0') + "1";
  const auto outcome =
    desk.call({"replay", desk.changed(digest.get<std::string>(), other), "--quiet"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("its digest is " + other) != std::string::npos);
}

TEST_CASE("replay: one that nobody looks at plays the trace alone, and has the same code",
          "[unit]") {
  const desk_of_traces desk;
  const auto outcome = desk.call({"replay", desk.trace, "--quiet"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.empty());
}

TEST_CASE("replay: two outputs cannot go to one file", "[unit]") {
  const desk_of_traces desk;
  const auto outcome =
    desk.call({"replay", desk.trace, "--mermaid", "out.txt", "--json", "./out.txt"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("--json and --mermaid cannot both go to 'out.txt'") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists("out.txt"));
}

TEST_CASE("replay: Ctrl-C ends it with 130 and writes what is known", "[unit]") {
  desk_of_traces desk;
  desk.interrupted = true;
  const auto outcome =
    desk.call({"replay", desk.trace, "--explore", "100000000", "--json", "-", "--html", "r.html"});
  CHECK(outcome.code == 130);
  const auto result = json::parse(outcome.out);
  CHECK(result.at("interrupted") == true);
  CHECK(result.at("violation").at("signature") == desk.signature);
  CHECK(result.at("explored").at("schedules") == 0);
  CHECK(std::filesystem::exists("r.html"));
}

TEST_CASE("replay: goes on at random after a prefix", "[unit]") {
  const desk_of_traces desk;
  const auto explored = [&](const char* prefix) {
    const auto outcome =
      desk.call({"replay", desk.trace, "--prefix", prefix, "--explore", "200", "--json", "-"});
    CHECK(outcome.code == 1);
    const auto all = json::parse(outcome.out);
    return all.at("explored").at("violations").get<int>();
  };
  CHECK(explored("100000") == 200);
  CHECK(explored("0") < 200);
}

} // namespace
} // namespace deskstorm::loadgen::cli
