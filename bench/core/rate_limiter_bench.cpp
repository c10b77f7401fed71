#include <chrono>
#include <cstdint>

#include <benchmark/benchmark.h>

#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::bench {

namespace {

using namespace std::chrono_literals;

// Four kinds of request with a limit each and one of all, asked round robin every 100 ms: limits
// are met and quarantines begin and end.
void rate_limiter_admit(benchmark::State& state) {
  request_limits limits{.all = 200};
  for (std::size_t kind = 0; kind < 4; ++kind)
    limits.each[kind] = 60;
  const limiter_plan plan{limits, {}};
  rate_limiter limiter{plan, instant{}};
  instant now{};
  std::uint32_t kind = 0;
  std::int64_t refused = 0;
  for ([[maybe_unused]] auto _ : state) {
    now += 100ms;
    refused += limiter.admit(static_cast<request_kind>(kind++ % 4), now) != admission::admitted;
  }
  benchmark::DoNotOptimize(refused);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(rate_limiter_admit);

} // namespace

} // namespace deskstorm::bench
