#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include <deskstorm/sim/real_world.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;
using actors::context;
using sim::real_world;

namespace {

struct ball {
  static constexpr std::uint16_t kind = 1;
  std::uint32_t number;
  bool back;
};

struct leave {
  static constexpr std::uint16_t kind = 2;
};

std::atomic<int> alive = 0;

/// Notes what it is thrown and throws it back where that is wanted.
class catcher final : public actors::entity<catcher, ball, leave> {
public:
  catcher(caf::actor_config& config, actors::transport& carrier) : entity(config, carrier) {
    ++alive;
  }
  catcher(const catcher&) = delete;
  catcher& operator=(const catcher&) = delete;
  ~catcher() override { --alive; }

  void on(const ball& b, const context& about) {
    caught.push_back(b.number);
    at.push_back(about.now);
    if (b.back)
      post(carrier().at(about.from), about.now, ball{b.number + 1, true});
  }

  void on(const leave&, const context& about) {
    auto& child = actors::spawn<catcher>(carrier());
    post(child, about.now, leave{});
    quit();
  }

  void throw_to(catcher& other, instant when, ball what) { post(other, when, what); }
  void leave_at(instant when) { post(*this, when, leave{}); }

  std::vector<std::uint32_t> caught;
  std::vector<instant> at;
};

} // namespace

TEST_CASE("real_world delivers in the order of due times, and never early", "[unit]") {
  real_world w;
  auto& a = actors::spawn<catcher>(w);
  auto& b = actors::spawn<catcher>(w);
  for (std::uint32_t i = 0; i < 20; ++i)
    a.throw_to(b, instant{1ms * (20 - i)}, {i, false});

  CHECK(w.run_until(instant{60ms}));

  REQUIRE(b.caught.size() == 20);
  for (std::uint32_t i = 0; i < 20; ++i) {
    CHECK(b.caught[i] == 19 - i);
    CHECK(b.at[i] >= instant{1ms * (i + 1)});
  }
  CHECK(w.now() == instant{60ms});
}

TEST_CASE("real_world lets no actor work after the run, and goes on where it stopped", "[unit]") {
  real_world w;
  auto& a = actors::spawn<catcher>(w);
  auto& b = actors::spawn<catcher>(w);
  a.throw_to(b, instant{}, {0, true});

  w.run_until(instant{30ms});
  const auto first = a.caught.size() + b.caught.size();
  CHECK(first > 10);
  CHECK(w.deliveries() == first);
  w.run_until(instant{60ms});

  CHECK(a.caught.size() + b.caught.size() > first + 10);
  for (std::size_t i = 1; i < a.caught.size(); ++i)
    REQUIRE(a.caught[i] == a.caught[i - 1] + 2);
}

TEST_CASE("real_world stops early when told to", "[unit]") {
  real_world w;
  w.stop();

  CHECK_FALSE(w.run_until(instant{1h}));
  CHECK(w.now() < instant{1min});
}

TEST_CASE("real_world asks whether to go on while its actors work", "[unit]") {
  real_world w;
  auto& a = actors::spawn<catcher>(w);
  auto& b = actors::spawn<catcher>(w);
  a.throw_to(b, instant{}, {0, true});

  std::vector<std::uint64_t> deliveries;
  CHECK_FALSE(w.run_until(instant{1h}, [&] {
    deliveries.push_back(w.deliveries());
    for (const auto asked = w.now(); w.now() == asked;) // the clock goes on, too
      ;
    return deliveries.size() < 3;
  }));

  REQUIRE(deliveries.size() == 3);
  CHECK(deliveries[1] > deliveries[0]);
  CHECK(deliveries[2] > deliveries[1]);
  CHECK(w.now() < instant{1min});
}

TEST_CASE("real_world has births and ends while it runs", "[unit]") {
  {
    real_world w;
    actors::spawn<catcher>(w).leave_at(instant{1ms});

    w.run_until(instant{30ms});

    CHECK(w.deliveries() > 10);
  }
  CHECK(alive == 0);
}

TEST_CASE("real_world ends cleanly with messages under way", "[unit]") {
  {
    real_world w;
    auto& a = actors::spawn<catcher>(w);
    for (std::uint32_t i = 0; i < 1'000; ++i)
      a.throw_to(a, instant{1h + 1s * i}, {i, false});

    w.run_until(instant{1ms});

    CHECK(w.deliveries() == 0);
  }
  CHECK(alive == 0);
}
