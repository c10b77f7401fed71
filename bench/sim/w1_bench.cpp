#include <cstdint>
#include <map>

#include <benchmark/benchmark.h>

#include "support/heap.hpp"
#include "w1/crowd.hpp"
#include "w1/yardstick.hpp"

namespace deskstorm::bench {

namespace {

constexpr std::int64_t client_seconds = 10'000'000;

// All engines must come to the same: the first to run a size says what.
bool agrees(std::int64_t clients, const w1::outcome& outcome) {
  static std::map<std::int64_t, w1::outcome> outcomes;
  return outcomes.try_emplace(clients, outcome).first->second == outcome;
}

template <class Engine, auto... Arguments>
void w1_run(benchmark::State& state) {
  const auto clients = static_cast<std::uint32_t>(state.range(0));
  const std::size_t before = heap_in_use();
  Engine engine{clients, Arguments...};
  for ([[maybe_unused]] auto _ : state)
    engine.run_until(instant{std::chrono::seconds{client_seconds / clients}});
  const auto outcome = engine.outcome();
  if (!agrees(clients, outcome))
    state.SkipWithError("the outcome differs from that of another engine");
  state.SetItemsProcessed(static_cast<std::int64_t>(outcome.events));
  state.counters["bytes"] = static_cast<double>(heap_in_use() - before) / clients;
}

void sizes(benchmark::internal::Benchmark* b) {
  b->ArgName("clients")->RangeMultiplier(10)->Range(1'000, 1'000'000);
  b->Iterations(1)->Unit(benchmark::kMillisecond);
}

BENCHMARK(w1_run<w1::yardstick>)->Name("w1_yardstick")->Apply(sizes);
BENCHMARK(w1_run<w1::crowd>)->Name("w1_world")->Apply(sizes);
BENCHMARK(w1_run<w1::crowd, sim::path::mailbox>)->Name("w1_mailbox")->Apply(sizes);

} // namespace

} // namespace deskstorm::bench
