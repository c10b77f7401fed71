// Any bytes are read as the trace of a race. What is accepted must be written back and be read
// again as the same trace, and must be played without harm, exactly and tolerantly; what is not
// must have a reason.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <deskstorm/loadgen/race/race_replay.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/race/race_trace_reader.hpp>

using namespace deskstorm;
using namespace deskstorm::loadgen;

namespace {

void must(bool holds) {
  if (!holds)
    std::abort();
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are text here
  const auto read = read_trace({reinterpret_cast<const char*>(data), size});
  if (!read) {
    must(!read.why().text.empty());
    return 0;
  }
  const auto written = text_of(*read);
  const auto again = read_trace(written);
  must(bool{again} && text_of(*again) == written);

  const auto exact = replay(*read, replay_mode::exact);
  must(exact ? exact->violation() != nullptr : !exact.why().text.empty());
  must(bool{replay(*read, replay_mode::tolerant)});
  return 0;
}
