#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/actors/audience.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/leader_duties.hpp>
#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/live/live_tab.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/page_life.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/actors/tab_service.hpp>
#include <deskstorm/actors/tab_setup.hpp>
#include <deskstorm/actors/with_mishaps.hpp>
#include <deskstorm/actors/with_subscriptions.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/desk/main_thread.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::actors {

/// One browser tab: the service that client frames talk to, with one main thread and a part in the
/// election of its agent's tabs.
class tab
  : public entity<
      tab, messages::ask, messages::served, messages::done, messages::real_time_event,
      messages::peer_message, messages::election_timer, messages::subscribe, messages::unsubscribe,
      messages::peer_opened, messages::peer_closed, messages::focus_tab, messages::close_tab,
      messages::open_page, messages::connection, messages::tab_event, messages::toast_clicked,
      messages::relayed, messages::embed_frame, messages::frame_loaded, messages::drop_frame,
      messages::show_frame, messages::show_tab, messages::click_toast, messages::bury>,
    public live_tab<tab>,
    public with_mishaps<tab>,
    public with_subscriptions<tab> {
public:
  tab(caf::actor_config& config, transport& carrier, run_context& run, tab_setup setup)
    : entity(config, carrier),
      run_(&run),
      agent_(setup.agent),
      id_(setup.tab),
      session_(setup.session),
      backend_(setup.backend),
      last_active_(setup.last_active),
      service_(run, std::move(setup.of_agent), setup.opens),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::tab), setup.agent.value,
                         setup.tab.value)),
      election_(run.election, setup.tab) {
    if (setup.browser)
      live_ = std::make_unique<live_page>(std::move(setup.browser));
  }

  /// Puts a client frame into the page, before it opens.
  messages::frame_slot embed(receiver& frame, std::uint32_t persona) {
    return frames_.add(frame, persona);
  }

  agent_id agent() const { return agent_; }
  tab_id id() const { return id_; }

  /// A page that stands still takes nothing but what the browser does to it.
  instant held_until(const envelope& e) const {
    switch (e.kind()) {
    case messages::tab_event::kind:
    case messages::close_tab::kind:
    case messages::peer_opened::kind:
    case messages::peer_closed::kind:
    case messages::bury::kind: return instant{};
    default: return life_.stands_until;
    }
  }

  /// Whether it leads. May be asked from outside.
  bool leads() const { return leads_.load(std::memory_order_relaxed); }

  /// Says hello to the frames and enters the election.
  void on(const messages::open_page&, const context& about) {
    for (messages::frame_slot slot = 0; slot < frames_.size(); ++slot) {
      post(*frames_[slot].to, about.now, messages::load_page{});
      to_frame(slot, messages::hello{slot}, about.now);
    }
    elect(tabs::election_input::opened{}, about.now);
    if (live_)
      live_->browser->opened(*this, agent_, id_);
  }

  void on(const messages::ask& request, const context& about) {
    if (closed_)
      return;
    auto draw = streams_.draw<purpose::tab_service>(run_->key);
    const duration service = plan::sample(run_->plan.tab_service.of(request.request), draw);
    const auto work = thread_.take(about.now, service);
    run_->seen.tab_served(number(), work.begun - about.now, service, work.begun);
    if (work.finished == about.now)
      serve(request, about.now);
    else
      post(*this, work.finished, messages::served{request});
  }

  void on(const messages::served& what, const context& about) {
    if (!closed_)
      serve(what.request, about.now);
  }

  void on(const messages::done& what, const context& about) {
    if (!closed_)
      to_frame(what.frame, messages::reply{what.reference, {}, what.how, what.request}, about.now);
  }

  void on(const messages::real_time_event& event, const context& about) {
    if (closed_)
      return;
    duties_.note(event);
    service_.desktop().note(event);
    tell_frames({event.interaction, event.channel, event.type, {}, {}, as_shown(event)}, about.now);
    do_duties(about.now);
  }

  void on(const messages::peer_message& what, const context& about) {
    elect(tabs::election_input::heard{std::bit_cast<tabs::election_message>(what.content)},
          about.now);
  }

  void on(const messages::election_timer& timer, const context& about) {
    elect(tabs::election_input::timer_fired{timer.token}, about.now);
  }

  void on(const messages::peer_opened& news, const context&) {
    peers_.push_back({&static_cast<tab&>(carrier().at(news.peer)), {}});
  }

  void on(const messages::peer_closed& news, const context&) {
    std::erase_if(peers_, [&](const peer& p) { return p.other->number() == news.peer; });
  }

  void on(const messages::focus_tab&, const context& about) {
    elect(tabs::election_input::activity{}, about.now);
  }

  void on(const messages::connection& what, const context& about) {
    tell_frames({{}, event_channel::system, event_type::realtime_connection, {}, what.state},
                about.now);
  }

  /// The click is an event of the tab that shows the toast, which may be another one.
  void on(const messages::toast_clicked& what, const context& about) {
    constexpr auto type = event_type::custom_toast_button_click;
    const auto where = service_.desktop().click(what.toast, about.now);
    const auto data = run_->document_of(type, [&] { return tab_desktop::click_data(what.toast); });
    const messages::real_time_event click{{}, event_channel::system, type, false, data};
    if (where == id_)
      return on(click, about);
    for (auto& p : peers_)
      if (where == p.other->id())
        post(*p.other, about.now, click);
  }

  void on(const messages::close_tab&, const context& about) {
    elect(tabs::election_input::closing{}, about.now);
    vanish(about.now);
  }

  void on(const messages::bury&, const context&) {
    if (const auto live = std::exchange(live_, nullptr)) {
      live->browser->closed("the tab was closed");
      service_.desktop() = {}; // no part of it comes back, but the tab stays in memory
    }
    quit();
  }

  using live_tab<tab>::on;     // what the browser does
  using with_mishaps<tab>::on; // what happens to the page
  using with_subscriptions<tab>::on;

