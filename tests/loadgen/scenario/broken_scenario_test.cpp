#include <string>

#include <deskstorm/tabs/elections.hpp>

#include "loadgen/scenario/reading.hpp"
#include "loadgen/scenario/schema_check.hpp"
#include "support/catch.hpp"

using namespace deskstorm;
using namespace deskstorm::loadgen;

namespace {

// Who finds it: the schema as well as the reader, or the reader alone, because several values or
// what a text means are concerned.
enum class finder : bool { reader, schema };

std::string said_of_text(const std::string& text, const files& others = {}) {
  return lines_of(read(text, others).problems);
}

} // namespace

TEST_CASE("read_scenario: each wrong value has its own message", "[unit]") {
  using enum finder;
  // A value of the good scenario, replaced by a wrong one, and what is said of it.
  // clang-format off
  const auto [by, pointer, value, expected] = GENERATE(table<finder, std::string, std::string, std::string>({
    {schema, "/agnets", "1",
     R"(/agnets: unknown key; did you mean "agents"?)"},
    {schema, "/zzz", "1",
     R"(/zzz: unknown key; expected "$schema", "extends", "name", "description", "about", "seed", "duration", "warmup", "options", "options-file", "rate-limit", "agents", "personas", "stages", "network", "tab", "backend", "inbound", "outgoing", "campaigns", "election", "script", "faults", "thresholds" or "race")"},
    {schema, "/name", R"("")",
     R"(/name: expected a text, found "")"},
    {schema, "/name", "5",
     "/name: expected a text, found 5"},
    {schema, "/seed", "-1",
     "/seed: expected a whole number from 0 to 18446744073709551615, found -1"},
    {schema, "/seed", "1.5",
     "/seed: expected a whole number from 0 to 18446744073709551615, found 1.5"},
    {schema, "/seed", R"("1")",
     R"(/seed: expected a whole number from 0 to 18446744073709551615, found "1")"},
    {schema, "/duration", "10",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found 10)"},
    {schema, "/duration", R"("10 m")",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "10 m")"},
    {schema, "/duration", R"("10x")",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "10x")"},
    {schema, "/duration", R"("-1s")",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "-1s")"},
    {schema, "/duration", R"("1e3s")",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "1e3s")"},
    {reader, "/duration", R"("0s")",
     R"(/duration: expected a duration from 1us to 365d, found "0s")"},
    {reader, "/duration", R"("99999999999999999999h")",
     R"(/duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "99999999999999999999h")"},
    {reader, "/warmup", R"("10m")",
     "/warmup: expected less than the duration of 10m, found 10m"},
    {schema, "/agents", R"({"tabs":1})",
     R"(/agents: the key "count" is missing)"},
    {schema, "/agents/count", R"("many")",
     R"(/agents/count: expected a whole number from 0 to 10000000, found "many")"},
    {schema, "/agents/count", "10000001",
     "/agents/count: expected a whole number from 0 to 10000000, found 10000001"},
    {schema, "/agents/login-ramp", "60",
     R"(/agents/login-ramp: expected a duration such as "250us", "1.5s", "10m" or "8h", found 60)"},
    {schema, "/agents/breaks", R"([{"every":"2h","for":"15m","reason":"Nap"}])",
     R"(/agents/breaks/0/reason: expected "Break", "Lunch" or "Meeting", found "Nap")"},
    {schema, "/agents/breaks", R"([{"every":"2h"}])",
     R"(/agents/breaks/0: the key "for" is missing)"},
    {reader, "/agents/breaks", R"([{"every":"0s","for":"15m"}])",
     "/agents/breaks/0/every: expected a time above 0s"},
    {reader, "/agents/tab-churn", R"({"open":"0s","closed":"0s"})",
     "/agents/tab-churn: expected a time above 0s for one of the two"},
    {schema, "/agents/capacity", R"({"chats":3})",
     R"(/agents/capacity/chats: expected "voice", "email", "chat" or "workitem", found "chats" (did you mean "chat"?))"},
    {schema, "/agents/capacity", R"({"chat":0})",
     "/agents/capacity/chat: expected a whole number from 1 to 1000, found 0"},
    {reader, "/inbound/0/refuse", "0.5",
     R"(/inbound/0/refuse: calls have none; remove the key)"},
    {schema, "/agents/count", "-5",
     "/agents/count: expected a whole number from 0 to 10000000, found -5"},
    {schema, "/agents/count", "null",
     "/agents/count: expected a whole number from 0 to 10000000, found null"},
    {reader, "/agents", R"({"count":10000000,"tabs":1000})",
     "/agents: expected at most 20000000 tabs and frames, found 10000000000"},
    {reader, "/agents/frames/0/count", "256",
     "/agents/frames: expected at most 255 frames in a tab, found 256"},
    {reader, "/agents/frames/0/persona", R"("cmr")",
     R"(/agents/frames/0/persona: expected "crm" or "dialer", found "cmr" (did you mean "crm"?))"},
    {schema, "/agents/frames", "{}",
     "/agents/frames: expected a list, found an object"},
    {schema, "/options/service-client-api.rate-limt", R"("5")",
     "/options/service-client-api.rate-limt: unknown option 'service-client-api.rate-limt' (did you mean 'service-client-api.rate-limit'?)"},
    {schema, "/options/service-client-api.rate-limit", "5",
     "/options/service-client-api.rate-limit: expected a text, found 5"},
    {reader, "/options/service-client-api.rate-limit", R"("-1")",
     "/options/service-client-api.rate-limit: '-1' is no whole number from 0 to 4294967295"},
    {schema, "/options/service-client-api.rate-limit.voice.dail", R"("4")",
     "/options/service-client-api.rate-limit.voice.dail: unknown option 'service-client-api.rate-limit.voice.dail' (did you mean 'service-client-api.rate-limit.voice.dial'?)"},
    {reader, "/options/service-client-api.accepted-web-content-origins", R"("http://a (")",
     "/options/service-client-api.accepted-web-content-origins: a filter is missing at 'http://a'"},
    {schema, "/rate-limit/window", R"("sliding")",
     R"(/rate-limit/window: expected "service-start", "wall-clock" or "first-request", found "sliding")"},
    {schema, "/rate-limit/scop", R"("tab")",
     R"(/rate-limit/scop: unknown key; did you mean "scope"?)"},
    {schema, "/rate-limit/algorithm", R"("leaky")",
     R"(/rate-limit/algorithm: expected "fixed-window", "sliding-log", "sliding-counter", "token-bucket" or "gcra", found "leaky")"},
    {schema, "/personas/crm/subscribe/0", R"("agents")",
     R"(/personas/crm/subscribe/0: expected "system", "agent", "media", "interaction", "outbound", "markdone" or "messenger", found "agents" (did you mean "agent"?))"},
    {schema, "/personas/crm/load", "{}",
     R"(/personas/crm/load: expected an object with one of "closed", "open", "trace", "burst" or "none", found 0 keys)"},
    {schema, "/personas/crm/load", R"({"closed":{"think":"1s"},"none":{}})",
     R"(/personas/crm/load: expected an object with one of "closed", "open", "trace", "burst" or "none", found 2 keys)"},
    {schema, "/personas/crm/load", R"({"close":{}})",
     R"(/personas/crm/load: expected "closed", "open", "trace", "burst" or "none", found "close" (did you mean "closed"?))"},
    {schema, "/personas/crm/load", R"({"closed":{}})",
     R"(/personas/crm/load/closed: the key "think" is missing)"},
    {schema, "/personas/crm/load/closed/think", R"({"exponental":"1s"})",
     R"(/personas/crm/load/closed/think/exponental: unknown distribution; did you mean "exponential"?)"},
    {schema, "/personas/crm/load/closed/think", "7",
     R"(/personas/crm/load/closed/think: expected a duration or a distribution such as {"exponential":"10s"}, found 7)"},
    {reader, "/personas/crm/load/closed/think", R"({"uniform":["2s","1s"]})",
     "/personas/crm/load/closed/think/uniform: the second time must not be below the first"},
    {schema, "/personas/crm/load/closed/think", R"({"uniform":["2s"]})",
     "/personas/crm/load/closed/think/uniform: expected a list of 2 durations, found a list of 1"},
    {schema, "/personas/crm/load/closed/think", R"({"normal":{"mean":"2s"}})",
     R"(/personas/crm/load/closed/think/normal: the key "sd" is missing)"},
    {schema, "/personas/crm/load/closed/think", R"({"erlang":{"k":0,"mean":"2s"}})",
     "/personas/crm/load/closed/think/erlang/k: expected a number from 1 to 1000, found 0"},
    {schema, "/personas/crm/load/closed/think", R"({"gamma":{"shape":2}})",
     "/personas/crm/load/closed/think/gamma: give either mean or scale"},
    {schema, "/personas/crm/load/closed/think", R"({"pareto":{"shape":2,"min":"1s"}})",
     R"(/personas/crm/load/closed/think/pareto/min: unknown key; expected "shape", "minimum" or "mean")"},
    {schema, "/personas/crm/load/closed/think", R"({"empirical":[]})",
     "/personas/crm/load/closed/think/empirical: at least one time is needed"},
    {reader, "/personas/crm/load/closed/think", R"({"empirical-file":"none.csv"})",
     "/personas/crm/load/closed/think/empirical-file: cannot read none.csv: there is no such file"},
    {schema, "/personas/dialer/load/open/rate", R"("5")",
     R"(/personas/dialer/load/open/rate: expected a rate such as "5/s", "30/min" or "200/h", found "5")"},
    {schema, "/personas/dialer/load/open/rate", R"("5/y")",
     R"(/personas/dialer/load/open/rate: expected a rate such as "5/s", "30/min" or "200/h", found "5/y")"},
    {schema, "/personas/dialer/load/open/rate", R"("1e9/s")",
     R"(/personas/dialer/load/open/rate: expected a rate such as "5/s", "30/min" or "200/h", found "1e9/s")"},
    {schema, "/personas/dialer/load/open/arrivals", R"("random")",
     R"(/personas/dialer/load/open/arrivals: expected "poisson" or "constant", found "random")"},
    {schema, "/personas/dialer/load/burst", R"({"count":0})",
     R"(/personas/dialer/load: expected an object with one of "closed", "open", "trace", "burst" or "none", found 2 keys)"},
    {reader, "/personas/dialer/requests", "[]",
     R"(/personas/dialer: a persona with this load needs "requests")"},
    {schema, "/personas/crm/requests/0/request", R"("agent.getstate")",
     R"(/personas/crm/requests/0/request: expected the name of a request, found "agent.getstate" (did you mean "agent.getState"?))"},
    {schema, "/personas/crm/requests/0/weight", "-1",
     "/personas/crm/requests/0/weight: expected a number from 0 to 1000000, found -1"},
    {schema, "/personas/crm/requests/0/weight", "1e300",
     "/personas/crm/requests/0/weight: expected a number from 0 to 1000000, found 1e+300"},
    {reader, "/personas/dialer/requests/0/weight", "0",
     "/personas/dialer/requests: expected at least one weight above 0"},
    {reader, "/personas/dialer/requests/0/parameters", "[]",
     "/personas/dialer/requests/0/parameters: voice.dial takes the parameters destination, userData (optional), found 0"},
    {reader, "/personas/dialer/requests/0/parameters", "[5001]",
     "/personas/dialer/requests/0/parameters/0: expected a text (destination), found 5001"},
    {reader, "/personas/dialer/requests/0/parameters", R"(["1",{},3])",
     "/personas/dialer/requests/0/parameters: voice.dial takes the parameters destination, userData (optional), found 3"},
    {reader, "/personas/crm/requests/1/parameters/0", R"("$interacton")",
     R"(/personas/crm/requests/1/parameters/0: expected "$interaction", "$uuid", "$counter" or "$event.…", found "$interacton" (did you mean "$interaction"?))"},
    {reader, "/personas/crm/requests/1/parameters/0", R"("$uuid")",
     R"(/personas/crm/requests/1/parameters/0: expected "$interaction", "$event.…" or an id, found "$uuid")"},
    {reader, "/personas/crm/requests/1/parameters/1", R"({"a":"$event.x"})",
     R"(/personas/crm/requests/1/parameters/1/a: "$event.…" has a value only in "on")"},
    {reader, "/personas/crm/on/0/do/0/parameters/0", R"("$event.interaction.intractionId")",
     R"(/personas/crm/on/0/do/0/parameters/0: no such event has "intractionId" where "$event.interaction.intractionId" looks for it (did you mean "interactionId"?))"},
    {reader, "/personas/crm/on/0/do/0/parameters/0", R"("$event.interaction.parties.0.phone")",
     R"(/personas/crm/on/0/do/0/parameters/0: no such event has "phone" where "$event.interaction.parties.0.phone" looks for it)"},
    {reader, "/personas/crm/on/0", R"({"event":"outbound","do":[{"request":"voice.dial","parameters":["$event.phone"]}]})",
     R"(/personas/crm/on/0/do/0/parameters/0: no such event has "phone" where "$event.phone" looks for it)"},
    {reader, "/personas/crm/on/0/eventType", R"("RINGIN")",
     R"(/personas/crm/on/0/eventType: expected an event type of "interaction", found "RINGIN" (did you mean "RINGING"?))"},
    {schema, "/personas/crm/on/0/event", R"("interactions")",
     R"(/personas/crm/on/0/event: expected "system", "agent", "media", "interaction", "outbound", "markdone" or "messenger", found "interactions" (did you mean "interaction"?))"},
    {schema, "/personas/crm/retry/on", R"(["errors"])",
     R"(/personas/crm/retry/on/0: expected "rate-limit", "timeout" or "failure", found "errors")"},
    {schema, "/personas/crm/retry/attempts", "1001",
     "/personas/crm/retry/attempts: expected a whole number from 0 to 1000, found 1001"},
    {reader, "/stages/1/until", R"("1m")",
     "/stages/1/until: expected no time before that of the stage before"},
    {schema, "/stages/1/scale", "-0.5",
     "/stages/1/scale: expected a number from 0 to 1000000, found -0.5"},
    {schema, "/stages/1/step", "1",
     "/stages/1/step: expected true or false, found 1"},
    {schema, "/network/postmessage", R"("1ms")",
     R"(/network/postmessage: unknown key; did you mean "post-message"?)"},
    {schema, "/tab/service-time/voice.dail", R"("1ms")",
     R"(/tab/service-time/voice.dail: expected "default" or the name of a request (did you mean "voice.dial"?))"},
    {schema, "/tab/service-time", R"({"exponential":"1ms"})",
     R"(/tab/service-time/exponential: expected "default" or the name of a request)"},
    {schema, "/tab/services", "{}",
     R"(/tab/services: unknown key; expected "service-time")"},
    {schema, "/backend/workers", "0",
     "/backend/workers: expected a whole number from 1 to 1000000, found 0"},
    {schema, "/backend/serves", R"("everything")",
     R"(/backend/serves: expected "changes", "all", "none" or a list such as ["voice.*","agent.get"], found "everything")"},
    {reader, "/backend/serves/0", R"("voise.*")",
     R"(/backend/serves/0: expected the name of a request, or a pattern such as "voice.*", found "voise.*" (did you mean "voice.*"?))"},
    {schema, "/backend/queue-capacity", "-1",
     "/backend/queue-capacity: expected a whole number from 0 to 4294967295, found -1"},
    {schema, "/inbound/0/media", R"("fax")",
     R"(/inbound/0/media: expected "voice", "email", "chat" or "workitem", found "fax")"},
    {schema, "/inbound/0/arrivals", R"("1/s")",
     R"(/inbound/0/arrivals: expected arrivals such as {"poisson":"1/s"} or {"constant":"30/min"}, found "1/s")"},
    {schema, "/inbound/0/arrivals", R"({"poison":"1/s"})",
     R"(/inbound/0/arrivals: expected "poisson" or "constant", found "poison" (did you mean "poisson"?))"},
    {schema, "/outgoing", R"({"talk-tme":"1s"})",
     R"(/outgoing/talk-tme: unknown key; did you mean "talk-time"?)"},
    {schema, "/election/heartbeet", R"("1s")",
     R"(/election/heartbeet: unknown key; did you mean "heartbeat"?)"},
    {reader, "/election/heartbeat", R"("0s")",
     R"(/election/heartbeat: expected a duration from 1us to 1d, found "0s")"},
    {schema, "/election/heartbeat", R"("never")",
     R"(/election/heartbeat: expected a duration such as "250us", "1.5s", "10m" or "8h", found "never")"},
    {schema, "/script/0/do", R"("explode")",
     R"(/script/0/do: expected the name of an action, found "explode")"},
    {reader, "/script/0", R"({"at": "1s", "do": "freeze-tab"})",
     R"(/script/0: the key "for" is missing, which says how long)"},
    {reader, "/script/0", R"({"at": "1s", "do": "crash-tab", "for": "1s"})",
     R"(/script/0/for: "crash-tab" has no such key; remove it)"},
    {reader, "/script/0", R"({"at": "1s", "do": "sleep", "for": "1s", "tab": 1})",
     R"(/script/0/tab: "sleep" is of no single tab; remove the key)"},
    {reader, "/script/0/agent", "11",
     "/script/0/agent: expected an agent up to 10, found 11"},
    {schema, "/script/0/tab", R"("first")",
     R"(/script/0/tab: expected "leader", "last-active" or the number of a tab, found "first")"},
    {schema, "/faults/0/fault", R"("lose")",
     R"(/faults/0/fault: expected a fault, found "lose")"},
    {reader, "/faults/0", R"({"fault": "freeze-tab", "for": "1s"})",
     R"(/faults/0: the key "rate" is missing, which says how often it happens to an agent)"},
    {reader, "/faults/0", R"({"fault": "crash-tab", "rate": "1/h", "link": "backend"})",
     R"(/faults/0/link: it happens to tabs, not to messages; remove the key)"},
    {reader, "/faults/0/rate", R"("1/h")",
     R"(/faults/0/rate: it happens to messages, not to tabs; remove the key)"},
    {reader, "/faults/0/fault", R"("delay")",
     R"(/faults/0: the key "by" is missing, which says how long the delay is)"},
    {schema, "/faults/0/link", R"("network")",
     R"(/faults/0/link: expected "post-message", "broadcast-channel" or "backend", found "network")"},
    {schema, "/faults/0/probability", "1.5",
     "/faults/0/probability: expected a number from 0 to 1, found 1.5"},
    {reader, "/faults/0/by", R"("1s")",
     "/faults/0/by: a message that is dropped does not come later; remove the key"},
    {reader, "/thresholds/0", R"("requests.total.latency_ms.p98 < 200")",
     "/thresholds/0: there is no metric 'requests.total.latency_ms.p98' (did you mean 'requests.total.latency_ms.p90'?)"},
    {reader, "/thresholds/0", R"("requests.total.sent = 200")",
     "/thresholds/0: column 21: expected one of < <= > >= == !=, found '='"},
    {reader, "/thresholds/0", R"x("requests.total.sent < 200 in [2m)")x",
     "/thresholds/0: column 27: expected 'in [2m,4m)', 'after 3m', 'before 3m', 'after warmup' or 'while quarantine', found 'in [2m)'"},
    {reader, "/thresholds/0", R"("requests.total.sent < 200 after 10m")",
     "/thresholds/0: expected a part of the run, which is over at 10m, found one from 10m on"},
    {reader, "/thresholds/0", R"x("messages < 200 in [2m,4m)")x",
     "/thresholds/0: expected a metric that parts of a run have, found 'messages', which is of all of it"},
    {reader, "/thresholds/0", R"("backend.utilization < 1 while quarantine")",
     "/thresholds/0: expected a metric of requests or personas with 'while quarantine', found 'backend.utilization'"},
    {reader, "/race/tabs", "[4,2]",
     "/race/tabs: the second of the two must not be below the first"},
    {schema, "/race/actions", R"(["explode-tab"])",
     R"(/race/actions/0: expected the name of an action, found "explode-tab")"},
    {schema, "/race/delays", R"({"radio":["0s","1s"]})",
     R"(/race/delays/radio: unknown key; expected "post-message", "broadcast-channel", "backend", "storage", "timer-late", "lock-grant", "transaction", "worker-port", "duty" or "unload")"},
  }));
  // clang-format on
  const json broken = changed(pointer, value);
  CAPTURE(pointer, value);
  CHECK(lines_of(read(broken.dump()).problems) == "test.json: " + expected);
  CHECK(fits_schema(broken) == (by == reader));
}

