#include <chrono>
#include <cstdint>

#include <benchmark/benchmark.h>

#include <deskstorm/sim/race/world.hpp>

namespace {

using namespace std::chrono_literals;
using namespace deskstorm;

/// Answers with the next number of a small generator.
class any_answer final : public sim::chooser {
public:
  explicit any_answer(std::uint64_t seed) : state_(seed) {}

  std::int64_t choose(const sim::choice_point& asked) override {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    const auto span = static_cast<std::uint64_t>(asked.high - asked.low) + 1;
    return asked.low + static_cast<std::int64_t>(x % span);
  }

private:
  std::uint64_t state_;
};

/// Plays schedules of three tabs and 30 simulated seconds.
void race_play(benchmark::State& state, const char* protocol) {
  sim::race_plan plan;
  plan.protocol = find_named(tabs::elections, protocol);
  plan.rules = *plan.protocol->make({});
  plan.horizon = 30s;
  plan.settle = 10s;
  plan.fewest_tabs = plan.most_tabs_at_start = 3;
  plan.actions = {{sim::action_kind::close_tab, {}}};
  plan.max_actions = 1;
  plan.properties = plan.protocol->claims;
  sim::race_world world{plan};
  std::uint64_t seed = 0;
  std::uint64_t entries = 0;
  std::uint64_t found = 0;
  for (auto _ : state) {
    any_answer chooses{++seed};
    const auto& outcome = world.run(chooses);
    entries += outcome.log.size();
    found += outcome.violations.size();
  }
  state.counters["schedules"] =
    benchmark::Counter(static_cast<double>(seed), benchmark::Counter::kIsRate);
  state.counters["entries"] =
    benchmark::Counter(static_cast<double>(entries), benchmark::Counter::kAvgIterations);
  state.counters["violations"] =
    benchmark::Counter(static_cast<double>(found), benchmark::Counter::kAvgIterations);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto& row : tabs::elections)
    benchmark::RegisterBenchmark(("race_play/protocol:" + std::string{row.name}).c_str(), race_play,
                                 row.name.data());
  return true;
}();

} // namespace
