#pragma once

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/habits.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/desk/agent_state.hpp>

namespace deskstorm::actors {

/// What an agent does by itself, when its habits say so.
template <class Agent>
class with_habits {
public:
  void on(const messages::habit& habit, const context& about) {
    auto& a = self();
    if (a.logged_off_)
      return;
    follow(habit, about.now);
    if (const auto next = a.habits_.after(habit, about.now))
      a.post(a, next->at, next->next);
  }

protected:
  void log_off(instant now) {
    auto& a = self();
    a.logged_off_ = true;
    a.changed(a.states_.set_all({desk::state_code::logout}), now);
    a.tabs_.close_all(now);
    a.tabs_changed(now);
  }

private:
  Agent& self() { return static_cast<Agent&>(*this); }

  void follow(const messages::habit& habit, instant now) {
    using what = messages::habit::what;
    auto& a = self();
    switch (habit.does) {
    case what::shift_ends: return go_home(now);
    case what::break_begins: return a.changed(a.states_.set_all(state_of_break(habit)), now);
    case what::break_ends:
      if (a.states_.whole() == state_of_break(habit)) // no client has chosen another since
        a.changed(a.states_.set_all({desk::state_code::ready}), now);
      return;
    case what::tab_closes:
      a.tabs_.close(a.habits_.tab_of(habit.which), now);
      return a.tabs_changed(now);
    case what::tab_opens:
      a.open_tab(now);
      return a.habits_.opened_again(habit.which, a.tabs_.opened());
    }
  }

  const desk::agent_state& state_of_break(const messages::habit& habit) {
    return self().run_->plan.agents.breaks[habit.which].state;
  }

  /// Takes no more calls, and logs off once the last is over.
  void go_home(instant now) {
    auto& a = self();
    a.going_home_ = true;
    a.leave_records(now);
    a.tell_queue(now);
    if (a.calls_.empty())
      log_off(now);
  }
};

} // namespace deskstorm::actors
