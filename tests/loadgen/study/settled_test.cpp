#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/study/course.hpp>
#include <deskstorm/loadgen/study/judgement.hpp>
#include <deskstorm/loadgen/study/settled.hpp>
#include <deskstorm/loadgen/study/warmup.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

using namespace std::chrono_literals;

constexpr auto asked = request_kind::agent_get;
constexpr instant at(duration t) { return instant{t}; }

/// A scatter that is the same on every machine, around 0.
double scatter(std::size_t i) {
  return static_cast<double>((i * 2654435761u + 12345u) % 1000u) / 1000.0 - 0.5;
}

std::vector<double> series(double start, double falls_within) {
  std::vector<double> values;
  for (std::size_t i = 0; i < 500; ++i)
    values.push_back(10 + scatter(i) + start * std::exp(-static_cast<double>(i) / falls_within));
  return values;
}

TEST_CASE("MSER-5 leaves out what falls and nothing else", "[unit]") {
  CHECK(mser5(series(0, 1)).value() <= 25);
  const auto cut = mser5(series(50, 20)).value();
  CHECK(cut >= 60);
  CHECK(cut <= 140);
  CHECK(mser5(std::vector<double>(500, 0.1)) == std::size_t{0});
}

TEST_CASE("MSER-5 sees that a series has not settled", "[unit]") {
  std::vector<double> rising;
  for (int i = 0; i < 500; ++i)
    rising.push_back(i * i);
  CHECK_FALSE(mser5(rising));
}

TEST_CASE("a course has the mean of what is under way in each slice", "[unit]") {
  course_watch watch{500s, {at(0s), at(500s)}, true};
  watch.request_sent(0, asked, at(10s));
  watch.request_sent(0, asked, at(10s + 500ms));
  watch.request_ended(0, asked, actors::request_end::ok, at(10s), at(12s));
  watch.request_ended(0, asked, actors::request_end::ok, at(10s + 500ms), at(12s));
  const auto seen = watch.finish(at(500s));
  CHECK(seen.mean_pile(pile::requests, at(9s), at(10s)) == 0);
  CHECK(seen.mean_pile(pile::requests, at(10s), at(11s)) == Approx(1.5));
  CHECK(seen.mean_pile(pile::requests, at(11s), at(12s)) == Approx(2));
  CHECK(seen.mean_pile(pile::requests, at(0s), at(500s)) == Approx(3.5 / 500));
  CHECK(seen.ended[12] == 2);
  CHECK(seen.delay_s[12] == Approx(3.5));
}

course run_with_queue(double growth, std::size_t number) {
  course run;
  run.length = 500s;
  run.measured_s = 500;
  for (std::size_t i = 0; i < course::slices; ++i)
    run.piled[static_cast<std::size_t>(pile::callers)][i] =
      5 + scatter(i + 977 * number) + growth * static_cast<double>(i);
  return run;
}

TEST_CASE("a queue that grows from quarter to quarter is not stationary", "[unit]") {
  const auto [growth, stationary] =
    GENERATE(table<double, bool>({{0, true}, {0.001, true}, {0.1, false}}));
  std::vector<course> runs;
  for (std::size_t i = 0; i < 5; ++i)
    runs.push_back(run_with_queue(growth, i));
  const auto said = what_piles_up(runs, {at(0s), at(500s)});
  CHECK(said.has_value() != stationary);
  if (said)
    CHECK(said->starts_with("callers in the queue grow from quarter to quarter: "));
}

/// Requests at even times; the service takes one after the other, `service` each.
course one_run(duration every, duration service) {
  course_watch watch{1000s, {at(0s), at(1000s)}, true};
  duration free{};
  std::deque<std::pair<duration, duration>> under_way; // until when, since when
  for (duration now{}; now < 1000s; now += every) {
    for (; !under_way.empty() && under_way.front().first <= now; under_way.pop_front())
      watch.request_ended(0, asked, actors::request_end::ok, at(under_way.front().second),
                          at(under_way.front().first));
    watch.request_sent(0, asked, at(now));
    free = std::max(free, now) + service;
    under_way.emplace_back(free, now);
  }
  return watch.finish(at(1000s));
}

TEST_CASE("one run alone tells what grows from what wanders", "[unit]") {
  const period measured{at(0s), at(1000s)};
  const auto overloaded = one_run(100ms, 120ms);
  REQUIRE(what_piles_up({&overloaded, 1}, measured));
  CHECK(what_piles_up({&overloaded, 1}, measured)->starts_with("requests under way grow "));
  const auto busy = one_run(100ms, 90ms);
  CHECK_FALSE(what_piles_up({&busy, 1}, measured));
  const auto wandering = run_with_queue(0.02, 1); // by five in half the time
  CHECK(what_piles_up({&wandering, 1}, {at(0s), at(500s)}));
  auto with_many_steps = wandering;
  with_many_steps.steps[static_cast<std::size_t>(pile::callers)] = 100;
  CHECK_FALSE(what_piles_up({&with_many_steps, 1}, {at(0s), at(500s)}));
}

TEST_CASE("Little's law compares the level with the stays", "[unit]") {
  course_watch watch{100s, {at(0s), at(100s)}, true};
  for (int i = 0; i < 10; ++i) {
    watch.request_sent(0, asked, at(i * 10s));
    watch.request_ended(0, asked, actors::request_end::ok, at(i * 10s), at(i * 10s + 5s));
  }
  const std::vector<course> runs{watch.finish(at(100s))};
  const auto checks = little_checks(runs, {at(0s), at(100s)});
  REQUIRE(checks.size() == 1);
  CHECK(checks[0].level == Approx(0.5));
  CHECK(checks[0].rate_stay == Approx(0.5));
}

TEST_CASE("an objective passes, fails or stays undecided", "[unit]") {
  const auto t = parse_threshold("requests.total.latency_ms.p99 < 200");
  REQUIRE(t);
  const auto judge = [&](const std::vector<double>& values) {
    return judge_mean(*t, values, 0.95);
  };
  CHECK(judge({150, 151, 149}).result == outcome::pass);
  CHECK(judge({250, 251, 249}).result == outcome::fail);
  const auto unsure = judge({190, 205, 199});
  CHECK(unsure.result == outcome::undecided);
  CHECK(unsure.holds);
  CHECK(unsure.confidence > 0.5);
  CHECK(judge({200, 200}).result == outcome::fail); // no scatter: sure
}

// Source: a table of Student's distribution: t = 2.920 at two degrees of freedom is 95 % one-sided.
TEST_CASE("the confidence is that of Student's distribution", "[unit]") {
  const std::vector<double> values{-1, 0, 1}; // standard error 1 / sqrt(3)
  CHECK(confidence_of_side(values, 2.920 / std::sqrt(3.0)) == Approx(0.95).epsilon(1e-4));
}

} // namespace
} // namespace deskstorm::loadgen::study
