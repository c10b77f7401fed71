#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <deskstorm/actors/campaign_call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record_update.hpp>

namespace deskstorm::actors {

/// A record that an agent looks at, and the call that comes of it: two interactions of the agent.
/// Where pages do not work on previews, the agent does, as the plan says.
class preview : public entity<preview, messages::record_taken, messages::command,
                              messages::preview_worked, messages::far_end, messages::mark_done,
                              messages::record_withdrawn, messages::bury> {
public:
  using state = outbound::preview_state;
  using trigger = outbound::preview_trigger;

  /// `chain`: the records that the agent may call.
  preview(caf::actor_config& config, transport& carrier, run_context& run, campaign_work work,
          receiver& campaign, receiver& agent, std::vector<outbound::record_handle> chain)
    : entity(config, carrier),
      run_(&run),
      work_(work),
      campaign_(&campaign),
      agent_(&agent),
      chain_(std::move(chain)),
      mode_(*outbound::preview_mode_of(plan().mode)),
      id_(run.next_interaction()),
      streams_(streams_for(work)) {}

  interaction_id id() const { return id_; }

  void on(const messages::record_taken& answer, const context& about) {
    if (answer.taken)
      move(outbound::arrival_of(mode_), about.now);
    else
      leave(outbound::record_trigger::put_back, about.now);
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *agent_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::preview_worked&, const context& about) {
    if (state_ == state::invited)
      move(trigger::accept, about.now);
    else if (state_ == state::previewing)
      move(decision(), about.now);
  }

  void on(const messages::far_end& far, const context& about) {
    move(far.does == messages::far_end::what::answers ? trigger::answered : trigger::release,
         about.now);
  }

  void on(const messages::mark_done&, const context& about) { move(trigger::mark_done, about.now); }

  void on(const messages::record_withdrawn&, const context& about) {
    move(trigger::withdraw, about.now);
  }

  void on(const messages::bury&, const context&) { quit(); }

private:
  const plan::campaign& plan() const { return run_->plan.campaigns[work_.campaign]; }

  // -- the life of preview and call ------------------------------------------------------------

  /// Goes through one transition and tells agent and campaign. False where the state does not allow
  /// it.
  bool move(trigger on, instant now) {
    const auto to = follow(outbound::preview_edges, state_, on);
    if (!to)
      return false;
    const state from = std::exchange(state_, *to);
    if (on == trigger::call) {
      call_ = run_->next_interaction();
      post(*agent_, now, messages::call_placed{call_});
    }
    for (const auto& row : outbound::rows_of(mode_))
      if (row.from == from && row.on == on)
        tell(row.about == outbound::preview_part::call ? call_ : id_, row.event, now);
    follow_up(from, on, now);
    return true;
  }

  void tell(interaction_id about, event_type event, instant now) {
    post(*agent_, now, messages::interaction_event{about, event});
    if (event == event_type::removed)
      post(*agent_, now, messages::call_removed{about});
  }

  void follow_up(state from, trigger on, instant now) {
    using what = outbound::record_trigger;
    switch (on) {
    case trigger::pulled:
    case trigger::accept: return show(now);
    case trigger::pushed: report(what::invite, now); return work_after(plan().accept_time, now);
    case trigger::decline:
    case trigger::withdraw: return leave(what::put_back, now);
    case trigger::call: return dial(now);
    case trigger::answered: return talk(now);
    case trigger::release: return wrap_up(call_, plan().wrap_up, now);
    case trigger::reject_record: return drop(what::reject, now);
    case trigger::cancel_record: return drop(what::cancel, now);
    case trigger::mark_done:
      if (from == state::released)
        post(*campaign_, now, call_ended(work_.record, result_, answered_, callback_s_));
      post(*this, now + duration{1}, messages::bury{});
    }
  }

  /// The agent sees the record, with its chain.
  void show(instant now) {
    report(outbound::record_trigger::preview, now);
    tell(id_, event_type::records_retrieved, now);
    work_after(plan().preview_time, now);
  }

  void dial(instant now) {
    auto said = moved(work_.record, outbound::record_trigger::dial);
    said.chosen = chosen_;
    post(*campaign_, now, said);
    far_end_ = dial_far_end(plan(), streams_, run_->key);
    result_ = far_end_.result;
    using does = messages::far_end::what;
    post(*this, now + far_end_.rings,
         messages::far_end{far_end_.answers ? does::answers : does::hangs_up});
  }

  void talk(instant now) {
    answered_ = true;
    report(outbound::record_trigger::connect, now);
    run_->seen.record_answered(work_.campaign, false, now);
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    post(*this, now + plan::sample(plan().talk_time, draw),
         messages::far_end{messages::far_end::what::hangs_up});
  }

  /// The agent does not call the record.
  void drop(outbound::record_trigger what, instant now) {
    auto said = moved(work_.record, what);
    said.callback_s = callback_s_;
    post(*campaign_, now, said);
    if (plan().worked_by == plan::preview_worker::agent)
      post(*agent_, now, messages::wrap_up_begins{id_, 0});
  }

  void wrap_up(interaction_id what, const plan::distribution& lasts, instant now) {
    if (!answered_ && result_ == outbound::call_results::answer)
      result_ = outbound::call_results::no_answer; // the agent hung up before
    auto draw = streams_.draw<purpose::wrap_up>(run_->key);
    const auto time = plan::sample(lasts, draw);
    post(*agent_, now, messages::wrap_up_begins{what, static_cast<float>(time.count())});
  }

  void report(outbound::record_trigger what, instant now) {
    post(*campaign_, now, moved(work_.record, what));
  }

  void leave(outbound::record_trigger what, instant now) {
    report(what, now);
    state_ = state::removed;
    post(*this, now + duration{1}, messages::bury{});
  }

  // -- the agent as a person -------------------------------------------------------------------

  void work_after(const plan::distribution& time, instant now) {
    if (plan().worked_by != plan::preview_worker::agent)
      return;
    auto draw = streams_.draw<purpose::preview_time>(run_->key);
    post(*this, now + plan::sample(time, draw), messages::preview_worked{});
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

  const json& parameters_of(const messages::ask& request) const {
    return run_->plan.arguments[request.arguments];
  }

  bool carry_out(const messages::ask& request, instant now) {
    if (const auto wanted = outbound::preview_trigger_of(request.request))
      return (*wanted != trigger::call || choose(parameters_of(request))) && move(*wanted, now);
    if (state_ == state::none || state_ == state::removed)
      return false;
    switch (request.request) {
    case request_kind::interaction_set_user_data:
    case request_kind::interaction_delete_user_data:
      tell(request.interaction, event_type::attached_data_changed, now);
      return true;
    case request_kind::outbound_get_chained_records:
      tell(id_, event_type::records_retrieved, now);
      return true;
    case request_kind::outbound_get_record_fields:
    case request_kind::outbound_get_call_result: return true;
    case request_kind::outbound_update_record_fields: return change_fields(request, now);
    case request_kind::outbound_reschedule_record: return reschedule(parameters_of(request));
    case request_kind::outbound_cancel_reschedule:
      return std::exchange(callback_s_, messages::record_moved::no_callback)
             != messages::record_moved::no_callback;
    case request_kind::outbound_set_call_result: return set_result(parameters_of(request));
    case request_kind::outbound_set_do_not_call:
      before_ = std::exchange(result_, outbound::call_results::do_not_call);
      return true;
    case request_kind::outbound_remove_do_not_call:
      if (result_ != outbound::call_results::do_not_call)
        return false;
      result_ = before_;
      return true;
    default: return false;
    }
  }

  /// The record of that handle is called, of which the chain must have one; without a handle the
  /// one that is shown.
  bool choose(const json& parameters) {
    if (parameters.size() < 2 || !parameters[1].is_number_unsigned())
      return parameters.size() < 2;
    const outbound::record_handle wanted{parameters[1].get<std::uint32_t>()};
    if (std::ranges::find(chain_, wanted) == chain_.end())
      return false;
    chosen_ = wanted;
    return true;
  }

  bool change_fields(const messages::ask& request, instant now) {
    outbound::record scratch;
    if (outbound::update_record(scratch, parameters_of(request)[1]))
      return false;
    post(*campaign_, now, messages::record_changed{work_.record, request.arguments});
    return true;
  }

  bool reschedule(const json& parameters) {
    constexpr std::chrono::milliseconds start{1'735'689'600'000}; // 2025, as in events
    const auto when =
      outbound::time_of_date(parameters[2].get<std::string>(), std::chrono::seconds{0}, start);
    if (!when || *when < instant{})
      return false;
    callback_s_ = static_cast<std::int32_t>(
      std::chrono::duration_cast<std::chrono::seconds>(when->time_since_epoch()).count());
    return true;
  }

  bool set_result(const json& parameters) {
    const auto result = parameters[1].is_number_integer()
                          ? outbound::call_result_of(parameters[1].get<std::int64_t>())
                          : std::nullopt;
    result_ = result.value_or(result_);
    return result.has_value();
  }

  run_context* run_;
  campaign_work work_;
  receiver* campaign_;
  receiver* agent_;
  std::vector<outbound::record_handle> chain_;
  outbound::preview_mode mode_;
  interaction_id id_;
  interaction_id call_ = {};
  campaign_streams streams_;
  state state_ = state::none;
  far_end_plan far_end_ = {};
  outbound::record_handle chosen_ = {};
  outbound::call_result result_ = outbound::call_results::unknown;
  outbound::call_result before_ = outbound::call_results::unknown; ///< do-not-call was set
  std::int32_t callback_s_ = messages::record_moved::no_callback;
  bool answered_ = false;
};

} // namespace deskstorm::actors
