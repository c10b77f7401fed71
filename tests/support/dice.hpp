#pragma once

#include <cstddef>
#include <cstdint>

namespace deskstorm::support {

/// Random numbers for property tests (splitmix64), the same everywhere.
class dice {
public:
  explicit dice(std::uint64_t seed) : state_(seed) {}

  std::size_t below(std::size_t bound) {
    std::uint64_t bits = state_ += 0x9E3779B97F4A7C15u;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
    return static_cast<std::size_t>((bits ^ (bits >> 31)) % bound);
  }

private:
  std::uint64_t state_;
};

} // namespace deskstorm::support
