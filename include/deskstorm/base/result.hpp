#pragma once

#include <cassert>
#include <concepts>
#include <string>
#include <utility>
#include <variant>

namespace deskstorm {

/// Why something was not possible: one sentence for people, and the place it is about (a parameter
/// name, an option, a JSON pointer), which may be empty.
struct failure {
  std::string text;
  std::string where = {};

  friend bool operator==(const failure&, const failure&) = default;
};

/// Either a `T` or a `failure`. Reading the wrong side is a bug and asserts.
template <class T>
class [[nodiscard]] result {
public:
  template <class U>
  requires std::convertible_to<U&&, T> result(U&& value)
    : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  result(failure why) : state_(std::in_place_index<1>, std::move(why)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }

  const T& operator*() const& {
    assert(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && {
    assert(state_.index() == 0);
    return std::move(*std::get_if<0>(&state_));
  }
  const T* operator->() const { return &**this; }

  const failure& why() const {
    assert(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }

private:
  std::variant<T, failure> state_;
};

} // namespace deskstorm
