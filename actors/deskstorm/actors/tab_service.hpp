#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/live/papers.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/actors/request_checks.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_desktop.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/reply.hpp>

namespace deskstorm::actors {

/// What a tab makes of a request.
enum class request_course : std::uint8_t {
  succeeds,
  fails,
  limited,
  refused,         ///< by the filter of its origin, which is told
  strange,         ///< of an origin that is not listed: no answer
  quarantined,     ///< no answer either
  goes_to_backend, ///< which answers
  goes_to_session, ///< likewise
};

/// The judgement of one tab on requests: may they be served, are they right, who carries them out.
class tab_service {
public:
  tab_service(run_context& run, std::shared_ptr<shared_limiter> of_agent, instant opens)
    : run_(&run),
      rules_(run.live == nullptr ? nullptr : run.live->rules()),
      of_agent_(std::move(of_agent)),
      limiters_(rules_ ? rules_->limits : run.limits, opens) {}

  struct asked {
    const messages::ask& request;
    std::uint32_t persona; ///< of the frame
    instant now;
    tab_ref self;
    tab_id last_active;
    frame_state election;
    entity_number session;
    const live_guest* guest = nullptr; ///< the page that a real browser shows
  };

  struct outcome {
    request_course course;
    bool ran = false;                        ///< on the desktop of the tab, and succeeded there
    std::vector<desk::outgoing> events = {}; ///< that it has caused there
    messages::document_id document = 0;      ///< the parameters, where they were filled in here

    messages::ask filled_in(messages::ask request) const {
      request.arguments = document != 0 ? document : request.arguments;
      return request;
    }
  };

  /// Returns what a frame may ask for; nothing for an origin that is not listed.
  const std::optional<request_set>& rights_of(std::uint32_t persona,
                                              const live_guest* guest) const {
    if (guest != nullptr)
      return guest->rights;
    return rules_ ? rules_->rights[persona] : run_->rights[persona];
  }

  outcome serve(const asked& a) {
    follow_options(a.now);
    if (a.guest != nullptr && a.guest->is_desk)
      return execute(a);
    const auto first = limits().rules().first_check;
    const caller who{a.request.frame, a.persona};
    switch (judge(rights_of(a.persona, a.guest), a.request.request, first,
                  [&] { return admit(a.request.request, who, a.now); })) {
    case gate_verdict::serve: return execute(a);
    case gate_verdict::limit_reached: return {request_course::limited};
    case gate_verdict::refuse:
      run_->note(a.request, desk::not_allowed(a.request.request));
      return {request_course::refused};
    case gate_verdict::ignore_stranger: return {request_course::strange};
    case gate_verdict::ignore_quarantined: break;
    }
    return {request_course::quarantined};
  }

  /// The answer to a subscribe or unsubscribe; nothing where it is ignored.
  std::optional<messages::answer> answer_to_subscription(caller who, const live_guest* guest,
                                                         instant now) {
    follow_options(now);
    if (guest != nullptr && guest->is_desk)
      return messages::answer::ok;
    const auto verdict = judge_subscription(
      rights_of(who.origin, guest), [&] { return admit(counted_kind::subscription(), who, now); });
    if (verdict == gate_verdict::serve)
      return messages::answer::ok;
    if (verdict == gate_verdict::limit_reached)
      return messages::answer::rate_limited;
    return std::nullopt;
  }

  tab_desktop& desktop() { return desktop_; }

private:
  const limiter_plan& limits() const { return rules_ ? rules_->limits : run_->limits; }

  /// In a live run options may have changed; then limits count anew.
  void follow_options(instant now) {
    if (run_->live == nullptr)
      return;
    if (auto latest = run_->live->rules(); latest != rules_) {
      limiters_ = tab_limiters{latest->limits, now};
      rules_ = std::move(latest);
    }
  }

  admission admit(counted_kind kind, caller who, instant now) {
    if (of_agent_)
      return of_agent_->admit(kind, now);
    return limiters_.admit(kind, who, now);
  }

  outcome execute(const asked& a) {
    const auto written = run_->parameters_of(a.request);
    if (!written)
      return {request_course::fails};
    if (a.guest != nullptr || !run_->has_placeholders(a.request, *written))
      return execute(a, *written);
    auto filled_in = desktop_.fill_in(*written, a.request.interaction, a.self);
    auto made = execute(a, filled_in);
    const bool goes_on = made.course == request_course::goes_to_backend
                         || made.course == request_course::goes_to_session;
    if (goes_on && run_->is_filled_in(a.request))
      made.document = run_->file_request(std::move(filled_in));
    return made;
  }

  outcome execute(const asked& a, const json& parameters) {
    const auto kind = a.request.request;
    if (!may_run(*run_, a.request, parameters))
      return {request_course::fails};
    if (a.guest != nullptr && live_page::changes_desktop(kind)
        && footprint(parameters) > live_page::most_added_bytes) {
      run_->note(a.request, failure{"The parameters are too large to be shown."});
      return {request_course::fails};
    }
    outcome made{request_course::succeeds};
    if (a.guest == nullptr ? desk::must_run(kind) : desk::place_of(kind) == desk::place::tab)
      run_here(a, parameters, made);
    if (made.course == request_course::fails)
      return made;
    if (run_->plan.backend.serves[static_cast<std::size_t>(kind)])
      made.course = request_course::goes_to_backend;
    else if (desk::place_of(kind) != desk::place::tab)
      made.course = request_course::goes_to_session;
    return made;
  }

  void run_here(const asked& a, const json& parameters, outcome& made) {
    const bool read = a.guest != nullptr; // by somebody, who wants to see it all
    const auto rules = read ? run_->live->rules() : nullptr;
    auto ran = desktop_.run({a.request.request, parameters, frame_id{a.request.frame}, a.now,
                             a.self.tab, a.last_active, a.election, *rights_of(a.persona, a.guest)},
                            read ? run_->live->desk_of(a.session) : desk_view{},
                            read ? &rules->configuration : nullptr);
    run_->note(a.request, ran.how);
    made.events = std::move(ran.events);
    made.ran = static_cast<bool>(ran.how);
    made.course = made.ran ? request_course::succeeds : request_course::fails;
  }

  run_context* run_;
  std::shared_ptr<const rules_in_force> rules_; ///< null in simulations
  std::shared_ptr<shared_limiter> of_agent_;
  tab_limiters limiters_;
  tab_desktop desktop_;
};

} // namespace deskstorm::actors
