#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include <deskstorm/actors/call_source.hpp>
#include <deskstorm/actors/destination.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/known_contact.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/with_consultation.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/cases.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>

namespace deskstorm::actors {

/// A voice interaction: a caller who waits for an agent, or a number that an agent has dialed.
class call : public entity<call, messages::assigned, messages::auto_answer, messages::far_end,
                           messages::mark_done, messages::command, messages::patience_ends,
                           messages::consulted_end, messages::mark_done_again, messages::passes_on,
                           messages::contact_known, messages::write_case, messages::bury>,
             public with_consultation<call> {
public:
  call(caf::actor_config& config, transport& carrier, run_context& run, call_source from)
    : entity(config, carrier),
      run_(&run),
      from_(from),
      id_(run.next_interaction()),
      streams_(from.stream) {}

  interaction_id id() const { return id_; }

  /// Returns the number of the queue that the caller came into.
  std::uint32_t queue() const { return static_cast<std::uint32_t>(from_.queue); }

  /// Calls in: waits in `queue` for an agent, for as long as the caller's patience lasts.
  void arrive(receiver& queue, instant now) {
    queue_ = &queue;
    offered_ = now;
    if (const auto& patience = queue_plan().patience) {
      auto draw = streams_.draw<purpose::patience>(run_->key);
      post(*this, now + plan::sample(*patience, draw), messages::patience_ends{});
    }
  }

  /// Rings the far end on behalf of an agent. False where the request is wrong; then the call is
  /// over before it began.
  bool begin(receiver& session, const desk::begins_call& by, const json& parameters, instant now) {
    auto begun = by.run(parameters, identity(id_), now);
    if (!begun) {
      leave(now);
      return false;
    }
    session_ = &session;
    begin(*std::move(begun), now);
    auto draw = streams_.draw<purpose::patience>(run_->key);
    post(*this, now + plan::sample(run_->plan.outgoing.answer_after, draw),
         messages::far_end{messages::far_end::what::answers});
    return true;
  }

  void on(const messages::assigned& to, const context& about) {
    session_ = &carrier().at(to.agent);
    if (left_) // the caller hung up while the queue chose an agent
      return post(*session_, about.now, messages::call_removed{id_});
    if (!run_->is_person(to.agent))
      run_->seen.duty_due(id_.value, about.now);
    auto what = identity(id_);
    what.party = "+4930" + std::to_string(id_.value);
    what.dnis = queue_plan().queue;
    what.type = desk::call_type::inbound;
    begin(desk::offer(std::move(what), about.now), about.now);
  }

  void on(const messages::auto_answer&, const context& about) {
    run_->seen.duty_done(id_.value, about.now);
    move(desk::call_trigger::answer, about.now);
  }

  void on(const messages::far_end& far, const context& about) {
    move(trigger_of(far.does), about.now);
  }

  /// The caller becomes known, and the call belongs to the case of the contact.
  void on(const messages::contact_known&, const context& about) {
    if (left_ || !desk::is_live(shown_->state))
      return;
    make_contact_known(*run_, session_->number(), *shown_,
                       [&](event_type event, messages::document_id document) {
                         tell(id_, event, document, about.now);
                       });
  }

  void on(const messages::write_case&, const context& about) {
    if (shown_ && !left_)
      tell(*shown_, desk::write_case_id(*shown_), about.now);
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *session_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::mark_done&, const context& about) { try_mark_done(about.now); }

  void on(const messages::mark_done_again&, const context& about) {
    if (std::exchange(tries_again_, false))
      try_mark_done(about.now);
  }

  void on(const messages::patience_ends&, const context& about) {
    if (left_ || (shown_ && shown_->state != desk::interaction_state::ringing))
      return; // the agent has answered, or has turned the caller away
    run_->seen.call_abandoned(queue(), about.now - offered_, offered_);
    if (shown_) {
      move(desk::call_trigger::reroute, about.now);
    } else {
      post(*queue_, about.now, messages::withdrawn{});
      leave(about.now);
    }
  }

  /// The agent passes the caller on to another queue.
  void on(const messages::passes_on&, const context& about) {
    if (move(desk::call_trigger::transfer, about.now))
      pass_on(usual_destination(*run_, queue()), about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

  using with_consultation<call>::on;

private:
  friend with_consultation<call>;

  const plan::inbound& queue_plan() const { return run_->plan.queues[queue()]; }

  static desk::new_call identity(interaction_id id) {
    return {
      .id = id, .party = {}, .case_id = desk::case_text(id), .call_uuid = desk::call_text(id)};
  }

  // -- changes

  void begin(desk::begun_call begun, instant now) {
    shown_ = std::make_unique<desk::interaction>(std::move(begun.call));
    tell(*shown_, begun.events, now);
  }

  void tell(const desk::interaction& about, const desk::interaction_events& events, instant now) {
    for (const auto event : events)
      tell(about, event, now);
  }

  void tell(const desk::interaction& about, event_type event, instant now) {
    tell(about.id, event, run_->document_of(session_->number(), event, about), now);
  }

  void tell(interaction_id about, event_type event, messages::document_id document, instant now) {
    post(*session_, now,
         messages::interaction_event{.interaction = about, .type = event, .document = document});
  }

  /// Lets `make` change the call, and tells the agent. False where it refuses.
  template <class Make>
  bool change(instant now, Make&& make) {
    const auto before = desk::life_of(*shown_);
    const auto events = make();
    if (!events)
      return false;
    tell(*shown_, *events, now);
    if (const auto after = desk::life_of(*shown_); after != before)
      follow_up(after, now);
    return true;
  }

  bool move(desk::call_trigger on, instant now) {
    return shown_ && change(now, [&] { return desk::apply(*shown_, on, now); });
  }

  void follow_up(desk::interaction_state after, instant now) {
    using enum desk::interaction_state;
    if (after == talking && !std::exchange(answered_, true))
      connect(now);
    if (after == idle)
      post(*session_, now, messages::call_released{id_});
    if (after == removed) {
      end_consultation(now);
      post(*session_, now, messages::call_removed{id_});
      leave(now);
    }
  }

  void connect(instant now) {
    duration lasts;
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    if (from_.queue == call_source::no_queue) {
      lasts = plan::sample(run_->plan.outgoing.talk_time, draw);
    } else {
      lasts = plan::sample(queue_plan().handle_time, draw);
      run_->seen.call_answered(queue(), now - offered_, offered_);
      if (const auto& known_after = queue_plan().contact_after) {
        auto contact = streams_.draw<purpose::contact>(run_->key);
        post(*this, now + plan::sample(*known_after, contact), messages::contact_known{id_});
      }
      if (!from_.passed_on && chance(queue_plan().transfer))
        post(*this, now + lasts / 2, messages::passes_on{});
    }
    post(*this, now + lasts, messages::far_end{messages::far_end::what::hangs_up});
  }

  bool chance(double share) {
    if (share == 0)
      return false;
    auto draw = streams_.draw<purpose::routing>(run_->key);
    return draw.uniform() < share;
  }

  /// The caller waits again, for that agent or in that queue.
  void pass_on(const destination& to, instant now) {
    post(*queue_, now, messages::passed_on{id_, to.queue, to.agent});
  }

  // -- requests

  /// Somebody outside gets the call, or an agent or queue of ours. False where there is none.
  bool transfer(const messages::ask& request, const desk::changes_interaction& by,
                const desk::interaction_call& asked) {
    const auto to = desk::read_target(asked.parameters.at(1));
    const bool inside = to && from_.queue != call_source::no_queue && names_agent_or_queue(*to);
    const auto target = inside ? destination_of(*run_, queue(), *to) : std::nullopt;
    if (inside && !target)
      return run_->succeeds(request, no_such_destination(*to));
    const bool legal = change_as_asked(request, by, asked);
    if (legal && target)
      pass_on(*target, asked.now);
    return legal;
  }

  bool carry_out(const messages::ask& request, instant now) {
    const auto parameters = run_->parameters_of(request);
    if (!shown_ || !parameters)
      return false;
    const auto& handler = desk::handler_of(request.request);
    if (std::holds_alternative<desk::asks_campaigns>(handler))
      return run_->succeeds(request, desk::of_no_campaign(request.interaction));
    const auto* by = std::get_if<desk::changes_interaction>(&handler);
    if (by == nullptr || consults(request.interaction))
      return carry_out_about(request, *shown_, *parameters, now);
    return carry_out(request, *by, {*shown_, *parameters, *run_->options_in_force(), now});
  }

  bool change_as_asked(const messages::ask& request, const desk::changes_interaction& by,
                       const desk::interaction_call& asked) {
    return change(asked.now, [&] {
      auto how = by.run(asked);
      run_->succeeds(request, how);
      return how;
    });
  }

  bool carry_out(const messages::ask& request, const desk::changes_interaction& by,
                 const desk::interaction_call& asked) {
    if (request.request == request_kind::interaction_single_step_transfer)
      return transfer(request, by, asked);
    const bool legal = change_as_asked(request, by, asked);
    if (legal && tries_again_ && !asked.subject.block) // it was unblocked
      post(*this, asked.now, messages::mark_done_again{});
    if (!legal && request.request == request_kind::interaction_markdone
        && desk::is_blocked(asked.subject, asked.now))
      tell_of_block(asked.now);
    return legal;
  }

  /// The agent marks the call done; where that is blocked, clients are told, and the agent tries
  /// again when the block is over.
  void try_mark_done(instant now) {
    if (move(desk::call_trigger::mark_done, now) || left_ || !desk::is_blocked(*shown_, now))
      return;
    tell_of_block(now);
    tries_again_ = true;
    post(*this, shown_->block->until, messages::mark_done_again{});
  }

  void tell_of_block(instant now) { tell(*shown_, event_type::markdone_requested, now); }

  // -- consultation

  receiver& session() { return *session_; }

  /// Until the consulted party does that.
  duration time_until(messages::far_end::what does) {
    if (does == messages::far_end::what::answers) {
      auto draw = streams_.draw<purpose::patience>(run_->key);
      return plan::sample(run_->plan.outgoing.answer_after, draw);
    }
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    return plan::sample(run_->plan.outgoing.talk_time, draw);
  }

  void completed(instant now) { follow_up(desk::life_of(*shown_), now); }

  /// Nobody learns of this call any more; what is said to it at this instant is still heard.
  void leave(instant now) {
    left_ = true;
    post(*this, now + duration{1}, messages::bury{});
  }

  run_context* run_;
  call_source from_;
  interaction_id id_;
  streams_of<purpose::handle_time, purpose::patience, purpose::routing, purpose::contact> streams_;
  receiver* queue_ = nullptr;   ///< where it waits
  receiver* session_ = nullptr; ///< of the agent it is with
  instant offered_;
  std::unique_ptr<desk::interaction> shown_; ///< null before an agent has it
  bool answered_ = false;
  bool left_ = false;
  bool tries_again_ = false; ///< the agent waits to mark it done
};

} // namespace deskstorm::actors
