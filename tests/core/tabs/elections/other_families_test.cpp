#include <chrono>

#include <deskstorm/tabs/elections/lease_in_transaction.hpp>
#include <deskstorm/tabs/elections/lowest_id_bully.hpp>
#include <deskstorm/tabs/elections/lowest_id_bully_repaired.hpp>
#include <deskstorm/tabs/elections/ping_campaign.hpp>
#include <deskstorm/tabs/elections/shared_worker.hpp>
#include <deskstorm/tabs/elections/worker_broker.hpp>

#include "core/tabs/elections/turns.hpp"
#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;
namespace in = election_input;

TEST_CASE("ping_campaign begins its duty duty-delay after a campaign that nobody beats", "[unit]") {
  tests::turns<ping_campaign> t;
  t.give(0s, in::opened{});
  t.give(50ms, in::timer_fired{2}); // no answers
  CHECK_FALSE(t.leads());
  t.give(100ms, in::timer_fired{3});
  CHECK(t.leads());
}

TEST_CASE("ping_campaign goes on with its duty whatever it hears", "[unit]") {
  tests::turns<ping_campaign> t;
  t.give(0s, in::opened{});
  t.give(50ms, in::timer_fired{2});
  t.give(100ms, in::timer_fired{3});
  constexpr std::uint8_t campaigns = 4;
  t.hear(1s, campaigns, 99);
  CHECK(t.leads());
}

TEST_CASE("lowest_id_bully stays out for ever when the master does not answer in time", "[unit]") {
  tests::turns<lowest_id_bully> t;
  t.around.wall = instant{1h};
  const auto now = std::chrono::nanoseconds{1h}.count();
  t.storage[0] = {{0, now, 0}, tab_id{2}, true};
  t.give(0s, in::opened{});
  t.ring();
  CHECK(t.around.now == instant{500ms});
  CHECK(t.storage[1].present); // the frozen environment
  CHECK(t.give(1min, in::timer_fired{1}).effects.empty());
}

TEST_CASE("lowest_id_bully repeats its claim when a higher id makes its own", "[unit]") {
  tests::turns<lowest_id_bully> t;
  t.give(0s, in::opened{});
  REQUIRE(t.leads());
  constexpr std::uint8_t promotes = 1;
  t.hear(1s, promotes, 9, 5);
  CHECK(t.leads());
  CHECK(t.first<election_effect::broadcast>()->what.kind == promotes);
}

TEST_CASE("lowest_id_bully_repaired leads when nobody answers", "[unit]") {
  tests::turns<lowest_id_bully_repaired> t;
  t.give(0s, in::opened{});
  CHECK_FALSE(t.leads());
  t.ring();
  CHECK(t.leads());
}

stored_records rows_with_lease(std::uint32_t owner, duration stamp) {
  stored_records rows{};
  rows[0] = {{stamp.count(), 3, 0}, tab_id{owner}, true};
  return rows;
}

TEST_CASE("lease_in_transaction takes the lease once it is older than it may be", "[unit]") {
  const auto [age, leads] = GENERATE(table<duration, bool>({{5s, false}, {5s + 1ns, true}}));
  tests::turns<lease_in_transaction> t;
  auto rows = rows_with_lease(2, 0s);
  t.give(0s, in::opened{});
  t.give(age, in::in_transaction{&rows});
  t.give(age, in::committed{});
  CHECK(t.leads() == leads);
  CHECK(t.tab.epoch() == (leads ? 4U : 0U));
}

TEST_CASE("lease_in_transaction takes a lease of the future for void", "[unit]") {
  tests::turns<lease_in_transaction> t;
  auto rows = rows_with_lease(2, 10s);
  t.give(0s, in::opened{});
  t.give(1s, in::in_transaction{&rows});
  t.give(1s, in::committed{});
  CHECK(t.leads());
}

