#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace deskstorm {

/// At most `Limit` values in a row, without an allocation. One more is a bug and asserts.
template <class T, std::size_t Limit>
class few {
public:
  constexpr few() = default;
  constexpr few(std::initializer_list<T> values) {
    for (const T& value : values)
      push_back(value);
  }

  constexpr void push_back(T value) {
    assert(size_ < Limit);
    values_[size_++] = std::move(value);
  }

  constexpr bool empty() const { return size_ == 0; }
  constexpr std::size_t size() const { return size_; }
  constexpr const T* begin() const { return values_.data(); }
  constexpr const T* end() const { return values_.data() + size_; }

  constexpr const T& operator[](std::size_t position) const {
    assert(position < size_);
    return values_[position];
  }

  friend constexpr bool operator==(const few& a, const few& b) { return std::ranges::equal(a, b); }

private:
  std::array<T, Limit> values_{};
  std::size_t size_ = 0;
};

} // namespace deskstorm