private:
  friend live_tab<tab>;
  friend with_mishaps<tab>;
  friend with_subscriptions<tab>;

  struct peer {
    tab* other;
    link_end link;
  };

  tab_ref reference() const { return {agent_, id_, number()}; }

  // -- requests --------------------------------------------------------------------------------

  void serve(const messages::ask& request, instant now) {
    const tab_id last_active{last_active_->load(std::memory_order_relaxed)};
    const auto& frame = frames_[request.frame];
    const auto judged = service_.serve({request, frame.persona, now, reference(), last_active,
                                        election_.state(), session_->number(), frame.live.get()});
    for (const auto& event : judged.events)
      tell(event, now);
    if (judged.ran)
      follow_up(request, now);
    switch (judged.course) {
    case request_course::succeeds: return reply(request, messages::answer::ok, now);
    case request_course::limited: return reply(request, messages::answer::rate_limited, now);
    case request_course::refused: lose(request, request_loss::refused, now); [[fallthrough]];
    case request_course::fails: return reply(request, messages::answer::failed, now);
    case request_course::strange: return lose(request, request_loss::refused, now);
    case request_course::quarantined: return lose(request, request_loss::ignored, now);
    case request_course::goes_to_backend: return forward(judged.filled_in(request), now);
    case request_course::goes_to_session:
      return post(*session_, now, messages::command{judged.filled_in(request)});
    }
  }

  /// What requests do outside of the tab's desktop.
  void follow_up(const messages::ask& request, instant now) {
    if (live_ && live_page::changes_desktop(request.request))
      live_->show(service_.desktop().page(), now);
    if (request.request == request_kind::system_trigger_activity)
      post(*session_, now, messages::activity{request.tab});
    if (request.request == request_kind::system_popup_toast && !live_)
      await_click(now);
  }

  /// The agent, as a person, clicks the first button of the toast that has popped up.
  void await_click(instant now) {
    const auto& after = run_->plan.agents.click_toasts_after;
    if (!after)
      return;
    auto draw = streams_.draw<purpose::toast>(run_->key);
    post(*this, now + plan::sample(*after, draw),
         messages::toast_clicked{service_.desktop().newest_toast()});
  }

  void forward(const messages::ask& request, instant now) {
    auto draw = streams_.draw<purpose::backend_service>(run_->key);
    const duration service = plan::sample(run_->plan.backend.service.of(request.request), draw);
    const messages::job job{request, static_cast<float>(service.count())};
    if (!to_backend(*backend_, job, now))
      lose(request, request_loss::lost, now);
  }

  void reply(const messages::ask& request, messages::answer how, instant now) {
    if (!to_frame(request.frame, messages::reply{request.reference, {}, how, request.request}, now))
      lose(request, request_loss::lost, now);
  }

  void lose(const messages::ask& request, request_loss why, instant now) {
    run_->seen.request_lost(frames_[request.frame].persona, request.request, why, now);
  }

  // -- events ----------------------------------------------------------------------------------

  void tell_frames(const messages::notify& event, instant now) {
    frames_.each_of(event.channel,
                    [&](messages::frame_slot frame) { to_frame(frame, event, now); });
  }

  /// Tells the frames what a request of one of them has caused.
  void tell(const desk::outgoing& event, instant now) {
    messages::notify what{{}, row_of(event.type).channel, event.type, {}, {}};
    if (live_ || run_->tells(event.type))
      what.document = run_->file_event({.content = event.data, .origin = event.messenger});
    frames_.each_of(what.channel, [&](messages::frame_slot frame) {
      if (frames_.hears(frame, event, run_->plan))
        to_frame(frame, what, now);
    });
  }

  /// Only the leader does them. What came while nobody led is done by whoever leads next.
  void do_duties(instant now) {
    if (election_.state() != frame_state::leading)
      return;
    for (const auto interaction : duties_.take_ringing())
      to_backend(*session_, messages::auto_answer{interaction}, now);
    for (const auto interaction : duties_.take_unwritten())
      to_backend(*session_, messages::write_case{interaction}, now);
  }

  // -- life ------------------------------------------------------------------------------------

  /// The page is gone, whatever the tab has said before.
  void vanish(instant now) {
    if (std::exchange(closed_, true))
      return;
    for (const auto& frame : frames_)
      post(*frame.to, now, messages::unload{});
    frames_.clear();
    run_->seen.tab_closed(reference(), now);
    post(*this, std::max(now, life_.stands_until) + duration{1}, messages::bury{});
  }

  // -- election --------------------------------------------------------------------------------

  void elect(const tabs::election_input::any& what, instant now) {
    if (closed_)
      return;
    const auto perform = overloaded{
      [&](const tabs::election_effect::broadcast& e) {
        for (auto& p : peers_)
          to_peer(p, e.what, now);
      },
      [&](const tabs::election_effect::send& e) {
        for (auto& p : peers_)
          if (p.other->id() == e.to)
            to_peer(p, e.what, now);
      },
      [&](const tabs::election_effect::arm_timer& e) {
        post(*this, life_.timer_at(e.due), messages::election_timer{e.token});
      },
      [&](const tabs::election_effect::become& e) { become(e.state, now); },
      [](const auto&) {}, // of a browser, which is not here
    };
    tabs::surroundings around{now};
    around.visible = life_.visible;
    around.source = this;
    around.numbers = draw_number;
    for (const auto& effect : election_.after(run_->election, what, around))
      std::visit(perform, effect);
  }

  static std::int64_t draw_number(void* of, std::int64_t low, std::int64_t high) {
    auto& self = *static_cast<tab*>(of);
    auto draw = self.streams_.draw<purpose::election>(self.run_->key);
    const auto span = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(draw.next() % span);
  }

  void become(frame_state state, instant now) {
    leads_.store(state == frame_state::leading, std::memory_order_relaxed);
    run_->seen.tab_state(reference(), state, now);
    tell_frames({{}, event_channel::system, event_type::frame_state, state, {}}, now);
    do_duties(now);
  }

  // -- links -----------------------------------------------------------------------------------

  template <message M>
  bool to_frame(messages::frame_slot slot, const M& what, instant now) {
    auto& frame = frames_[slot];
    if (frame.live && frame.live->is_desk) { // faults are for the pages of clients
      post(*frame.to, now, what);
      return true;
    }
    return transmit<purpose::post_message_link>(*run_, run_->post_message, frame.link, streams_,
                                                {M::kind, number(), frame.to->number()}, now,
                                                [&](instant due) { post(*frame.to, due, what); });
  }

  template <message M>
  bool to_backend(receiver& to, const M& what, instant now) {
    return transmit<purpose::backend_link>(
      *run_, run_->backend_link, backend_end_, streams_, {M::kind, number(), to.number()}, now,
      [&](instant due) { carrier().post(make_envelope(due, to, session_->number(), what)); });
  }

  void to_peer(peer& p, const tabs::election_message& what, instant now) {
    if (life_.is_mute(now))
      return;
    const auto content = std::bit_cast<decltype(messages::peer_message::content)>(what);
    transmit<purpose::broadcast_link>(
      *run_, run_->broadcast_channel, p.link, streams_,
      {messages::peer_message::kind, number(), p.other->number()}, now,
      [&](instant due) { post(*p.other, due, messages::peer_message{content}); });
  }

  run_context* run_;
  agent_id agent_;
  tab_id id_;
  receiver* session_;
  receiver* backend_;
  const std::atomic<std::uint32_t>* last_active_;
  main_thread thread_;
  audience frames_;
  tab_service service_;
  streams_of<purpose::tab_service, purpose::backend_service, purpose::post_message_link,
             purpose::broadcast_link, purpose::backend_link, purpose::election, purpose::toast,
             purpose::fault>
    streams_;
  link_end backend_end_;
  bool closed_ = false;
  page_life life_;
  std::atomic<bool> leads_ = false;
  leader_duties duties_;
  std::unique_ptr<live_page> live_; ///< null where no browser shows it
  tabs::election election_;
  std::vector<peer> peers_;
};

} // namespace deskstorm::actors
