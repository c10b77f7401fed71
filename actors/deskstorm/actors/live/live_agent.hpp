#pragma once

#include <limits>
#include <utility>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/open_media.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// What an agent does that a person at a real browser is, beside what all agents do.
template <class Agent>
class live_agent {
public:
  void on(const messages::join_tab& what, const context& about) {
    auto& a = self();
    auto browser = a.run_->live->take_port(what.port);
    if (what.is_new)
      begin_as_new(about.now);
    if (browser && a.tabs_.opened() == std::numeric_limits<messages::tab_ordinal>::max())
      return browser->closed("this agent has opened as many tabs as there are numbers for");
    if (browser)
      a.open_tab(about.now, std::move(browser));
  }

  void on(const messages::leave_tab& what, const context& about) {
    auto& a = self();
    a.tabs_.close(what.tab, about.now);
    a.tabs_changed(about.now);
  }

  void on(const messages::end_chat& what, const context& about) {
    auto& a = self();
    const auto* chat = a.calls_.find(what.interaction);
    if (chat != nullptr && chat->medium == desk::media::chat)
      a.post(*chat->to, about.now, messages::item_step{what.interaction, desk::media_trigger::end});
  }

private:
  /// Somebody else sits here than before.
  void begin_as_new(instant now) {
    auto& a = self();
    a.outbound_.carry_out(request_kind::outbound_stop_direct_push_preview, {},
                          a.run_->plan.campaigns);
    a.changed(a.states_.set_all({desk::state_code::ready}), now);
  }

  Agent& self() { return static_cast<Agent&>(*this); }
};

} // namespace deskstorm::actors
