#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>
#include <caf/event_based_actor.hpp>

#include <deskstorm/sim/world.hpp>

#include "support/heap.hpp"
#include "w1/crowd.hpp"

namespace deskstorm::bench {

namespace {

struct nothing {
  static constexpr std::uint16_t kind = 1;
};

class idler final : public actors::entity<idler, nothing> {
public:
  using entity::entity;
  void on(const nothing&, const actors::context&) {}
};

// The counter is the result: what one more actor costs, with its place in the world.
template <class Spawn>
void count_bytes(benchmark::State& state, Spawn&& spawn) {
  constexpr std::uint32_t count = 100'000;
  for ([[maybe_unused]] auto _ : state) {
    sim::world world;
    std::vector<caf::actor> handles;
    handles.reserve(count);
    const std::size_t before = heap_in_use();
    for (std::uint32_t i = 0; i < count; ++i)
      spawn(world, handles, i);
    state.counters["bytes"] = static_cast<double>(heap_in_use() - before) / count;
    for (const auto& h : handles)
      caf::anon_send_exit(h, caf::exit_reason::kill);
    world.run_until(instant{});
  }
}

void memory_entity(benchmark::State& state) {
  count_bytes(state, [](sim::world& w, auto&, auto) { actors::spawn<idler>(w); });
}

void memory_w1_client(benchmark::State& state) {
  w1::tab_actor* home = nullptr;
  count_bytes(state, [&](sim::world& w, auto&, std::uint32_t i) {
    if (i == 0)
      home = &actors::spawn<w1::tab_actor>(w);
    actors::spawn<w1::client_actor>(w, i, *home);
  });
}

caf::behavior idle(caf::event_based_actor*, int) {
  return {[](int) {}};
}

void memory_caf_event_based(benchmark::State& state) {
  count_bytes(state, [](sim::world& w, auto& handles, auto) {
    handles.push_back(w.system().spawn(idle, 0));
  });
}

BENCHMARK(memory_entity)->Iterations(1);
BENCHMARK(memory_w1_client)->Iterations(1);
BENCHMARK(memory_caf_event_based)->Iterations(1);

} // namespace

} // namespace deskstorm::bench
