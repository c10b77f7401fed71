#pragma once

#include <chrono>
#include <memory>
#include <utility>
#include <variant>

#include <deskstorm/actors/campaign_call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_preview.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/record_requests.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/with_consultation.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/worked_record.hpp>

namespace deskstorm::actors {

/// A number that the server dials by itself: it reaches an agent once somebody has answered. The
/// agent sees a call that is established at once, and works on its record as on a preview's.
class line : public entity<line, messages::far_end, messages::line_assigned, messages::record_taken,
                           messages::command, messages::mark_done, messages::patience_ends,
                           messages::consulted_end, messages::bury>,
             public with_consultation<line> {
public:
  line(caf::actor_config& config, transport& carrier, run_context& run, campaign_work work,
       receiver& campaign, offered_chain chain)
    : entity(config, carrier),
      run_(&run),
      work_(work),
      campaign_(&campaign),
      records_(std::move(chain.shown)),
      offset_(chain.offset),
      life_(outbound::preview_mode::pull, std::move(chain.may_be_called)),
      id_(run.next_interaction()),
      streams_(streams_for(work)) {}

  interaction_id id() const { return id_; }
  std::uint32_t record() const { return work_.record; }

  /// Rings the far end.
  void dial(instant now) {
    life_.move(outbound::preview_trigger::pulled);
    life_.move(outbound::preview_trigger::call);
    far_end_ = dial_far_end(plan(), streams_, run_->key);
    using does = messages::far_end::what;
    post(*this, now + far_end_.rings,
         messages::far_end{far_end_.answers ? does::answers : does::hangs_up});
  }

  void on(const messages::far_end& far, const context& about) {
    if (far.does == messages::far_end::what::answers) {
      post(*campaign_, about.now, messages::line_answered{});
      post(*this, about.now + plan().abandon_after, messages::patience_ends{});
    } else if (!shown_) {
      end(far_end_.result, about.now);
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
    life_.move(outbound::preview_trigger::answered);
    life_.went(far_end_.result);
    name_agent(records_, answer.agent);
    begin(about.now);
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    post(*this, about.now + plan::sample(plan().talk_time, draw),
         messages::far_end{messages::far_end::what::hangs_up});
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *agent_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  /// The agent marks it done, where that is blocked as soon as it is not.
  void on(const messages::mark_done&, const context& about) {
    if (!desk::is_blocked(*shown_, about.now))
      return move(desk::call_trigger::mark_done, about.now);
    tell(event_type::markdone_requested, about.now);
    tries_again_ = true;
    post(*this, shown_->block->until, messages::mark_done{});
  }

  void on(const messages::patience_ends&, const context& about) {
    impatient_ = true;
    if (agent_ == nullptr)
      abandon(about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

  using with_consultation<line>::on;

private:
  friend with_consultation<line>;

  const plan::campaign& plan() const { return run_->plan.campaigns[work_.campaign]; }

  // -- the call of an agent

  void begin(instant now) {
    name_ids(records_, id_);
    const auto& record = records_.empty() ? json::object() : records_[0];
    shown_ = std::make_unique<desk::interaction>(live_call(id_, {}, record, now));
    shown_->state = desk::interaction_state::talking;
    tell(event_type::added, now);
    tell(event_type::established, now);
  }

  void move(desk::call_trigger on, instant now) {
    if (const auto events = desk::apply(*shown_, on, now))
      changed(*events, now);
  }

  /// Tells the agent what clients see of a change, and goes on as the call then stands.
  void changed(const desk::interaction_events& events, instant now) {
    using on = outbound::preview_trigger;
    for (const auto event : events)
      tell(event, now);
    if (shown_->state == desk::interaction_state::idle && life_.move(on::release)) {
      auto draw = streams_.draw<purpose::wrap_up>(run_->key);
      const auto wrap_up = plan::sample(plan().wrap_up, draw);
      post(*agent_, now, messages::wrap_up_begins{id_, static_cast<float>(wrap_up.count())});
    }
    if (shown_->removed && life_.move(on::mark_done)) {
      end_consultation(now);
      post(*campaign_, now, with_callback(call_ended(work_.record, life_.outcome(), true), life_));
      post(*agent_, now, messages::call_removed{id_});
      leave(now);
    }
  }

  void tell(event_type event, instant now) { tell(*shown_, event, now); }

  void tell(const desk::interaction& about, event_type event, instant now) {
    post(
      *agent_, now,
      messages::interaction_event{.interaction = about.id,
                                  .type = event,
                                  .document = run_->document_of(agent_->number(), event, about)});
  }

  // -- its consultation

  receiver& session() { return *agent_; }
  duration time_until(messages::far_end::what does) {
    return consulted_time(*run_, streams_, does);
  }
  void completed(instant now) { changed({}, now); }

  // -- requests

  bool carry_out(const messages::ask& request, instant now) {
    const auto parameters = run_->parameters_of(request);
    if (!parameters || !shown_ || shown_->removed)
      return false;
    if (consults(request.interaction))
      return carry_out_about(request, *shown_, *parameters, now);
    auto how =
      ask_record(request.request, *parameters, {now, run_->epoch(), offset_}, life_, records_);
    if (!how)
      return change(request, *parameters, now);
    if (!run_->succeeds(request, *how))
      return false;
    run_->note(request, *std::move(how));
    if (request.request == request_kind::outbound_update_record_fields)
      post(*campaign_, now, messages::record_changed{work_.record, request.arguments});
    return true;
  }

  /// A request that any interaction carries out.
  bool change(const messages::ask& request, const json& parameters, instant now) {
    const auto* by = std::get_if<desk::changes_interaction>(&desk::handler_of(request.request));
    if (by == nullptr)
      return carry_out_about(request, *shown_, parameters, now);
    const auto events = by->run({*shown_, parameters, *run_->options_in_force(), now});
    if (run_->succeeds(request, events))
      changed(*events, now);
    else if (request.request == request_kind::interaction_markdone
             && desk::is_blocked(*shown_, now))
      tell(event_type::markdone_requested, now);
    if (events && !shown_->block && std::exchange(tries_again_, false)) // it was unblocked
      post(*this, now, messages::mark_done{});
    return static_cast<bool>(events);
  }

  void abandon(instant now) {
    if (std::exchange(left_, true))
      return;
    run_->seen.record_answered(work_.campaign, true, now);
    end(outbound::call_results::abandoned, now);
    leave(now);
  }

  /// The call has ended before an agent had it.
  void end(outbound::call_result result, instant now) {
    post(*campaign_, now, call_ended(work_.record, result, false));
  }

  void leave(instant now) {
    left_ = true;
    post(*this, now + duration{1}, messages::bury{});
  }

  run_context* run_;
  campaign_work work_;
  receiver* campaign_;
  receiver* agent_ = nullptr;   ///< who is asked or talks
  json records_;                ///< of the chain, where somebody uses them
  std::chrono::seconds offset_; ///< of the place of the record from UTC
  outbound::worked_record life_;
  interaction_id id_;
  campaign_streams streams_;
  far_end_plan far_end_ = {};
  bool impatient_ = false;
  bool tries_again_ = false; ///< the agent waits to mark it done
  bool left_ = false;
  std::unique_ptr<desk::interaction> shown_ = nullptr; ///< once an agent has it
};

} // namespace deskstorm::actors