TEST_CASE("lease_in_transaction may act only while the row says so", "[unit]") {
  tests::turns<lease_in_transaction> t;
  stored_records rows{};
  t.give(0s, in::opened{});
  t.give(1s, in::in_transaction{&rows});
  t.give(1s, in::committed{});
  CHECK(t.tab.may_act(t.rules, rows, instant{6s}));
  CHECK_FALSE(t.tab.may_act(t.rules, rows, instant{6s + 1ns}));
  rows[0].owner = tab_id{2};
  CHECK_FALSE(t.tab.may_act(t.rules, rows, instant{2s}));
}

TEST_CASE("shared_worker makes the first who asks the master, until its unload message", "[unit]") {
  shared_worker::worker worker;
  const shared_worker::rules r;
  constexpr std::uint8_t checks = 0;
  constexpr std::uint8_t frees = 2;
  const auto ask = [&](std::uint16_t port) {
    return worker.after(r, port, {0, tab_id{port}, 0, checks}, instant{}).sayings[0].what.from;
  };
  CHECK(ask(1) == tab_id{1});
  CHECK(ask(2) == tab_id{1});
  (void)worker.after(r, 2, {0, tab_id{2}, 0, frees}, instant{}); // not the master
  CHECK(ask(2) == tab_id{1});
  (void)worker.after(r, 1, {0, tab_id{1}, 0, frees}, instant{});
  CHECK(ask(2) == tab_id{2});
}

TEST_CASE("worker_broker appoints the next tab when the leader is silent for too long", "[unit]") {
  worker_broker::worker worker;
  const worker_broker::rules r;
  constexpr std::uint8_t beats = 0;
  const auto beat = [&](std::uint16_t port, duration at) {
    (void)worker.after(r, port, {0, tab_id{port}, 1, beats}, instant{at});
  };
  beat(1, 0s);
  beat(2, 3s);
  CHECK(worker.woken(r, instant{3s}).sayings.empty());
  const auto said = worker.woken(r, instant{3s + 1ns}).sayings;
  REQUIRE(said.size() == 1);
  CHECK(said[0].what.from == tab_id{2});
}

TEST_CASE("worker_broker counts terms beyond those that a tab has seen", "[unit]") {
  worker_broker::worker restarted;
  const worker_broker::rules r;
  constexpr std::int64_t seen = 2'000'000'041;
  (void)restarted.after(r, 1, {seen, tab_id{1}, 1, 0}, instant{});
  const auto said = restarted.woken(r, instant{1ms}).sayings;
  REQUIRE(said.size() == 1);
  CHECK(said[0].what.stamp == seen + 1);
}

TEST_CASE("worker_broker waits until the clock is past the terms of a worker before it", "[unit]") {
  const worker_broker::rules r;
  worker_broker::worker first;
  worker_broker::worker second; // both hear of a tab at the same instant
  const auto begun = first.after(r, 1, {0, tab_id{1}, 1, 0}, instant{5s});
  CHECK(begun.sayings.empty());
  REQUIRE(begun.wake == instant{5s + 1ms});
  (void)second.after(r, 2, {0, tab_id{2}, 1, 0}, instant{5s + 1ms});
  const auto before = first.woken(r, instant{5s + 1ms}).sayings;
  const auto after = second.woken(r, instant{5s + 2ms}).sayings;
  REQUIRE(before.size() == 1);
  REQUIRE(after.size() == 1);
  CHECK(after[0].what.stamp > before[0].what.stamp);
}

TEST_CASE("worker_broker steps back when the worker does not confirm it", "[unit]") {
  const auto [silence, leads] = GENERATE(table<duration, bool>({{2s, true}, {2s + 1ns, false}}));
  tests::turns<worker_broker> t;
  t.give(0s, in::opened{});
  t.give(0s, in::worker_said{{1, tab_id{1}, 1, 3}});
  REQUIRE(t.leads());
  t.give(silence, in::duty{});
  CHECK(t.leads() == leads);
}

} // namespace
} // namespace deskstorm::tabs
