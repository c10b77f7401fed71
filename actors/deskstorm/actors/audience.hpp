#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/subscriptions.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::actors {

/// The client frames of a tab, and what they have subscribed to.
class audience {
public:
  using slot = messages::frame_slot;

  struct member {
    receiver* to;
    std::uint32_t persona;
    link_end link;
    subscriptions subscribed;
    std::unique_ptr<live_guest> live; ///< null for simulated frames
  };

  slot add(receiver& frame, std::uint32_t persona) {
    assert(members_.size() < std::numeric_limits<slot>::max());
    members_.push_back({&frame, persona, {}, {}, {}});
    return static_cast<slot>(members_.size() - 1);
  }

  member& operator[](slot frame) { return members_[frame]; }
  const member& operator[](slot frame) const { return members_[frame]; }
  auto begin() const { return members_.begin(); }
  auto end() const { return members_.end(); }
  slot size() const { return static_cast<slot>(members_.size()); }
  void clear() { members_.clear(); }

  subscription_id next_subscription() { return subscription_id{++made_}; }

  void subscribe(slot frame, subscription_id id, channel_set channels) {
    if (!members_[frame].live) // a live frame knows itself what its page wants
      members_[frame].subscribed.add(id, channels);
  }

  /// Calls `tell` for each frame that hears events of that channel, as often as it has subscribed.
  template <class Tell>
  void each_of(event_channel channel, Tell&& tell) const {
    for (std::size_t i = 0; i < members_.size(); ++i)
      for (auto copies = members_[i].subscribed.copies(channel); copies > 0; --copies)
        tell(static_cast<slot>(i));
  }

  /// Says whether a frame hears an event that a request has caused: a message, only where its
  /// persona listens to the messenger and has not sent it.
  bool hears(slot frame, const desk::outgoing& event, const plan::floor_plan& plan) const {
    if (event.type != event_type::messenger_message)
      return true;
    const auto& heard = plan.personas[members_[frame].persona].messengers;
    return event.except != frame_id{frame}
           && (members_[frame].live || std::ranges::count(heard, event.messenger) > 0);
  }

private:
  std::vector<member> members_ = {};
  std::uint32_t made_ = 0;
};

} // namespace deskstorm::actors
