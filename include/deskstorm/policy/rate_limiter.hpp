#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>
#include <deskstorm/policy/limiters/fixed_window.hpp>
#include <deskstorm/policy/limiters/gcra.hpp>
#include <deskstorm/policy/limiters/sliding_counter.hpp>
#include <deskstorm/policy/limiters/sliding_log.hpp>
#include <deskstorm/policy/limiters/token_bucket.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

enum class admission : std::uint8_t {
  admitted,      ///< the request is carried out
  limit_reached, ///< it gets a failure reply with rate_limit_text
  quarantined,   ///< it is ignored: no reply at all
};

/// Returns the error of a request that met its limit. Source: the manual prints this text; what it
/// says of a quarantine for ever (0 s) is not public, here it keeps the form.
inline std::string rate_limit_text(std::string_view request, duration quarantine) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(quarantine).count();
  return "The rate limit for the request '" + std::string{request}
         + "' has been reached.\nFurther requests of the same type will be ignored for "
         + std::to_string(seconds) + " seconds.";
}

/// What limits count apart: each kind of request; and subscribes with unsubscribes, which are not
/// requests and have no limit of their own.
class counted_kind {
public:
  static constexpr std::size_t count = request_count + 1;

  constexpr counted_kind(request_kind kind) : index_(static_cast<std::uint8_t>(kind)) {}
  static constexpr counted_kind subscription() { return counted_kind{}; }

  constexpr std::uint8_t index() const { return index_; }

private:
  constexpr counted_kind() : index_(request_count) {}

  std::uint8_t index_;
};

/// Limits and rules of a run in the form that limiters read: one for all limiters, which refer to
/// it and must not outlive it.
class limiter_plan {
public:
  limiter_plan(const request_limits& limits, const limiter_rules& rules)
    : quarantine_(limits.quarantine), rules_(rules) {
    const bool total = rules.global == global_limit::total;
    all_ = total ? limits.all : 0;
    const auto usual = total ? 0 : limits.all;
    for (std::size_t i = 0; i < request_count; ++i) {
      const auto own = limits.each[i].value_or(0);
      const bool instead = limits.each[i] && rules.specific == specific_limit::instead;
      each_[i] = instead || usual == 0 ? own : own == 0 ? usual : std::min(own, usual);
      in_total_[i] = all_ != 0 && !instead;
    }
    if (rules.count_subscriptions) {
      constexpr auto i = counted_kind::subscription().index();
      each_[i] = usual;
      in_total_[i] = all_ != 0;
    }
  }

  const limiter_rules& rules() const { return rules_; }
  duration quarantine() const { return quarantine_; }

  /// Requests a minute of that kind; 0 is unlimited.
  std::uint32_t limit_of(counted_kind kind) const { return each_[kind.index()]; }

  /// Requests a minute of all kinds that count in the total; 0 is unlimited.
  std::uint32_t total() const { return all_; }
  bool in_total(counted_kind kind) const { return in_total_[kind.index()]; }

  bool limits(counted_kind kind) const { return limit_of(kind) != 0 || in_total(kind); }

  instant quarantine_end(instant now) const {
    return quarantine_ == duration::zero() || quarantine_ > never - now ? never : now + quarantine_;
  }

private:
  std::array<std::uint32_t, counted_kind::count> each_{};
  std::array<bool, counted_kind::count> in_total_{};
  std::uint32_t all_ = 0;
  duration quarantine_;
  limiter_rules rules_;
};

/// Limits and quarantine around a `Meter`, which says when a limit is full: one algorithm.
///
/// A request that finds its kind in quarantine is refused, one that finds the limit full starts the
/// quarantine and is refused. Of the refusals the first is `limit_reached`, the others are
/// `quarantined`. A quarantine ends with its last nanosecond. Source: the manual's rate limit
/// section; limiter_rules says what it leaves open.
template <class Meter>
class metered_limiter {
public:
  metered_limiter(const limiter_plan& plan, instant service_start)
    : plan_(&plan), service_start_(service_start) {}

  admission admit(counted_kind kind, instant now) {
    if (!plan_->limits(kind))
      return admission::admitted;
    const auto limit = plan_->limit_of(kind);
    const bool in_total = plan_->in_total(kind);
    const bool own_bar =
      limit != 0 || plan_->rules().global_quarantine == global_quarantine::request;
    // Both are found before either is used: finding may move what is in the vector.
    const auto own_at = own_bar ? find(kind.index()) : none;
    const auto total_at = in_total ? find(total_key) : none;
    auto* own = own_at == none ? nullptr : &state_[own_at];
    auto* total = total_at == none ? nullptr : &state_[total_at];
    return judge({own, limit}, {total, plan_->total()}, now);
  }

private:
  static constexpr std::uint8_t total_key = 0xFF;
  static constexpr std::size_t none = ~std::size_t{0};

