#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/base/time.hpp>

namespace deskstorm::loadgen {

/// Counts durations in log-linear buckets: nanoseconds up to 2 µs, then 1024 buckets to each
/// doubling, so that a percentile is less than 0.1 % too high and never too low. Takes everything
/// that a `duration` can hold; below zero counts as zero. Count, minimum, maximum and mean are
/// exact. Memory is taken a doubling at a time, 8 KiB each, when the first value falls into it.
/// Source: the idea of Gil Tene's HdrHistogram, with three significant digits.
class histogram {
public:
  void record(duration value) {
    const auto v = static_cast<std::uint64_t>(std::max<duration::rep>(value.count(), 0));
    const auto row = row_of(v);
    auto& buckets = rows_[row];
    if (buckets.empty())
      buckets.resize(buckets_in_row);
    ++buckets[column_of(v, row)];
    ++count_;
    add_to_sum({0, v});
    min_ = std::min(min_, v);
    max_ = std::max(max_, v);
  }

  /// Adds the counts of `other`. The order of merging does not matter.
  void merge(const histogram& other) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const auto& from = other.rows_[row];
      if (from.empty())
        continue;
      rows_[row].resize(buckets_in_row);
      for (std::size_t i = 0; i < from.size(); ++i)
        rows_[row][i] += from[i];
    }
    count_ += other.count_;
    add_to_sum(other.sum_);
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
  }

  std::uint64_t count() const { return count_; }

  /// The least and the greatest value, zero where there is none.
  duration min() const { return to_duration(count_ == 0 ? 0 : min_); }
  duration max() const { return to_duration(max_); }

  /// The mean in nanoseconds, zero where there is no value.
  double mean_ns() const {
    const double sum = static_cast<double>(sum_.high) * 0x1p64 + static_cast<double>(sum_.low);
    return count_ == 0 ? 0.0 : sum / static_cast<double>(count_);
  }

  /// The value that a share of at least `share` (0 to 1) of all values does not exceed, as the
  /// upper edge of its bucket; zero where there is none.
  duration percentile(double share) const {
    assert(share >= 0 && share <= 1);
    const auto wanted = std::ceil(share * static_cast<double>(count_));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1,
                                                std::max<std::uint64_t>(count_, 1));
    std::uint64_t seen = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row)
      for (std::size_t i = 0; i < rows_[row].size(); ++i) {
        seen += rows_[row][i];
        if (seen >= rank)
          return to_duration(std::clamp(upper_edge(row, i), min_, max_));
      }
    return {};
  }

  friend bool operator==(const histogram&, const histogram&) = default;

private:
  static constexpr std::size_t bits = 10;
  static constexpr std::size_t buckets_in_row = std::size_t{1} << bits;
  static constexpr std::size_t row_count = 63 - bits + 1;

  // 128 bits, because a long run of a large floor waits for more than 584 years in sum.
  struct wide {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend bool operator==(const wide&, const wide&) = default;
  };

  static std::size_t row_of(std::uint64_t v) {
    const auto width = static_cast<std::size_t>(std::bit_width(v));
    return width > bits ? width - bits : 0;
  }

  static std::size_t column_of(std::uint64_t v, std::size_t row) {
    return row == 0 ? v : (v >> (row - 1)) - buckets_in_row;
  }

  static std::uint64_t upper_edge(std::size_t row, std::size_t column) {
    return row == 0 ? column : ((column + buckets_in_row + 1) << (row - 1)) - 1;
  }

  static duration to_duration(std::uint64_t v) { return duration{static_cast<duration::rep>(v)}; }

  void add_to_sum(wide more) {
    sum_.low += more.low;
    sum_.high += more.high + (sum_.low < more.low ? 1 : 0);
  }

  std::array<std::vector<std::uint64_t>, row_count> rows_{}; // empty until used
  std::uint64_t count_ = 0;
  wide sum_{};
  std::uint64_t min_ = UINT64_MAX;
  std::uint64_t max_ = 0;
};

} // namespace deskstorm::loadgen
