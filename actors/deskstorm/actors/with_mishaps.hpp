#pragma once

#include <utility>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/tabs/action.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::actors {

/// What a browser, a script or a fault does to the page of a tab.
template <class Tab>
class with_mishaps {
public:
  void on(const messages::tab_event& event, const context& about) {
    using enum tabs::action_kind;
    auto& t = self();
    const instant until = about.now + event.extent;
    switch (event.what) {
    case crash_tab: return t.vanish(about.now);
    case drop_at_unload: t.life_.mute_until = never; return t.on(messages::close_tab{}, about);
    case one_way_link: t.life_.mute_until = until; return;
    case cancel_close: tell_election(tabs::election_input::leaving{}, about.now); [[fallthrough]];
    case busy_tab: return t.life_.stand(until);
    case freeze_tab:
    case sleep: return freeze(until, about.now);
    case hide_tab: return show(false, about.now);
    case show_tab: return show(true, about.now);
    default: return tell_election(tabs::election_input::resign{}, about.now);
    }
  }

protected:
  void show(bool visible, instant now) {
    if (std::exchange(self().life_.visible, visible) == visible)
      return;
    using namespace tabs::election_input;
    tell_election(visible ? any{shown{}} : any{hidden{}}, now);
  }

private:
  Tab& self() { return static_cast<Tab&>(*this); }

  void tell_election(const tabs::election_input::any& what, instant now) {
    if (!self().life_.stands(now))
      self().elect(what, now);
  }

  void freeze(instant until, instant now) {
    auto& t = self();
    t.life_.stand(until);
    for (const auto& frame : t.frames_)
      t.post(*frame.to, now, messages::page_frozen{t.life_.stands_until});
  }
};

} // namespace deskstorm::actors
