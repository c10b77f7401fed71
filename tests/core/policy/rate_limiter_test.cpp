#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;

namespace {

constexpr auto dial = request_kind::voice_dial;
constexpr auto get = request_kind::agent_get;
constexpr auto ok = admission::admitted;
constexpr auto told = admission::limit_reached;
constexpr auto silent = admission::quarantined;

constexpr instant at(duration since_start) { return instant{} + since_start; }

request_limits dial_limit(std::uint32_t per_minute, duration quarantine = 30s) {
  request_limits limits{.quarantine = quarantine};
  limits.each[static_cast<std::size_t>(dial)] = per_minute;
  return limits;
}

request_limits limit_of_all(std::uint32_t per_minute) { return {.all = per_minute}; }

/// Judges dials at these times, in order, by a limiter of its own.
std::vector<admission> dials(const request_limits& limits, const limiter_rules& rules,
                             const std::vector<duration>& times, instant service_start = {}) {
  const limiter_plan plan{limits, rules};
  rate_limiter limiter{plan, service_start};
  std::vector<admission> answers;
  for (const auto time : times)
    answers.push_back(limiter.admit(dial, at(time)));
  return answers;
}

using answers = std::vector<admission>;

} // namespace

// Source: the worked example of the manual, limit 4 a minute and a quarantine of 30 s, with the
// readings of what it leaves open.
TEST_CASE("rate_limiter gives the answers of the table", "[unit]") {
  const auto [time, kept, reset, for_ever] =
    GENERATE(table<duration, admission, admission, admission>({
      {1s, ok, ok, ok},
      {2s, ok, ok, ok},
      {3s, ok, ok, ok},
      {4s, ok, ok, ok},
      {5s, told, told, told},
      {10s, silent, silent, silent},
      {34900ms, silent, silent, silent},
      {35s, told, ok, silent},
      {61s, silent, ok, silent},
      {65s, ok, ok, silent},
    }));
  const std::vector<duration> all{1s, 2s, 3s, 4s, 5s, 10s, 34900ms, 35s, 61s, 65s};
  const auto row = static_cast<std::size_t>(std::ranges::find(all, time) - all.begin());
  CAPTURE(time.count());

  CHECK(dials(dial_limit(4), {}, all)[row] == kept);
  CHECK(dials(dial_limit(4), {.count_after_quarantine = count_after_quarantine::reset}, all)[row]
        == reset);
  CHECK(dials(dial_limit(4, 0s), {}, all)[row] == for_ever);
}

TEST_CASE("the table's last rows are counted as it says", "[unit]") {
  // Kept: the dial at 65 s is the first of its minute, so three more go.
  CHECK(
    dials(dial_limit(4), {}, {1s, 2s, 3s, 4s, 5s, 10s, 34900ms, 35s, 61s, 65s, 66s, 67s, 68s, 69s})
    == answers{ok, ok, ok, ok, told, silent, silent, told, silent, ok, ok, ok, ok, told});
  // Reset: the dial at 65 s is the second of its minute, so two more go.
  CHECK(dials(dial_limit(4), {.count_after_quarantine = count_after_quarantine::reset},
              {1s, 2s, 3s, 4s, 5s, 10s, 34900ms, 35s, 61s, 65s, 66s, 67s, 68s})
        == answers{ok, ok, ok, ok, told, silent, silent, ok, ok, ok, ok, ok, told});
}

// Source: "Set the value to 0 for unlimited requests."
TEST_CASE("a limit of zero is no limit and costs no memory", "[unit]") {
  const limiter_plan plan{dial_limit(0), {}};
  rate_limiter limiter{plan, {}};
  for (int i = 0; i < 1000; ++i)
    CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK_FALSE(plan.limits(dial));
}

// Source: the manual's sample: rate-limit=0, rate-limit.voice.dial=4, rate-limit.email.create=2.
TEST_CASE("requests with limits of their own are counted apart", "[unit]") {
  auto limits = dial_limit(4);
  limits.each[static_cast<std::size_t>(request_kind::email_create)] = 2;
  const limiter_plan plan{limits, {}};
  rate_limiter limiter{plan, {}};
  const auto email = [&](duration time) {
    return limiter.admit(request_kind::email_create, at(time));
  };
  CHECK(email(1s) == ok);
  CHECK(email(1s) == ok);
  CHECK(email(1s) == told);
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(email(2s) == silent);
}

