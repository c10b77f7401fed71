#include <algorithm>
#include <iterator>
#include <vector>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using tabs::action_kind;
using state = notebook::state;

/// Two tabs of one agent, of which the first leads from 500 ms on.
plan::floor_plan two_tabs(duration length) {
  auto plan = one_client(length);
  plan.agents.tabs = 2;
  return plan;
}

/// What the n-th tab entered, and when, after `since`.
std::vector<state> entered(const notebook& seen, std::uint32_t tab, instant since = {}) {
  std::vector<state> all;
  std::ranges::copy_if(seen.states, std::back_inserter(all),
                       [&](const state& s) { return s.tab == tab && s.since > since; });
  return all;
}

// -- oldest-tab: a heartbeat each second, dead after 3 s, elected after 500 ms

TEST_CASE("a leader that crashes is missed after the time for the dead", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s + 100ms}, action_kind::crash_tab, 1, {}}};
  const auto after = entered(notes_of(plan), 2, instant{10s});
  REQUIRE(after.size() == 2);
  CHECK(after[0]
        == state{2, frame_state::negotiating, instant{12s + 500ms}}); // heard last at 9.5 s
  CHECK(after[1] == state{2, frame_state::leading, instant{13s}});
}

TEST_CASE("what a tab says while it unloads can be lost", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s + 100ms}, action_kind::drop_at_unload, 1, {}}};
  const auto after = entered(notes_of(plan), 2, instant{10s});
  REQUIRE(after.size() == 2);
  CHECK(after[0].since == instant{12s + 500ms});
}

TEST_CASE("a frozen leader is replaced, and leads again when it thaws: it is older", "[unit]") {
  auto plan = two_tabs(40s);
  plan.script = {{instant{10s}, action_kind::freeze_tab, 1, {}, 15s}};
  const auto after = entered(notes_of(plan), 2, instant{10s});
  REQUIRE(after.size() == 3);
  CHECK(after[1] == state{2, frame_state::leading, instant{13s}});
  CHECK(after[2] == state{2, frame_state::following, instant{25s}});
}

TEST_CASE("frames of a frozen page ask nothing before it thaws", "[unit]") {
  auto plan = one_client(20s, steady(1));
  plan.script = {{instant{5s + 500ms}, action_kind::freeze_tab, 1, {}, 10s}};
  const auto seen = notes_of(plan);
  CHECK(seen.count(actors::request_end::ok) >= 8);
  CHECK(std::ranges::none_of(seen.ends, [](const notebook::end& e) {
    return e.now > instant{5s + 500ms} && e.now < instant{15s + 500ms};
  }));
}

TEST_CASE("a page that is frozen again before it thaws stands until the later end", "[unit]") {
  const auto ends_between = [](duration first, duration second) {
    auto plan = one_client(30s, steady(1));
    plan.script = {{instant{5s + 500ms}, action_kind::freeze_tab, 1, {}, first},
                   {instant{6s + 500ms}, action_kind::freeze_tab, 1, {}, second}};
    const auto seen = notes_of(plan);
    return std::ranges::count_if(seen.ends, [](const notebook::end& e) {
      return e.now > instant{5s + 500ms} && e.now < instant{15s + 500ms};
    });
  };
  CHECK(ends_between(5s, 9s) == 0);
  CHECK(ends_between(10s, 1s) == 0);
}

TEST_CASE("a busy tab answers when it is free again", "[unit]") {
  auto plan = one_client(10s, steady(1));
  plan.script = {{instant{4s + 900ms}, action_kind::busy_tab, 1, {}, 300ms}};
  const auto seen = notes_of(plan);
  const auto fifth = std::ranges::find(seen.ends, instant{5s}, &notebook::end::intended);
  REQUIRE(fifth != seen.ends.end());
  CHECK(fifth->now == instant{5s + 200ms});
}

