#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>

namespace deskstorm::desk {

/// What the frames of one tab have subscribed to, by the names of the wire. Names that mean nothing
/// are kept and never fire. A second subscription to a channel doubles its events, as the client
/// library expects.
class listeners {
public:
  /// Takes one name or a list of names, and returns the number of the subscription, from 1.
  subscription_id add(frame_id frame, const json& channels) {
    const subscription_id id{++made_};
    add(frame, channels, id);
    return id;
  }

  /// The same where the caller numbers subscriptions.
  void add(frame_id frame, const json& channels, subscription_id id) {
    if (channels.is_string())
      all_.push_back({id, frame, channels.get<std::string>()});
    else
      for (const auto& name : channels)
        all_.push_back({id, frame, name.get<std::string>()});
  }

  /// Ends a subscription of that frame; one that is not there changes nothing.
  void remove(frame_id frame, const json& id) {
    std::erase_if(all_, [&](const one& s) { return s.frame == frame && json(s.id.value) == id; });
  }

  /// Calls `tell` with each frame that gets an event of that channel, once for each copy.
  template <class Tell>
  void each(std::string_view channel, Tell&& tell) const {
    for (const auto& s : all_)
      if (s.channel == channel)
        tell(s.frame);
  }

  /// How many names there are.
  std::size_t size() const { return all_.size(); }

private:
  struct one {
    subscription_id id;
    frame_id frame;
    std::string channel;
  };
  std::vector<one> all_;
  std::uint32_t made_ = 0;
};

} // namespace deskstorm::desk
