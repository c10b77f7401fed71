#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/loadgen/statistics/histogram.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

histogram histogram_of(const std::vector<duration>& values) {
  histogram counted;
  for (const auto value : values)
    counted.record(value);
  return counted;
}

// Values over all magnitudes that a latency has, from nanoseconds to days.
std::vector<duration> values_of(std::uint64_t seed) {
  actors::stream draw{{seed, 0}, 1, actors::purpose::think};
  std::vector<duration> values(1 + draw.below(2'000));
  std::ranges::generate(
    values, [&] { return duration{static_cast<duration::rep>(std::exp(draw.uniform() * 32))}; });
  return values;
}

TEST_CASE("an empty histogram answers zero to every question", "[unit]") {
  const histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.min() == 0ns);
  CHECK(empty.max() == 0ns);
  CHECK(empty.mean_ns() == 0);
  CHECK(empty.percentile(0.99) == 0ns);
}

TEST_CASE("a histogram of one value has it as every percentile", "[unit]") {
  const duration value = GENERATE(0ns, 1ns, 1023ns, 1024ns, 2047ns, 2048ns, 1us, 2ms, 3h, 100'000h);
  const auto share = GENERATE(0.0, 0.5, 0.99, 1.0);
  CHECK(histogram_of({value}).percentile(share) == value);
}

TEST_CASE("a histogram takes the longest duration there is", "[unit]") {
  CHECK(histogram_of({duration::max()}).percentile(1) == duration::max());
}

TEST_CASE("a histogram counts what is below zero as zero", "[unit]") {
  CHECK(histogram_of({-5ns}).max() == 0ns);
}

TEST_CASE("the mean of a histogram is exact where the sum exceeds 64 bits", "[unit]") {
  const auto counted = histogram_of({duration::max(), duration::max(), duration::max()});
  CHECK(counted.mean_ns() == Approx(0x1p63));
}

TEST_CASE("a percentile is never too low and less than 0.1 % too high", "[unit][property]") {
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{40}));
  CAPTURE(seed);
  auto values = values_of(seed);
  const auto counted = histogram_of(values);
  std::ranges::sort(values);

  const auto share = GENERATE(0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0);
  const auto rank = std::max(1.0, std::ceil(share * static_cast<double>(values.size())));
  const auto exact = values[static_cast<std::size_t>(rank) - 1];
  CHECK(counted.percentile(share) >= exact);
  CHECK(static_cast<double>((counted.percentile(share) - exact).count())
        <= 0.001 * static_cast<double>(exact.count()));
}

TEST_CASE("minimum, maximum, count and mean of a histogram are those of its values",
          "[unit][property]") {
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{40}));
  CAPTURE(seed);
  const auto values = values_of(seed);
  const auto counted = histogram_of(values);

  long double sum = 0;
  for (const auto value : values)
    sum += static_cast<long double>(value.count());
  CHECK(counted.count() == values.size());
  CHECK(counted.min() == *std::ranges::min_element(values));
  CHECK(counted.max() == *std::ranges::max_element(values));
  CHECK(
    counted.mean_ns()
    == Approx(static_cast<double>(sum / static_cast<long double>(values.size()))).epsilon(1e-12));
}

TEST_CASE("merged histograms equal the histogram of all values, in any order", "[unit][property]") {
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{20}));
  CAPTURE(seed);
  const auto some = values_of(seed);
  const auto others = values_of(seed + 1000);
  auto all = some;
  all.insert(all.end(), others.begin(), others.end());

  auto forth = histogram_of(some);
  forth.merge(histogram_of(others));
  auto back = histogram_of(others);
  back.merge(histogram_of(some));
  CHECK(forth == histogram_of(all));
  CHECK(back == forth);
}

} // namespace
} // namespace deskstorm::loadgen
