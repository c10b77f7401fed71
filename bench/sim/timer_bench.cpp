#include <cstdint>

#include <benchmark/benchmark.h>
#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/detail/test_actor_clock.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/sim/time_queue.hpp>

#include "support/heap.hpp"

namespace deskstorm::bench {

namespace {

duration some_delay(actors::stream& draw) {
  return duration{static_cast<std::int64_t>(draw.uniform() * 20e9)};
}

// Takes the first of so many pending timers and sets it again, up to 20 s ahead.
void timer_time_queue(benchmark::State& state) {
  actors::stream draw{{}, 1, actors::purpose::think};
  const std::size_t before = heap_in_use();
  sim::time_queue queue;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    queue.post({.due = instant{some_delay(draw)}});
  state.counters["bytes"] =
    static_cast<double>(heap_in_use() - before) / static_cast<double>(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    const auto* e = queue.next(never);
    queue.post({.due = e->due + some_delay(draw)});
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

class sink final : public caf::monitorable_actor {
public:
  explicit sink(caf::actor_config& config) : monitorable_actor(config) {}
  using abstract_actor::enqueue;
  void enqueue(caf::mailbox_element_ptr, caf::execution_unit*) override {}
};

// The same with the clock that CAF keeps timers in; it has no cheaper way to send later.
void timer_caf_clock(benchmark::State& state) {
  caf::actor_system_config config;
  config.set("scheduler.policy", caf::atom("testing"));
  caf::actor_system system{config};
  caf::actor_config of_sink;
  const auto target = caf::make_actor<sink, caf::strong_actor_ptr>(system.next_actor_id(),
                                                                   system.node(), &system, of_sink);
  actors::stream draw{{}, 1, actors::purpose::think};
  const std::size_t before = heap_in_use();
  caf::detail::test_actor_clock clock;
  const auto set = [&] {
    clock.schedule_message(
      clock.now() + some_delay(draw), target,
      caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, std::uint64_t{1}));
  };
  for (std::int64_t i = 0; i < state.range(0); ++i)
    set();
  state.counters["bytes"] =
    static_cast<double>(heap_in_use() - before) / static_cast<double>(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    clock.trigger_timeout();
    set();
  }
  clock.cancel_all();
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void pending(benchmark::internal::Benchmark* b) {
  b->ArgName("pending")->Arg(100'000)->Arg(1'000'000)->MinTime(0.3);
}

BENCHMARK(timer_time_queue)->Apply(pending);
BENCHMARK(timer_caf_clock)->Apply(pending);

} // namespace

} // namespace deskstorm::bench
