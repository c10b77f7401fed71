#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

namespace deskstorm {

/// At most `Limit` values in a row, without an allocation. One more is a bug and asserts.
template <class T, std::size_t Limit>
class few {
public:
  void push_back(T value) {
    assert(size_ < Limit);
    values_[size_++] = std::move(value);
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const T* begin() const { return values_.data(); }
  const T* end() const { return values_.data() + size_; }

  const T& operator[](std::size_t position) const {
    assert(position < size_);
    return values_[position];
  }

private:
  std::array<T, Limit> values_{};
  std::size_t size_ = 0;
};

} // namespace deskstorm
