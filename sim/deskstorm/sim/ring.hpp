#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace deskstorm::sim {

/// First in, first out, in one array that grows by doubling and is never given back.
template <class T>
class ring {
public:
  bool empty() const { return head_ == tail_; }
  std::size_t size() const { return tail_ - head_; }

  void push(T value) {
    if (size() == cells_.size())
      grow();
    cells_[tail_++ & (cells_.size() - 1)] = std::move(value);
  }

  /// Takes the oldest element, of which there must be one.
  T pop() {
    assert(!empty());
    return std::move(cells_[head_++ & (cells_.size() - 1)]);
  }

private:
  void grow() {
    std::vector<T> larger(std::bit_ceil(2 * cells_.size() + 16));
    const std::size_t count = size();
    for (std::size_t i = 0; i < count; ++i)
      larger[i] = pop();
    cells_ = std::move(larger);
    head_ = 0;
    tail_ = count;
  }

  std::vector<T> cells_;
  std::size_t head_ = 0; // both only ever grow; the array holds them modulo its size
  std::size_t tail_ = 0;
};

} // namespace deskstorm::sim