  /// What is known of one kind, or of the total. Made when its first request comes.
  struct slot {
    instant barred_until = instant::min(); ///< min: no quarantine
    [[no_unique_address]] Meter meter = {};
    std::uint8_t key = 0;
    bool told = false; ///< the client has had its error
  };

  struct limited {
    slot* state;
    std::uint32_t limit;
  };

  std::size_t find(std::uint8_t key) {
    for (std::size_t i = 0; i < state_.size(); ++i)
      if (state_[i].key == key)
        return i;
    state_.push_back({.key = key});
    return state_.size() - 1;
  }

  admission judge(limited own, limited total, instant now) {
    advance(own.state, now);
    advance(total.state, now);
    const auto& rules = plan_->rules();
    auto* bar = barred(own.state) ? own.state : barred(total.state) ? total.state : nullptr;
    if (bar == nullptr) {
      if (full(own))
        bar = own.state;
      else if (full(total))
        bar = rules.global_quarantine == global_quarantine::request ? own.state : total.state;
      if (bar != nullptr)
        start_quarantine(*bar, now);
    }
    if (bar == nullptr || rules.count_refused) {
      take(own, now);
      take(total, now);
    }
    if (bar != nullptr)
      return refuse(*bar);
    if (rules.quarantine_start == quarantine_start::limit)
      start_where_full(own, total, now);
    return admission::admitted;
  }

  void advance(slot* s, instant now) {
    if (s == nullptr)
      return;
    const auto& rules = plan_->rules();
    if (s->meter.advance(rules.window, service_start_, now)) {
      if (rules.window_lifts_quarantine)
        s->barred_until = instant::min();
      if (rules.error_reply == error_reply::each_window)
        s->told = false;
    }
    if (barred(s) && now >= s->barred_until) {
      s->barred_until = instant::min();
      if (rules.count_after_quarantine == count_after_quarantine::reset)
        s->meter.clear();
    }
  }

  static bool barred(const slot* s) { return s != nullptr && s->barred_until != instant::min(); }

  static bool full(limited l) {
    return l.state != nullptr && l.limit != 0 && l.state->meter.full(l.limit);
  }

  static void take(limited l, instant now) {
    if (l.state != nullptr && l.limit != 0)
      l.state->meter.take(now, l.limit);
  }

  void start_quarantine(slot& s, instant now) {
    s.barred_until = plan_->quarantine_end(now);
    if (plan_->rules().error_reply == error_reply::each_quarantine)
      s.told = false;
  }

  void start_where_full(limited own, limited total, instant now) {
    if (full(own))
      start_quarantine(*own.state, now);
    if (full(total))
      start_quarantine(
        plan_->rules().global_quarantine == global_quarantine::request ? *own.state : *total.state,
        now);
  }

  static admission refuse(slot& s) {
    return std::exchange(s.told, true) ? admission::quarantined : admission::limit_reached;
  }

  const limiter_plan* plan_;
  instant service_start_;
  std::vector<slot> state_; ///< few: one a kind that is limited and was asked for
};

/// One limiter of each algorithm. A new algorithm is a meter in limiters/ and a row here.
using any_limiter = std::variant<metered_limiter<fixed_window>, metered_limiter<sliding_log>,
                                 metered_limiter<sliding_counter>, metered_limiter<token_bucket>,
                                 metered_limiter<gcra>>;

using limiter_maker = any_limiter (*)(const limiter_plan&, instant service_start);

/// An algorithm, as scenarios and the command line name it.
struct limiter_algorithm {
  std::string_view name;
  std::string_view about;
  bool has_windows; ///< it counts in minutes, which begin as window_start says
  limiter_maker make;
};

template <class Meter>
constexpr limiter_algorithm limiter_row() {
  return {Meter::name, Meter::about, Meter::has_windows,
          [](const limiter_plan& plan, instant start) {
            return any_limiter{metered_limiter<Meter>{plan, start}};
          }};
}

/// Every algorithm, in the order of any_limiter. limiter_rules::algorithm is an index of it.
inline constexpr std::array limiter_algorithms{
  limiter_row<fixed_window>(), limiter_row<sliding_log>(), limiter_row<sliding_counter>(),
  limiter_row<token_bucket>(), limiter_row<gcra>(),
};

/// Judges the requests of one scope: a tab, a frame, an origin or an agent. Costs no memory beyond
/// itself for requests that have no limit.
class rate_limiter {
public:
  /// `service_start` is when the service of the scope began, e.g. when its tab opened.
  rate_limiter(const limiter_plan& plan, instant service_start)
    : state_(limiter_algorithms[plan.rules().algorithm].make(plan, service_start)) {}

  /// Judges one request, subscribe or unsubscribe that comes at `now`, which must not precede the
  /// last one. Whether the filter of its origin has let it pass, is up to limiter_rules.
  admission admit(counted_kind kind, instant now) {
    return std::visit([=](auto& limiter) { return limiter.admit(kind, now); }, state_);
  }

private:
  any_limiter state_;
};

} // namespace deskstorm
