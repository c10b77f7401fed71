#include <cstdint>
#include <limits>
#include <vector>

#include <benchmark/benchmark.h>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <deskstorm/sim/world.hpp>

namespace deskstorm::bench {

namespace {

constexpr std::int64_t hops_a_turn = 1'000'000;

struct ball {
  static constexpr std::uint16_t kind = 1;
  std::uint32_t left;
};

class player final : public actors::entity<player, ball> {
public:
  using entity::entity;

  void meet(player& other) { other_ = &other; }
  void serve(std::uint32_t hops) { post(*other_, carrier().now(), ball{hops}); }

  void on(const ball& b, const actors::context& about) {
    if (b.left > 1)
      post(*other_, about.now, ball{b.left - 1});
  }

private:
  player* other_ = nullptr;
};

template <sim::path Way>
void hop_world(benchmark::State& state) {
  const auto pairs = static_cast<std::size_t>(state.range(0));
  sim::world world{Way};
  std::vector<player*> players;
  for (std::size_t i = 0; i < pairs; ++i) {
    auto& a = actors::spawn<player>(world);
    auto& b = actors::spawn<player>(world);
    a.meet(b);
    b.meet(a);
    players.push_back(&a);
  }
  for ([[maybe_unused]] auto _ : state) {
    for (auto* p : players)
      p->serve(static_cast<std::uint32_t>(hops_a_turn / state.range(0)));
    world.run_until(world.now());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(world.deliveries()));
}

using caf_ball = std::uint64_t;

caf::behavior caf_player(caf::event_based_actor* self, const caf::actor& other) {
  return {[=](caf_ball left) {
    if (left > 1)
      self->send(other ? other : caf::actor_cast<caf::actor>(self->current_sender()), left - 1);
  }};
}

struct caf_pair {
  caf::actor a;
  caf::actor b;
};

std::vector<caf_pair> caf_players(caf::actor_system& system, std::int64_t pairs) {
  std::vector<caf_pair> players;
  for (std::int64_t i = 0; i < pairs; ++i) {
    const auto a = system.spawn(caf_player, caf::actor{});
    players.push_back({a, system.spawn(caf_player, a)});
  }
  return players;
}

void serve_all(const std::vector<caf_pair>& players) {
  for (const auto& p : players)
    caf::anon_send(p.b, caf_ball{hops_a_turn / players.size()});
}

// CAF's own actor on its scheduler for tests, in one thread as well.
void hop_caf_test_coordinator(benchmark::State& state) {
  caf::actor_system_config config;
  config.set("scheduler.policy", caf::atom("testing"));
  caf::actor_system system{config};
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  {
    const auto players = caf_players(system, state.range(0));
    for ([[maybe_unused]] auto _ : state) {
      serve_all(players);
      scheduler.run();
    }
    for (const auto& p : players)
      for (const auto& who : {p.a, p.b})
        caf::anon_send_exit(who, caf::exit_reason::kill);
    scheduler.run();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * hops_a_turn);
}

// CAF's own actor on ours.
void hop_caf_coordinator(benchmark::State& state) {
  sim::world world;
  const auto players = caf_players(world.system(), state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    serve_all(players);
    world.run_until(world.now());
  }
  for (const auto& p : players)
    for (const auto& who : {p.a, p.b})
      caf::anon_send_exit(who, caf::exit_reason::kill);
  world.run_until(world.now());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * hops_a_turn);
}

void pairs(benchmark::internal::Benchmark* b) {
  b->ArgName("pairs")->Arg(1)->Arg(100'000)->Unit(benchmark::kMillisecond)->MinTime(0.3);
}

BENCHMARK(hop_world<sim::path::in_place>)->Name("hop_world")->Apply(pairs);
BENCHMARK(hop_world<sim::path::mailbox>)->Name("hop_mailbox")->Apply(pairs);
BENCHMARK(hop_caf_coordinator)->Apply(pairs);
BENCHMARK(hop_caf_test_coordinator)->Apply(pairs);

} // namespace

} // namespace deskstorm::bench
