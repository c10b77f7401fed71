#include <chrono>

#include <deskstorm/tabs/elections/web_lock.hpp>
#include <deskstorm/tabs/elections/web_lock_repaired.hpp>

#include "core/tabs/elections/turns.hpp"
#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;
namespace in = election_input;
using election_effect::lock_wish;

TEST_CASE("web_lock leads from the grant on, in the term of the grant", "[unit]") {
  tests::turns<web_lock> t;
  t.give(0s, in::opened{});
  CHECK(t.first<election_effect::request_lock>()->how == lock_wish::if_available);
  t.give(1ms, in::lock_granted{4});
  CHECK(t.leads());
  CHECK(t.tab.epoch() == 4);
}

TEST_CASE("web_lock waits in line when the lock is not free", "[unit]") {
  tests::turns<web_lock> t;
  t.give(0s, in::opened{});
  t.give(1ms, in::lock_refused{});
  CHECK(t.tab.state() == frame_state::following);
  CHECK(t.first<election_effect::request_lock>()->how == lock_wish::wait);
  CHECK(t.first<election_effect::arm_timer>() == nullptr); // it never steals
}

TEST_CASE("web_lock steals after so long a silence where it is told to", "[unit]") {
  tests::turns<web_lock> t;
  t.rules.steal_after = 2s;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_refused{});
  t.hear(1s, 0, 2);
  t.ring();
  CHECK(t.first<election_effect::request_lock>() == nullptr);
  t.ring();
  CHECK(t.around.now == instant{3s});
  CHECK(t.first<election_effect::request_lock>()->how == lock_wish::steal);
}

TEST_CASE("web_lock does not come back after a theft unless it is told to", "[unit]") {
  const auto [retry, comes_back] =
    GENERATE(table<duration, bool>({{duration::max(), false}, {100ms, true}}));
  tests::turns<web_lock> t;
  t.rules.retry_after_stolen = retry;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_granted{1});
  t.give(1s, in::lock_stolen{});
  CHECK(t.tab.state() == frame_state::following);
  CHECK((t.first<election_effect::arm_timer>() != nullptr) == comes_back);
}

TEST_CASE("web_lock_repaired gives the lock up after a pause before it acts", "[unit]") {
  const auto [asleep, leads] = GENERATE(table<duration, bool>({{4s, true}, {5s, false}}));
  tests::turns<web_lock_repaired> t;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_granted{1});
  t.give(asleep, in::duty{});
  CHECK(t.leads() == leads);
  CHECK((t.first<election_effect::release_lock>() != nullptr) != leads);
}

TEST_CASE("web_lock_repaired steals no more often than its limit while it hears nobody", "[unit]") {
  tests::turns<web_lock_repaired> t;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_refused{});
  int thefts = 0;
  for (int second = 0; second < 200; ++second) {
    t.ring();
    const auto* wish = t.first<election_effect::request_lock>();
    thefts += wish != nullptr && wish->how == lock_wish::steal ? 1 : 0;
  }
  CHECK(thefts == 3);
}

TEST_CASE("web_lock_repaired waits at most 1,024 times as long, however often it has stolen",
          "[unit]") {
  tests::turns<web_lock_repaired> t;
  t.rules.steal_after = 1ms;
  t.rules.steal_limit = 40;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_refused{});
  int thefts = 0;
  for (int second = 0; second < 80; ++second) {
    t.ring();
    thefts += t.first<election_effect::request_lock>() != nullptr ? 1 : 0;
  }
  CHECK(thefts == 40);
}

TEST_CASE("web_lock_repaired looks again before it leads by a grant that it slept through",
          "[unit]") {
  tests::turns<web_lock_repaired> t;
  t.give(0s, in::opened{});
  t.give(0s, in::lock_refused{});
  t.give(20s, in::lock_granted{2});
  CHECK_FALSE(t.leads());
  t.give(20s, in::lock_stolen{});
  CHECK(t.tab.state() == frame_state::following);
}

} // namespace
} // namespace deskstorm::tabs
