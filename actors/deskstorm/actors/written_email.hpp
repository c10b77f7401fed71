#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/media_interaction.hpp>

namespace deskstorm::actors {

/// An e-mail that a client has its agent write: composed for a while, then sent.
class written_email : public entity<written_email, messages::item_step, messages::command,
                                    messages::mark_done, messages::bury> {
public:
  /// The n-th of that agent.
  written_email(caf::actor_config& config, transport& carrier, run_context& run, agent_id agent,
                std::uint32_t ordinal)
    : entity(config, carrier),
      run_(&run),
      id_(run.next_interaction()),
      streams_(
        stream_of(static_cast<std::uint64_t>(stream_owner::written_email), agent.value, ordinal)) {}

  interaction_id id() const { return id_; }

  /// Begins to be written. False where the request is wrong; then it never was.
  bool begin(receiver& session, const desk::begins_email& by, const json& parameters, instant now) {
    auto begun = by.run(parameters, {.id = id_, .party = {}, .case_id = desk::case_text(id_)}, now);
    if (!begun) {
      leave(now);
      return false;
    }
    auto made = *std::move(begun);
    session_ = &session;
    shown_ = std::make_unique<desk::interaction>(std::move(made.call));
    tell(made.events, now);
    auto draw = streams_.draw<purpose::handle_time>(run_->key);
    compose(now, plan::sample(run_->plan.outgoing.compose_time, draw));
    return true;
  }

  void on(const messages::item_step& what, const context& about) {
    if (const auto events = desk::apply(*shown_, what.does, about.now))
      changed(*events, about.now);
  }

  void on(const messages::command& what, const context& about) {
    const bool legal = carry_out(what.request, about.now);
    post(
      *session_, about.now,
      messages::carried_out{what.request, legal ? messages::answer::ok : messages::answer::failed});
  }

  void on(const messages::mark_done&, const context&) {} // what is sent is done

  void on(const messages::bury&, const context&) { quit(); }

private:
  void compose(instant now, duration time) {
    const auto& usual = run_->plan.outgoing;
    if (chance(usual.standard_response))
      post(*this, now + time / 2, messages::item_step{id_, desk::media_trigger::insert_response});
    const auto end =
      chance(usual.discard) ? desk::media_trigger::cancel : desk::media_trigger::send;
    post(*this, now + time, messages::item_step{id_, end});
  }

  bool chance(double share) {
    if (share == 0)
      return false;
    auto draw = streams_.draw<purpose::routing>(run_->key);
    return draw.uniform() < share;
  }

  bool carry_out(const messages::ask& request, instant now) {
    const auto* by = std::get_if<desk::changes_interaction>(&desk::handler_of(request.request));
    const auto parameters = run_->parameters_of(request);
    if (by == nullptr || !parameters)
      return false;
    const auto events = by->run({*shown_, *parameters, *run_->options_in_force(), now});
    if (run_->succeeds(request, events))
      changed(*events, now);
    return static_cast<bool>(events);
  }

  void changed(const desk::interaction_events& events, instant now) {
    tell(events, now);
    if (!shown_->removed)
      return;
    post(*session_, now, messages::call_removed{id_});
    leave(now);
  }

  void tell(const desk::interaction_events& events, instant now) {
    for (const auto event : events)
      post(*session_, now,
           messages::interaction_event{.interaction = id_,
                                       .type = event,
                                       .document =
                                         run_->document_of(session_->number(), event, *shown_)});
  }

  /// What is said to it at this instant is still heard.
  void leave(instant now) { post(*this, now + duration{1}, messages::bury{}); }

  run_context* run_;
  interaction_id id_;
  streams_of<purpose::handle_time, purpose::routing> streams_;
  receiver* session_ = nullptr;
  std::unique_ptr<desk::interaction> shown_ = nullptr;
};

} // namespace deskstorm::actors
