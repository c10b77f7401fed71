#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

#include <deskstorm/actors/agent_setup.hpp>
#include <deskstorm/actors/call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/habits.hpp>
#include <deskstorm/actors/live/live_agent.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/live_calls.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/mishaps.hpp>
#include <deskstorm/actors/outbound_desk.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_keeper.hpp>
#include <deskstorm/actors/told_room.hpp>
#include <deskstorm/actors/with_habits.hpp>
#include <deskstorm/actors/written_email.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/desk/event_data.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/tab_requests.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// An agent: the person, who opens and closes tabs and takes calls, and the session of that person
/// at the backend, which carries out requests and tells every tab what happens.
class agent
  : public entity<agent, messages::interaction_event, messages::command, messages::auto_answer,
                  messages::write_case, messages::carried_out, messages::offer,
                  messages::call_released, messages::call_removed, messages::wrapped_up,
                  messages::script, messages::activity, messages::consultation_begun,
                  messages::connection, messages::record_offered, messages::call_placed,
                  messages::wrap_up_begins, messages::campaign_news, messages::log_in,
                  messages::habit, messages::mishap, messages::page_reloaded, messages::join_tab,
                  messages::leave_tab, messages::end_chat>,
    public with_habits<agent>,
    public live_agent<agent> {
public:
  agent(caf::actor_config& config, transport& carrier, run_context& run, agent_setup setup)
    : entity(config, carrier),
      run_(&run),
      setup_(std::move(setup)),
      outbound_(setup_.campaigns),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::agent), setup_.id.value)),
      tabs_(carrier, run, *this, setup_),
      habits_(run, setup_.id),
      mishaps_(run, setup_.id) {}

  /// Logs in: opens the tabs of the plan and is ready for calls.
  void on(const messages::log_in&, const context& about) {
    states_.set_all({desk::state_code::ready});
    if (run_->live != nullptr)
      run_->live->note(number(), states_);
    if (is_seat())
      return;
    for (std::uint32_t n = 0; n < run_->plan.agents.tabs; ++n)
      open_tab(about.now);
    for (const auto& habit : habits_.begin(about.now))
      post(*this, habit.at, habit.next);
    for (const auto& mishap : mishaps_.begin(about.now))
      post(*this, mishap.at, mishap.what);
  }

  using with_habits<agent>::on;
  using live_agent<agent>::on;

  void on(const messages::interaction_event& event, const context& about) {
    tabs_.send(
      {event.interaction, row_of(event.type).channel, event.type,
       answers_automatically() && (event.type == event_type::ringing || event.leader_answers),
       event.document},
      about.now);
  }

  void on(const messages::command& command, const context& about) {
    const auto& request = command.request;
    const auto parameters = run_->parameters_of(request);
    if (!parameters)
      return answer(request, about, messages::answer::failed);
    if (outbound_desk::knows(request.request))
      return ask_campaigns(request, *parameters, about);
    std::visit(
      overloaded{
        [&](const desk::sets_states& by) { set_state(by, request, *parameters, about); },
        [&](const desk::begins_call& by) {
          auto& made = spawn<call>(carrier(), *run_, call_source::dialed(setup_.id, ++dialed_));
          const bool begun = made.begin(*this, by, *parameters, about.now);
          begin(made, desk::media::voice, begun, request, about);
        },
        [&](const desk::begins_email& by) {
          auto& made = spawn<written_email>(carrier(), *run_, setup_.id, ++written_);
          const bool begun = made.begin(*this, by, *parameters, about.now);
          begin(made, desk::media::email, begun, request, about);
        },
        [&](const desk::changes_interaction&) { hand_on(request, *parameters, about); },
        [&](const desk::begins_consultation&) { hand_on(request, *parameters, about); },
        [&](const desk::ends_consultation&) { hand_on(request, *parameters, about); },
        [&](const desk::asks_campaigns&) { answer(request, about, messages::answer::failed); },
        [&](const auto&) { answer(request, about, messages::answer::ok); }, // tabs
      },
      desk::handler_of(request.request));
  }

  /// An interaction has carried out a request, or the backend turned it away.
  void on(const messages::carried_out& what, const context& about) {
    answer(what.request, about, what.how);
  }

  void on(const messages::auto_answer& what, const context& about) { pass_on(what, about.now); }
  void on(const messages::write_case& what, const context& about) { pass_on(what, about.now); }

  void on(const messages::offer& offered, const context& about) {
    const auto medium = run_->medium_of(offered.queue);
    calls_.add({offered.interaction, &carrier().at(offered.call), offered.queue, medium});
    run_->seen.agent_engaged(offered.queue, about.now);
    told_room_.taken(medium);
    tell_queue(about.now);
  }

  void on(const messages::call_released& released, const context& about) {
    if (is_seat()) // a person marks done
      return;
    duration wrap_up{};
    const auto* call = calls_.find(released.interaction);
    if (call == nullptr)
      return;
    if (call->queue) {
      auto draw = streams_.draw<purpose::wrap_up>(run_->key);
      wrap_up = plan::sample(run_->plan.queues[*call->queue].wrap_up, draw);
    }
    if (wrap_up > duration::zero() && call->medium == desk::media::voice)
      changed(states_.begin_after_call_work(desk::media::voice), about.now);
    post(*this, about.now + wrap_up, messages::wrapped_up{released.interaction});
  }

  void on(const messages::wrapped_up& what, const context& about) {
    auto* call = calls_.find(what.interaction);
    if (call == nullptr || call->medium == desk::media::voice)
      changed(states_.end_after_call_work(desk::media::voice), about.now);
    if (call != nullptr)
      post(*call->to, about.now, messages::mark_done{});
  }

  void on(const messages::call_removed& gone, const context& about) {
    if (const auto* call = calls_.find(gone.interaction); call->queue)
      run_->seen.agent_freed(*call->queue, about.now);
    calls_.remove(gone.interaction);
    tell_queue(about.now);
    if (going_home_ && calls_.empty())
      log_off(about.now);
  }

  void on(const messages::consultation_begun& what, const context& about) {
    calls_.add({what.consultation, &carrier().at(about.from)});
  }

  /// A client has reported activity: its tab is now the last active one.
  void on(const messages::activity& what, const context& about) {
    tabs_.focus(what.tab, about.now);
  }

  void on(const messages::connection& what, const context& about) { tabs_.tell(what, about.now); }

  // -- outbound

  void on(const messages::campaign_news& news, const context& about) {
    outbound_.note(news);
    const auto type = outbound::event_of(news.step);
    tell(type, about.now, [&] {
      const auto& plan = run_->plan.campaigns[news.campaign];
      const auto mode = name_in(outbound::campaign_mode_texts, plan.mode);
      return desk::event_data(type, {.campaign = plan.name, .mode = mode});
    });
  }

  /// Takes the record, unless something else came at the same time.
  void on(const messages::record_offered& offered, const context& about) {
    const bool taken =
      offered.wanted ? !tabs_.empty() && !going_home_ : has_room(desk::media::voice);
    auto& work = carrier().at(offered.work);
    if (taken)
      calls_.add({offered.interaction, &work, {}, desk::media::voice, offered.is_preview});
    post(work, about.now, messages::record_taken{taken, setup_.id});
    tell_queue(about.now);
  }

  void on(const messages::call_placed& placed, const context& about) {
    calls_.add({placed.interaction, &carrier().at(about.from), {}, desk::media::voice, true});
  }

  void on(const messages::wrap_up_begins& what, const context& about) {
    if (is_seat())
      return;
    const duration wrap_up{static_cast<duration::rep>(what.wrap_up_ns)};
    if (wrap_up > duration::zero())
      changed(states_.begin_after_call_work(desk::media::voice), about.now);
    post(*this, about.now + wrap_up, messages::wrapped_up{what.interaction});
  }

  void on(const messages::script& what, const context& about) {
    const auto& step = run_->plan.script[what.step];
    happen({step.action, step.extent}, step.tab, about.now);
  }

  void on(const messages::mishap& what, const context& about) {
    const auto& fault = run_->plan.faults[what.fault];
    happen({fault.action, mishaps_.extent(what)}, fault.tab, about.now);
    if (const auto next = mishaps_.after(what, about.now); next && !logged_off_)
      post(*this, next->at, next->what);
  }

  void on(const messages::page_reloaded&, const context& about) {
    if (!logged_off_)
      open_tab(about.now);
  }

