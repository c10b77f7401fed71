#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/policy/rate_limiter.hpp>

#include "support/catch.hpp"

using namespace deskstorm;
using namespace std::chrono_literals;

namespace {

constexpr auto dial = request_kind::voice_dial;

limiter_rules rules_of(std::string_view algorithm) {
  const auto* row = find_named(limiter_algorithms, algorithm);
  return {.count_after_quarantine = count_after_quarantine::kept,
          .algorithm = static_cast<std::uint8_t>(row - limiter_algorithms.data())};
}

/// Says which of these dials are admitted, with a quarantine of a nanosecond: the algorithm alone.
std::vector<bool> admitted(std::string_view algorithm, std::uint32_t limit,
                           const std::vector<duration>& times) {
  request_limits limits{.quarantine = 1ns};
  limits.each[static_cast<std::size_t>(dial)] = limit;
  const auto rules = rules_of(algorithm);
  const limiter_plan plan{limits, rules};
  rate_limiter limiter{plan, {}};
  std::vector<bool> made;
  for (const auto time : times)
    made.push_back(limiter.admit(dial, instant{time}) == admission::admitted);
  return made;
}

std::vector<bool> bits(std::string_view text) {
  std::vector<bool> made;
  for (const char c : text)
    made.push_back(c == '1');
  return made;
}

} // namespace

TEST_CASE("each algorithm admits what it should at the edges of its windows", "[unit]") {
  const auto [algorithm, times, expected] =
    GENERATE(table<const char*, std::vector<duration>, const char*>({
      // Twice the limit across the edge of a minute, and none of it in the others.
      {"fixed-window", {59s, 59s, 59s, 60s, 60s, 60s}, "110110"},
      {"sliding-log", {59s, 59s, 59s, 60s, 60s, 60s}, "110000"},
      {"sliding-counter", {59s, 59s, 59s, 60s, 60s, 60s}, "110000"},
      {"token-bucket", {59s, 59s, 59s, 60s, 60s, 60s}, "110000"},
      {"gcra", {59s, 59s, 59s, 60s, 60s, 60s}, "110000"},
      // A log forgets with the last nanosecond of a minute.
      {"sliding-log", {0s, 10s, 60s - 1ns, 60s, 70s - 1ns, 70s}, "110101"},
      // Half of the two before reach into the last minute at 90 s, so one more is admitted.
      {"sliding-counter", {0s, 10s, 89s, 90s, 91s, 120s}, "110101"},
      {"sliding-counter", {0s, 10s, 180s, 180s, 180s}, "11110"},
      // A token every 30 s.
      {"token-bucket", {0s, 0s, 30s - 1ms, 30s, 59s, 60s, 120s, 120s, 120s}, "110101110"},
      {"gcra", {0s, 0s, 30s - 1ms, 30s, 59s, 60s, 120s, 120s, 120s}, "110101110"},
    }));
  CAPTURE(algorithm, expected);
  CHECK(admitted(algorithm, 2, times) == bits(expected));
}

TEST_CASE("no sliding log ever has more than the limit in a minute", "[unit]") {
  std::vector<duration> times;
  for (std::uint64_t i = 0, t = 0; i < 2000; ++i, t += (i * 2654435761u) % 20'000'000'000u)
    times.push_back(duration{t});
  const auto good = admitted("sliding-log", 5, times);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto same_minute = [&](std::size_t j) { return times[i] - times[j] < 1min; };
    int count = 0;
    for (std::size_t j = i + 1; j-- > 0 && same_minute(j);)
      count += good[j] ? 1 : 0;
    CHECK(count <= 5);
  }
}

TEST_CASE("gcra decides as the token bucket does", "[unit]") {
  const auto limit = GENERATE(1u, 4u, 10u, 60u);
  std::vector<duration> times;
  for (std::uint64_t i = 0, t = 0; i < 1000; ++i, t += (i * 2654435761u) % 20'000u)
    times.push_back(std::chrono::milliseconds{t});
  CHECK(admitted("gcra", limit, times) == admitted("token-bucket", limit, times));
}

TEST_CASE("every algorithm starts anew after a quarantine that resets", "[unit]") {
  for (const auto& row : limiter_algorithms) {
    request_limits limits{.quarantine = 10s};
    limits.each[static_cast<std::size_t>(dial)] = 2;
    auto rules = rules_of(row.name);
    rules.count_after_quarantine = count_after_quarantine::reset;
    const limiter_plan plan{limits, rules};
    rate_limiter limiter{plan, {}};
    std::vector<admission> answers;
    for (const auto time : {1s, 1s, 1s, 2s, 11s, 11s, 11s})
      answers.push_back(limiter.admit(dial, instant{time}));
    using enum admission;
    CAPTURE(row.name);
    CHECK(answers
          == std::vector{admitted, admitted, limit_reached, quarantined, admitted, admitted,
                         limit_reached});
  }
}