TEST_CASE("read_scenario: texts that are no scenario at all", "[unit]") {
  // clang-format off
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
    {"",
     "test.json: line 1, column 1: not JSON: syntax error while parsing value - unexpected end of input; expected '[', '{', or a literal"},
    {"[]",
     "test.json: expected an object, found a list of 0"},
    {"null",
     "test.json: expected an object, found null"},
    {"{}",
     R"(test.json: the key "agents" is missing, or another source of work ("inbound"))"},
    {R"({"agents": {"count": 1})",
     "test.json: line 1, column 24: not JSON: syntax error while parsing object - unexpected end of input; expected '}'"},
    {R"({"agents": {"count": 1},})",
     "test.json: line 1, column 25: not JSON: syntax error while parsing object key - unexpected '}'; expected string literal"},
    {"{\n  \"agents\": {\"count\": 1}\n  \"seed\": 2\n}",
     "test.json: line 3, column 8: not JSON: syntax error while parsing object - unexpected string literal; expected '}'"},
    {"{'agents': 1}",
     "test.json: line 1, column 2: not JSON: syntax error while parsing object key - invalid literal; last read: '{''; expected string literal"},
    {R"({"agents": {"count": 01}})",
     "test.json: line 1, column 23: not JSON: syntax error while parsing object - unexpected number literal; expected '}'"},
    {R"({"agents": {"count": NaN}})",
     R"(test.json: line 1, column 22: not JSON: syntax error while parsing value - invalid literal; last read: '"count": N')"},
    {R"({"agents": {"count": 1}, "seed": 1e999})",
     "test.json: line 1, column 34: not JSON: number overflow parsing '1e999'"},
    {R"({"agents": {"count": 1}} x)",
     "test.json: line 1, column 26: not JSON: syntax error while parsing value - invalid literal; last read: '1}} x'; expected end of input"},
    {R"({"agents": {"count": 1, "count": 2}})",
     "test.json: /agents/count: the key is given twice"},
    {"// comment\n{}",
     "test.json: line 1, column 1: not JSON: syntax error while parsing value - invalid literal; last read: '/'"},
  }));
  // clang-format on
  CAPTURE(text);
  CHECK(said_of_text(text) == expected);
}

