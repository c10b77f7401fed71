#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
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
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/record_in_hand.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/outbound/worked_record.hpp>

namespace deskstorm::actors {

/// A record that an agent looks at, and the call that comes of it: two interactions of the agent.
/// Where pages do not work on previews, the agent does, as the plan says.
class preview : public entity<preview, messages::record_taken, messages::command,
                              messages::preview_worked, messages::far_end, messages::mark_done,
                              messages::record_withdrawn, messages::consulted_end, messages::bury>,
                public with_consultation<preview> {
public:
  using state = outbound::preview_state;
  using trigger = outbound::preview_trigger;

  preview(caf::actor_config& config, transport& carrier, run_context& run, campaign_work work,
          receiver& campaign, receiver& agent, offered_chain offered)
    : entity(config, carrier),
      run_(&run),
      work_(work),
      campaign_(&campaign),
      agent_(&agent),
      records_(std::move(offered.shown)),
      offset_(offered.offset),
      life_(*outbound::preview_mode_of(plan().mode), std::move(offered.may_be_called)),
      id_(run.next_interaction()),
      streams_(streams_for(work)) {
    name_ids(records_, id_);
  }

  interaction_id id() const { return id_; }

  void on(const messages::record_taken& answer, const context& about) {
    if (!answer.taken)
      return leave(outbound::record_trigger::put_back, about.now);
    name_agent(records_, answer.agent);
    move(outbound::arrival_of(life_.mode()), about.now);
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *agent_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::preview_worked&, const context& about) {
    if (life_.state() == state::invited)
      move(trigger::accept, about.now);
    else if (life_.state() == state::previewing)
      move(decision(), about.now);
  }

  void on(const messages::far_end& far, const context& about) {
    move(far.does == messages::far_end::what::answers ? trigger::answered : trigger::release,
         about.now);
  }

  /// The agent marks it done, where that is blocked as soon as it is not.
  void on(const messages::mark_done&, const context& about) {
    if (!is_blocked(about.now)) {
      move(trigger::mark_done, about.now);
      return;
    }
    tell_of_block(about.now);
    tries_again_ = true;
    post(*this, call_shown_->block->until, messages::mark_done{});
  }

  void on(const messages::record_withdrawn&, const context& about) {
    move(trigger::withdraw, about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

  using with_consultation<preview>::on;

private:
  friend with_consultation<preview>;

  const plan::campaign& plan() const { return run_->plan.campaigns[work_.campaign]; }

  // -- the life of preview and call ------------------------------------------------------------

  /// Goes through one transition and tells agent and campaign. False where the state does not allow
  /// it.
  bool move(trigger on, instant now) {
    const auto rows = life_.move(on);
    if (!rows)
      return false;
    if (on == trigger::call) {
      call_ = run_->next_interaction();
      post(*agent_, now, messages::call_placed{call_});
      call_shown_ = std::make_unique<desk::interaction>(
        live_call(call_, id_, outbound::record_of(records_, life_.chosen()), now));
    }
    for (const auto* row : *rows)
      tell(*row, now);
    follow_up(on, now);
    return true;
  }

  void tell(const outbound::preview_row& row, instant now) {
    const auto about = row.about == outbound::preview_part::call ? call_ : id_;
    tell(about, row.event, now, shown_as(row, now));
    if (row.event == event_type::removed)
      post(*agent_, now, messages::call_removed{about});
  }

  void tell(interaction_id about, event_type event, instant now, messages::document_id document) {
    post(*agent_, now,
         messages::interaction_event{.interaction = about, .type = event, .document = document});
  }

  /// Notes what a row makes of preview or call. Returns the document of it, where it is used.
  messages::document_id shown_as(const outbound::preview_row& row, instant now) {
    const bool of_call = row.about == outbound::preview_part::call;
    if (!of_call && !run_->tells_any())
      return 0;
    if (!of_call && !preview_shown_)
      preview_shown_ = std::make_unique<desk::interaction>(
        live_preview(id_, outbound::type_of(life_.mode(), row.about), records_));
    auto& shown = of_call ? *call_shown_ : *preview_shown_;
    desk::become(shown, row, now);
    return run_->document_of(agent_->number(), row.event, shown);
  }

  void follow_up(trigger on, instant now) {
    using what = outbound::record_trigger;
    switch (on) {
    case trigger::pulled:
    case trigger::accept: return show(now);
    case trigger::pushed: report(what::invite, now); return work_after(plan().accept_time, now);
    case trigger::decline:
    case trigger::withdraw: return leave(what::put_back, now);
    case trigger::call: return dial(now);
    case trigger::answered: return talk(now);
    case trigger::release: return wrap_up(now);
    case trigger::reject_record: return drop(what::reject, now);
    case trigger::cancel_record: return drop(what::cancel, now);
    case trigger::mark_done:
      end_consultation(now);
      if (life_.called())
        post(*campaign_, now,
             with_callback(call_ended(work_.record, life_.outcome(), life_.answered()), life_));
      post(*this, now + duration{1}, messages::bury{});
    }
  }

  /// The agent sees the record, with its chain.
  void show(instant now) {
    report(outbound::record_trigger::preview, now);
    show_records(now);
    work_after(plan().preview_time, now);
  }

  void show_records(instant now) {
    constexpr auto event = event_type::records_retrieved;
    if (preview_shown_)
      preview_shown_->chained_records = records_;
    tell(id_, event, now,
         preview_shown_ ? run_->document_of(agent_->number(), event, *preview_shown_) : 0);
  }

  void dial(instant now) {
    auto said = moved(work_.record, outbound::record_trigger::dial);
    said.chosen = life_.chosen();
    post(*campaign_, now, said);
    far_end_ = dial_far_end(plan(), streams_, run_->key);
    using does = messages::far_end::what;
    post(*this, now + far_end_.rings,
         messages::far_end{far_end_.answers ? does::answers : does::hangs_up});
  }

  void talk(instant now) {
    life_.went(far_end_.result);
    report(outbound::record_trigger::connect, now);
    run_->seen.record_answered(work_.campaign, false, now);
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    post(*this, now + plan::sample(plan().talk_time, draw),
         messages::far_end{messages::far_end::what::hangs_up});
  }

  /// The agent does not call the record. Who is not to be called is not called later either.
  void drop(outbound::record_trigger what, instant now) {
    auto said = with_callback(moved(work_.record, what), life_);
    if (life_.is_forbidden()) {
      said.what = outbound::record_trigger::cancel;
      said.result = outbound::call_results::do_not_call;
    }
    post(*campaign_, now, said);
    if (works_by_itself())
      post(*agent_, now, messages::wrap_up_begins{id_, 0});
  }

  void wrap_up(instant now) {
    if (!life_.answered() && !far_end_.answers)
      life_.went(far_end_.result);
    auto draw = streams_.draw<purpose::wrap_up>(run_->key);
    const auto time = plan::sample(plan().wrap_up, draw);
    post(*agent_, now, messages::wrap_up_begins{call_, static_cast<float>(time.count())});
  }

  void report(outbound::record_trigger what, instant now) {
    post(*campaign_, now, moved(work_.record, what));
  }

  void leave(outbound::record_trigger what, instant now) {
    report(what, now);
    post(*this, now + duration{1}, messages::bury{});
  }

  // -- the agent as a person -------------------------------------------------------------------

  void work_after(const plan::distribution& time, instant now) {
    if (!works_by_itself())
      return;
    auto draw = streams_.draw<purpose::preview_time>(run_->key);
    post(*this, now + plan::sample(time, draw), messages::preview_worked{});
  }

  bool works_by_itself() const {
    return plan().worked_by == plan::preview_worker::agent && !run_->is_person(agent_->number());
  }

  trigger decision() {
    auto draw = streams_.draw<purpose::preview_choice>(run_->key);
    const double u = draw.uniform();
    if (u < plan().reject_probability)
      return trigger::reject_record;
    return u < plan().reject_probability + plan().cancel_probability ? trigger::cancel_record
                                                                     : trigger::call;
  }

  // -- requests --------------------------------------------------------------------------------

  bool carry_out(const messages::ask& request, instant now) {
    const auto kept = run_->parameters_of(request);
    if (!kept)
      return false;
    if (consults(request.interaction))
      return carry_out_about(request, *call_shown_, *kept, now);
    if (const auto wanted = outbound::preview_trigger_of(request.request))
      return transit(request, *wanted, *kept, now);
    if (life_.state() == state::none || life_.state() == state::removed)
      return refuse(request);
    auto how = ask_record(request.request, *kept, {now, run_->epoch(), offset_}, life_, records_);
    if (!how)
      return change(request, *kept, now);
    if (!run_->succeeds(request, *how))
      return false;
    run_->note(request, *std::move(how));
    if (request.request == request_kind::outbound_get_chained_records)
      show_records(now);
    if (request.request == request_kind::outbound_update_record_fields)
      post(*campaign_, now, messages::record_changed{work_.record, request.arguments});
    return true;
  }

  bool refuse(const messages::ask& request) {
    const auto id = std::to_string(request.interaction.value);
    return run_->succeeds(
      request, failure{"The state of interaction " + id + " does not allow it.", "interactionId"});
  }

  bool is_blocked(instant now) const { return call_shown_ && desk::is_blocked(*call_shown_, now); }

  void tell_of_block(instant now) { tell(*call_shown_, event_type::markdone_requested, now); }

  /// A request that the tables of previews know.
  bool transit(const messages::ask& request, trigger on, const json& parameters, instant now) {
    const bool by_call = life_.subject_of(on) == outbound::preview_part::call;
    if (request.interaction != (by_call ? call_ : id_))
      return refuse(request);
    if (on == trigger::call && life_.state() == state::previewing)
      if (const auto why = life_.choose(parameters))
        return run_->succeeds(request, *why);
    if (on == trigger::mark_done && is_blocked(now)) {
      tell_of_block(now);
      return run_->succeeds(request, failure{call_shown_->block->warning, "interactionId"});
    }
    return move(on, now) || refuse(request);
  }

  /// A request that any interaction carries out. User data of a preview that nobody uses is lost.
  bool change(const messages::ask& request, const json& parameters, instant now) {
    const auto* by = std::get_if<desk::changes_interaction>(&desk::handler_of(request.request));
    const bool of_call = request.interaction == call_;
    auto scratch = desk::interaction{.id = id_, .type = desk::call_type::outbound_preview};
    auto& about = of_call ? *call_shown_ : preview_shown_ ? *preview_shown_ : scratch;
    if (by == nullptr)
      return of_call ? carry_out_about(request, about, parameters, now) : refuse(request);
    const auto rules = run_->options_in_force();
    const auto events = by->run({about, parameters, *rules, now});
    if (!run_->succeeds(request, events))
      return false;
    for (const auto event : *events)
      tell(about, event, now);
    if (of_call)
      completed(now);                                                  // it was transferred
    if (of_call && !about.block && std::exchange(tries_again_, false)) // it was unblocked
      post(*this, now, messages::mark_done{});
    return true;
  }

  // -- the consultation about the call

  receiver& session() { return *agent_; }
  duration time_until(messages::far_end::what does) {
    return consulted_time(*run_, streams_, does);
  }

  void tell(const desk::interaction& about, event_type event, instant now) {
    tell(about.id, event, now, run_->document_of(agent_->number(), event, about));
  }

  void completed(instant now) {
    if (call_shown_->state == desk::interaction_state::idle && life_.move(trigger::release))
      wrap_up(now);
  }

  run_context* run_;
  campaign_work work_;
  receiver* campaign_;
  receiver* agent_;
  json records_;                ///< of the chain, where somebody uses them
  std::chrono::seconds offset_; ///< of the place of the record from UTC
  outbound::worked_record life_;
  interaction_id id_;
  interaction_id call_ = {};
  campaign_streams streams_;
  far_end_plan far_end_ = {};
  bool tries_again_ = false;                                   ///< the agent waits to mark it done
  std::unique_ptr<desk::interaction> preview_shown_ = nullptr; ///< where somebody uses it
  std::unique_ptr<desk::interaction> call_shown_ = nullptr;    ///< once there is one
};

} // namespace deskstorm::actors
