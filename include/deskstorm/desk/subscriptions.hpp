#pragma once

#include <cstddef>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/protocol/channel_set.hpp>

namespace deskstorm {

/// What one frame has subscribed to. The vendor does not say what a second subscription to a
/// channel does; here both stay, and the frame gets such events twice.
class subscriptions {
public:
  void add(subscription_id id, channel_set channels) { all_.push_back({id, channels}); }

  /// Forgets one; an id that is not there changes nothing.
  void remove(subscription_id id) {
    std::erase_if(all_, [=](const one& s) { return s.id == id; });
  }

  /// How many times the frame gets an event of this channel.
  std::size_t copies(event_channel channel) const {
    std::size_t n = 0;
    for (const auto& s : all_)
      n += s.channels.has(channel) ? 1U : 0U;
    return n;
  }

private:
  struct one {
    subscription_id id;
    channel_set channels;
  };
  std::vector<one> all_;
};

} // namespace deskstorm
