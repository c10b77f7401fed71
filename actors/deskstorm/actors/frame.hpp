#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/client/client_library.hpp>
#include <deskstorm/plan/arrivals.hpp>
#include <deskstorm/plan/expansion.hpp>

namespace deskstorm::actors {

/// Where a client frame is and what it does.
struct frame_setup {
  std::uint32_t persona = 0; ///< index into floor_plan::personas
  std::uint32_t number = 0;  ///< of the frame within its tab, from 0
  receiver* page = nullptr;  ///< its tab
  agent_id agent = {};
  tab_id tab = {};
};

/// A client page in an iframe: the vendor's client library, and a persona that uses it.
class frame : public entity<frame, messages::wake, messages::reply, messages::expire,
                            messages::notify, messages::retry, messages::hello, messages::load_page,
                            messages::page_frozen, messages::unload> {
public:
  frame(caf::actor_config& config, transport& carrier, run_context& run, frame_setup setup)
    : entity(config, carrier),
      run_(&run),
      persona_(&run.plan.personas[setup.persona]),
      page_(setup.page),
      agent_(setup.agent),
      tab_(setup.tab),
      slot_(static_cast<messages::frame_slot>(setup.number)),
      who_(setup.persona),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::frame), setup.agent.value,
                         setup.tab.value, setup.number)) {}

  /// A frame of a frozen page takes nothing but its end, and that it is frozen longer.
  instant held_until(const envelope& e) const {
    const bool passes =
      e.kind() == messages::unload::kind || e.kind() == messages::page_frozen::kind;
    return passes ? instant{} : stands_until_;
  }

  /// The page has loaded: subscribes, and the load of the persona begins.
  void on(const messages::load_page&, const context& about) {
    if (!persona_->subscribe.empty())
      subscribe(about.now);
    recorded_ = run_->recorded_for(agent_, tab_, slot_);
    sleep(about.now);
  }

  void on(const messages::wake&, const context& about) {
    const auto now = about.now;
    const bool waits =
      std::visit(overloaded{
                   [](const plan::no_load&) { return true; },
                   [&](const plan::closed_load&) { return ask_one(now); },
                   [&](const plan::open_load&) { return ask_one(now), false; },
                   [&](const plan::burst_load& l) { return ask_all(l.count, now), false; },
                   [&](const plan::trace_load&) { return ask_recorded(now), false; },
                 },
                 persona_->load);
    if (!waits)
      sleep(now);
  }

  void on(const messages::reply& r, const context& about) {
    const auto subscription =
      r.subscription.value == 0 ? std::nullopt : std::optional{r.subscription};
    const auto outcome =
      library_.receive({r.reference, r.how == messages::answer::ok, subscription});
    if (outcome.request)
      end(*outcome.request, end_of(r.how), about.now);
    else if (outcome.fate == client::reply_fate::late && !subscription)
      run_->seen.request_lost(who_, r.request, request_loss::late, about.now);
  }

  void on(const messages::expire&, const context& about) {
    timer_armed_ = false;
    while (const auto given_up = library_.expire(about.now))
      end(*given_up, request_end::timed_out, about.now);
    arm_timer();
  }

  void on(const messages::notify& event, const context& about) {
    if (!library_.handler_of(event.channel))
      return; // the library drops what comes before the reply to the subscribe
    if (event.type == event_type::frame_state)
      run_->seen.frame_state_seen(event.state, about.now);
    else
      run_->seen.event_seen(event.channel, event.type, about.now);
    note(event);
    for (const auto& reaction : persona_->reactions)
      if (reaction.channel == event.channel && (!reaction.type || *reaction.type == event.type))
        for (const auto& choice : reaction.requests)
          if (can_ask(choice, event.interaction))
            react(choice, event, about.now);
  }

  void on(const messages::retry& again, const context& about) {
    ask({again.choice, again.about, again.attempt, again.by_load}, about.now);
  }

  void on(const messages::hello& hello, const context&) { library_.hello(frame_id{hello.frame}); }

  void on(const messages::page_frozen& page, const context&) {
    stands_until_ = std::max(stands_until_, page.until);
  }

  void on(const messages::unload&, const context&) {
    library_.unload();
    quit();
  }

