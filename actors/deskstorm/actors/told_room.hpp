#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/desk/media_state.hpp>

namespace deskstorm::actors {

/// What the caller queue knows of the media that an agent has room in.
class told_room {
public:
  /// The queue has offered something: it takes the agent off its list by itself.
  void taken(desk::media medium) { told_[static_cast<std::size_t>(medium)] = false; }

  /// Passes to `tell` what the queue does not know yet.
  template <class HasRoom, class Tell>
  void update(HasRoom&& has_room, Tell&& tell) {
    for (std::size_t m = 0; m < told_.size(); ++m) {
      const auto medium = static_cast<desk::media>(m);
      const bool room = has_room(medium);
      if (std::exchange(told_[m], room) != room)
        tell(messages::availability{room, medium});
    }
  }

private:
  std::array<bool, desk::media_count> told_{};
};

} // namespace deskstorm::actors