private:
  friend with_habits<agent>;
  friend live_agent<agent>;

  /// Whether it is a place for people: it opens no tab and does nothing by itself.
  bool is_seat() const { return setup_.id.value > run_->plan.agents.count; }

  bool answers_automatically() const { return !is_seat() || run_->live->setup().auto_answer; }

  // -- requests

  void answer(const messages::ask& request, const context& about, messages::answer how) {
    tabs_.answer(request, how, about.now);
  }

  void set_state(const desk::sets_states& by, const messages::ask& request, const json& parameters,
                 const context& about) {
    const auto change = by.run(states_, parameters);
    run_->succeeds(request, change);
    answer(request, about, change ? messages::answer::ok : messages::answer::failed);
    if (change)
      changed(*change, about.now);
  }

  /// Tells tabs and queue what became of the agent's states.
  void changed(const desk::media_states::change& change, instant now) {
    if (run_->live != nullptr)
      run_->live->note(number(), states_);
    for (const auto media : change.changed)
      tell(event_type::media_state_changed, now,
           [&] { return desk::media_state_data(media, states_.of(media)); });
    if (change.agent_changed)
      tell(event_type::agent_state_changed, now,
           [&] { return desk::agent_state_data(states_.whole()); });
    tell_queue(now);
  }

  /// Tells all tabs of an event that is about no interaction.
  template <class Data>
  void tell(event_type type, instant now, const Data& data) {
    tabs_.send({{}, row_of(type).channel, type, false, run_->document_of(type, data)}, now);
  }

  /// Tells an interaction what the leading tab does for it, as far as it is there.
  template <message M>
  void pass_on(const M& what, instant now) {
    if (auto* one = calls_.find(what.interaction))
      post(*one->to, now, what);
  }

  /// Lets the interaction that a request names carry it out.
  void hand_on(messages::ask request, const json& parameters, const context& about) {
    const json named = desk::detail::value_at(parameters, 0);
    if (request.interaction.value == 0) // written out in the parameters
      request.interaction = desk::interaction_named(named).value_or(interaction_id{});
    if (auto* call = calls_.find(request.interaction))
      return post(*call->to, about.now, messages::command{request});
    run_->note(request, desk::unknown_interaction(named));
    answer(request, about, messages::answer::failed);
  }

  /// Begins a call or an e-mail of the agent's own, unless the request was wrong.
  template <class Made>
  void begin(Made& made, desk::media medium, bool begun, const messages::ask& request,
             const context& about) {
    if (begun)
      calls_.add({made.id(), &made, {}, medium});
    else
      run_->note(request, failure{"The destination must not be empty.", "destination"});
    answer(request, about, begun ? messages::answer::ok : messages::answer::failed);
    tell_queue(about.now);
  }

  bool has_room(desk::media medium) const {
    return desk::is_ready(states_.of(medium).code) && !tabs_.empty() && !going_home_
           && calls_.of(medium) < run_->plan.agents.capacity[static_cast<std::size_t>(medium)];
  }

  /// Tells queue and campaigns where they do not know whether this agent can take an interaction.
  void tell_queue(instant now) {
    if (setup_.queue != nullptr)
      told_room_.update([&](desk::media m) { return run_->serves(m) && has_room(m); },
                        [&](const auto& news) { post(*setup_.queue, now, news); });
    tell_campaigns(now);
  }

  void tell_campaigns(instant now) {
    for (auto* one : outbound_.to_tell(has_room(desk::media::voice)))
      post(*one, now, outbound_.availability());
  }

  /// A request about campaigns, or about a record that is the agent's.
  void ask_campaigns(const messages::ask& request, const json& parameters, const context& about) {
    if (names_interaction(request.request))
      return hand_on(request, parameters, about);
    const auto& plans = run_->plan.campaigns;
    const bool legal = outbound_.carry_out(request.request, parameters, plans);
    run_->note(request, outbound_.answer_to(request.request, legal, parameters, plans));
    answer(request, about, legal ? messages::answer::ok : messages::answer::failed);
    if (auto* from = outbound_.asked(request.request, parameters, plans))
      post(*from, about.now, messages::record_wanted{});
    tell_campaigns(about.now);
  }

  /// Nobody can look at records any more: those that are not called go back to their lists.
  void leave_records(instant now) {
    for (const auto& one : calls_)
      if (one.previewed)
        post(*one.to, now, messages::record_withdrawn{});
  }

  // -- tabs

  void open_tab(instant now, std::shared_ptr<port> browser = {}) {
    tabs_.open(now, std::move(browser));
    tell_queue(now);
  }

  /// Does to the tabs what a script or a fault says.
  void happen(const messages::tab_event& event, const plan::tab_choice& which, instant now) {
    if (logged_off_)
      return;
    tabs_.happen(event, which, now);
    tabs_changed(now);
  }

  /// Tabs were opened or closed.
  void tabs_changed(instant now) {
    if (tabs_.empty())
      leave_records(now);
    tell_queue(now);
  }

  run_context* run_;
  agent_setup setup_;
  outbound_desk outbound_;
  streams_of<purpose::wrap_up> streams_;
  tab_keeper tabs_;
  live_calls calls_;
  desk::media_states states_;
  told_room told_room_;
  habits habits_;
  mishaps mishaps_;
  bool going_home_ = false;
  bool logged_off_ = false;
  std::uint32_t dialed_ = 0;
  std::uint32_t written_ = 0;
};

} // namespace deskstorm::actors
