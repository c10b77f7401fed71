#include <chrono>

#include <deskstorm/tabs/elections/apply_and_wait.hpp>
#include <deskstorm/tabs/elections/apply_and_wait_repaired.hpp>

#include "core/tabs/elections/turns.hpp"
#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;
namespace in = election_input;

constexpr std::uint8_t applies = 0;
constexpr std::uint8_t tells = 1;
constexpr std::uint8_t dies = 2;

template <class Protocol>
tests::turns<Protocol> leader() {
  tests::turns<Protocol> t;
  t.give(0s, in::opened{});
  t.ring();
  t.ring();
  return t;
}

// Source: post APPLY, wait, post APPLY, wait; not stopped: leader.
TEST_CASE("apply_and_wait leads after two waits without an objection", "[unit]") {
  tests::turns<apply_and_wait> t;
  t.give(0s, in::opened{});
  CHECK(t.first<election_effect::broadcast>()->what.kind == applies);
  t.ring();
  CHECK(t.first<election_effect::broadcast>()->what.kind == applies);
  CHECK_FALSE(t.leads());
  t.ring();
  CHECK(t.leads());
  CHECK(t.around.now == instant{300ms});
  CHECK(t.first<election_effect::broadcast>()->what.kind == tells);
}

TEST_CASE("apply_and_wait gives way to a larger token and not to a smaller one", "[unit]") {
  const auto [token, leads] = GENERATE(table<std::uint16_t, bool>({{1, false}, {0, true}}));
  tests::turns<apply_and_wait> t;
  t.tab = apply_and_wait{tab_id{9}};
  t.give(0s, in::opened{});
  t.hear(1ms, applies, 5, 0, token);
  t.ring();
  t.ring();
  CHECK(t.leads() == leads);
}

TEST_CASE("apply_and_wait follows whoever tells that it leads", "[unit]") {
  tests::turns<apply_and_wait> t;
  t.give(0s, in::opened{});
  t.hear(1ms, tells, 5);
  CHECK(t.tab.state() == frame_state::following);
  CHECK(t.tab.leader() == tab_id{5});
  t.hear(2ms, dies, 5);
  CHECK(t.tab.state() == frame_state::negotiating);
}

TEST_CASE("apply_and_wait never steps down for another leader", "[unit]") {
  auto t = leader<apply_and_wait>();
  t.hear(1s, tells, 5, 0, 999);
  CHECK(t.leads());
}

TEST_CASE("apply_and_wait gives up at beforeunload, and for good", "[unit]") {
  auto t = leader<apply_and_wait>();
  t.give(1s, in::leaving{});
  CHECK(t.tab.state() == frame_state::negotiating);
  CHECK(t.give(2s, in::timer_fired{3}).effects.empty());
}

// Source: a message stamped by the wall clock before the listener's registration is dropped.
TEST_CASE("apply_and_wait drops messages that are older than the tab by the wall clock", "[unit]") {
  tests::turns<apply_and_wait> t;
  t.around.wall = instant{60s};
  t.give(0s, in::opened{});
  t.hear(1ms, tells, 5, std::chrono::nanoseconds{59s}.count());
  CHECK(t.tab.state() == frame_state::negotiating);
}

TEST_CASE("apply_and_wait_repaired lets the smaller token of two leaders step down", "[unit]") {
  const auto [token, leads] = GENERATE(table<std::uint16_t, bool>({{1, false}, {0, true}}));
  tests::turns<apply_and_wait_repaired> t;
  t.tab = apply_and_wait_repaired{tab_id{9}};
  t.give(0s, in::opened{});
  t.ring();
  t.ring();
  REQUIRE(t.leads());
  t.hear(1s, tells, 5, 0, token);
  CHECK(t.leads() == leads);
}

TEST_CASE("apply_and_wait_repaired stays the leader when a close is cancelled", "[unit]") {
  auto t = leader<apply_and_wait_repaired>();
  CHECK(t.give(1s, in::leaving{}).effects.empty());
  CHECK(t.leads());
}

TEST_CASE("apply_and_wait_repaired applies anew after a pause, before it acts", "[unit]") {
  const auto [asleep, leads] = GENERATE(table<duration, bool>({{4s, true}, {5s, false}}));
  auto t = leader<apply_and_wait_repaired>();
  t.give(300ms + asleep, in::duty{});
  CHECK(t.leads() == leads);
}

} // namespace
} // namespace deskstorm::tabs