private:
  /// One request of the persona: what the library keeps until it ends.
  struct asked {
    const plan::request_choice* choice = nullptr; ///< null: a subscribe
    std::uint32_t about = 0;   ///< the interaction, or the document of the parameters
    std::uint16_t attempt = 0; ///< 0 is the first
    bool by_load = false;      ///< else a reaction to an event
  };

  static request_end end_of(messages::answer how) {
    switch (how) {
    case messages::answer::ok: return request_end::ok;
    case messages::answer::failed: return request_end::failed;
    case messages::answer::rate_limited: break;
    }
    return request_end::rate_limited;
  }

  // -- load

  /// Arranges the next wake-up, unless the load has ended.
  void sleep(instant now) {
    const auto& stages = run_->plan.stages;
    auto draw = streams_.draw<purpose::think>(run_->key);
    const instant due = std::visit(
      overloaded{
        [](const plan::no_load&) { return never; },
        [&](const plan::closed_load& l) {
          return plan::after_thinking(now, plan::sample(l.think, draw), stages);
        },
        [&](const plan::open_load& l) { return plan::next_arrival(now, l.arrivals, stages, draw); },
        [&](const plan::burst_load& l) { return plan::next_burst(now, l.at, l.every, bursts_++); },
        [&](const plan::trace_load&) {
          return recorded_ != nullptr && next_row_ < recorded_->size() ? (*recorded_)[next_row_]->at
                                                                       : never;
        },
      },
      persona_->load);
    if (due != never)
      post(*this, due, messages::wake{});
  }

  /// Asks what the weights draw among the requests that can be asked now. False where none can.
  bool ask_one(instant now) {
    double all = 0;
    for (const auto& choice : persona_->requests)
      all += can_ask(choice, {}) ? choice.weight : 0;
    if (all <= 0)
      return false;
    double at = streams_.draw<purpose::request_choice>(run_->key).uniform() * all;
    const plan::request_choice* drawn = nullptr;
    for (const auto& choice : persona_->requests) {
      if (!can_ask(choice, {}))
        continue;
      drawn = &choice;
      if ((at -= choice.weight) < 0)
        break;
    }
    ask({drawn, pick(*drawn, {}).value, 0, true}, now);
    return true;
  }

  void ask_recorded(instant now) {
    const auto& choice = (*recorded_)[next_row_++]->request;
    if (can_ask(choice, {}))
      ask({&choice, pick(choice, {}).value, 0, true}, now);
  }

  void ask_all(std::uint32_t count, instant now) {
    for (std::uint32_t n = 0; n < count; ++n)
      ask_one(now);
  }

  // -- requests

  void subscribe(instant now) {
    channel_set channels;
    for (const auto channel : persona_->subscribe)
      channels.add(channel);
    const auto reference = library_.subscribe(channels, {}, now);
    to_page(messages::subscribe{reference, slot_, channels}, now);
    arm_timer();
  }

  /// Makes a request with the values that it takes of an event; none where the event is forgotten.
  void react(const plan::request_choice& choice, const messages::notify& event, instant now) {
    const auto about = pick(choice, event.interaction);
    if (!run_->takes_of_event(choice))
      return ask({&choice, about.value, 0, false}, now);
    const auto data = run_->data_of(event);
    if (!data)
      return;
    plan::placeholder_values known{.event = *data};
    if (about.value != 0)
      known.interaction = std::to_string(about.value);
    auto filled_in = plan::expand(run_->plan.arguments[choice.arguments], known);
    ask({&choice, run_->file_request(std::move(filled_in)), 0, false}, now);
  }

  void ask(const asked& what, instant now) {
    const auto kind = what.choice->request;
    const auto reference = library_.request(what, now);
    run_->seen.request_sent(who_, kind, now);
    const bool written = run_context::is_document(what.about);
    if (!to_page(messages::ask{reference, written ? what.about : what.choice->arguments,
                               interaction_id{written ? 0 : what.about},
                               static_cast<messages::tab_ordinal>(tab_.value), slot_, kind},
                 now))
      run_->seen.request_lost(who_, kind, request_loss::lost, now);
    arm_timer();
  }

  void end(const client::pending<asked>& request, request_end how, instant now) {
    const auto& what = request.what;
    if (what.choice == nullptr)
      return;
    run_->seen.request_ended(who_, what.choice->request, how, request.sent, now);
    run_->seen.client_ended(number(), who_, what.choice->request, how, request.sent, now);
    const auto& policy = persona_->retry;
    const bool again = what.attempt < policy.attempts
                       && ((how == request_end::rate_limited && policy.on_rate_limit)
                           || (how == request_end::timed_out && policy.on_timeout)
                           || (how == request_end::failed && policy.on_failure));
    if (again) {
      auto draw = streams_.draw<purpose::retry>(run_->key);
      const auto attempt = static_cast<std::uint16_t>(what.attempt + 1);
      post(*this, now + plan::sample(policy.backoff, draw),
           messages::retry{what.choice, what.about, attempt, what.by_load});
    } else if (what.by_load && std::holds_alternative<plan::closed_load>(persona_->load)) {
      sleep(now);
    }
  }

  /// One timer suffices: all requests wait equally long.
  void arm_timer() {
    if (timer_armed_ || library_.next_deadline() == never)
      return;
    timer_armed_ = true;
    post(*this, library_.next_deadline(), messages::expire{});
  }

  template <message M>
  bool to_page(const M& what, instant now) {
    return transmit<purpose::post_message_link>(*run_, run_->post_message, link_, streams_,
                                                {M::kind, number(), page_->number()}, now,
                                                [&](instant due) { post(*page_, due, what); });
  }

  // -- interactions

  /// Keeps the list of the agent's live interactions, as the page knows it from its events.
  void note(const messages::notify& event) {
    if (event.channel != event_channel::interaction)
      return;
    if (event.type == event_type::added)
      live_.push_back(event.interaction);
    else if (event.type == event_type::released || event.type == event_type::removed)
      std::erase(live_, event.interaction);
  }

  bool can_ask(const plan::request_choice& choice, interaction_id of_event) const {
    switch (choice.interaction) {
    case plan::interaction_source::live: return !live_.empty();
    case plan::interaction_source::event: return of_event.value != 0;
    case plan::interaction_source::none: break;
    }
    return true;
  }

  interaction_id pick(const plan::request_choice& choice, interaction_id of_event) {
    if (choice.interaction == plan::interaction_source::event)
      return of_event;
    if (choice.interaction == plan::interaction_source::none)
      return {};
    auto draw = streams_.draw<purpose::interaction_choice>(run_->key);
    return live_[draw.below(static_cast<std::uint32_t>(live_.size()))];
  }

  run_context* run_;
  const plan::persona* persona_;
  receiver* page_;
  agent_id agent_;
  tab_id tab_;
  messages::frame_slot slot_;
  bool timer_armed_ = false;
  std::uint32_t who_;
  streams_of<purpose::think, purpose::request_choice, purpose::retry, purpose::post_message_link,
             purpose::interaction_choice, purpose::fault>
    streams_;
  link_end link_;
  client::client_library<asked> library_;
  std::vector<interaction_id> live_;
  const std::vector<const plan::trace_row*>* recorded_ = nullptr;
  std::uint32_t next_row_ = 0;
  std::uint32_t bursts_ = 0;
  instant stands_until_ = {}; ///< the page is frozen
};

} // namespace deskstorm::actors
