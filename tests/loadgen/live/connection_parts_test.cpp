#include <chrono>
#include <string>

#include <deskstorm/loadgen/live/memory_budget.hpp>
#include <deskstorm/loadgen/live/outbox.hpp>
#include <deskstorm/loadgen/live/pace.hpp>
#include <deskstorm/loadgen/live/seats.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {

using namespace std::chrono_literals;

TEST_CASE("an outbox takes so many bytes, and nothing once it was full", "[unit]") {
  outbox box{10, nullptr};
  CHECK(box.admit(6));
  box.add("123456");
  CHECK(box.admit(4));
  box.add("1234");
  CHECK_FALSE(box.full());
  CHECK_FALSE(box.admit(1));
  CHECK(box.full());
  box.sent();
  CHECK_FALSE(box.admit(1));
}

TEST_CASE("an outbox has room again for what was sent", "[unit]") {
  outbox box{10, nullptr};
  for (int n = 0; n < 100; ++n) {
    REQUIRE(box.admit(10));
    box.add("1234567890");
    CHECK(box.first() == "1234567890");
    box.sent();
    CHECK(box.empty());
  }
}

TEST_CASE("a budget asks for relief once, until somebody looks", "[unit]") {
  int asked = 0;
  memory_budget all{100, [&] { ++asked; }};
  all.add(100);
  CHECK(asked == 0);
  all.add(1);
  all.add(9);
  CHECK(asked == 1);
  CHECK(all.is_exceeded());
  CHECK_FALSE(all.has_room_for(0));
  all.add(1);
  CHECK(asked == 2);
  all.give_back(50);
  CHECK_FALSE(all.is_exceeded());
  CHECK(all.has_room_for(39));
  CHECK_FALSE(all.has_room_for(40));
}

TEST_CASE("an outbox counts towards a budget until it is sent or gone", "[unit]") {
  memory_budget all{100, [] {}};
  {
    outbox box{1000, &all};
    CHECK(box.admit(200));
    CHECK_FALSE(all.has_room_for(0));
    box.add(std::string(200, 'x'));
    box.sent();
    CHECK(all.has_room_for(100));
    CHECK(box.admit(30));
    CHECK_FALSE(box.admit(1000));
    CHECK_FALSE(all.has_room_for(71));
  }
  CHECK(all.has_room_for(100));
}

TEST_CASE("an outbox that is shut counts no longer, also while its last text is on its way",
          "[unit]") {
  memory_budget all{100, [] {}};
  outbox box{1000, &all};
  REQUIRE(box.admit(5));
  REQUIRE(box.admit(60));
  box.add("12345");
  box.shut();
  CHECK(all.has_room_for(100));
  CHECK_FALSE(box.admit(1));
  box.sent();
  CHECK(all.has_room_for(100));
}

TEST_CASE("a pace counts what weighs more", "[unit]") {
  pace allowed{1, 10};
  const instant start{1h};
  CHECK(allowed.take(start, 9));
  CHECK_FALSE(allowed.take(start, 2));
  CHECK(allowed.take(start, 1));
  CHECK(allowed.take(start + 10s, 1000)); // more than there ever is
  CHECK_FALSE(allowed.take(start + 10s + 500ms));
}

TEST_CASE("a pace allows a burst and then so many a second", "[unit]") {
  pace allowed{2, 3};
  const instant start{1h};
  CHECK(allowed.take(start));
  CHECK(allowed.take(start));
  CHECK(allowed.take(start));
  CHECK_FALSE(allowed.take(start));
  CHECK_FALSE(allowed.take(start + 499ms));
  CHECK(allowed.take(start + 1s));
  CHECK(allowed.take(start + 1s));
  CHECK_FALSE(allowed.take(start + 1s));
}

TEST_CASE("a seat stays with its person while a tab is open", "[unit]") {
  seats all{2};
  const auto take = [&](const std::string& who) {
    const auto place = all.take(who, [](std::uint32_t) { return true; });
    return place ? place->seat : 0;
  };
  CHECK(take("alice") == 1);
  CHECK(take("bob") == 2);
  CHECK(take("alice") == 1);
  CHECK(take("carol") == 0);
  all.leave(1);
  CHECK(take("carol") == 0);
  all.leave(1);
  CHECK(take("carol") == 1);
  CHECK(take("alice") == 0);
}

TEST_CASE("a seat with something on the desk is given to nobody else", "[unit]") {
  seats all{2};
  const auto take = [&](const std::string& who, std::uint32_t occupied) {
    return all.take(who, [=](std::uint32_t seat) { return seat != occupied; });
  };
  CHECK(take("alice", 0)->is_new);
  CHECK(take("bob", 0)->is_new);
  all.leave(1);
  CHECK_FALSE(take("carol", 1));
  CHECK_FALSE(take("alice", 1)->is_new);
  all.leave(1);
  CHECK(take("carol", 2)->is_new);
}

} // namespace deskstorm::loadgen::live
