#pragma once

#include <bit>
#include <cassert>
#include <cstdint>

/// Logarithm, exponential and power that give the same bits on every machine. Those of the C
/// library do not: it picks variants by processor, which differ in the last place, and one ulp in a
/// think time is another run. Only IEEE 754 sums, products and quotients are used here.
namespace deskstorm {

namespace detail {

// ln 2 in two parts: the product of the first with an exponent of a double is exact.
inline constexpr double ln2_high = 0x1.62e42feep-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// 2 raised to a power of -1022 to 1023.
constexpr double two_to(std::int64_t power) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52);
}

} // namespace detail

/// The natural logarithm of a normal, finite number above 0, to two units in the last place.
/// Computed as 2 atanh((m - 1) / (m + 1)) of the mantissa m between sqrt(1/2) and sqrt(2).
constexpr double log_of(double x) {
  assert(x >= 0x1p-1022);
  constexpr std::uint64_t sqrt_half = 0x3FE6A09E00000000u;
  const auto bits = std::bit_cast<std::uint64_t>(x) - sqrt_half;
  const auto exponent = static_cast<double>(static_cast<std::int64_t>(bits) >> 52);
  const auto m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFu) + sqrt_half);
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  // The series in z by even and odd powers, which a processor does side by side.
  const double even =
    w * (2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21)))));
  const double odd =
    z * (2.0 / 3 + w * (2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19)))));
  const double half_square = f * f / 2;
  const double rest = s * (half_square + (even + odd)) + exponent * detail::ln2_low;
  return exponent * detail::ln2_high + (f - (half_square - rest));
}

/// e raised to `x`, to two units in the last place; 0 below -700, the largest such power above 700.
constexpr double exp_of(double x) {
  if (x < -700)
    return 0;
  x = x > 700 ? 700 : x;
  const double turns = x / (detail::ln2_high + detail::ln2_low);
  const auto power = static_cast<std::int64_t>(turns < 0 ? turns - 0.5 : turns + 0.5);
  const auto k = static_cast<double>(power);
  const double r = (x - k * detail::ln2_high) - k * detail::ln2_low;
  double sum = 0;
  for (int n = 14; n > 0; --n)
    sum = (1 + sum) * r / n;
  return (1 + sum) * detail::two_to(power);
}

/// `base`, above 0, raised to `power`, to about 1e-13 of the result.
constexpr double pow_of(double base, double power) { return exp_of(power * log_of(base)); }

} // namespace deskstorm