TEST_CASE("read_scenario: wrong --set", "[unit]") {
  // clang-format off
  const auto [setting, expected] = GENERATE(table<std::string, std::string>({
    {"agents/count=5",
     R"(--set: expected POINTER=JSON such as /agents/count=500, found "agents/count=5")"},
    {"/agents/count",
     R"(--set: expected POINTER=JSON such as /agents/count=500, found "/agents/count")"},
    {"/agnets=5",
     R"(--set: /agnets: unknown key; did you mean "agents"?)"},
    {"/agents/count=many",
     R"(--set: /agents/count: expected a whole number from 0 to 10000000, found "many")"},
    {"/agents/count=-5",
     "--set: /agents/count: expected a whole number from 0 to 10000000, found -5"},
    {"/name={bad",
     R"(--set: expected JSON, found "{bad" (a text is written in double quotes))"},
    {"/name=1e",
     R"(--set: expected JSON, found "1e" (a text is written in double quotes))"},
    {"/name=two words",
     R"(--set: expected JSON, found "two words" (a text is written in double quotes))"},
    {"/name=",
     "--set: expected JSON, found nothing (a text is written in double quotes)"},
    {"/agents/count/x=1",
     "--set: the scenario has no place /agents/count/x"},
    {"/stages/7/scale=2",
     "--set: the scenario has no place /stages/7/scale"},
    {"/duration=5x",
     R"(--set: /duration: expected a duration such as "250us", "1.5s", "10m" or "8h", found "5x")"},
    {"/seed=1e3",
     "--set: /seed: expected a whole number from 0 to 18446744073709551615, found 1000.0"},
  }));
  // clang-format on
  CAPTURE(setting);
  CHECK(lines_of(read(good_scenario().dump(), {}, {.set = {setting}}).problems) == expected);
}

TEST_CASE("read_scenario: files that a scenario names", "[unit]") {
  static const std::string header = "at_ms,agent,frame,request,parameters\n";
  static const std::string with_trace =
    R"({"agents":{"count":1},"personas":{"p":{"load":{"trace":{"file":"t.csv"}}}}})";
  // clang-format off
  const auto [scenario, name, content, expected] = GENERATE(table<std::string, std::string, std::string, std::string>({
    {R"({"agents":{"count":1},"extends":"base.json"})", "x",
     "",
     "test.json: /extends: cannot read base.json: there is no such file"},
    {R"({"agents":{"count":1},"extends":5})", "x",
     "",
     "test.json: /extends: expected a text, found 5"},
    {R"({"agents":{"count":1},"extends":"base.json"})", "base.json",
     R"({"extends":"base.json"})",
     "base.json: /extends: expected a file that does not extend this one, found \"base.json\""},
    {R"({"agents":{"count":1},"extends":"base.json"})", "base.json",
     R"({"extends":"test.json"})",
     "base.json: /extends: expected a file that does not extend this one, found \"test.json\""},
    {R"({"agents":{"count":1},"extends":"base.json"})", "base.json",
     R"({"sed":1})",
     "base.json: /sed: unknown key; did you mean \"seed\"?"},
    {R"({"agents":{"count":1},"extends":"base.json"})", "base.json",
     R"({"seed":})",
     "base.json: line 1, column 9: not JSON: syntax error while parsing value - unexpected '}'; expected '[', '{', or a literal"},
    {R"({"agents":{"count":1},"options-file":"o"})", "x",
     "",
     "test.json: /options-file: cannot read o: there is no such file"},
    {R"({"agents":{"count":1},"options-file":"o"})", "o",
     "a=1\nservice-client-api.rate-limit=x\n",
     "o: line 1: unknown option 'a'\n"
     "o: line 2: service-client-api.rate-limit: 'x' is no whole number from 0 to 4294967295"},
    {R"({"agents":{"count":1},"options-file":"o"})", "o",
     "# c\nservice-client-api.rate-limit\n",
     "o: line 2: expected key=value, found 'service-client-api.rate-limit'"},
    {R"({"agents":{"count":1},"network":{"backend":{"empirical-file":"e"}}})", "e",
     "1ms\nfast\n",
     "e: line 2: expected a duration, found \"fast\""},
    {R"({"agents":{"count":1},"network":{"backend":{"empirical-file":"e"}}})", "e",
     "latency_ms\n5\n-1\n",
     "e: line 3: expected a number of ms, found \"-1\""},
    {R"({"agents":{"count":1},"network":{"backend":{"empirical-file":"e"}}})", "e",
     "",
     "test.json: /network/backend/empirical-file: at least one time is needed"},
    {with_trace, "x",
     "",
     "test.json: /personas/p/load/trace/file: cannot read t.csv: there is no such file"},
    {with_trace, "t.csv",
     "at,agent\n",
     "t.csv: line 1: expected the columns at_ms,agent,frame,request,parameters"},
    {with_trace, "t.csv", header, "t.csv: line 2: expected a request, found none"},
    {with_trace, "t.csv",
     header + "1,1,0,agent.get\n",
     "t.csv: line 2: expected 5 columns, found 4"},
    {with_trace, "t.csv",
     header + "soon,1,0,agent.get,\n1,0,0,agent.get,\n1,1,x,agent.get,\n1,1,0,agent.gett,\n1,1,0,voice.dial,5\n1,1,0,voice.dial,[]\n1,1,0,agent.get,\"[\n",
     "t.csv: line 2: at_ms: expected a number of milliseconds, found \"soon\"\n"
     "t.csv: line 3: agent: expected a whole number from 1, found \"0\"\n"
     "t.csv: line 4: frame: expected a whole number from 0, found \"x\"\n"
     "t.csv: line 5: request: expected the name of a request, found \"agent.gett\" (did you mean \"agent.get\"?)\n"
     "t.csv: line 6: parameters: expected a JSON array, found \"5\"\n"
     "t.csv: line 7: parameters: voice.dial takes the parameters destination, userData (optional), found 0\n"
     "t.csv: line 8: a quote is not closed"},
  }));
  // clang-format on
  CAPTURE(scenario, content);
  CHECK(said_of_text(scenario, {{name, content}}) == expected);
}

TEST_CASE("read_scenario: an action of races alone needs a race", "[unit]") {
  auto document = good_scenario();
  document["script"] = json::parse(R"([{"at": "1s", "do": "kill-worker"}])");
  CHECK(read(document.dump()).plan);
  document.erase("race");
  CHECK_THAT(lines_of(read(document.dump()).problems),
             Catch::StartsWith(R"(test.json: /script/0/do: "kill-worker" is of a search for races )"
                               R"(alone, and there is no "race"; expected "open-tab", )"));
}

TEST_CASE("read_scenario: an unknown election is refused, by reader and schema", "[unit]") {
  const json broken = changed("/election/algorithm", R"("oldest-tap")");
  const auto said = lines_of(read(broken.dump()).problems);
  CHECK_THAT(said, Catch::StartsWith("test.json: /election/algorithm: expected "));
  CHECK_THAT(said, Catch::EndsWith(R"(found "oldest-tap" (did you mean "oldest-tab"?))"));
  CHECK_FALSE(fits_schema(broken));
}

TEST_CASE("read_scenario: every election can be named, by reader and schema", "[unit]") {
  const std::string name{GENERATE(from_range(tabs::elections)).name};
  const json document = changed("/election", json{{"algorithm", name}}.dump());
  CAPTURE(name);
  CHECK(lines_of(read(document.dump()).problems).empty());
  CHECK(fits_schema(document));
}

TEST_CASE("read_scenario: a recorded request needs a frame that sends it", "[unit]") {
  const files recorded{{"t.csv", "at_ms,agent,frame,request,parameters\n1,2,0,agent.get,\n"}};
  CHECK(said_of_text(R"({"agents":{"count":1,"frames":[{"persona":"p"}]},
                         "personas":{"p":{"load":{"trace":{"file":"t.csv"}}}}})",
                     recorded)
        == "test.json: /personas/p/load/trace/file: expected agents up to 1 and fewer than 1 "
           "frames, found agent 2, frame 0");
}

