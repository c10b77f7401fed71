#pragma once

#include <compare>
#include <cstddef>
#include <functional>

namespace deskstorm {

/// A `Rep` that mixes only with its own kind. `Tag` names the kind and is never defined.
template <class Tag, class Rep>
struct strong {
  using rep = Rep;
  Rep value{};

  friend constexpr auto operator<=>(const strong&, const strong&) = default;
};

} // namespace deskstorm

template <class Tag, class Rep>
struct std::hash<deskstorm::strong<Tag, Rep>> {
  std::size_t operator()(const deskstorm::strong<Tag, Rep>& x) const noexcept {
    return std::hash<Rep>{}(x.value);
  }
};
