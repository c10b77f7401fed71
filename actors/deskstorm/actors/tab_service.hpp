#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_desktop.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/policy/user_data_policy.hpp>
#include <deskstorm/protocol/check.hpp>

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
    : run_(&run), of_agent_(std::move(of_agent)), limiters_(run.limits, opens) {}

  struct asked {
    const messages::ask& request;
    std::uint32_t persona; ///< of the frame
    instant now;
    tab_ref self;
    tab_id last_active;
    frame_state election;
  };

  struct outcome {
    request_course course;
    bool ran = false;                        ///< on the desktop of the tab, and succeeded there
    std::vector<desk::outgoing> events = {}; ///< that it has caused there
  };

  outcome serve(const asked& a) {
    switch (judge(run_->rights[a.persona], a.request.request, [&] { return admit(a); })) {
    case gate_verdict::serve: return execute(a);
    case gate_verdict::limit_reached: return {request_course::limited};
    case gate_verdict::refuse: return {request_course::refused};
    case gate_verdict::ignore_stranger: return {request_course::strange};
    case gate_verdict::ignore_quarantined: break;
    }
    return {request_course::quarantined};
  }

  tab_desktop& desktop() { return desktop_; }

private:
  admission admit(const asked& a) {
    if (of_agent_)
      return of_agent_->admit(a.request.request, a.now);
    return limiters_.admit(a.request.request, {a.request.frame, a.persona}, a.now);
  }

  outcome execute(const asked& a) {
    const auto& written = run_->plan.arguments[a.request.arguments];
    if (run_->has_placeholders[a.request.arguments])
      return execute(a, desktop_.fill_in(written, a.request.interaction, a.self));
    return execute(a, written);
  }

  outcome execute(const asked& a, const json& parameters) {
    const auto kind = a.request.request;
    if (check_parameters(row_of(kind), parameters) || !may_write(kind, parameters))
      return {request_course::fails};
    outcome made{request_course::succeeds};
    if (desk::must_run(kind)) {
      auto ran = desktop_.run({kind, parameters, frame_id{a.request.frame}, a.now, a.self.tab,
                               a.last_active, a.election, *run_->rights[a.persona]});
      made.events = std::move(ran.events);
      made.ran = ran.legal;
      made.course = ran.legal ? request_course::succeeds : request_course::fails;
    }
    if (made.course == request_course::fails)
      return made;
    if (run_->plan.backend.serves[static_cast<std::size_t>(kind)])
      made.course = request_course::goes_to_backend;
    else if (desk::place_of(kind) != desk::place::tab)
      made.course = request_course::goes_to_session;
    return made;
  }

  /// Says whether the write list leaves anything of a change of user data.
  bool may_write(request_kind kind, const json& parameters) const {
    const auto& policy = run_->plan.options.user_data;
    switch (kind) {
    case request_kind::interaction_set_user_data:
      return static_cast<bool>(writable(policy, parameters[1]));
    case request_kind::interaction_delete_user_data:
      return policy.write.has(parameters[1].get_ref<const std::string&>());
    default: return true;
    }
  }

  run_context* run_;
  std::shared_ptr<shared_limiter> of_agent_;
  tab_limiters limiters_;
  tab_desktop desktop_;
};

} // namespace deskstorm::actors
