#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/base/time.hpp>

namespace deskstorm::sim {

/// What is still to happen, by time. Of simultaneous entries the one that came first is first, and
/// any of them can be taken. Keeps its memory between schedules.
template <class What>
class agenda {
public:
  struct item {
    instant due;
    std::uint32_t order;
    std::uint32_t slot;
  };

  void clear() {
    heap_.clear();
    free_.clear();
    store_.clear();
    order_ = 0;
  }

  bool empty() const { return heap_.empty(); }
  instant next() const { return heap_.front().due; }
  std::size_t size() const { return heap_.size(); }

  void add(instant due, const What& what) {
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(store_.size());
      store_.push_back(what);
    } else {
      slot = free_.back();
      free_.pop_back();
      store_[slot] = what;
    }
    put({due, order_++, slot});
  }

  /// Takes the first item off the heap. Its content stays until it is released.
  item take() {
    std::ranges::pop_heap(heap_, later);
    const item first = heap_.back();
    heap_.pop_back();
    return first;
  }

  void put(item what) {
    heap_.push_back(what);
    std::ranges::push_heap(heap_, later);
  }

  const What& operator[](const item& what) const { return store_[what.slot]; }

  /// Returns the content and forgets it.
  What release(const item& what) {
    free_.push_back(what.slot);
    return store_[what.slot];
  }

private:
  static bool later(const item& a, const item& b) {
    return a.due != b.due ? a.due > b.due : a.order > b.order;
  }

  std::vector<item> heap_;
  std::vector<What> store_;
  std::vector<std::uint32_t> free_;
  std::uint32_t order_ = 0;
};

} // namespace deskstorm::sim