TEST_CASE("a machine that sleeps takes all its tabs with it", "[unit]") {
  auto plan = two_tabs(30s);
  plan.script = {{instant{10s}, action_kind::sleep, 1, {}, 8s}};
  CHECK(std::ranges::none_of(notes_of(plan).states, [](const state& s) {
    return s.since > instant{10s} && s.since < instant{18s};
  }));
}

TEST_CASE("a hidden leader resigns where the protocol is told to", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::hide_tab, 1, {}}};
  CHECK(entered(notes_of(plan), 1, instant{10s}).empty());
  plan.election.resign_on_hide = true;
  CHECK(entered(notes_of(plan), 2, instant{10s}).back().now == frame_state::leading);
}

TEST_CASE("a leader that resigns stays open and follows", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::resign_tab, 1, {}}};
  const auto seen = notes_of(plan);
  CHECK(entered(seen, 2, instant{9s}).back().now == frame_state::leading);
  CHECK(entered(seen, 1, instant{9s}).back().now == frame_state::following);
}

TEST_CASE("a page that is reloaded comes back as a tab of its own", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::reload_tab, 1, {}, 700ms}};
  const auto again = entered(notes_of(plan), 3);
  REQUIRE(!again.empty());
  CHECK(again.back() == state{3, frame_state::following, instant{10s + 700ms}});
}

TEST_CASE("all pages of an agent can be reloaded together", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::reload_all, 1, {}, 100ms}};
  const auto seen = notes_of(plan);
  CHECK(entered(seen, 3).front().since == instant{10s + 100ms});
  CHECK(entered(seen, 4).front().since == instant{10s + 100ms});
}

TEST_CASE("a leader that is not heard is thought dead, and two lead", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::one_way_link, 1, {}, 8s}};
  const auto seen = notes_of(plan);
  CHECK(entered(seen, 2, instant{10s}).at(1).now == frame_state::leading);
  CHECK(std::ranges::none_of(entered(seen, 1, instant{10s}), [](const state& s) {
    return s.now == frame_state::leading && s.since < instant{18s};
  }));
}

TEST_CASE("an agent who cancels closing keeps the leader", "[unit]") {
  auto plan = two_tabs(20s);
  plan.script = {{instant{10s}, action_kind::cancel_close, 1, {}, 1s}};
  CHECK(entered(notes_of(plan), 1, instant{10s}).empty());
}

TEST_CASE("crashes at a rate come as often as the rate says", "[unit]") {
  auto plan = one_client(1h);
  plan.agents.count = 20;
  plan.faults = {{.what = plan::fault_kind::mishap,
                  .action = action_kind::reload_tab,
                  .per_second = 30.0 / 3600,
                  .extent = plan::distributions::constant{100ms}}};
  const auto opened =
    std::ranges::count(notes_of(plan).states, frame_state::leading, &state::now) - 20;
  CHECK(opened > 500); // 600 expected, give or take 24
  CHECK(opened < 700);
}

TEST_CASE("a fault so rare that its mean time has no number never comes, and the run ends",
          "[unit]") {
  auto plan = one_client(10s);
  plan.faults = {{.what = plan::fault_kind::mishap,
                  .action = action_kind::crash_tab,
                  .per_second = 1e-7 / 3600}};
  CHECK(notes_of(plan).states.size() == 2);
}

TEST_CASE("a fault at a rate keeps to its times", "[unit]") {
  auto plan = one_client(10min);
  plan.faults = {{.what = plan::fault_kind::mishap,
                  .from = instant{2min},
                  .until = instant{4min},
                  .action = action_kind::reload_tab,
                  .per_second = 1.0 / 20,
                  .extent = plan::distributions::constant{100ms}}};
  const auto seen = notes_of(plan);
  CHECK(seen.states.size() > 4);
  CHECK(std::ranges::none_of(seen.states, [](const state& s) {
    return (s.since > instant{1min} && s.since < instant{2min}) || s.since > instant{4min + 2s};
  }));
}

} // namespace
} // namespace deskstorm::loadgen
