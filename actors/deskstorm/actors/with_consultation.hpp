#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/consultation.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/interaction_requests.hpp>

namespace deskstorm::actors {

/// What somebody at the far end of a call does, as a transition of the call.
constexpr desk::call_trigger trigger_of(messages::far_end::what does) {
  return does == messages::far_end::what::answers ? desk::call_trigger::far_end_answers
                                                  : desk::call_trigger::hang_up;
}

/// The consultation that an agent holds about a call, one at a time. The call says how long the
/// consulted party takes, tells events, and goes on when the two are completed.
template <class Call>
class with_consultation {
public:
  void on(const messages::consulted_end& far, const context& about) {
    if (consultation_ && consultation_->id == far.consultation)
      change_consultation(
        about.now, [&] { return desk::apply(*consultation_, trigger_of(far.does), about.now); });
  }

protected:
  bool has_consultation() const { return consultation_ && !consultation_->removed; }

  /// Says whether the agent holds a consultation of that number.
  bool consults(interaction_id which) const {
    return has_consultation() && consultation_->id == which;
  }

  /// Carries out a request that begins a consultation about `primary` or completes it, or any that
  /// names the consultation. False where it fails; the reason is noted.
  bool carry_out_about(const messages::ask& request, desk::interaction& primary,
                       const json& parameters, instant now) {
    auto& c = self();
    auto& subject = consults(request.interaction) ? *consultation_ : primary;
    const auto rules = c.run_->options_in_force();
    const desk::interaction_call asked{subject, parameters, *rules, now};
    return std::visit(
      overloaded{
        [&](const desk::changes_interaction& by) {
          return change_consultation(request, by, asked);
        },
        [&](const desk::begins_consultation& by) { return consult(request, by, asked, primary); },
        [&](const desk::ends_consultation& by) { return complete(request, by, asked, primary); },
        [&](const auto&) {
          const bool is_call = &subject == &primary;
          return c.run_->succeeds(request, is_call ? desk::detail::refused(primary)
                                                   : desk::of_no_campaign(subject.id));
        },
      },
      desk::handler_of(request.request));
  }

  /// A consultation does not outlive the call that it is about.
  void end_consultation(instant now) {
    if (has_consultation())
      change_consultation(
        now, [&] { return desk::apply(*consultation_, desk::call_trigger::hang_up, now); });
  }

private:
  Call& self() { return static_cast<Call&>(*this); }

  bool consult(const messages::ask& request, const desk::begins_consultation& by,
               const desk::interaction_call& asked, const desk::interaction& primary) {
    auto& c = self();
    if (has_consultation())
      return c.run_->succeeds(
        request, failure{"There is a consultation about this call already.", "interactionId"});
    if (desk::life_of(primary) != desk::interaction_state::talking)
      return c.run_->succeeds(request, failure{"A consultation needs a call that is connected.",
                                               "interactionId"}); // and no number is used up
    const auto id = c.run_->next_interaction();
    auto begun =
      by.run(asked, {.id = id, .party = {}, .case_id = {}, .call_uuid = desk::call_text(id)});
    if (!c.run_->succeeds(request, begun))
      return false;
    auto made = *std::move(begun);
    consultation_ = std::make_unique<desk::interaction>(std::move(made.call));
    c.post(c.session(), asked.now, messages::consultation_begun{id});
    tell(made.events, asked.subject, asked.now);
    c.post(c, asked.now + c.time_until(messages::far_end::what::answers),
           messages::consulted_end{id, messages::far_end::what::answers});
    return true;
  }

  bool complete(const messages::ask& request, const desk::ends_consultation& by,
                const desk::interaction_call& asked, desk::interaction& primary) {
    auto& c = self();
    if (&asked.subject != consultation_.get())
      return c.run_->succeeds(
        request,
        failure{"Interaction " + std::to_string(asked.subject.id.value) + " is no consultation.",
                "consultInteractionId"});
    const auto told = by.run(*consultation_, primary, asked.now);
    if (!c.run_->succeeds(request, told))
      return false;
    tell(*told, primary, asked.now);
    follow_up(asked.now);
    c.completed(asked.now);
    return true;
  }

  bool change_consultation(const messages::ask& request, const desk::changes_interaction& by,
                           const desk::interaction_call& asked) {
    return change_consultation(asked.now, [&] {
      auto how = by.run(asked);
      self().run_->succeeds(request, how);
      return how;
    });
  }

  /// Lets `make` change the consultation, and tells the agent. False where it refuses.
  template <class Make>
  bool change_consultation(instant now, Make&& make) {
    const auto before = desk::life_of(*consultation_);
    const auto events = make();
    if (!events)
      return false;
    for (const auto event : *events)
      self().tell(*consultation_, event, now);
    if (desk::life_of(*consultation_) != before)
      follow_up(now);
    return true;
  }

  void follow_up(instant now) {
    auto& c = self();
    constexpr auto over = messages::far_end::what::hangs_up;
    const auto id = consultation_->id;
    switch (desk::life_of(*consultation_)) {
    case desk::interaction_state::talking:
      c.post(c, now + c.time_until(over), messages::consulted_end{id, over});
      return;
    case desk::interaction_state::removed:
      c.post(c.session(), now, messages::call_removed{id});
      return;
    default: return;
    }
  }

  void tell(const desk::told_list& events, const desk::interaction& primary, instant now) {
    for (const auto& event : events)
      self().tell(event.about == primary.id ? primary : *consultation_, event.what, now);
  }

  std::unique_ptr<desk::interaction> consultation_; ///< the last one about this call, or null
};

} // namespace deskstorm::actors
