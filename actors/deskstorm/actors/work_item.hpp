#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <deskstorm/actors/destination.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/known_contact.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/cases.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/media_interaction.hpp>
#include <deskstorm/desk/target.hpp>

namespace deskstorm::actors {

/// An interaction that is no call: a chat, an e-mail or another piece of work that waits for an
/// agent, is handled, stored, transferred. Whenever it enters a list anew it has a new id.
class work_item
  : public entity<work_item, messages::assigned, messages::auto_answer, messages::item_step,
                  messages::mark_done, messages::command, messages::patience_ends,
                  messages::contact_known, messages::write_case, messages::bury> {
public:
  /// The n-th of that queue.
  work_item(caf::actor_config& config, transport& carrier, run_context& run, std::uint32_t queue,
            std::uint32_t ordinal)
    : entity(config, carrier),
      run_(&run),
      queue_(queue),
      id_(run.next_interaction()),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::work_item), queue, ordinal)) {}

  interaction_id id() const { return id_; }

  /// Waits in the queue for an agent, for as long as the patience of whoever wrote it lasts.
  void arrive(receiver& router, instant now) {
    router_ = &router;
    offered_ = now;
    if (queue().patience)
      post(*this, now + sample<purpose::patience>(*queue().patience), messages::patience_ends{});
  }

  void on(const messages::assigned& to, const context& about) {
    session_ = &carrier().at(to.agent);
    if (left_) // whoever wrote it left while the queue chose an agent
      return post(*session_, about.now, messages::call_removed{id_});
    const bool pulls = std::exchange(stored_, false);
    if (pulls && chance(queue().fails))
      begin(desk::media_trigger::workbin_pull_fails, about.now);
    begin(pulls ? desk::media_trigger::pull : desk::media_trigger::invite, about.now);
    pulls ? handle(about.now) : await_answer(about.now);
  }

  void on(const messages::auto_answer& what, const context& about) {
    if (what.interaction != id_ || left_)
      return;
    run_->seen.duty_done(id_.value, about.now);
    move(desk::media_trigger::accept, about.now);
  }

  /// What was to happen then; not any more where the item has moved on.
  void on(const messages::item_step& what, const context& about) {
    if (what.interaction != id_ || left_)
      return;
    if (what.does == desk::media_trigger::complete)
      return try_mark_done(about.now); // the block is over
    stumble(what.does, about.now);
    if (!move(what.does, about.now))
      return;
    if (what.does == desk::media_trigger::message)
      next_message(about.now);
  }

  /// Whoever wrote it becomes known, and it belongs to the case of the contact.
  void on(const messages::contact_known& what, const context& about) {
    if (what.interaction != id_ || left_ || !shown_ || shown_->ended)
      return;
    make_contact_known(
      *run_, session_->number(), *shown_, [&](event_type event, messages::document_id document) {
        post(*session_, about.now,
             messages::interaction_event{.interaction = id_, .type = event, .document = document});
      });
  }

  void on(const messages::write_case& what, const context& about) {
    if (shown_ && !left_ && what.interaction == id_)
      tell(desk::write_case_id(*shown_), about.now);
  }

  void on(const messages::mark_done&, const context& about) { try_mark_done(about.now); }

  void on(const messages::command& what, const context& about) {
    const bool legal =
      shown_ && !left_ && what.request.interaction == id_ && carry_out(what.request, about.now);
    post(
      carrier().at(about.from), about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::patience_ends&, const context& about) {
    if (answered_ || left_)
      return;
    run_->seen.call_abandoned(queue_, about.now - offered_, offered_);
    leaving_ = true;
    if (move(desk::media_trigger::revoke, about.now))
      return;
    post(*router_, about.now, messages::withdrawn{});
    leave(about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

private:
  const plan::inbound& queue() const { return run_->plan.queues[queue_]; }

  template <purpose What>
  duration sample(const plan::distribution& from) {
    auto draw = streams_.draw<What>(run_->key);
    return plan::sample(from, draw);
  }

  bool chance(double share) {
    if (share == 0)
      return false;
    auto draw = streams_.draw<purpose::routing>(run_->key);
    return draw.uniform() < share;
  }

  void step_at(instant when, desk::media_trigger what) {
    post(*this, when, messages::item_step{id_, what});
  }

  // -- changes

  void begin(desk::media_trigger how, instant now) {
    desk::new_media what{.id = id_,
                         .media = run_->medium_of(queue_),
                         .party = "customer" + std::to_string(number()),
                         .case_id = desk::case_text(id_)};
    auto begun = *desk::begin(std::move(what), how, desk::call_direction::in, now);
    shown_ = std::make_unique<desk::interaction>(std::move(begun.call));
    tell(begun.events, now);
  }

  /// Some of what an agent or the desktop does fails at first.
  void stumble(desk::media_trigger on, instant now) {
    using enum desk::media_trigger;
    if (on == store && chance(queue().fails))
      move(store_fails, now);
    if (on == transfer && chance(queue().fails))
      move(queueing_fails, now);
    if (on == join && chance(queue().fails) && move(join, now))
      move(join_fails, now);
  }

  bool move(desk::media_trigger on, instant now) { return shown_ && change(on, now); }

  result<desk::interaction_events> change(desk::media_trigger on, instant now) {
    auto events = desk::apply(*shown_, on, now);
    if (events) {
      tell(*events, now);
      follow_up(on, now);
    }
    return events;
  }

  void tell(const desk::interaction_events& events, instant now) {
    for (const auto event : events)
      post(*session_, now,
           messages::interaction_event{id_, event,
                                       event == event_type::invited && !queue().accept_after,
                                       run_->document_of(session_->number(), event, *shown_)});
  }

  void follow_up(desk::media_trigger did, instant now) {
    using enum desk::media_trigger;
    if (shown_->removed)
      return gone(did, now);
    if (did == accept)
      handle(now);
    if (did == end)
      post(*session_, now, messages::call_released{id_});
  }

  void await_answer(instant now) {
    using enum desk::media_trigger;
    if (run_->is_person(session_->number()))
      return;
    if (queue().accept_after)
      step_at(now + sample<purpose::accept>(*queue().accept_after),
              chance(queue().refuse) ? refuse : accept);
    else
      run_->seen.duty_due(id_.value, now);
    if (queue().reroute_after)
      step_at(now + *queue().reroute_after, revoke);
  }

  void handle(instant now) {
    using enum desk::media_trigger;
    if (!std::exchange(answered_, true))
      run_->seen.call_answered(queue_, now - offered_, offered_);
    if (const auto& known_after = queue().contact_after)
      post(*this, now + sample<purpose::contact>(*known_after), messages::contact_known{id_});
    if (!left_to_do_)
      left_to_do_ = sample<purpose::handle_time>(queue().handle_time);
    if (shown_->media == desk::media::chat) {
      stumble(join, now);
      move(join, now);
      move(message, now);
      next_message(now);
    }
    const bool whole = moved_;
    if (!whole && shown_->media != desk::media::chat && chance(queue().workbin))
      return halfway(store, now);
    if (!whole && chance(queue().transfer))
      return halfway(transfer, now);
    const auto over = now + *left_to_do_;
    if (shown_->media == desk::media::chat)
      step_at(over, end);
    else
      post(*session_, over, messages::call_released{id_});
  }

  void halfway(desk::media_trigger what, instant now) {
    *left_to_do_ /= 2;
    step_at(now + *left_to_do_, what);
  }

  void next_message(instant now) {
    if (queue().message_every)
      step_at(now + sample<purpose::message>(*queue().message_every), desk::media_trigger::message);
  }

  // -- leaving a list

  void gone(desk::media_trigger did, instant now) {
    using enum desk::media_trigger;
    post(*session_, now, messages::call_removed{id_});
    shown_.reset();
    tries_again_ = false;
    switch (did) {
    case refuse: return wait_again(now, {});
    case revoke: return leaving_ ? leave(now) : wait_again(now, {});
    case place_in_queue: return wait_again(now, {});
    case store:
      stored_ = moved_ = true;
      return wait_again(now + sample<purpose::workbin>(queue().workbin_time), {});
    case transfer: return transferred(now);
    default: return leave(now);
    }
  }

  void transferred(instant now) {
    const auto to = target_.value_or(usual_destination(*run_, queue_));
    target_.reset();
    moved_ = true;
    queue_ = to.queue;
    offered_ = now;
    answered_ = false;
    left_to_do_.reset();
    wait_again(now, {.agent = to.agent, .counts = true});
  }

  struct wish {
    std::uint32_t agent = 0; ///< 0: any
    bool counts = false;     ///< as an arrival at the queue
  };

  void wait_again(instant when, wish for_whom) {
    id_ = run_->next_interaction();
    post(*router_, when, messages::joins_queue{id_, queue_, for_whom.agent, for_whom.counts});
  }

  /// Nobody learns of this item any more; what is said to it at this instant is still heard.
  void leave(instant now) {
    left_ = true;
    post(*this, now + duration{1}, messages::bury{});
  }

  /// The agent marks it done; where that is blocked, clients are told, and the agent tries again
  /// when the block is over.
  void try_mark_done(instant now) {
    if (move(desk::media_trigger::complete, now) || !shown_ || !desk::is_blocked(*shown_, now))
      return;
    tell({event_type::markdone_requested}, now);
    tries_again_ = true;
    step_at(shown_->block->until, desk::media_trigger::complete);
  }

  // -- requests

  bool carry_out(const messages::ask& request, instant now) {
    const auto* by = std::get_if<desk::changes_interaction>(&desk::handler_of(request.request));
    const auto what = desk::command_of(*shown_, request.request);
    const auto kept = run_->parameters_of(request);
    if (by == nullptr || !kept)
      return false;
    const auto& parameters = *kept;
    if (what == desk::command{desk::media_trigger::transfer}) {
      const auto to = desk::read_target(parameters.at(1));
      if (!run_->succeeds(request, to))
        return false;
      target_ = destination_of(*run_, queue_, *to);
      if (!target_)
        return run_->succeeds(request, no_such_destination(*to));
    }
    if (what)
      return change(request, std::get<desk::media_trigger>(*what), now);
    const auto events = by->run({*shown_, parameters, *run_->options_in_force(), now});
    if (!run_->succeeds(request, events))
      return false;
    tell(*events, now);
    if (!shown_->block && std::exchange(tries_again_, false)) // it was unblocked
      try_mark_done(now);
    return true;
  }

  bool change(const messages::ask& request, desk::media_trigger on, instant now) {
    const auto events = change(on, now);
    if (!events)
      target_.reset();
    if (!events && on == desk::media_trigger::complete && desk::is_blocked(*shown_, now))
      tell({event_type::markdone_requested}, now);
    return run_->succeeds(request, events);
  }

  run_context* run_;
  std::uint32_t queue_;
  interaction_id id_;
  streams_of<purpose::handle_time, purpose::patience, purpose::accept, purpose::routing,
             purpose::workbin, purpose::message, purpose::contact>
    streams_;
  receiver* router_ = nullptr;
  receiver* session_ = nullptr;                        ///< of the agent it is or was with
  std::unique_ptr<desk::interaction> shown_ = nullptr; ///< null while no agent has it
  instant offered_;
  std::optional<duration> left_to_do_ = {}; ///< nothing before it is handled
  std::optional<destination> target_ = {};  ///< that a client has named
  bool answered_ = false;
  bool stored_ = false;      ///< in a workbin
  bool moved_ = false;       ///< was stored or transferred
  bool leaving_ = false;     ///< whoever wrote it has left
  bool tries_again_ = false; ///< the agent waits to mark it done
  bool left_ = false;
};

} // namespace deskstorm::actors
