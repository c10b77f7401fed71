#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/distribution.hpp>

namespace deskstorm::actors {

/// What becomes of one message on a link.
struct verdict {
  bool dropped = false;
  bool doubled = false;
  duration later = {};  ///< on top of the latency
  duration second = {}; ///< for doubled: how long after the first the copy comes
};

/// What a fault rule may look at.
struct facts {
  std::uint16_t kind = 0; ///< of the message
  entity_number from = 0;
  entity_number to = 0;
};

/// The fault rules of one link, asked for each message.
class link_rules {
public:
  virtual ~link_rules() = default;
  virtual verdict judge(const facts& about, instant now, stream& draw) const = 0;
};

/// One kind of link: how long messages take, and what may happen to them. `rules` may be null.
struct link_type {
  plan::distribution latency = {};
  const link_rules* rules = nullptr;
};

/// The sender's end of the link to one receiver: messages arrive in the order they were sent.
struct link_end {
  instant last_arrival = {};

  /// Returns when a message sent at `now` arrives.
  template <class Draw>
  instant arrival(instant now, const plan::distribution& latency, duration later, Draw&& draw) {
    last_arrival = std::max(last_arrival, now + plan::sample(latency, draw) + later);
    return last_arrival;
  }
};

} // namespace deskstorm::actors
