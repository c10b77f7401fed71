#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <deskstorm/base/elementary.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

/// How many representable numbers lie between two of the same sign.
double ulps(double a, double b) {
  const double next = std::nextafter(std::abs(b), std::numeric_limits<double>::infinity());
  return std::abs(a - b) / (next - std::abs(b));
}

} // namespace

TEST_CASE("log_of is the logarithm to two units in the last place", "[unit]") {
  double worst = 0;
  for (double x = 1e-300; x < 1e300; x *= 1.0009765)
    worst = std::max(worst, ulps(log_of(x), std::log(x)));
  for (double x = 0x1p-53; x < 1; x += 0x1.1p-14)
    worst = std::max(worst, ulps(log_of(x), std::log(x)));
  CHECK(worst <= 2);
}

TEST_CASE("log_of is exact at one and loses nothing beside it", "[unit]") {
  CHECK(log_of(1) == 0);
  CHECK(ulps(log_of(1 - 0x1p-53), std::log(1 - 0x1p-53)) <= 2);
  CHECK(ulps(log_of(1 + 0x1p-52), std::log(1 + 0x1p-52)) <= 2);
}

TEST_CASE("exp_of is the exponential to two units in the last place", "[unit]") {
  double worst = 0;
  for (double x = -690; x < 690; x += 0.0113)
    worst = std::max(worst, ulps(exp_of(x), std::exp(x)));
  CHECK(worst <= 2);
}

TEST_CASE("exp_of stays finite and above zero or is zero outside its range", "[unit]") {
  CHECK(exp_of(-701) == 0);
  CHECK(std::isfinite(exp_of(1e300)));
}

TEST_CASE("pow_of is the power to twelve digits", "[unit]") {
  for (double base = 1e-12; base < 1; base *= 1.7)
    for (const double power : {-2.5, -0.4, 0.25, 0.5, 1.5, 4.0})
      CHECK(pow_of(base, power) == Approx(std::pow(base, power)).epsilon(1e-12));
}

// Golden bits: whoever gets others would get other runs.
TEST_CASE("log_of and exp_of give the same bits everywhere", "[unit]") {
  double sum = 0;
  for (double x = 0x1p-40; x < 1; x += 0x1.3p-10)
    sum += log_of(x) * exp_of(-x);
  CHECK(std::bit_cast<std::uint64_t>(sum) == 0xC08632C989024A58u);
}
