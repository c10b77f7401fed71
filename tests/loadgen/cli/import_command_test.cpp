#include <filesystem>
#include <string>

#include <deskstorm/base/json.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

const std::string recorded = "at_ms,agent,frame,request,parameters\n"
                             "0,1,0,agent.getState,\n"
                             "30000,1,1,voice.dial,\"[\"\"5001\"\"]\"\n"
                             "30000,2,0,agent.getState,[]\n"
                             "60000,1,0,agent.getState,\n";

TEST_CASE("recorded requests become a scenario with their rate and mix", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("r.csv", recorded);
  const auto outcome = desk.call({"import", "r.csv", "--name", "mine"});
  CHECK(outcome.code == 0);
  const auto made = json::parse(outcome.out);
  CHECK(made["name"] == "mine");
  CHECK(made["duration"] == "60000ms");
  CHECK(made["agents"]
        == json::parse(R"({"count": 2, "frames": [{"persona": "recorded", "count": 2}]})"));
  const auto& persona = made["personas"]["recorded"];
  CHECK(persona["load"] == json::parse(R"({"open": {"rate": "0.750000/min"}})"));
  CHECK(persona["requests"] == json::parse(R"([{"request": "agent.getState", "weight": 3},
    {"request": "voice.dial", "weight": 1, "parameters": ["5001"]}])"));
}

TEST_CASE("an imported scenario is one that validate accepts", "[unit]") {
  const auto* load = GENERATE("open", "closed");
  const desk_of_calls desk;
  desk_of_calls::put("r.csv", recorded);
  CHECK(desk.call({"import", "r.csv", "--load", load, "--output", "s.json"}).code == 0);
  const auto outcome = desk.call({"validate", "s.json"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
}

TEST_CASE("a name from the command line need not be UTF-8", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("r.csv", recorded);
  const auto outcome = desk.call({"import", "r.csv", "--name", "B\xFCro"});
  CHECK(outcome.code == 0);
  CHECK(json::parse(outcome.out)["name"] == "B\uFFFDro");
}

TEST_CASE("a closed load has the recorded times between requests", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("r.csv", recorded);
  const auto made = json::parse(desk.call({"import", "r.csv", "--load", "closed"}).out);
  CHECK(made["personas"]["recorded"]["load"]
        == json::parse(R"({"closed": {"think": {"empirical": ["60000ms"]}}})"));
}

TEST_CASE("logs of browser consoles become a scenario, an agent each", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put(
    "a.log",
    "23:59:50.000 page.js:1 ServiceClientAPI: receiveMessage: "
    R"({"referenceId": 1, "request": "agent.getState", "data": {}})"
    "\n23:59:55 something else\n"
    "23:59:58.000 page.js:1 ServiceClientAPI: receiveMessage: "
    R"({"event": "agent", "data": {}})"
    "\n00:00:20.500 page.js:1 ServiceClientAPI: receiveMessage: "
    R"({"referenceId": 2, "request": "interaction.getByInteractionId", "errorMessage": "x"})"
    "\n");
  desk_of_calls::put("b.log", "23:59:51.000 ServiceClientAPI: receiveMessage: "
                              R"({"referenceId": 1, "request": "agent.get"})"
                              "\n");
  const auto outcome = desk.call({"import", "a.log", "b.log", "--output", "s.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "3 requests imported, 1 messages were no replies to requests\n");
  const auto made = json::parse(desk_of_calls::text_of("s.json"));
  CHECK(made["agents"]["count"] == 2);
  CHECK(made["duration"] == "30500ms");
  CHECK(desk.call({"validate", "s.json"}).code == 0);
}

TEST_CASE("import takes CSV with a byte order mark, and refuses a folder", "[unit]") {
  const desk_of_calls desk;
  desk_of_calls::put("x", "\xEF\xBB\xBF"
                          "at_ms,agent,frame,request,parameters\n1,1,0,agent.get,\n"
                          "2,1,0,agent.get,\n");
  CHECK(desk.call({"import", "x", "--output", "s.json"}).code == 0);
  std::filesystem::create_directory("folder");
  const auto outcome = desk.call({"import", "folder"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("import: folder: it is not a file") != std::string::npos);
}

TEST_CASE("import refuses what it cannot read, with the line", "[unit]") {
  const auto [text, said] = GENERATE(table<const char*, const char*>({
    {"hello\n", "x: expected CSV with the columns at_ms,agent,frame,request,parameters, or"},
    {"at_ms,agent,frame,request,parameters\n1,1,0,agent.get\n", "x: line 2: expected 5 columns"},
    {"at_ms,agent,frame,request,parameters\n1,0,0,agent.get,\n", "x: line 2: agent: expected"},
    {"at_ms,agent,frame,request,parameters\n1,1,0,agent.gte,\n",
     "x: line 2: request: there is no 'agent.gte' (did you mean 'agent.get'?)"},
    {"at_ms,agent,frame,request,parameters\n1,1,0,agent.get,\n", "expected two requests at least"},
    {"10:00:00 ServiceClientAPI: receiveMessage: {", "x: line 1: expected JSON behind"},
    {"ServiceClientAPI: receiveMessage: {\"request\": \"agent.get\"}",
     "x: line 1: expected a time"},
  }));
  const desk_of_calls desk;
  desk_of_calls::put("x", text);
  const auto outcome = desk.call({"import", "x", "--output", "s.json"});
  CAPTURE(outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find(said) != std::string::npos);
  CHECK(desk_of_calls::files() == 2);
}

} // namespace
} // namespace deskstorm::loadgen::cli
