#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <deskstorm/actors/envelope.hpp>

namespace deskstorm::sim {

/// The envelopes of one slot of the time wheel in the order of their due times, which are all
/// within 2^20 ns. Those due at the same time keep the order in which they were added.
class sorted_slot {
public:
  struct entry {
    std::uint32_t offset; ///< due time within the slot, ns
    const actors::envelope* what;
  };

  static constexpr int offset_bits = 20;

  /// Makes room for `count` entries, to be written before `sort`.
  std::span<entry> assign(std::size_t count) {
    entries_.resize(count);
    next_ = 0;
    return entries_;
  }

  void sort() {
    if (entries_.size() <= small)
      insertion_sort(entries_);
    else
      distribution_sort();
  }

  bool empty() const { return next_ == entries_.size(); }
  const entry& front() const { return entries_[next_]; }
  void pop() { ++next_; }

private:
  static constexpr std::size_t small = 16;
  static constexpr int most_bits = 12;

  static void insertion_sort(std::span<entry> part) {
    for (std::size_t i = 1; i < part.size(); ++i) {
      const entry moved = part[i];
      std::size_t hole = i;
      for (; hole > 0 && moved.offset < part[hole - 1].offset; --hole)
        part[hole] = part[hole - 1];
      part[hole] = moved;
    }
  }

  // One pass into about as many buckets as there are entries, then each bucket by itself: due times
  // within a slot are close to uniform. Where they are not, the buckets are sorted by comparison.
  void distribution_sort() {
    const int bits = std::min(static_cast<int>(std::bit_width(entries_.size())), most_bits);
    const int shift = offset_bits - bits;
    const auto buckets = std::size_t{1} << bits;
    std::fill_n(begins_.begin(), buckets + 1, 0);
    for (const entry& e : entries_)
      ++begins_[(e.offset >> shift) + 1];
    for (std::size_t b = 1; b <= buckets; ++b)
      begins_[b] += begins_[b - 1];
    scattered_.resize(entries_.size());
    for (const entry& e : entries_)
      scattered_[begins_[e.offset >> shift]++] = e; // begins_[b] ends as the end of bucket b
    entries_.swap(scattered_);
    for (std::size_t b = 0, begin = 0; b < buckets; begin = begins_[b++])
      sort_bucket(std::span{entries_}.subspan(begin, begins_[b] - begin));
  }

  static void sort_bucket(std::span<entry> bucket) {
    if (bucket.size() <= small)
      insertion_sort(bucket);
    else
      std::ranges::stable_sort(bucket, {}, &entry::offset);
  }

  std::vector<entry> entries_;
  std::vector<entry> scattered_;
  std::size_t next_ = 0;
  std::array<std::uint32_t, (std::size_t{1} << most_bits) + 1> begins_{};
};

} // namespace deskstorm::sim
