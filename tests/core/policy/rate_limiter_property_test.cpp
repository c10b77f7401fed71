#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <rapidcheck.h>

#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;

namespace {

struct arrival {
  instant at;
  request_kind kind;
};

/// Slow and obvious: remembers every request that ever counted and every quarantine that ever was.
/// For windows that stand still, with a total that bars all.
class history {
public:
  history(const request_limits& limits, const limiter_rules& rules)
    : limits_(limits), rules_(rules) {}

  admission admit(arrival a) {
    const int own = static_cast<int>(a.kind);
    const auto own_limit = limits_.each[static_cast<std::size_t>(a.kind)].value_or(0);
    std::vector<std::pair<int, std::uint32_t>> counters;
    if (own_limit != 0)
      counters.emplace_back(own, own_limit);
    if (limits_.all != 0)
      counters.emplace_back(total, limits_.all);
    for (const auto& [who, limit] : counters)
      if (barred(who, a.at))
        return refused(counters, who, a.at);
    for (const auto& [who, limit] : counters)
      if (counted(who, a.at) >= limit) {
        quarantines_[who].push_back({a.at, false});
        return refused(counters, who, a.at);
      }
    for (const auto& [who, limit] : counters)
      counted_[who].push_back(a.at);
    return admission::admitted;
  }

private:
  static constexpr int total = -1;

  struct quarantine {
    instant from;
    bool told;
  };

  static auto minute(instant t) { return std::chrono::floor<std::chrono::minutes>(t - instant{}); }

  bool over(const quarantine& q, instant now) const {
    if (rules_.window_lifts_quarantine && minute(q.from) != minute(now))
      return true;
    return limits_.quarantine != 0s && now >= q.from + limits_.quarantine;
  }

  bool barred(int who, instant now) {
    const auto& all = quarantines_[who];
    return !all.empty() && !over(all.back(), now);
  }

  std::uint32_t counted(int who, instant now) {
    std::uint32_t count = 0;
    for (const auto t : counted_[who]) {
      bool forgotten = minute(t) != minute(now);
      if (rules_.count_after_quarantine == count_after_quarantine::reset)
        for (const auto& q : quarantines_[who])
          forgotten = forgotten || (t < q.from + limits_.quarantine && over(q, now));
      count += forgotten ? 0 : 1;
    }
    return count;
  }

  admission refused(const std::vector<std::pair<int, std::uint32_t>>& counters, int by,
                    instant now) {
    if (rules_.count_refused)
      for (const auto& [who, limit] : counters)
        counted_[who].push_back(now);
    auto& last = quarantines_[by].back();
    if (last.told)
      return admission::quarantined;
    last.told = true;
    return admission::limit_reached;
  }

  request_limits limits_;
  limiter_rules rules_;
  std::map<int, std::vector<instant>> counted_;
  std::map<int, std::vector<quarantine>> quarantines_;
};

constexpr std::array kinds{request_kind::voice_dial, request_kind::agent_get,
                           request_kind::email_create};

rc::Gen<std::vector<arrival>> arrivals() {
  const auto step = rc::gen::pair(rc::gen::inRange(0, 20000), rc::gen::elementOf(kinds));
  return rc::gen::map(rc::gen::container<std::vector<std::pair<int, request_kind>>>(step),
                      [](const auto& steps) {
                        std::vector<arrival> made;
                        instant now{};
                        for (const auto& [wait, kind] : steps)
                          made.push_back({now += std::chrono::milliseconds{wait}, kind});
                        return made;
                      });
}

request_limits some_limits() {
  const auto limit = rc::gen::inRange<std::uint32_t>(0, 4);
  request_limits limits{.all = *limit,
                        .quarantine = std::chrono::seconds{*rc::gen::inRange(0, 90)}};
  for (const auto kind : kinds)
    limits.each[static_cast<std::size_t>(kind)] = *limit;
  return limits;
}

} // namespace

TEST_CASE("rate_limiter answers as one that remembers everything", "[unit]") {
  CHECK(rc::check([] {
    const auto limits = some_limits();
    limiter_rules rules{.window_lifts_quarantine = *rc::gen::arbitrary<bool>(),
                        .count_refused = *rc::gen::arbitrary<bool>()};
    if (*rc::gen::arbitrary<bool>() && limits.quarantine != 0s && !rules.window_lifts_quarantine)
      rules.count_after_quarantine = count_after_quarantine::reset;
    const limiter_plan plan{limits, rules};
    rate_limiter limiter{plan, {}};
    history model{limits, rules};
    for (const auto& a : *arrivals())
      RC_ASSERT(limiter.admit(a.kind, a.at) == model.admit(a));
  }));
}

TEST_CASE("no minute admits more than the limit while the count is kept", "[unit]") {
  CHECK(rc::check([] {
    const auto limits = some_limits();
    const limiter_rules rules{
      .window = *rc::gen::element(window_start::service_start, window_start::wall_clock),
      .quarantine_start = *rc::gen::element(quarantine_start::error, quarantine_start::limit),
      .window_lifts_quarantine = *rc::gen::arbitrary<bool>(),
      .count_refused = *rc::gen::arbitrary<bool>(),
      .error_reply = *rc::gen::element(error_reply::each_quarantine, error_reply::each_window,
                                       error_reply::once),
      .global_quarantine =
        *rc::gen::element(global_quarantine::everything, global_quarantine::request),
    };
    const limiter_plan plan{limits, rules};
    rate_limiter limiter{plan, {}};
    std::map<std::pair<std::int64_t, request_kind>, std::uint32_t> admitted;
    std::map<std::int64_t, std::uint32_t> admitted_in_all;
    for (const auto& [at, kind] : *arrivals())
      if (limiter.admit(kind, at) == admission::admitted) {
        const auto minute = std::chrono::floor<std::chrono::minutes>(at - instant{}).count();
        const auto limit = limits.each[static_cast<std::size_t>(kind)].value_or(0);
        const auto count = ++admitted[{minute, kind}];
        const auto total = ++admitted_in_all[minute];
        RC_ASSERT(limit == 0 || count <= limit);
        RC_ASSERT(limits.all == 0 || total <= limits.all);
      }
  }));
}
