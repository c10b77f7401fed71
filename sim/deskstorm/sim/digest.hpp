#pragma once

#include <bit>
#include <cstdint>

#include <deskstorm/actors/envelope.hpp>

namespace deskstorm::sim {

/// A hash over the deliveries of a run in their order: of each the time, the receiver, the sender
/// and the kind of message. Equal runs have equal digests, on every machine.
class digest {
public:
  void add(const actors::envelope& e) {
    const auto due = static_cast<std::uint64_t>(e.due.time_since_epoch().count());
    const auto pair = (std::uint64_t{e.to->number()} << 32) | e.from;
    const std::uint64_t what =
      (due * 0x9E3779B97F4A7C15u) ^ ((pair + e.kind()) * 0xC2B2AE3D27D4EB4Fu) ^ e.kind();
    hash_ = std::rotl(hash_ ^ what, 29) * 0xBF58476D1CE4E5B9u;
  }

  std::uint64_t value() const {
    std::uint64_t mixed = hash_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
  }

private:
  std::uint64_t hash_ = 0xCBF29CE484222325u;
};

} // namespace deskstorm::sim
