#pragma once

#include <cstdint>

#include <deskstorm/tabs/election.hpp>

namespace deskstorm::tabs {

/// What most protocols keep of a tab: its id, the state that it told last, whom it follows, and the
/// one timer that counts.
class election_part {
public:
  explicit election_part(tab_id id) : id_(id) {}

  frame_state state() const { return shown_; }
  tab_id leader() const { return leader_; }

protected:
  /// Tells the first state.
  void begin(election_effects& effects) { effects.push_back(election_effect::become{shown_}); }

  /// Tells the state if it is another one.
  void show(frame_state next, tab_id leader, election_effects& effects) {
    leader_ = leader;
    if (shown_ == next)
      return;
    shown_ = next;
    effects.push_back(election_effect::become{next});
  }

  bool leads() const { return shown_ == frame_state::leading; }

  /// Arms the timer that counts from now on.
  void arm(instant due, election_effects& effects) {
    effects.push_back(election_effect::arm_timer{due, ++timer_});
  }

  bool counts(election_input::timer_fired t) const { return t.token == timer_; }

  tab_id id_;
  tab_id leader_{};
  std::uint32_t timer_ = 0;
  frame_state shown_ = frame_state::negotiating;
};

} // namespace deskstorm::tabs
