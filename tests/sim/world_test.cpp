#include <chrono>
#include <cstdint>
#include <set>
#include <tuple>
#include <vector>

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/sim/world.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;
using actors::context;
using sim::path;
using sim::world;

namespace {

struct ball {
  static constexpr std::uint16_t kind = 1;
  std::uint32_t left;
};

struct wake {
  static constexpr std::uint16_t kind = 2;
};

struct leave {
  static constexpr std::uint16_t kind = 3;
};

int alive = 0;

/// Sends every ball back after a random time; on `wake` has a child, which sends a ball and leaves.
class player final : public actors::entity<player, ball, wake, leave> {
public:
  player(caf::actor_config& config, actors::transport& carrier, std::uint64_t seed = 0)
    : entity(config, carrier), draw_({seed, 0}, number(), actors::purpose::think) {
    ++alive;
  }
  player(const player&) = delete;
  player& operator=(const player&) = delete;
  ~player() override { --alive; }

  void on(const ball& b, const context& about) {
    seen.push_back(about.now);
    if (b.left > 0)
      post(carrier().at(about.from), about.now + duration{draw_.below(1 << 22)}, ball{b.left - 1});
  }

  void on(const wake&, const context& about) {
    auto& child = actors::spawn<player>(carrier(), draw_.next());
    post(child, about.now + 1ms, ball{1});
    post(child, about.now + 10ms, leave{});
    post(child, about.now + 20ms, ball{1}); // comes too late
    born.push_back(child.number());
    post(*this, about.now + 3ms, wake{});
  }

  void on(const leave&, const context&) { quit(); }

  void throw_to(player& other, instant when, std::uint32_t times) {
    post(other, when, ball{times});
  }
  void wake_at(instant when) { post(*this, when, wake{}); }
  void leave_at(instant when) { post(*this, when, leave{}); }

  std::vector<instant> seen;
  std::vector<actors::entity_number> born;

private:
  actors::stream draw_;
};

/// Notes the numbers of the balls that it takes, none of them before it stands no longer.
class sleeper final : public actors::entity<sleeper, ball, wake> {
public:
  using entity::entity;

  instant held_until(const actors::envelope& e) const {
    return e.kind() == wake::kind ? instant{} : until_;
  }
  void on(const ball& b, const context&) { seen.push_back(b.left); }
  void on(const wake&, const context& about) { until_ = about.now + 10ms; }

  void take(instant when, std::uint32_t number) { post(*this, when, ball{number}); }
  void freeze_at(instant when) { post(*this, when, wake{}); }