TEST_CASE("a minute and a quarantine end with their last nanosecond", "[unit]") {
  CHECK(dials(dial_limit(1, 10s), {}, {59s, 60s - 1ns}) == answers{ok, told});
  CHECK(dials(dial_limit(1, 10s), {}, {59s, 60s, 61s, 71s - 1ns, 71s})
        == answers{ok, ok, told, silent, told});
  CHECK(dials(dial_limit(1, 1s), {}, {59s, 59s, 60s - 1ns, 60s}) == answers{ok, told, silent, ok});
}

// Source: the text that the manual prints.
TEST_CASE("the error names the request and the seconds", "[unit]") {
  CHECK(rate_limit_text("voice.dial", 30s)
        == "The rate limit for the request 'voice.dial' has been reached.\n"
           "Further requests of the same type will be ignored for 30 seconds.");
  CHECK(rate_limit_text("agent.get", 0s).ends_with("will be ignored for 0 seconds."));
}

TEST_CASE("knob window says where minutes begin", "[unit]") {
  const auto [window, expected] = GENERATE(table<window_start, answers>({
    {window_start::service_start, {ok, told, ok}},   // minutes begin at 50 s, 110 s
    {window_start::wall_clock, {ok, ok, told}},      // at 0 s, 60 s, 120 s
    {window_start::first_request, {ok, told, told}}, // at 55 s, 115 s
  }));
  CHECK(dials(dial_limit(1, 1s), {.window = window}, {55s, 109s, 111s}, at(50s)) == expected);
}

TEST_CASE("a window that begins with the first request begins anew after a pause", "[unit]") {
  CHECK(dials(dial_limit(1, 1s), {.window = window_start::first_request},
              {10s, 69s, 70s, 200s, 259s, 260s})
        == answers{ok, told, ok, ok, told, ok});
}

TEST_CASE("knob quarantine-start says which request starts the quarantine", "[unit]") {
  const auto [start, expected] = GENERATE(table<quarantine_start, answers>({
    {quarantine_start::error, {ok, ok, told, silent, silent, ok}}, // from 20 s to 80 s
    {quarantine_start::limit, {ok, ok, told, silent, ok, ok}},     // from 2 s to 62 s
  }));
  CHECK(dials(dial_limit(2, 60s), {.quarantine_start = start}, {1s, 2s, 20s, 61s, 62s, 80s})
        == expected);
}

TEST_CASE("knob window-lifts-quarantine ends a quarantine with the minute", "[unit]") {
  CHECK(dials(dial_limit(1), {}, {50s, 51s, 60s, 81s}) == answers{ok, told, silent, ok});
  CHECK(dials(dial_limit(1, 0s), {.window_lifts_quarantine = true}, {50s, 51s, 60s, 61s, 120s})
        == answers{ok, told, ok, told, ok});
}

TEST_CASE("knob count-refused counts what was refused", "[unit]") {
  const auto [counted, last] = GENERATE(table<bool, admission>({{false, ok}, {true, told}}));
  // Two are ignored in the minute from 60 s to 120 s, before the quarantine ends at 81 s.
  CHECK(dials(dial_limit(2), {.count_refused = counted}, {1s, 2s, 51s, 61s, 62s, 81s}).back()
        == last);
}

TEST_CASE("knob error-reply says how often the client is told", "[unit]") {
  const auto [reply, expected] = GENERATE(table<error_reply, answers>({
    {error_reply::each_quarantine, {ok, told, silent, told, ok, told}},
    {error_reply::each_window, {ok, told, silent, silent, ok, told}},
    {error_reply::once, {ok, told, silent, silent, ok, silent}},
  }));
  CHECK(dials(dial_limit(1, 10s), {.error_reply = reply}, {1s, 2s, 3s, 12s, 60s, 61s}) == expected);
}

TEST_CASE("knob global: a total counts all requests together and bars all", "[unit]") {
  const limiter_plan plan{limit_of_all(2), {.global = global_limit::total}};
  rate_limiter limiter{plan, {}};
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(limiter.admit(dial, at(2s)) == told);
  CHECK(limiter.admit(get, at(3s)) == silent);
}

TEST_CASE("knob global: a limit for each counts every request for itself", "[unit]") {
  const limiter_plan plan{limit_of_all(1), {.global = global_limit::each}};
  rate_limiter limiter{plan, {}};
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(limiter.admit(dial, at(2s)) == told);
  CHECK(limiter.admit(get, at(3s)) == told);
  CHECK(limiter.admit(get, at(3s)) == silent);
}

TEST_CASE("knob global-quarantine bars just the request that met the total", "[unit]") {
  const limiter_plan plan{limit_of_all(2), {.global_quarantine = global_quarantine::request}};
  rate_limiter limiter{plan, {}};
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(dial, at(31s)) == told);
  CHECK(limiter.admit(get, at(60s)) == ok);
  CHECK(limiter.admit(dial, at(60s)) == silent);
  CHECK(limiter.admit(dial, at(61s)) == ok);
}

