#include <chrono>
#include <vector>

#include <rapidcheck.h>

#include <deskstorm/tabs/elections/oldest_tab.hpp>

#include "core/tabs/tab_session.hpp"
#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;
using tests::tab_session;
using enum frame_state;

constexpr instant at(duration since_start) { return instant{since_start}; }

constexpr tab_id first{1};
constexpr tab_id second{2};
constexpr tab_id third{3};

tab_session three_tabs() {
  tab_session s{oldest_tab::rules{}};
  s.open(at(0s));
  s.open(at(1s));
  s.open(at(2s));
  s.run_until(at(10s));
  return s;
}

/// The states that one tab went through.
std::vector<frame_state> course(const tab_session& s, tab_id tab) {
  std::vector<frame_state> states;
  for (const auto& c : s.changes())
    if (c.tab == tab)
      states.push_back(c.state);
  return states;
}

// Source: each tab begins NEGOTIATING. The vendor does not say for how long: one election timeout.
TEST_CASE("oldest_tab makes a lone tab the leader after one election timeout", "[unit]") {
  tab_session s{oldest_tab::rules{.election_timeout = 500ms}};
  s.open(at(0s));

  s.run_until(at(500ms - 1ns));
  CHECK(s.state(first) == negotiating);
  s.run_until(at(500ms));
  CHECK(s.state(first) == leading);
  CHECK(course(s, first) == std::vector{negotiating, leading});
}

TEST_CASE("oldest_tab lets a lone leader sleep between announcements", "[unit]") {
  tab_session s{oldest_tab::rules{.announce = 30s}};
  s.open(at(0s));
  s.run_until(at(10min));
  CHECK(s.messages() == 0);
  CHECK(s.timers() <= 22);
}

TEST_CASE("oldest_tab makes the older of two tabs lead that open together", "[unit]") {
  tab_session s{oldest_tab::rules{}};
  s.open(at(0s));
  s.open(at(0s));
  s.run_until(at(1s));
  CHECK(course(s, first) == std::vector{negotiating, leading});
  CHECK(course(s, second) == std::vector{negotiating, following});
  CHECK(s.leader(second) == first);
}

TEST_CASE("oldest_tab makes a tab follow as soon as the living leader answers", "[unit]") {
  tab_session s{oldest_tab::rules{}};
  s.open(at(0s));
  s.open(at(10s));
  s.run_until(at(10s + 2ms));
  CHECK(s.state(second) == following);
  CHECK(course(s, first) == std::vector{negotiating, leading});
}

TEST_CASE("oldest_tab hands over within an election timeout when the leader closes", "[unit]") {
  auto s = three_tabs();
  s.close(first, at(10s));
  s.run_until(at(10s + 1ms));
  CHECK(s.state(second) == negotiating);
  CHECK(s.state(third) == negotiating);
  s.run_until(at(10s + 500ms + 2ms));
  CHECK(s.state(second) == leading);
  CHECK(course(s, third) == std::vector{negotiating, following, negotiating, following});
}

TEST_CASE("oldest_tab needs the heartbeats where a closing tab says nothing", "[unit]") {
  tab_session s{oldest_tab::rules{.release_at_unload = false}};
  s.open(at(0s));
  s.open(at(1s));
  s.close(first, at(5s));
  s.run_until(at(6s));
  CHECK(s.state(second) == following);
  s.run_until(at(9s));
  CHECK(s.state(second) == leading);
}

TEST_CASE("oldest_tab replaces a crashed leader within dead-after and election-timeout", "[unit]") {
  const auto crash = GENERATE(10000ms, 10001ms, 10499ms, 10999ms);
  CAPTURE(crash.count());
  auto s = three_tabs();
  s.crash(first, at(crash));
  s.run_until(at(crash + 2s - 1ms));
  CHECK(s.state(second) == following);
  s.run_until(at(crash + 3s + 500ms + 2ms));
  CHECK(s.state(second) == leading);
  CHECK(s.state(third) == following);
  CHECK(s.leader(third) == second);
}

TEST_CASE("oldest_tab tells nobody when a follower goes and the leader stays", "[unit]") {
  auto s = three_tabs();
  const auto before = s.changes();
  s.close(second, at(10s));
  s.run_until(at(60s));
  CHECK(s.changes() == before);
}

