#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/messages.hpp>

namespace deskstorm::desk {

/// What a request answers in `data`: nothing where it has no result.
using answer = result<maybe_json>;

/// Which tabs an event is for.
enum class reach : std::uint8_t { one_tab, all_tabs };

/// An event on its way to the frames that have subscribed to it.
struct outgoing {
  event_type type = event_type::unknown;
  json data = {};
  reach to = reach::all_tabs;
  std::string messenger = {};          ///< of messenger_message: the channel's own name
  std::optional<frame_id> except = {}; ///< does not get it, in one_tab

  friend bool operator==(const outgoing&, const outgoing&) = default;
};

/// The name of the channel on the wire.
inline std::string channel_text(const outgoing& event) {
  const auto channel = row_of(event.type).channel;
  if (channel == event_channel::messenger)
    return std::string{messenger_prefix} + event.messenger;
  return std::string{name_of(channel)};
}

} // namespace deskstorm::desk