TEST_CASE("knob count-subscriptions counts subscribes in the total", "[unit]") {
  const auto [counted, expected] = GENERATE(table<bool, answers>({
    {false, {ok, ok, ok, ok}},
    {true, {ok, ok, told, silent}},
  }));
  const limiter_plan plan{limit_of_all(2), {.count_subscriptions = counted}};
  rate_limiter limiter{plan, {}};
  const auto subscribe = counted_kind::subscription();
  CHECK(answers{limiter.admit(subscribe, at(1s)), limiter.admit(dial, at(1s)),
                limiter.admit(subscribe, at(2s)), limiter.admit(subscribe, at(2s))}
        == expected);
}

TEST_CASE("subscribes that count are a kind of their own where each kind is limited", "[unit]") {
  const limiter_plan plan{limit_of_all(1),
                          {.count_subscriptions = true, .global = global_limit::each}};
  rate_limiter limiter{plan, {}};
  const auto subscribe = counted_kind::subscription();
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(subscribe, at(1s)) == ok);
  CHECK(limiter.admit(subscribe, at(1s)) == told);
}

TEST_CASE("no limit of one request holds for subscribes that count", "[unit]") {
  const limiter_plan plan{dial_limit(1), {.count_subscriptions = true}};
  rate_limiter limiter{plan, {}};
  for (int i = 0; i < 10; ++i)
    CHECK(limiter.admit(counted_kind::subscription(), at(1s)) == ok);
}

TEST_CASE("both the own limit and the total must let a request pass", "[unit]") {
  auto limits = dial_limit(1, 10s);
  limits.all = 3;
  const limiter_plan plan{limits, {}};
  rate_limiter limiter{plan, {}};
  CHECK(limiter.admit(dial, at(1s)) == ok);
  CHECK(limiter.admit(dial, at(1s)) == told); // by its own limit; not counted in the total
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == told);
  CHECK(limiter.admit(dial, at(1s)) == silent);
}

TEST_CASE("knob specific: an own limit can stand instead of the total", "[unit]") {
  auto limits = dial_limit(3);
  limits.all = 1;
  limits.each[static_cast<std::size_t>(request_kind::email_create)] = 0;
  const limiter_plan plan{limits, {.specific = specific_limit::instead}};
  rate_limiter limiter{plan, {}};
  CHECK(limiter.admit(get, at(1s)) == ok);
  CHECK(limiter.admit(get, at(1s)) == told);
  for (int i = 0; i < 3; ++i)
    CHECK(limiter.admit(dial, at(2s)) == ok);
  CHECK(limiter.admit(dial, at(2s)) == told);
  for (int i = 0; i < 10; ++i)
    CHECK(limiter.admit(request_kind::email_create, at(2s)) == ok);
}

TEST_CASE("an own limit of zero is no exemption from the usual limit", "[unit]") {
  auto limits = dial_limit(0);
  limits.all = 1;
  const auto global = GENERATE(global_limit::total, global_limit::each);
  CHECK(dials(limits, {.global = global}, {1s, 1s}) == answers{ok, told});
}

TEST_CASE("of the usual limit for each request and its own the lower one holds", "[unit]") {
  auto limits = dial_limit(3);
  limits.all = 2;
  CHECK(limiter_plan{limits, {.global = global_limit::each}}.limit_of(dial) == 2);
  CHECK(limiter_plan{limits, {.global = global_limit::each, .specific = specific_limit::instead}}
          .limit_of(dial)
        == 3);
}

TEST_CASE("a service that starts anew knows nothing of a quarantine for ever", "[unit]") {
  CHECK(dials(dial_limit(1, 0s), {}, {1s, 2s, 1h}) == answers{ok, told, silent});
  CHECK(dials(dial_limit(1, 0s), {}, {2h}, at(2h)) == answers{ok});
}

TEST_CASE("every algorithm is found by its name and keeps to its limit", "[unit]") {
  for (std::size_t i = 0; i < limiter_algorithms.size(); ++i) {
    CAPTURE(limiter_algorithms[i].name);
    const limiter_rules rules{.algorithm = static_cast<std::uint8_t>(i)};
    CHECK(dials(dial_limit(2), rules, {1s, 1s, 1s, 1s}) == answers{ok, ok, told, silent});
  }
  CHECK(find_named(limiter_algorithms, "fixed-window") == limiter_algorithms.data());
}
