#include <chrono>

#include <deskstorm/tabs/elections/storage_lease.hpp>
#include <deskstorm/tabs/elections/storage_lease_repaired.hpp>

#include "core/tabs/elections/turns.hpp"
#include "support/catch.hpp"

namespace deskstorm::tabs {
namespace {

using namespace std::chrono_literals;
namespace in = election_input;

stored_record record_of(std::uint32_t owner, duration issued, duration refreshed) {
  return {{issued.count(), refreshed.count(), 0}, tab_id{owner}, true};
}

template <class Protocol>
tests::turns<Protocol> holder() {
  tests::turns<Protocol> t;
  t.give(0s, in::opened{});
  t.ring(); // looks
  t.ring(); // writes
  t.ring(); // reads back
  return t;
}

TEST_CASE("storage_lease leads once it reads back what it wrote", "[unit]") {
  const auto t = holder<storage_lease>();
  CHECK(t.leads());
  CHECK(t.storage[0].owner == tab_id{1});
}

TEST_CASE("storage_lease looks again when another has overwritten its record", "[unit]") {
  tests::turns<storage_lease> t;
  t.give(0s, in::opened{});
  t.ring();
  t.ring();
  t.storage[0] = record_of(2, 30ms, 30ms);
  t.ring();
  CHECK_FALSE(t.leads());
}

// Source: refreshes each second without owner check.
TEST_CASE("storage_lease refreshes the record of another as if it were its own", "[unit]") {
  auto t = holder<storage_lease>();
  t.storage[0] = record_of(2, 100ms, 100ms);
  t.ring();
  CHECK(t.leads());
  CHECK(t.storage[0].owner == tab_id{2});
  CHECK(t.storage[0].fields[1] > std::chrono::nanoseconds{100ms}.count());
}

// Source: then sleep until a storage event; no poll.
TEST_CASE("storage_lease sleeps without a timer while a record is there", "[unit]") {
  tests::turns<storage_lease> t;
  t.storage[0] = record_of(2, 0s, 0s);
  t.give(0s, in::opened{});
  t.ring();
  CHECK(t.first<election_effect::arm_timer>() == nullptr);
  CHECK(t.tab.leader() == tab_id{2});
  t.give(1s, in::stored{0});
  CHECK(t.first<election_effect::arm_timer>() != nullptr);
}

TEST_CASE("storage_lease clears a record older than stale-after by the wall clock", "[unit]") {
  const auto [age, cleared] = GENERATE(table<duration, bool>({{5s, false}, {5s + 1ns, true}}));
  tests::turns<storage_lease> t;
  t.around.wall = instant{1h};
  t.storage[0] = record_of(2, 0s, 1h + 30ms - age);
  t.give(0s, in::opened{});
  t.ring();
  CHECK(t.storage[0].present != cleared);
}

TEST_CASE("storage_lease removes only its own record when it closes", "[unit]") {
  auto t = holder<storage_lease>();
  t.storage[0] = record_of(2, 100ms, 100ms);
  t.give(1s, in::closing{});
  CHECK(t.storage[0].present);
}

TEST_CASE("storage_lease_repaired steps down when the record is another's", "[unit]") {
  auto t = holder<storage_lease_repaired>();
  REQUIRE(t.leads());
  t.storage[0] = {{7, 1, 0}, tab_id{2}, true};
  t.ring();
  CHECK_FALSE(t.leads());
  CHECK(t.storage[0].owner == tab_id{2});
}

TEST_CASE("storage_lease_repaired steps down after a pause before it acts", "[unit]") {
  const auto [asleep, leads] = GENERATE(table<duration, bool>({{4s, true}, {5s, false}}));
  auto t = holder<storage_lease_repaired>();
  t.give(t.around.now.time_since_epoch() + asleep, in::duty{});
  CHECK(t.leads() == leads);
}

TEST_CASE("storage_lease_repaired polls, and takes a record that it saw unchanged for long",
          "[unit]") {
  tests::turns<storage_lease_repaired> t;
  t.storage[0] = {{7, 1, 0}, tab_id{2}, true};
  t.give(0s, in::opened{});
  for (int i = 0; i < 20 && !t.leads(); ++i)
    t.ring();
  CHECK(t.leads());
  CHECK(t.around.now > instant{5s});
  CHECK(t.around.now < instant{7s});
  CHECK(t.storage[0].fields[0] == 8); // the version grows
}

} // namespace
} // namespace deskstorm::tabs