  std::vector<std::uint32_t> seen;

private:
  instant until_ = {};
};

caf::actor handle_of(player& p) {
  return caf::actor_cast<caf::actor>(caf::strong_actor_ptr{p.ctrl()});
}

struct outcome {
  std::uint64_t digest = 0;
  std::uint64_t deliveries = 0;
  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome play(path way, std::uint64_t seed) {
  world w{way};
  std::vector<player*> players;
  for (int i = 0; i < 50; ++i)
    players.push_back(&actors::spawn<player>(w, seed));
  for (std::size_t i = 0; i < 50; ++i)
    players[i]->throw_to(*players[(i * 7 + 1) % 50], instant{}, 200);
  for (std::size_t i = 0; i < 5; ++i)
    players[i]->wake_at(instant{duration{i}});
  w.run_until(instant{600ms});
  return {w.digest(), w.deliveries()};
}

} // namespace

TEST_CASE("world delivers messages at their due times and ends at the end", "[unit]") {
  world w;
  auto& a = actors::spawn<player>(w);
  auto& b = actors::spawn<player>(w);
  a.throw_to(b, instant{1s}, 0);
  a.throw_to(b, instant{2s + 1ns}, 0);

  CHECK(w.run_until(instant{2s}));

  CHECK(b.seen == std::vector{instant{1s}});
  CHECK(w.now() == instant{2s});
  CHECK(w.deliveries() == 1);
  CHECK(w.pending() == 1);
}

TEST_CASE("messages that are put off twice stay in their order", "[unit]") {
  world w;
  auto& a = actors::spawn<sleeper>(w);
  a.freeze_at(instant{1ms});
  a.take(instant{2ms}, 1);
  a.take(instant{3ms}, 2);
  a.freeze_at(instant{4ms});
  a.take(instant{5ms}, 3); // knows only of the longer sleep
  a.take(instant{13ms}, 4);
  a.take(instant{20ms}, 5);
  w.run_until(instant{1s});
  CHECK(a.seen == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
}

TEST_CASE("world numbers its actors from 1 in the order of their birth", "[unit]") {
  world w;

  CHECK(actors::spawn<player>(w).number() == 1);
  CHECK(actors::spawn<player>(w).number() == 2);
  CHECK(&w.at(2) != &w.at(1));
}

TEST_CASE("world gives the same digest again, and another for another seed", "[unit]") {
  const outcome first = play(path::in_place, 1);

  CHECK(play(path::in_place, 1) == first);
  CHECK(play(path::in_place, 2).digest != first.digest);
}

TEST_CASE("world gives the same run by way of CAF's inboxes", "[unit]") {
  const auto seed = GENERATE(range(1, 5));
  const outcome in_place = play(path::in_place, static_cast<std::uint64_t>(seed));

  CHECK(in_place.deliveries > 5'000);
  CHECK(play(path::mailbox, static_cast<std::uint64_t>(seed)) == in_place);
}

TEST_CASE("world lets go of actors that quit, and of all in the end", "[unit]") {
  const auto way = GENERATE(path::in_place, path::mailbox);
  CAPTURE(static_cast<int>(way));
  const int before = alive;
  {
    world w{way};
    auto& parent = actors::spawn<player>(w);
    parent.wake_at(instant{});
    w.run_until(instant{3s + 1ms});
    CHECK(parent.born.size() == 1'001);
    CHECK(alive - before <= 10); // the parent and the children of the last 20 ms
    CHECK(alive - before >= 2);
  }
  CHECK(alive == before);
}

TEST_CASE("world drops messages to an actor that has quit", "[unit]") {
  const auto way = GENERATE(path::in_place, path::mailbox);
  CAPTURE(static_cast<int>(way));
  world w{way};
  auto& a = actors::spawn<player>(w);
  auto& b = actors::spawn<player>(w);
  const auto keeps_b = handle_of(b);
  b.leave_at(instant{1s});
  a.throw_to(b, instant{1s - 1ns}, 0);
  a.throw_to(b, instant{1s}, 0);
  a.throw_to(b, instant{2s}, 0);

  w.run_until(instant{3s});

  CHECK(b.seen == std::vector{instant{1s - 1ns}});
  CHECK(w.deliveries() == 4);
}

TEST_CASE("world stops between two messages and goes on from there", "[unit]") {
  world w;
  auto& a = actors::spawn<player>(w);
  auto& b = actors::spawn<player>(w);
  for (int i = 1; i <= 10; ++i)
    a.throw_to(b, instant{i * 1s}, 0);
  w.on_delivery([&](const actors::envelope& e) {
    if (e.due == instant{4s})
      w.stop();
  });

  CHECK_FALSE(w.run_until(instant{10s}));
  CHECK(b.seen.size() == 4);
  CHECK(w.now() == instant{4s});

  CHECK(w.run_until(instant{10s}));
  CHECK(b.seen.size() == 10);
}

TEST_CASE("world shows every delivery to its hook", "[unit]") {
  world w;
  auto& a = actors::spawn<player>(w);
  auto& b = actors::spawn<player>(w);
  std::vector<std::tuple<instant, actors::entity_number, actors::entity_number, int>> shown;
  w.on_delivery([&](const actors::envelope& e) {
    shown.emplace_back(e.due, e.from, e.to->number(), e.kind());
  });
  a.throw_to(b, instant{1s}, 0);
  b.leave_at(instant{2s});

  w.run_until(instant{3s});

  CHECK(shown
        == std::vector{std::tuple{instant{1s}, 1u, 2u, 1}, std::tuple{instant{2s}, 2u, 2u, 3}});
}

TEST_CASE("lean actors are seen to end by monitors", "[unit]") {
  const auto way = GENERATE(path::in_place, path::mailbox);
  world w{way};
  auto& p = actors::spawn<player>(w);
  p.leave_at(instant{1s});
  std::vector<instant> downs;
  const auto watch = [&](caf::event_based_actor* self, const caf::actor& whom) -> caf::behavior {
    self->set_down_handler([&](const caf::down_msg&) { downs.push_back(w.now()); });
    self->monitor(whom);
    return {[](int) {}};
  };
  const auto keeps_watch = w.system().spawn(watch, handle_of(p));

  w.run_until(instant{2s});

  CHECK(downs == std::vector{instant{1s}});
}

TEST_CASE("lean actors end with those they are linked to", "[unit]") {
  const auto way = GENERATE(path::in_place, path::mailbox);
  world w{way};
  auto& first = actors::spawn<player>(w);
  auto& second = actors::spawn<player>(w);
  auto& third = actors::spawn<player>(w);
  const auto keep = std::vector{handle_of(second), handle_of(third)};
  second.link_to(handle_of(first));
  third.throw_to(second, instant{1s}, 0);
  third.throw_to(second, instant{3s}, 0);

  w.run_until(instant{2s});
  caf::anon_send_exit(handle_of(first), caf::exit_reason::kill);
  w.run_until(instant{4s});

  CHECK(second.seen == std::vector{instant{1s}});
}

TEST_CASE("lean actors end on an exit message and handle nothing more", "[unit]") {
  const auto way = GENERATE(path::in_place, path::mailbox);
  world w{way};
  auto& a = actors::spawn<player>(w);
  auto& b = actors::spawn<player>(w);
  const auto keeps_b = handle_of(b);
  a.throw_to(b, instant{1s}, 0);
  a.throw_to(b, instant{3s}, 0);

  w.run_until(instant{2s});
  caf::anon_send_exit(keeps_b, caf::exit_reason::user_shutdown);
  w.run_until(instant{4s});

  CHECK(b.seen == std::vector{instant{1s}});
  CHECK(w.deliveries() == 2);
}

TEST_CASE("lean actors answer requests that they do not know with an error", "[unit]") {
  world w;
  auto& p = actors::spawn<player>(w);
  caf::error answer;
  const auto ask = [&](caf::event_based_actor* self, const caf::actor& whom) {
    self->request(whom, caf::infinite, 42).then([](int) {}, [&](caf::error& e) { answer = e; });
  };
  w.system().spawn(ask, handle_of(p));

  w.run_until(instant{1s});

  CHECK(answer == caf::sec::unexpected_message);
}

TEST_CASE("CAF's own actors see virtual time in a world", "[unit]") {
  world w;
  std::vector<instant> ticks;
  const auto tick = [&](caf::event_based_actor* self, duration pause) -> caf::behavior {
    self->delayed_send(self, pause, 1);
    return {[&, self, pause](int) {
      ticks.push_back(w.now());
      self->delayed_send(self, pause, 1);
    }};
  };
  w.system().spawn(tick, duration{90s});

  w.run_until(instant{5min});

  CHECK(ticks == std::vector{instant{90s}, instant{180s}, instant{270s}});
}
