#include <chrono>
#include <string>

#include "loadgen/scenario/reading.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

const files lists{{"c.csv", "GSW_PHONE,GSW_CHAIN_ID\n1,1\n2,1\n3,2\n"},
                  {"bad.csv", "GSW_PHONE,GSW_FROM\nx,1\n1,25:00\n"}};

json campaign_with(const std::string& keys) {
  json all = json::parse(R"({"name":"Offer","mode":"predictive","calling-list":"c.csv"})");
  all.update(json::parse("{" + keys + "}"));
  return all;
}

std::string said_of(const std::string& keys) {
  json document = good_scenario();
  document["campaigns"] = json::array({campaign_with(keys)});
  return lines_of(read(document.dump(), lists).problems);
}

plan::campaign read_with(const std::string& keys) {
  json document = good_scenario();
  document["campaigns"] = json::array({campaign_with(keys)});
  const auto reading = read(document.dump(), lists);
  CAPTURE(lines_of(reading.problems));
  REQUIRE(reading.plan);
  return reading.plan->campaigns.at(0);
}

TEST_CASE("campaigns: every key has its place in the plan", "[unit]") {
  const auto c = read_with(R"(
    "agents":[2,5],"load":"1s","start":"2s","stop":"3s","unload":"4s","worked-by":"pages",
    "attempts":7,"retry-after":"5m","time-of-day":"9h","answer-probability":0.4,
    "busy-probability":0.1,"machine-probability":0.2,"reject-probability":0.3,
    "cancel-probability":0.05,"do-not-call-probability":0.01,"ring-time":"4s","talk-time":"2m",
    "wrap-up":"9s","preview-time":"7s","accept-time":"1s","abandoned-target":0.02,
    "abandon-after":"3s","lines-per-agent":2.5,"copies":2)");
  CHECK(c.mode == outbound::campaign_mode::predictive);
  CHECK((c.first_agent == 2 && c.last_agent == 5));
  CHECK((c.load == instant{1s} && c.start == instant{2s}));
  CHECK((c.stop == instant{3s} && c.unload == instant{4s}));
  CHECK(c.worked_by == plan::preview_worker::pages);
  CHECK(c.attempts.attempts == 7);
  CHECK(c.attempts.retry_after == 5min);
  CHECK(c.attempts.midnight == 9h);
  CHECK(c.answer_probability == 0.4);
  CHECK(plan::mean(c.ring_time) == 4s);
  CHECK(plan::mean(c.talk_time) == 2min);
  CHECK(plan::mean(c.wrap_up) == 9s);
  CHECK(plan::mean(c.preview_time) == 7s);
  CHECK(plan::mean(c.accept_time) == 1s);
  CHECK(c.abandoned_target == 0.02);
  CHECK(c.abandon_after == 3s);
  CHECK(c.most_lines_an_agent == 2.5);
  CHECK(c.records.size() == 6);
}

TEST_CASE("campaigns: every agent is part of one that names none", "[unit]") {
  const auto c = read_with("");
  CHECK((c.is_for(1) && c.is_for(1'000'000)));
}

TEST_CASE("campaigns: each wrong value has its own message", "[unit]") {
  const auto [keys, expected] = GENERATE(table<std::string, std::string>({
    {R"("agents":[5,2])", "/campaigns/0/agents: the second of the two must not be below the first"},
    {R"("agents":3)", "/campaigns/0/agents: expected a list of two, the lower first, found 3"},
    {R"("copies":0)", "/campaigns/0/copies: expected a whole number from 1 to 1000, found 0"},
    {R"("start":"2s","stop":"1s")",
     "/campaigns/0/stop: expected no time before that of the step before"},
    {R"("load":"2s","start":"1s")",
     "/campaigns/0/start: expected no time before that of the step before"},
    {R"("reject-probability":0.6,"cancel-probability":0.6)",
     "/campaigns/0: reject-probability and cancel-probability add up to more than 1"},
    {R"("answer-probability":0.6,"busy-probability":0.6)",
     "/campaigns/0: answer-, busy- and machine-probability add up to more than 1"},
    {R"("mode":"pull")",
     R"(/campaigns/0/mode: expected "pull-preview", "push-preview", "direct-push-preview", )"
     R"("progressive" or "predictive", found "pull")"},
    {R"("worked-by":"nobody")",
     R"(/campaigns/0/worked-by: expected "agent" or "pages", found "nobody")"},
    {R"("anser-probability":0.6)",
     R"(/campaigns/0/anser-probability: unknown key; did you mean "answer-probability"?)"},
  }));
  CHECK(said_of(keys) == "test.json: " + expected);
}

TEST_CASE("campaigns: what is wrong with a calling list has line and column", "[unit]") {
  CHECK(lines_of(read(changed("/campaigns",
                              R"([{"name":"c","mode":"progressive","calling-list":"bad.csv"}])")
                        .dump(),
                      lists)
                   .problems)
        == "bad.csv: line 2, column 1: GSW_PHONE: expected a number to dial, found \"x\"\n"
           "bad.csv: line 3, column 3: GSW_FROM: expected seconds after midnight, or a time as "
           "9:30, found \"25:00\"");
}

TEST_CASE("campaigns: a list that is not there is named", "[unit]") {
  CHECK(lines_of(read(changed("/campaigns",
                              R"([{"name":"c","mode":"progressive","calling-list":"d.csv"}])")
                        .dump())
                   .problems)
        == "test.json: /campaigns/0/calling-list: cannot read d.csv: there is no such file");
}

} // namespace
} // namespace deskstorm::loadgen
