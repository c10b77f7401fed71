#pragma once

#include <utility>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::actors {

/// What waits for the leading tab. Every tab notes it, and whoever leads does it: at once, or as
/// soon as it leads.
class leader_duties {
public:
  /// Notes what an event asks for, or what somebody has done already.
  void note(const messages::real_time_event& event) {
    if (event.auto_answer)
      ringing_.push_back(event.interaction);
    else
      std::erase(ringing_, event.interaction);
    if (event.type == event_type::case_id_changed)
      unwritten_.push_back(event.interaction);
    else if (event.type == event_type::attached_data_changed || event.type == event_type::removed)
      std::erase(unwritten_, event.interaction);
  }

  /// Returns what rings, or invites, and is to be answered automatically, once.
  std::vector<interaction_id> take_ringing() { return std::exchange(ringing_, {}); }

  /// Returns the interactions whose attached data has not got the id of their case yet, once.
  std::vector<interaction_id> take_unwritten() { return std::exchange(unwritten_, {}); }

private:
  std::vector<interaction_id> ringing_;
  std::vector<interaction_id> unwritten_;
};

} // namespace deskstorm::actors
