#include <algorithm>
#include <vector>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using plan::distributions::constant;

std::vector<instant> opened_at(const notebook& seen) {
  std::vector<instant> all;
  for (const auto& s : seen.states)
    if (s.now == frame_state::negotiating)
      all.push_back(s.since);
  std::ranges::sort(all);
  return all;
}

TEST_CASE("agents log in one after the other over a ramp", "[unit]") {
  auto plan = one_client(60s);
  plan.agents.count = 200;
  plan.agents.login_ramp = 40s;
  const auto opened = opened_at(notes_of(plan));
  REQUIRE(opened.size() == 200);
  CHECK(opened.front() < instant{2s});
  CHECK(opened.back() > instant{38s});
  CHECK(opened.back() < instant{40s});
  CHECK(opened[100] > instant{15s});
  CHECK(opened[100] < instant{25s});
}

TEST_CASE("an agent on a break takes no call", "[unit]") {
  auto plan = one_client(30s);
  plan.personas[0].subscribe = {event_channel::agent};
  let_call_in(plan, 10s, 1s);
  plan.agents.breaks = {{constant{5s}, constant{10s}}};
  plan.queues[0].patience = constant{4s};
  const auto seen = notes_of(plan);
  CHECK(seen.abandoned_after == std::vector<duration>{4s});
  CHECK(seen.events.at(event_type::agent_state_changed) == 4); // at 5, 15, 20 and 30 s
}

TEST_CASE("an agent takes calls again after the break", "[unit]") {
  auto plan = one_client(30s);
  let_call_in(plan, 10s, 1s);
  plan.agents.breaks = {{constant{5s}, constant{10s}}};
  CHECK(notes_of(plan).answered == 1);
}

TEST_CASE("tabs are closed and opened again", "[unit]") {
  auto plan = one_client(30s);
  plan.agents.tab_churn = plan::tab_churn{constant{8s}, constant{2s}};
  CHECK(opened_at(notes_of(plan))
        == std::vector{instant{}, instant{10s}, instant{20s}, instant{30s}});
}

TEST_CASE("an agent ends the call of the last minute and logs off", "[unit]") {
  auto plan = one_client(60s);
  plan.personas[0].subscribe = {event_channel::interaction};
  let_call_in(plan, 10s, 20s);
  plan.agents.shift = constant{15s};
  const auto seen = notes_of(plan);
  CHECK(seen.answered == 1);
  CHECK(seen.events.at(event_type::released) == 1); // the tab is open until then
}

TEST_CASE("an agent who has logged off takes no call", "[unit]") {
  auto plan = one_client(60s);
  let_call_in(plan, 30s, 5s);
  plan.agents.shift = constant{15s};
  CHECK(notes_of(plan).answered == 0);
}

TEST_CASE("one more agent changes nothing of the habits of the others", "[unit]") {
  auto plan = one_client(5min);
  plan.agents.count = 3;
  plan.agents.login_ramp = 1min;
  plan.agents.tab_churn =
    plan::tab_churn{plan::distributions::exponential{30s}, plan::distributions::exponential{5s}};
  const auto fewer = opened_at(notes_of(plan));
  plan.agents.count = 4;
  const auto more = opened_at(notes_of(plan));
  CHECK(more.size() > fewer.size());
  CHECK(std::ranges::includes(more, fewer));
}

} // namespace
} // namespace deskstorm::loadgen
