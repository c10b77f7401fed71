#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <deskstorm/plan/distribution.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace deskstorm::plan;
using namespace std::chrono_literals;

namespace {

// SplitMix64: good enough to see a wrong mean.
struct draws {
  std::uint64_t state = 7;
  double uniform() {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    z ^= z >> 31U;
    return (static_cast<double>(z >> 11U) + 0.5) * 0x1p-53;
  }
};

struct fixed {
  double value;
  double uniform() const { return value; }
};

template <class Part>
distribution made(std::vector<std::optional<double>> values) {
  const auto part = Part::from(values);
  REQUIRE(part);
  return *part;
}

template <class Part>
std::string refused(std::vector<std::optional<double>> values) {
  const auto part = Part::from(values);
  REQUIRE_FALSE(part);
  return part.why().text;
}

constexpr std::optional<double> absent;
constexpr double s = 1e9;

} // namespace

TEST_CASE("distribution: the sampled mean is the expectation", "[unit]") {
  const auto [name, drawn, expected] = GENERATE(table<std::string, distribution, double>({
    {"constant", made<distributions::constant>({3 * s}), 3},
    {"exponential", made<distributions::exponential>({3 * s}), 3},
    {"uniform", made<distributions::uniform>({1 * s, 4 * s}), 2.5},
    {"normal, hardly cut", made<distributions::normal>({5 * s, 1 * s}), 5.0000015},
    {"normal, cut in half", made<distributions::normal>({0, 1 * s}), 0.7978845608},
    {"normal without spread", made<distributions::normal>({2 * s, 0}), 2},
    {"lognormal", made<distributions::lognormal>({1 * s, 3 * s}), 1.1179637},
    {"erlang", made<distributions::erlang>({3, 6 * s}), 6},
    {"gamma by mean", made<distributions::gamma>({2.5, 4 * s, absent}), 4},
    {"gamma by scale", made<distributions::gamma>({2.5, absent, 2 * s}), 5},
    {"gamma below 1", made<distributions::gamma>({0.5, 3 * s, absent}), 3},
    {"weibull by scale", made<distributions::weibull>({2, 2 * s, absent}), 1.7724538509},
    {"weibull by mean", made<distributions::weibull>({1.5, absent, 2 * s}), 2},
    {"pareto by minimum", made<distributions::pareto>({3.5, 1 * s, absent}), 1.4},
    {"pareto by mean", made<distributions::pareto>({3.5, absent, 2 * s}), 2},
    {"empirical", made<distributions::empirical>({1 * s, 2 * s, 6 * s}), 3},
  }));
  CAPTURE(name);
  CHECK(std::chrono::duration<double>{mean(drawn)}.count() == Approx(expected).epsilon(1e-6));
  draws random;
  double sum = 0;
  constexpr int count = 200'000;
  for (int i = 0; i < count; ++i)
    sum += std::chrono::duration<double>{sample(drawn, random)}.count();
  CHECK(sum / count == Approx(expected).epsilon(0.01));
}

TEST_CASE("distribution: a draw falls on the quantile that the formula gives", "[unit]") {
  const auto [name, drawn, p, expected] =
    GENERATE(table<std::string, distribution, double, double>({
      {"exponential", made<distributions::exponential>({1 * s}), 0.5, 0.6931471806},
      {"uniform", made<distributions::uniform>({1 * s, 5 * s}), 0.25, 2},
      {"lognormal median", made<distributions::lognormal>({1 * s, 3 * s}), 0.5, 1},
      {"lognormal p99", made<distributions::lognormal>({1 * s, 3 * s}), 0.99, 3},
      {"normal median", made<distributions::normal>({100 * s, 1 * s}), 0.5, 100},
      {"pareto", made<distributions::pareto>({2, 1 * s, absent}), 0.25, 2},
      {"weibull", made<distributions::weibull>({1, 1 * s, absent}), 0.5, 0.6931471806},
      {"empirical first", made<distributions::empirical>({1 * s, 2 * s}), 1e-17, 1},
      {"empirical last", made<distributions::empirical>({1 * s, 2 * s}), 1 - 1e-16, 2},
    }));
  CAPTURE(name);
  fixed draw{p};
  CHECK(std::chrono::duration<double>{sample(drawn, draw)}.count()
        == Approx(expected).epsilon(1e-8));
}

TEST_CASE("distribution: parameters that make no sense are refused in one sentence", "[unit]") {
  using namespace distributions;
  CHECK(refused<uniform>({2, 1}) == "the second time must not be below the first");
  CHECK(refused<lognormal>({0, 1}) == "the median must be above zero");
  CHECK(refused<lognormal>({2, 1}) == "p99 must not be below the median");
  CHECK(refused<erlang>({1.5, 1}) == "k must be a whole number");
  CHECK(refused<distributions::gamma>({1, absent, absent}) == "give either mean or scale");
  CHECK(refused<distributions::gamma>({1, 1, 1}) == "give either mean or scale");
  CHECK(refused<weibull>({1, 1, 1}) == "give either scale or mean");
  CHECK(refused<pareto>({1, absent, absent}) == "give either minimum or mean");
  CHECK(refused<pareto>({1, absent, 1})
        == "a Pareto distribution has a mean only where its shape is above 1");
  CHECK(refused<empirical>({}) == "at least one time is needed");
}

TEST_CASE("distribution: the default takes no time", "[unit]") {
  draws random;
  CHECK(sample(distribution{}, random) == 0ns);
}

TEST_CASE("distribution: no sample is longer than a hundred years", "[unit]") {
  fixed draw{1e-300};
  CHECK(sample(made<distributions::pareto>({0.1, 1 * s, absent}), draw)
        == distributions::longest_sample);
  CHECK(mean(made<distributions::pareto>({1, 1 * s, absent})) == distributions::longest_sample);
}

TEST_CASE("normal_quantile: is the inverse of the normal distribution function", "[unit]") {
  const double p = GENERATE(1e-300, 1e-20, 1e-9, 0.001, 0.02, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.95,
                            0.999, 1 - 1e-9);
  const double x = distributions::normal_quantile(p);
  CHECK(std::erfc(-x / std::sqrt(2.0)) / 2 == Approx(p).epsilon(1e-11));
}
