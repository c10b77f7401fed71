#include <chrono>
#include <cstdint>
#include <string>

#include <deskstorm/tabs/elections.hpp>

#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;

// A million tabs hold one each.
static_assert(sizeof(election) <= 64);

TEST_CASE("elections have a name, a description and parameters above zero", "[unit]") {
  for (const auto& row : elections) {
    CAPTURE(row.name);
    CHECK_FALSE(row.about.empty());
    for (const auto& p : row.parameters) {
      CAPTURE(p.name);
      CHECK_FALSE(p.about.empty());
      CHECK((p.usual > 0 || p.kind == parameter_kind::number));
    }
    CHECK(row.make({}));
  }
}

TEST_CASE("elections take parameters by name and keep the other defaults", "[unit]") {
  const auto* row = find_named(elections, "oldest-tab");
  REQUIRE(row != nullptr);
  const auto made = row->make({.times = {{"heartbeat", 2s}}, .release_at_unload = false});
  REQUIRE(made);
  const auto& rules = std::get<oldest_tab::rules>(*made);
  CHECK(rules.heartbeat == 2s);
  CHECK(rules.dead_after == 3s);
  CHECK(rules.election_timeout == 500ms);
  CHECK_FALSE(rules.release_at_unload);
}

TEST_CASE("elections refuse parameters that the protocol does not have", "[unit]") {
  const auto made = elections.front().make({.times = {{"hartbeat", 2s}}});
  REQUIRE_FALSE(made);
  CHECK(made.why() == failure{"the protocol has no such parameter", "hartbeat"});
}

TEST_CASE("elections refuse a parameter that is not longer than 0", "[unit]") {
  const auto made = elections.front().make({.times = {{"heartbeat", 0s}}});
  REQUIRE_FALSE(made);
  CHECK(made.why() == failure{"must be longer than 0", "heartbeat"});
}

TEST_CASE("elections refuse times that no sum of theirs could bear", "[unit]") {
  const auto time = GENERATE(duration::max(), longest_election_time + 1ns);
  const auto made = elections.front().make({.times = {{"heartbeat", time}}});
  REQUIRE_FALSE(made);
  CHECK(made.why() == failure{"must not be longer than a day", "heartbeat"});
}

TEST_CASE("elections take never where the protocol knows it", "[unit]") {
  const auto made =
    find_named(elections, "web-lock")->make({.times = {{"steal-after", duration::max()}}});
  REQUIRE(made);
  CHECK(std::get<web_lock::rules>(*made).steal_after == duration::max());
}

TEST_CASE("elections take a day and 255", "[unit]") {
  const auto* row = find_named(elections, "web-lock");
  CHECK(row->make({.times = {{"heartbeat", longest_election_time}}}));
  CHECK(row->make({.numbers = {{"steal-limit", highest_election_number}}}));
}

TEST_CASE("elections refuse numbers outside of their limits", "[unit]") {
  const auto [number, fault] = GENERATE(table<std::int64_t, std::string>(
    {{-1, "must not be below 0"}, {256, "must not be above 255"}}));
  const auto made = find_named(elections, "web-lock")->make({.numbers = {{"steal-limit", number}}});
  REQUIRE_FALSE(made);
  CHECK(made.why() == failure{fault, "steal-limit"});
}

} // namespace
} // namespace deskstorm::tabs
