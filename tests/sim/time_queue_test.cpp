#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <vector>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/sim/time_queue.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;
using sim::time_queue;

namespace {

struct token {
  static constexpr std::uint16_t kind = 9;
  std::uint32_t number;
};

struct taken {
  instant due;
  std::uint32_t number;
  friend bool operator==(const taken&, const taken&) = default;
  friend std::ostream& operator<<(std::ostream& out, const taken& t) {
    return out << t.number << " at " << t.due.time_since_epoch().count();
  }
};

void post(time_queue& queue, instant due, std::uint32_t number) {
  actors::envelope e{.due = due, .order_and_kind = token::kind};
  std::memcpy(e.payload.data(), &number, sizeof number);
  queue.post(e);
}

std::vector<taken> take_all(time_queue& queue, instant until = never) {
  std::vector<taken> all;
  while (const auto* e = queue.next(until))
    all.push_back({e->due, e->as<token>().number});
  return all;
}

/// Delays that hit every part of the queue: none, the slot at hand, the next ones, far ones.
duration some_delay(actors::stream& draw) {
  switch (draw.below(5)) {
  case 0: return 0ns;
  case 1: return duration{draw.below(1 << 19)};
  case 2: return duration{draw.below(64)} * (1 << 20);
  case 3: return duration{draw.below(1 << 30)} * 32;
  default: return duration{draw.below(1 << 30)} * 3'000;
  }
}

} // namespace

TEST_CASE("time_queue hands out nothing when it holds nothing", "[unit]") {
  time_queue queue;

  CHECK(queue.next(never) == nullptr);
  CHECK(queue.size() == 0);
}

TEST_CASE("time_queue keeps the order of posting among equal due times", "[unit]") {
  const auto due = GENERATE(instant{0ns}, instant{5ns}, instant{3s}, instant{1h}, never);
  time_queue queue;

  for (std::uint32_t i = 0; i < 100; ++i)
    post(queue, due, i);

  for (std::uint32_t i = 0; i < 100; ++i) {
    const auto* e = queue.next(never);
    REQUIRE(e != nullptr);
    REQUIRE(e->as<token>().number == i);
  }
}

TEST_CASE("time_queue hands out what is due at the limit, and nothing later", "[unit]") {
  time_queue queue;
  post(queue, instant{20ms + 1ns}, 2);
  post(queue, instant{20ms}, 1);

  CHECK(take_all(queue, instant{20ms - 1ns}).empty());
  CHECK(take_all(queue, instant{20ms}) == std::vector<taken>{{instant{20ms}, 1}});
  CHECK(queue.size() == 1);
}

TEST_CASE("time_queue delivers what is due before the present now", "[unit]") {
  time_queue queue;
  queue.advance(instant{1min});

  post(queue, instant{1s}, 7);

  CHECK(take_all(queue) == std::vector<taken>{{instant{1min}, 7}});
}

TEST_CASE("time_queue hands out messages without delay after all others due then", "[unit]") {
  time_queue queue;
  post(queue, instant{1s}, 1);
  post(queue, instant{1s}, 2);
  post(queue, instant{1s + 1ns}, 5);
  queue.next(never);

  post(queue, instant{1s}, 3);
  post(queue, instant{1s + 1ns}, 6);
  post(queue, instant{1s}, 4);

  std::vector<std::uint32_t> order;
  for (const auto& t : take_all(queue))
    order.push_back(t.number);
  CHECK(order == std::vector<std::uint32_t>{2, 3, 4, 5, 6});
}

TEST_CASE("time_queue sorts a crowded slot, evenly spread or not", "[unit]") {
  const auto width = GENERATE(1u, 7u, 1'000u, 1u << 20);
  const auto count = GENERATE(2u, 15u, 16u, 17u, 300u, 20'000u);
  actors::stream draw{{}, width, actors::purpose::think};
  time_queue queue;
  std::vector<taken> expected;
  const instant slot{duration{1 << 20} * 40};

  for (std::uint32_t i = 0; i < count; ++i) {
    const instant due = slot + duration{draw.below(width)};
    post(queue, due, i);
    expected.push_back({due, i});
  }

  std::ranges::stable_sort(expected, {}, &taken::due);
  CHECK(take_all(queue) == expected);
}

TEST_CASE("time_queue agrees with a stable sort under random posting and taking", "[unit]") {
  const auto seed = GENERATE(range(1, 9));
  actors::stream draw{{static_cast<std::uint64_t>(seed), 0}, 1, actors::purpose::think};
  time_queue queue;
  std::vector<taken> pending;
  std::uint32_t posted = 0;

  for (int round = 0; round < 4'000; ++round) {
    for (auto more = draw.below(4); more > 0; --more) {
      const instant due = queue.now() + some_delay(draw);
      post(queue, due, posted);
      pending.push_back({due, posted++});
    }
    for (auto fewer = draw.below(4); fewer > 0 && !pending.empty(); --fewer) {
      const auto first = std::ranges::min_element(pending, {}, &taken::due);
      const auto* e = queue.next(never);
      REQUIRE(e != nullptr);
      REQUIRE(taken{e->due, e->as<token>().number} == *first);
      pending.erase(first);
    }
    if (draw.below(50) == 0) {
      const instant to = queue.now() + some_delay(draw);
      if (std::ranges::none_of(pending, [&](const taken& t) { return t.due <= to; }))
        queue.advance(to);
    }
  }

  std::ranges::stable_sort(pending, {}, &taken::due);
  CHECK(take_all(queue) == pending);
}
