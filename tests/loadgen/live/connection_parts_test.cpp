#include <chrono>

#include <deskstorm/loadgen/live/outbox.hpp>
#include <deskstorm/loadgen/live/pace.hpp>
#include <deskstorm/loadgen/live/seats.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {

using namespace std::chrono_literals;

TEST_CASE("an outbox takes so many bytes, and nothing once it was full", "[unit]") {
  outbox box{10};
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
  outbox box{10};
  for (int n = 0; n < 100; ++n) {
    REQUIRE(box.admit(10));
    box.add("1234567890");
    CHECK(box.first() == "1234567890");
    box.sent();
    CHECK(box.empty());
  }
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
  CHECK(all.take("alice") == 1);
  CHECK(all.take("bob") == 2);
  CHECK(all.take("alice") == 1);
  CHECK_FALSE(all.take("carol"));
  all.leave(1);
  CHECK_FALSE(all.take("carol"));
  all.leave(1);
  CHECK(all.take("carol") == 1);
  CHECK_FALSE(all.take("alice"));
}

} // namespace deskstorm::loadgen::live
