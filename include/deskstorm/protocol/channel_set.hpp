#pragma once

#include <cstdint>
#include <initializer_list>

#include <deskstorm/protocol/events.hpp>

namespace deskstorm {

/// A set of event channels.
class channel_set {
public:
  constexpr channel_set() = default;
  constexpr channel_set(std::initializer_list<event_channel> channels) {
    for (const auto channel : channels)
      add(channel);
  }

  constexpr void add(event_channel channel) { bits_ |= bit(channel); }
  constexpr void remove(channel_set others) {
    bits_ = static_cast<std::uint8_t>(bits_ & ~others.bits_);
  }
  constexpr bool has(event_channel channel) const { return (bits_ & bit(channel)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(channel_set, channel_set) = default;

private:
  static constexpr std::uint8_t bit(event_channel channel) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(channel));
  }
  std::uint8_t bits_ = 0;
};

} // namespace deskstorm
