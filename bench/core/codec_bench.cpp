#include <cstdint>
#include <string_view>

#include <benchmark/benchmark.h>

#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::bench {

namespace {

constexpr std::string_view text =
  R"({"request":"voice.dial","parameters":["5001",{"customer":"4711","campaign":"spring"}],)"
  R"("referenceId":"1","userAgent":"WWE Client","protocolVersion":2,"frameId":7})";

void count(benchmark::State& state) {
  const auto messages = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(messages);
  state.SetBytesProcessed(messages * static_cast<std::int64_t>(text.size()));
}

void codec_read(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(parse_client_message(text));
  count(state);
}

void codec_write(benchmark::State& state) {
  const auto message = parse_client_message(text);
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(to_text(to_document(*message)));
  count(state);
}

BENCHMARK(codec_read);
BENCHMARK(codec_write);

} // namespace

} // namespace deskstorm::bench
