#include <cstdint>
#include <vector>

#include <deskstorm/loadgen/study/client_watch.hpp>
#include <deskstorm/loadgen/study/limit_choice.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

using namespace std::chrono_literals;
using actors::request_end;

constexpr auto dial = request_kind::voice_dial;

/// Tells of requests of one frame that end at once, but for time-outs, which take ten seconds.
class client {
public:
  client(client_watch& watch, actors::entity_number frame) : watch_(&watch), frame_(frame) {}

  void asks(duration at, request_end how) {
    const instant sent{at};
    watch_->request_sent(0, dial, sent);
    watch_->client_ended(frame_, 0, dial, how, sent,
                         how == request_end::timed_out ? sent + 10s : sent);
  }

private:
  client_watch* watch_;
  actors::entity_number frame_;
};

client_watch watch_of_ten_minutes() { return {{instant{1min}, instant{10min}}, 1}; }

TEST_CASE("an outage lasts from the first refused request to the next success", "[unit]") {
  auto watch = watch_of_ten_minutes();
  client one{watch, 7};
  one.asks(70s, request_end::ok);
  one.asks(80s, request_end::rate_limited);
  one.asks(90s, request_end::timed_out);
  one.asks(110s, request_end::ok);
  one.asks(200s, request_end::rate_limited);
  one.asks(210s, request_end::ok);
  client{watch, 9}.asks(120s, request_end::ok);
  const auto f = watch.finish(instant{10min}).front();
  CHECK(f.clients == 2);
  CHECK(f.hurt_clients == 0.5);
  CHECK(f.longest_outage_s == 30);
  CHECK(f.mean_outage_s == 20);
  CHECK(f.accepted == 4);
  CHECK(f.errors == 2);
  CHECK(f.timed_out == 1);
}

TEST_CASE("an outage that never ends lasts until the end", "[unit]") {
  auto watch = watch_of_ten_minutes();
  client{watch, 1}.asks(120s, request_end::rate_limited);
  CHECK(watch.finish(instant{10min}).front().longest_outage_s == 480);
}

TEST_CASE("the burst is what one client gets through within a minute", "[unit]") {
  auto watch = watch_of_ten_minutes();
  client one{watch, 1};
  client other{watch, 2};
  for (const auto at : {119s, 119s, 119s, 120s, 120s, 179s})
    one.asks(at, request_end::ok);
  other.asks(119s, request_end::ok);
  CHECK(watch.finish(instant{10min}).front().burst == 5);
}

TEST_CASE("the herd factor is the busiest second against the mean", "[unit]") {
  auto watch = watch_of_ten_minutes();
  client one{watch, 1};
  for (const auto at : {60s, 61s, 62s, 63s, 63s, 63s})
    one.asks(at, request_end::ok);
  CHECK(watch.herd_factor() == 2);
}

TEST_CASE("the fairness is Jain's index of what each client got", "[unit]") {
  auto watch = watch_of_ten_minutes();
  client one{watch, 1};
  client other{watch, 2};
  for (const auto at : {120s, 130s, 140s})
    one.asks(at, request_end::ok);
  other.asks(120s, request_end::ok);
  CHECK(watch.finish(instant{10min}).front().fairness == Approx(16.0 / (2 * 10)));
}

limit_point point_with(std::uint32_t limit, double alarms, double abuse) {
  limit_outcome seen;
  seen.false_alarms.mean = alarms;
  seen.abusive_share = abuse;
  seen.herd_growth = 0.5;
  limit_point made{{"voice.dial", limit, 30, "fixed-window"}};
  made.checks = check_bounds(seen, seen, {}, true);
  return made;
}

TEST_CASE("the setting with the most to spare at its tightest bound is recommended", "[unit]") {
  const std::vector points{point_with(2, 3, 0.1), point_with(4, 0.9, 0.15), point_with(6, 0.4, 0.2),
                           point_with(8, 0.1, 0.49), point_with(10, 0, 0.55)};
  const auto choice = choose(points);
  CHECK(choice.recommended == std::size_t{2});
  CHECK(choice.runner_up == std::size_t{1});
  CHECK(choice.why.ends_with("false alarms an agent and shift 0.4, bound 1"));
}

TEST_CASE("the failing setting that is fewest steps from the recommended is named", "[unit]") {
  const auto choice = choose({point_with(2, 3, 0.1), point_with(4, 2, 0.1), point_with(6, 0.4, 0.2),
                              point_with(8, 0.6, 0.2), point_with(100, 0, 0.51)});
  CHECK(choice.recommended == std::size_t{2});
  CHECK(choice.nearest_failing == std::size_t{1});
}

limit_point with_scope(limit_point p, const char* scope) {
  p.at.rules = {{"/rate-limit/scope", scope}};
  return p;
}

TEST_CASE("a setting is judged by the worst way of counting", "[unit]") {
  const std::vector points{
    with_scope(point_with(4, 0.1, 0.1), "tab"), with_scope(point_with(8, 0.5, 0.1), "tab"),
    with_scope(point_with(4, 0.9, 0.1), "agent"), with_scope(point_with(8, 0.6, 0.1), "agent")};
  const auto choice = choose(points);
  CHECK(choice.recommended == std::size_t{3});
  CHECK(choice.runner_up == std::size_t{2});
  CHECK(choice.why.ends_with("no option chooses among the 2 ways of counting that were tried, with "
                             "this one it has the least to spare"));
}

TEST_CASE("a setting that one way of counting breaks is not recommended", "[unit]") {
  const auto choice = choose(
    {with_scope(point_with(4, 0.1, 0.1), "tab"), with_scope(point_with(4, 2, 0.1), "agent")});
  CHECK_FALSE(choice.recommended);
  CHECK(choice.nearest_failing == std::size_t{1});
  CHECK(
    choice.why
    == "no setting satisfies all bounds with every way of counting: none keeps 'false alarms an "
       "agent and shift'");
}

TEST_CASE("another way of counting is a step", "[unit]") {
  auto fails = point_with(6, 2, 0.1);
  fails.at.algorithm = "gcra";
  const auto choice = choose({point_with(2, 3, 0.1), fails, point_with(6, 0.4, 0.2)});
  CHECK(choice.recommended == std::size_t{2});
  CHECK(choice.nearest_failing == std::size_t{0});
}

TEST_CASE("where no setting keeps all bounds, the ones that conflict are named", "[unit]") {
  const auto choice = choose({point_with(2, 3, 0.1), point_with(10, 0, 0.55)});
  CHECK_FALSE(choice.recommended);
  CHECK(choice.why
        == "no setting satisfies all bounds: none keeps both 'false alarms an agent and shift' and "
           "'share of abusive requests that is accepted'");
}

TEST_CASE("the verdict is about the worse of both demands", "[unit]") {
  limit_outcome seen;
  limit_outcome more;
  more.longest_outage_s = 61;
  const auto checks = check_bounds(seen, more, {}, false);
  CHECK(checks.size() == 3);
  CHECK(checks[1].value == 61);
  CHECK(checks[1].margin() < 0);
  CHECK(checks[1].at_more);
  CHECK(reason_of({.at = {}, .checks = checks})
        == "seconds of the longest outage of a legitimate client 61 at a fifth more demand, "
           "bound 60");
}

} // namespace
} // namespace deskstorm::loadgen::study