TEST_CASE("read_scenario: every error is reported, each with the file that holds it", "[unit]") {
  const auto wrong =
    read(R"({"extends":"bases/b.json","seed":"x","agents":{"tabs":-1}})",
         {{"bases/b.json", R"({"agents":{"count":"many"},"stages":[{"until":"1x"}]})"}},
         {.set = {"/duration=5"}})
      .problems;
  CHECK(lines_of(wrong)
        == "bases/b.json: /agents/count: expected a whole number from 0 to 10000000, "
           "found \"many\"\n"
           "test.json: /agents/tabs: expected a whole number from 0 to 1000, found -1\n"
           "--set: /duration: expected a duration such as \"250us\", \"1.5s\", \"10m\" or "
           "\"8h\", found 5\n"
           "test.json: /seed: expected a whole number from 0 to 18446744073709551615, "
           "found \"x\"\n"
           "bases/b.json: /stages/0/until: expected a duration such as \"250us\", \"1.5s\", "
           "\"10m\" or \"8h\", found \"1x\"");
}

TEST_CASE("read_scenario: a document of too many levels is refused", "[unit]") {
  const auto nested = std::string(70, '[') + std::string(70, ']');
  CHECK_THAT(said_of_text(R"({"thresholds":)" + nested + "}"),
             Catch::EndsWith("expected at most 64 levels"));
  std::string pointer;
  for (int i = 0; i < 70; ++i)
    pointer += "/a";
  CHECK(lines_of(read(good_scenario().dump(), {}, {.set = {pointer + "=1"}}).problems)
        == "--set: expected at most 64 levels");
}

TEST_CASE("read_scenario: text that is no UTF-8 is refused", "[unit]") {
  CHECK_THAT(said_of_text("{\"name\": \"\xff\"}"),
             Catch::StartsWith("test.json: line 1, column 11: not JSON"));
  CHECK_THAT(lines_of(read(good_scenario().dump(), {}, {.set = {"/\xff=1"}}).problems),
             Catch::StartsWith("--set: expected UTF-8"));
}
