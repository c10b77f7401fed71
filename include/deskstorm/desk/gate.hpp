#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

/// What becomes of a request that reaches the service.
enum class gate_verdict : std::uint8_t {
  serve,
  ignore_stranger,    ///< no reply: its origin is not listed
  refuse,             ///< failure reply: its origin is listed but may not make this request
  limit_reached,      ///< failure reply with rate_limit_text
  ignore_quarantined, ///< no reply
};

/// Who made a request, as limiters of the different scopes tell callers apart.
struct caller {
  std::uint32_t frame = 0;  ///< number within the tab
  std::uint32_t origin = 0; ///< number of its page's origin
};

/// The limiters of one tab, one for each frame or origin where the rules say so. Those of the scope
/// `agent` live with whoever knows all tabs of the agent.
class tab_limiters {
public:
  tab_limiters(const limiter_plan& plan, instant service_start)
    : plan_(&plan), service_start_(service_start) {}

  admission admit(counted_kind kind, caller who, instant now) {
    if (!plan_->limits(kind))
      return admission::admitted;
    const std::size_t at = place_of(who);
    while (limiters_.size() <= at)
      limiters_.emplace_back(*plan_, service_start_);
    return limiters_[at].admit(kind, now);
  }

private:
  std::size_t place_of(caller who) const {
    switch (plan_->rules().scope) {
    case limiter_scope::frame: return who.frame;
    case limiter_scope::origin: return who.origin;
    case limiter_scope::tab:
    case limiter_scope::agent: break;
    }
    return 0;
  }

  const limiter_plan* plan_;
  instant service_start_;
  std::vector<rate_limiter> limiters_;
};

constexpr gate_verdict verdict_of(admission a) {
  switch (a) {
  case admission::limit_reached: return gate_verdict::limit_reached;
  case admission::quarantined: return gate_verdict::ignore_quarantined;
  case admission::admitted: break;
  }
  return gate_verdict::serve;
}

/// Judges a request: its origin, then the origin's filter and the rate limit, in the order of the
/// rules. The vendor does not give it. `rights` are those of the page, nothing for an origin that
/// is not listed; `admit` is asked only for requests that have come that far.
template <class Admit>
gate_verdict judge(const std::optional<request_set>& rights, request_kind kind, first_check first,
                   Admit&& admit) {
  if (!rights)
    return gate_verdict::ignore_stranger;
  const bool allowed = rights->has(kind);
  if (!allowed && first == first_check::filter)
    return gate_verdict::refuse;
  const auto verdict = verdict_of(admit());
  return !allowed && verdict == gate_verdict::serve ? gate_verdict::refuse : verdict;
}

/// Judges a subscribe or unsubscribe, which no filter names.
template <class Admit>
gate_verdict judge_subscription(const std::optional<request_set>& rights, Admit&& admit) {
  return rights ? verdict_of(admit()) : gate_verdict::ignore_stranger;
}

} // namespace deskstorm
