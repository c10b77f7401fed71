#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/campaign_call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_preview.hpp>
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

  /// `chain`: the records that the agent may call; `records`: the same as clients see them, in live
  /// runs alone.
  preview(caf::actor_config& config, transport& carrier, run_context& run, campaign_work work,
          receiver& campaign, receiver& agent, std::vector<outbound::record_handle> chain,
          json records = {})
    : entity(config, carrier),
      run_(&run),
      work_(work),
      campaign_(&campaign),
      agent_(&agent),
      chain_(std::move(chain)),
      records_(std::move(records)),
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
        tell(row, now);
    follow_up(from, on, now);
    return true;
  }

  void tell(const outbound::preview_row& row, instant now) {
    const auto about = row.about == outbound::preview_part::call ? call_ : id_;
    tell(about, row.event, now, run_->live == nullptr ? 0 : document_of(row, now));
    if (row.event == event_type::removed)
      post(*agent_, now, messages::call_removed{about});
  }

  void tell(interaction_id about, event_type event, instant now, messages::document_id document) {
    post(*agent_, now,
         messages::interaction_event{.interaction = about, .type = event, .document = document});
  }

  /// Notes in a live run what clients see of preview or call.
  messages::document_id document_of(const outbound::preview_row& row, instant now) {
    const bool of_call = row.about == outbound::preview_part::call;
    auto& seen = of_call ? seen_call_ : seen_preview_;
    if (!seen)
      seen = std::make_unique<desk::interaction>(
        live_preview(of_call ? call_ : id_, outbound::type_of(mode_, row.about), records_, now));
    if (row.state != seen->state)
      seen->previous = std::exchange(seen->state, row.state);
    seen->removed = row.event == event_type::removed;
    return run_->live->tell(agent_->number(), row.event, *seen, row.capabilities);
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
    show_records(now);
    work_after(plan().preview_time, now);
  }

  void show_records(instant now) {
    constexpr auto event = event_type::records_retrieved;
    if (seen_preview_)
      seen_preview_->chained_records = records_;
    tell(id_, event, now,
         seen_preview_ ? run_->document_of(agent_->number(), event, *seen_preview_) : 0);
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
    if (works_by_itself())
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

  std::shared_ptr<const json> parameters_of(const messages::ask& request) const {
    return run_->parameters_of(request);
  }

  bool carry_out(const messages::ask& request, instant now) {
    if (const auto wanted = outbound::preview_trigger_of(request.request))
      return (*wanted != trigger::call || choose(*parameters_of(request))) && move(*wanted, now);
    if (state_ == state::none || state_ == state::removed)
      return false;
    switch (request.request) {
    case request_kind::interaction_set_user_data:
    case request_kind::interaction_delete_user_data: change_data(request, now); return true;
    case request_kind::outbound_get_chained_records:
      run_->note(request, maybe_json{records_});
      show_records(now);
      return true;
    case request_kind::outbound_get_record_fields:
      run_->note(request, maybe_json{records_.empty() ? json::object() : records_[0]});
      return true;
    case request_kind::outbound_get_call_result:
      run_->note(request, maybe_json{result_});
      return true;
    case request_kind::outbound_update_record_fields: return change_fields(request, now);
    case request_kind::outbound_reschedule_record: return reschedule(*parameters_of(request));
    case request_kind::outbound_cancel_reschedule:
      return std::exchange(callback_s_, messages::record_moved::no_callback)
             != messages::record_moved::no_callback;
    case request_kind::outbound_set_call_result: return set_result(*parameters_of(request));
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

  /// User data of previews is seen in live runs alone.
  void change_data(const messages::ask& request, instant now) {
    auto* seen = (request.interaction == call_ ? seen_call_ : seen_preview_).get();
    const auto kept = parameters_of(request);
    const auto& parameters = *kept;
    if (seen != nullptr && request.request == request_kind::interaction_set_user_data)
      seen->user_data.update(parameters[1]);
    else if (seen != nullptr)
      seen->user_data.erase(parameters[1].get_ref<const std::string&>());
    constexpr auto event = event_type::attached_data_changed;
    tell(request.interaction, event, now,
         seen == nullptr ? 0 : run_->document_of(agent_->number(), event, *seen));
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
    if (outbound::update_record(scratch, (*parameters_of(request))[1]))
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
  json records_; ///< of the chain, in live runs
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
  std::unique_ptr<desk::interaction> seen_preview_ = nullptr; ///< in live runs
  std::unique_ptr<desk::interaction> seen_call_ = nullptr;
};

} // namespace deskstorm::actors
