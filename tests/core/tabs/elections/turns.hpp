#pragma once

#include <algorithm>
#include <variant>

#include <deskstorm/tabs/election.hpp>

namespace deskstorm::tabs::tests {

/// One tab whose surroundings the test sets.
template <class Protocol>
struct turns {
  Protocol tab{tab_id{1}};
  typename Protocol::rules rules = {};
  stored_records storage = {};
  surroundings around{instant{}};
  election_effects effects = {};

  /// Gives an input at `at` and keeps the effects. What the tab writes, it reads at once.
  turns& give(duration at, const election_input::any& what) {
    const duration ahead = around.wall - around.now;
    around.now = instant{at};
    around.wall = around.now + ahead;
    around.storage = &storage;
    effects = tab.after(rules, what, around);
    for (const auto& e : effects) {
      if (const auto* timer = std::get_if<election_effect::arm_timer>(&e))
        last_ = *timer;
      if (const auto* w = std::get_if<election_effect::write>(&e))
        storage[w->key] = w->what;
    }
    return *this;
  }

  /// Lets the timer go off that was armed last.
  turns& ring() {
    return give(last_.due.time_since_epoch(), election_input::timer_fired{last_.token});
  }

  turns& hear(duration at, std::uint8_t kind, std::uint32_t from, std::int64_t stamp = 0,
              std::uint16_t number = 0) {
    return give(at, election_input::heard{{stamp, tab_id{from}, number, kind}});
  }

  template <class Effect>
  const Effect* first() const {
    for (const auto& e : effects)
      if (const auto* found = std::get_if<Effect>(&e))
        return found;
    return nullptr;
  }

  bool leads() const { return tab.state() == frame_state::leading; }

private:
  election_effect::arm_timer last_{};
};

} // namespace deskstorm::tabs::tests
