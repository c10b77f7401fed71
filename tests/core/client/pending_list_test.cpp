#include <chrono>
#include <deque>

#include <rapidcheck.h>

#include <deskstorm/client/pending_list.hpp>

#include "support/catch.hpp"

namespace deskstorm::client {
namespace {

pending<int> request(std::uint32_t number) {
  return {.sent = instant{std::chrono::seconds{number}},
          .reference = {number},
          .what = static_cast<int>(number)};
}

TEST_CASE("pending_list gives requests back in the order of their sending", "[unit]") {
  pending_list<int> list;
  CHECK(list.empty());
  for (const std::uint32_t number : {3U, 5U, 6U})
    list.push_back(request(number));
  CHECK(list.size() == 3);
  CHECK(list.take_oldest().what == 3);
  CHECK(list.take_oldest().what == 5);
  CHECK(list.oldest().what == 6);
  CHECK(list.take_oldest().what == 6);
  CHECK(list.empty());
}

TEST_CASE("pending_list finds a request by its number", "[unit]") {
  pending_list<int> list;
  for (const std::uint32_t number : {0U, 1U, 2U, 3U})
    list.push_back(request(number));
  CHECK(list.take({2})->what == 2);
  CHECK_FALSE(list.take({2}));
  CHECK_FALSE(list.take({9}));
  CHECK(list.take({0})->what == 0);
  CHECK(list.oldest().what == 1);
  CHECK(list.size() == 2);
}

TEST_CASE("pending_list does what a plain list does", "[unit]") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& steps) {
    pending_list<int> list;
    std::deque<int> plain;
    std::uint32_t next = 0;
    for (const auto step : steps) {
      if (step < 140) {
        list.push_back(request(next));
        plain.push_back(static_cast<int>(next++));
      } else if (step < 200 && !plain.empty()) {
        RC_ASSERT(list.take_oldest().what == plain.front());
        plain.pop_front();
      } else {
        const std::uint32_t number = step % (next + 1);
        const bool found = std::erase(plain, static_cast<int>(number)) > 0;
        RC_ASSERT(list.take({number}).has_value() == found);
      }
      RC_ASSERT(list.size() == plain.size());
    }
  }));
}

TEST_CASE("pending_list stays in order over thousands of requests", "[unit]") {
  pending_list<int> list;
  for (std::uint32_t number = 0; number < 5000; ++number) {
    list.push_back(request(number));
    if (number >= 200)
      REQUIRE(list.take_oldest().what == static_cast<int>(number - 200));
  }
  CHECK(list.size() == 200);
}

} // namespace
} // namespace deskstorm::client
