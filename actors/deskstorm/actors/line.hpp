#pragma once

#include <memory>
#include <utility>

#include <deskstorm/actors/campaign_call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_preview.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/desk/call.hpp>

namespace deskstorm::actors {

/// A number that the server dials by itself: it reaches an agent once somebody has answered. The
/// agent sees a call that is established at once.
class line
  : public entity<line, messages::far_end, messages::line_assigned, messages::record_taken,
                  messages::command, messages::mark_done, messages::patience_ends, messages::bury> {
public:
  line(caf::actor_config& config, transport& carrier, run_context& run, campaign_work work,
       receiver& campaign)
    : entity(config, carrier),
      run_(&run),
      work_(work),
      campaign_(&campaign),
      id_(run.next_interaction()),
      streams_(streams_for(work)) {}

  interaction_id id() const { return id_; }
  std::uint32_t record() const { return work_.record; }

  /// Rings the far end.
  void dial(instant now) {
    far_end_ = dial_far_end(plan(), streams_, run_->key);
    using does = messages::far_end::what;
    post(*this, now + far_end_.rings,
         messages::far_end{far_end_.answers ? does::answers : does::hangs_up});
  }

  void on(const messages::far_end& far, const context& about) {
    if (far.does == messages::far_end::what::answers) {
      post(*campaign_, about.now, messages::line_answered{});
      post(*this, about.now + plan().abandon_after, messages::patience_ends{});
    } else if (state_ == desk::interaction_state::none) {
      end(far_end_.result, false, about.now);
      leave(about.now);
    } else {
      move(desk::call_trigger::hang_up, about.now);
    }
  }

  void on(const messages::line_assigned& to, const context& about) {
    if (left_) // gave up while the campaign chose an agent, who is still free
      return carrier().post(make_envelope(about.now, *campaign_, to.agent,
                                          messages::outbound_availability{true, false}));
    agent_ = &carrier().at(to.agent);
    post(*agent_, about.now, messages::record_offered{id_, number(), false, false});
  }

  void on(const messages::record_taken& answer, const context& about) {
    if (!answer.taken) {
      agent_ = nullptr;
      if (impatient_)
        return abandon(about.now);
      return post(*campaign_, about.now, messages::line_answered{});
    }
    post(*campaign_, about.now, moved(work_.record, outbound::record_trigger::connect));
    run_->seen.record_answered(work_.campaign, false, about.now);
    state_ = desk::interaction_state::talking;
    tell(event_type::added, about.now);
    tell(event_type::established, about.now);
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    post(*this, about.now + plan::sample(plan().talk_time, draw),
         messages::far_end{messages::far_end::what::hangs_up});
  }

  void on(const messages::command& what, const context& about) {
    const auto trigger = desk::call_trigger_of(what.request.request);
    const bool legal = trigger && move(*trigger, about.now);
    post(
      *agent_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::mark_done&, const context& about) {
    move(desk::call_trigger::mark_done, about.now);
  }

  void on(const messages::patience_ends&, const context& about) {
    impatient_ = true;
    if (agent_ == nullptr)
      abandon(about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

private:
  const plan::campaign& plan() const { return run_->plan.campaigns[work_.campaign]; }

  bool move(desk::call_trigger on, instant now) {
    const auto* row = desk::call_row_for(desk::call_kind::plain, state_, on);
    if (row == nullptr)
      return false;
    state_ = row->to;
    for (const auto event : row->events)
      tell(event, now);
    if (state_ == desk::interaction_state::idle) {
      auto draw = streams_.draw<purpose::wrap_up>(run_->key);
      const auto wrap_up = plan::sample(plan().wrap_up, draw);
      post(*agent_, now, messages::wrap_up_begins{id_, static_cast<float>(wrap_up.count())});
    }
    if (state_ == desk::interaction_state::removed) {
      end(far_end_.result, true, now);
      post(*agent_, now, messages::call_removed{id_});
      leave(now);
    }
    return true;
  }

  void tell(event_type event, instant now) {
    post(*agent_, now,
         messages::interaction_event{
           .interaction = id_, .type = event, .document = document_of(event, now)});
  }

  /// Notes in a live run what clients see of the call.
  messages::document_id document_of(event_type event, instant now) {
    if (run_->live == nullptr)
      return 0;
    if (!seen_)
      seen_ =
        std::make_unique<desk::interaction>(live_call(id_, interaction_id{}, json::object(), now));
    seen_->removed = event == event_type::removed;
    const auto next = seen_->removed ? desk::interaction_state::idle : state_;
    if (next != seen_->state)
      seen_->previous = std::exchange(seen_->state, next);
    return run_->document_of(agent_->number(), event, *seen_);
  }

  void abandon(instant now) {
    if (std::exchange(left_, true))
      return;
    run_->seen.record_answered(work_.campaign, true, now);
    end(outbound::call_results::abandoned, false, now);
    leave(now);
  }

  void end(outbound::call_result result, bool reached, instant now) {
    post(*campaign_, now, call_ended(work_.record, result, reached));
  }

  void leave(instant now) {
    left_ = true;
    post(*this, now + duration{1}, messages::bury{});
  }

  run_context* run_;
  campaign_work work_;
  receiver* campaign_;
  receiver* agent_ = nullptr; ///< who is asked or talks
  interaction_id id_;
  campaign_streams streams_;
  far_end_plan far_end_ = {};
  desk::interaction_state state_ = desk::interaction_state::none;
  bool impatient_ = false;
  bool left_ = false;
  std::unique_ptr<desk::interaction> seen_ = nullptr; ///< in live runs
};

} // namespace deskstorm::actors