TEST_CASE("oldest_tab stops the heartbeats when the last other tab has left", "[unit]") {
  auto s = three_tabs();
  s.close(second, at(10s));
  s.close(third, at(10s));
  s.run_until(at(12s));
  const auto timers = s.timers();
  s.run_until(at(12s + 10min));
  CHECK(s.timers() - timers <= 21);
}

TEST_CASE("oldest_tab makes the younger of two leaders step down when they meet", "[unit]") {
  tab_session s{oldest_tab::rules{}};
  s.set_channel([](tab_id, tab_id) { return std::nullopt; });
  s.open(at(0s));
  s.open(at(1s));
  s.run_until(at(5s));
  REQUIRE(s.leaders() == std::vector{first, second});

  s.set_channel([](tab_id, tab_id) { return 1ms; });
  s.run_until(at(5s + oldest_tab::rules{}.announce + 1s));
  CHECK(s.leaders() == std::vector{first});
  CHECK(course(s, second) == std::vector{negotiating, leading, following});
}

TEST_CASE("oldest_tab brings back a follower that lost its heartbeats", "[unit]") {
  auto s = three_tabs();
  s.set_channel([](tab_id from, tab_id to) -> std::optional<duration> {
    if (from == first && to == third)
      return std::nullopt;
    return 1ms;
  });
  s.run_until(at(14s + 100ms)); // heartbeats missing, the question is on its way
  REQUIRE(s.state(third) != following);
  s.set_channel([](tab_id, tab_id) { return 1ms; });
  s.run_until(at(20s));
  CHECK(s.leaders() == std::vector{first});
  CHECK(s.state(third) == following);
}

TEST_CASE("oldest_tab ignores a timer that was overtaken", "[unit]") {
  oldest_tab tab{first};
  const oldest_tab::rules r;
  (void)tab.after(r, election_input::opened{}, at(0s));
  CHECK(tab.after(r, election_input::timer_fired{99}, at(1s)).empty());
  CHECK(tab.state() == negotiating);
}

TEST_CASE("oldest_tab does nothing any more once it is closing", "[unit]") {
  oldest_tab tab{first};
  const oldest_tab::rules r;
  (void)tab.after(r, election_input::opened{}, at(0s));
  CHECK(tab.after(r, election_input::closing{}, at(1s)).size() == 1);
  CHECK(tab.after(r, election_input::timer_fired{1}, at(1s)).empty());
}

TEST_CASE("oldest_tab emits a state only when it changes", "[rule:states-on-change]") {
  auto s = three_tabs();
  s.crash(first, at(11s));
  s.run_until(at(60s));
  for (const tab_id tab : {first, second, third}) {
    const auto states = course(s, tab);
    CAPTURE(tab.value);
    CHECK(std::ranges::adjacent_find(states) == states.end());
  }
}

// After any trouble there is in the end exactly one leader, whom all others follow.
TEST_CASE("oldest_tab settles on one leader whatever messages suffered", "[unit]") {
  CHECK(rc::check([] {
    tab_session s{oldest_tab::rules{}};
    s.set_channel([](tab_id, tab_id) -> std::optional<duration> {
      if (*rc::gen::inRange(0, 100) < 30)
        return std::nullopt;
      return std::chrono::milliseconds{*rc::gen::inRange(0, 2000)};
    });
    instant now{};
    const auto steps = *rc::gen::inRange(1, 8);
    for (int i = 0; i < steps; ++i) {
      now += std::chrono::milliseconds{*rc::gen::inRange(0, 3000)};
      const auto living = s.living();
      if (living.size() < 2 || *rc::gen::inRange(0, 2) == 0)
        s.open(now);
      else if (const auto tab = *rc::gen::elementOf(living); *rc::gen::arbitrary<bool>())
        s.close(tab, now);
      else
        s.crash(tab, now);
    }
    s.run_until(now + 5s);
    s.set_channel([](tab_id, tab_id) { return 1ms; });
    s.run_until(now + 60s);

    RC_ASSERT(s.leaders().size() == 1U);
    for (const tab_id tab : s.living())
      RC_ASSERT(s.leader(tab) == s.leaders().front());
  }));
}

} // namespace
} // namespace deskstorm::tabs
