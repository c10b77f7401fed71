#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include <deskstorm/actors/agent_setup.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/frame.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/open_pages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/tabs/action.hpp>

namespace deskstorm::actors {

/// The tabs of one agent, in whose name it acts: opens, closes and breaks them, and tells them what
/// the session has to say.
class tab_keeper {
public:
  tab_keeper(transport& carrier, run_context& run, receiver& session, const agent_setup& setup)
    : carrier_(&carrier),
      run_(&run),
      session_(&session),
      agent_(setup.id),
      backend_(setup.backend),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::agent), setup.id.value)) {
    if (run.limits.rules().scope == limiter_scope::agent)
      limiter_ = std::make_shared<shared_limiter>(run.limits, instant{});
  }

  bool empty() const { return pages_.empty(); }
  std::uint32_t opened() const { return opened_; } ///< number of the newest tab

  /// Opens a tab with the frames of the plan, or one without frames that a browser shows.
  void open(instant now, std::shared_ptr<port> browser = {}) {
    const bool in_browser = browser != nullptr;
    const tab_setup setup{agent_,   tab_id{++opened_},     session_, backend_,
                          limiter_, &pages_.last_active(), now,      std::move(browser)};
    auto& page = spawn<tab>(*carrier_, *run_, setup);
    for (auto& other : pages_) {
      post(*other.page, now, messages::peer_opened{page.number()});
      post(page, now, messages::peer_opened{other.page->number()});
    }
    std::uint32_t frames = 0;
    for (const auto& group : run_->plan.agents.frames)
      for (std::uint32_t n = 0; n < group.count && !in_browser; ++n)
        page.embed(spawn<frame>(*carrier_, *run_,
                                frame_setup{group.persona, frames++, &page, agent_, page.id()}),
                   group.persona);
    pages_.add(page);
    ++run_->tabs;
    run_->frames += frames;
    post(page, now, messages::open_page{});
  }

  /// Looks at the tab of that number, if it is open.
  void focus(std::uint32_t tab, instant now) {
    if (const auto chosen = pages_.numbered(tab); chosen != pages_.end())
      focus(chosen, now);
  }

  void close(std::uint32_t tab, instant now) {
    if (const auto chosen = pages_.numbered(tab); chosen != pages_.end())
      part(chosen, messages::close_tab{}, now);
  }

  void close_all(instant now) {
    while (!pages_.empty())
      part(pages_.begin(), messages::close_tab{}, now);
  }

  /// Does to the tabs what a script or a fault says.
  void happen(const messages::tab_event& event, const plan::tab_choice& which, instant now) {
    using enum tabs::action_kind;
    if (event.what == open_tab)
      return open(now);
    if (event.what == reload_all) {
      while (!pages_.empty())
        reload(pages_.begin(), now + event.extent, now);
      return;
    }
    if (event.what == tabs::action_kind::sleep)
      return tell(event, now);
    if (const auto chosen = pages_.choose(which); chosen != pages_.end())
      happen_to(chosen, event, now);
  }

  /// Tells all tabs what needs no link: they notice it by themselves.
  template <message M>
  void tell(const M& what, instant now) {
    for (auto& page : pages_)
      post(*page.page, now, what);
  }

  /// Sends all tabs what comes from the backend.
  void send(const messages::real_time_event& event, instant now) {
    for (auto& page : pages_)
      send_to(page, event, now);
  }

  /// Sends the answer to a request to the tab that has asked.
  void answer(const messages::ask& request, messages::answer how, instant now) {
    if (const auto page = pages_.numbered(request.tab); page != pages_.end())
      send_to(*page, messages::done{request.reference, request.frame, how, request.request}, now);
  }

private:
  template <message M>
  void post(receiver& to, instant when, const M& what) {
    carrier_->post(make_envelope(when, to, session_->number(), what));
  }

  void happen_to(open_pages::position chosen, const messages::tab_event& event, instant now) {
    using enum tabs::action_kind;
    switch (event.what) {
    case focus_tab: return focus(chosen, now);
    case close_tab: return part(chosen, messages::close_tab{}, now);
    case reload_tab: return reload(chosen, now + event.extent, now);
    case crash_tab:
    case drop_at_unload: return part(chosen, event, now);
    default: return post(*chosen->page, now, event);
    }
  }

  void focus(open_pages::position chosen, instant now) {
    post(*chosen->page, now, messages::focus_tab{});
    pages_.look_at(chosen);
  }

  void reload(open_pages::position chosen, instant loaded, instant now) {
    part(chosen, messages::close_tab{}, now);
    post(*session_, loaded, messages::page_reloaded{});
  }

  /// Ends a tab by the given message.
  template <message M>
  void part(open_pages::position chosen, const M& end, instant now) {
    const tab& gone = *chosen->page;
    post(*chosen->page, now, end);
    pages_.remove(chosen);
    for (auto& other : pages_)
      post(*other.page, now, messages::peer_closed{gone.number()});
  }

  template <message M>
  void send_to(open_pages::open_page& page, const M& what, instant now) {
    transmit<purpose::backend_link>(*run_, run_->backend_link, page.link, streams_,
                                    {M::kind, session_->number(), page.page->number()}, now,
                                    [&](instant due) { post(*page.page, due, what); });
  }

  transport* carrier_;
  run_context* run_;
  receiver* session_;
  agent_id agent_;
  receiver* backend_;
  streams_of<purpose::backend_link, purpose::fault> streams_;
  std::shared_ptr<shared_limiter> limiter_ = {};
  open_pages pages_ = {};
  std::uint32_t opened_ = 0;
};

} // namespace deskstorm::actors
