#pragma once

#include <cstdint>
#include <utility>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/recording.hpp>

namespace deskstorm::actors {

/// Where a call comes from: the n-th of an inbound queue, or the n-th that an agent dialed.
struct call_source {
  static constexpr std::int32_t no_queue = -1;

  std::int32_t queue = no_queue; ///< index into floor_plan::queues
  std::uint64_t stream = 0;

  static call_source inbound(std::uint32_t queue, std::uint32_t ordinal) {
    return {static_cast<std::int32_t>(queue),
            stream_of(static_cast<std::uint64_t>(stream_owner::call), queue, ordinal)};
  }

  static call_source dialed(agent_id agent, std::uint32_t ordinal) {
    return {no_queue,
            stream_of(static_cast<std::uint64_t>(stream_owner::dialed_call), agent.value, ordinal)};
  }
};

/// A voice interaction: a caller who waits for an agent, or a number that an agent has dialed.
class call
  : public entity<call, messages::assigned, messages::auto_answer, messages::far_end,
                  messages::mark_done, messages::command, messages::patience_ends, messages::bury> {
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

  /// Rings the far end on behalf of an agent.
  void dial(receiver& session, instant now) {
    session_ = &session;
    move(desk::call_trigger::dial, now);
    auto draw = streams_.draw<purpose::patience>(run_->key);
    post(*this, now + plan::sample(run_->plan.dialed.answer_after, draw),
         messages::far_end{messages::far_end::what::answers});
  }

  void on(const messages::assigned& to, const context& about) {
    session_ = &carrier().at(to.agent);
    if (state_
        == desk::interaction_state::removed) // the caller hung up while the queue chose an agent
      return post(*session_, about.now, messages::call_removed{id_});
    run_->seen.duty_due(id_.value, about.now);
    move(desk::call_trigger::offer, about.now);
  }

  void on(const messages::auto_answer&, const context& about) {
    run_->seen.duty_done(id_.value, about.now);
    move(desk::call_trigger::answer, about.now);
  }

  void on(const messages::far_end& far, const context& about) {
    move(far.does == messages::far_end::what::answers ? desk::call_trigger::far_end_answers
                                                      : desk::call_trigger::hang_up,
         about.now);
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *session_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::mark_done&, const context& about) {
    move(desk::call_trigger::mark_done, about.now);
  }

  void on(const messages::patience_ends&, const context& about) {
    if (answered_ || state_ == desk::interaction_state::removed)
      return;
    run_->seen.call_abandoned(queue(), about.now - offered_, offered_);
    if (state_ == desk::interaction_state::ringing) {
      move(desk::call_trigger::reroute, about.now);
    } else if (session_ == nullptr) {
      post(*queue_, about.now, messages::withdrawn{});
      leave(about.now);
    }
  }

  void on(const messages::bury&, const context&) { quit(); }

private:
  const plan::inbound& queue_plan() const { return run_->plan.queues[queue()]; }

  /// Goes through one transition and tells the agent. False where the state does not allow it.
  bool move(desk::call_trigger on, instant now) {
    const auto* row = desk::call_row_for(desk::call_kind::plain, state_, on);
    if (row == nullptr)
      return false;
    state_ = row->to;
    for (const auto event : row->events)
      post(*session_, now, messages::interaction_event{id_, event});
    if (state_ == desk::interaction_state::talking && !std::exchange(answered_, true))
      connect(now);
    if (state_ == desk::interaction_state::idle)
      post(*session_, now, messages::call_released{id_});
    if (state_ == desk::interaction_state::removed) {
      post(*session_, now, messages::call_removed{id_});
      leave(now);
    }
    return true;
  }

  void connect(instant now) {
    duration lasts;
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    if (from_.queue == call_source::no_queue) {
      lasts = plan::sample(run_->plan.dialed.talk_time, draw);
    } else {
      lasts = plan::sample(queue_plan().handle_time, draw);
      run_->seen.call_answered(queue(), now - offered_, offered_);
    }
    post(*this, now + lasts, messages::far_end{messages::far_end::what::hangs_up});
  }

  bool carry_out(const messages::ask& request, instant now) {
    if (const auto trigger = desk::call_trigger_of(request.request))
      return move(*trigger, now);
    switch (request.request) {
    case request_kind::interaction_set_user_data:
    case request_kind::interaction_delete_user_data:
      if (!desk::is_live(state_))
        return false;
      post(*session_, now, messages::interaction_event{id_, event_type::attached_data_changed});
      return true;
    default: return record(request.request, now);
    }
  }

  bool record(request_kind request, instant now) {
    const auto trigger = desk::recording_trigger_of(request);
    if (!trigger || !desk::is_connected(state_))
      return false;
    const auto next = follow(desk::recording_table, recording_, *trigger);
    if (!next)
      return false;
    recording_ = *next;
    post(*session_, now,
         messages::interaction_event{id_, event_type::call_recording_state_changed});
    return true;
  }

  /// Nobody learns of this call any more; what is said to it at this instant is still heard.
  void leave(instant now) {
    state_ = desk::interaction_state::removed;
    post(*this, now + duration{1}, messages::bury{});
  }

  run_context* run_;
  call_source from_;
  interaction_id id_;
  streams_of<purpose::handle_time, purpose::patience> streams_;
  receiver* queue_ = nullptr;   ///< where it waits
  receiver* session_ = nullptr; ///< of the agent it is with
  instant offered_;
  desk::interaction_state state_ = desk::interaction_state::none;
  desk::recording_state recording_ = desk::recording_state::stopped;
  bool answered_ = false;
};

} // namespace deskstorm::actors
