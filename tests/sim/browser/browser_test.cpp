#include <chrono>

#include <deskstorm/sim/browser/local_storage.hpp>
#include <deskstorm/sim/browser/lock_manager.hpp>
#include <deskstorm/sim/browser/profile.hpp>

#include "support/catch.hpp"

namespace deskstorm::sim {
namespace {

using namespace std::chrono_literals;

TEST_CASE("lock_manager serves waiters in the order in which they asked", "[unit]") {
  lock_manager locks;
  CHECK(locks.wait(0)->to == 0);
  CHECK_FALSE(locks.wait(2));
  CHECK_FALSE(locks.wait(1));
  CHECK(locks.release(0, true)->to == 2);
  CHECK(locks.release(2, true)->to == 1);
}

TEST_CASE("lock_manager counts its grants", "[unit]") {
  lock_manager locks;
  CHECK(locks.wait(0)->generation == 1);
  CHECK(locks.steal(1).generation == 2);
}

TEST_CASE("lock_manager refuses who does not want to wait while anybody is there", "[unit]") {
  lock_manager locks;
  CHECK(locks.if_available(0));
  CHECK_FALSE(locks.if_available(1));
}

TEST_CASE("lock_manager forgets a request that is taken back", "[unit]") {
  lock_manager locks;
  (void)locks.wait(0);
  (void)locks.wait(1);
  locks.abort(1);
  CHECK_FALSE(locks.release(0, true));
  CHECK_FALSE(locks.holder());
}

TEST_CASE("lock_manager keeps the thief when the robbed page lets go", "[unit]") {
  lock_manager locks;
  (void)locks.wait(0);
  (void)locks.steal(1);
  CHECK_FALSE(locks.release(0, false));
  CHECK(locks.holder() == 1);
}

tabs::stored_record record(std::uint32_t owner) { return {{}, tab_id{owner}, true}; }

TEST_CASE("local_storage shows a page its own write at once and those of others later", "[unit]") {
  local_storage<2> storage;
  storage.attach(0);
  storage.attach(1);
  const auto place = storage.write(0, 3, record(7));
  CHECK(storage.seen_by(0)[3].owner == tab_id{7});
  CHECK_FALSE(storage.seen_by(1)[3].present);
  CHECK(storage.arrive(1, place) == 3);
  CHECK(storage.seen_by(1)[3].owner == tab_id{7});
}

TEST_CASE("local_storage does not let an earlier write undo a later one", "[unit]") {
  local_storage<2> storage;
  const auto earlier = storage.write(0, 0, record(1));
  const auto later = storage.write(1, 0, record(2));
  storage.arrive(1, earlier);
  CHECK(storage.seen_by(1)[0].owner == tab_id{2});
  storage.arrive(0, later);
  CHECK(storage.seen_by(0)[0].owner == tab_id{2});
}

TEST_CASE("local_storage shows a new page all that was written", "[unit]") {
  local_storage<2> storage;
  storage.write(0, 0, record(1));
  storage.attach(1);
  CHECK(storage.seen_by(1)[0].owner == tab_id{1});
}

// Source: Chrome aligns timers of hidden pages to 1 s, and to 60 s after 5 minutes.
TEST_CASE("throttled aligns timers of hidden pages to a grid", "[unit]") {
  const auto [due, fires] = GENERATE(table<duration, duration>({
    {1s, 1s},
    {1s + 1ns, 2s},
    {5min, 5min},
    {5min + 1ns, 6min},
    {4min + 59s + 1ns, 5min},
  }));
  CHECK(throttled(browser_profiles[0], instant{due}, instant{}) == instant{fires});
}

} // namespace
} // namespace deskstorm::sim
