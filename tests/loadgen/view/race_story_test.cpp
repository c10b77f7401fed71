#include <chrono>
#include <vector>

#include <deskstorm/loadgen/view/race_focus.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_words.hpp>

#include "loadgen/view/small_race.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::view {
namespace {

using namespace std::chrono_literals;
using sim::race_event;

constexpr auto leads = static_cast<std::uint8_t>(frame_state::leading);
constexpr auto follows = static_cast<std::uint8_t>(frame_state::following);

instant at(duration since) { return instant{since}; }

sim::log_entry entry(duration when, race_event what, std::uint8_t tab, std::uint8_t peer = 0,
                     std::uint8_t code = 0, std::uint64_t value = 0) {
  return {at(when), {}, value, what, tab, peer, code};
}

sim::log_entry message(duration sent, duration arrives, std::uint8_t from, std::uint8_t to,
                       std::uint8_t word = 0) {
  return {at(sent), at(arrives), 0, race_event::sent, from, to, word};
}

race_story told(const std::vector<sim::log_entry>& log) {
  return story_of(tests::plan_of("apply-and-wait"), log);
}

TEST_CASE("what a tab hears is the message that arrives then", "[view]") {
  const auto story =
    told({entry(0s, race_event::opened, 1, 0, 0, 1), entry(0s, race_event::opened, 2, 0, 0, 2),
          message(1s, 3s, 1, 2, 0), message(2s, 4s, 1, 2, 0), entry(3s, race_event::heard, 2, 1, 0),
          entry(4s, race_event::heard, 2, 1, 0)});
  REQUIRE(story.messages.size() == 2);
  CHECK(story.messages[0].heard == 4);
  CHECK(story.messages[1].heard == 5);
  CHECK_FALSE(story.messages[0].lost);
}

TEST_CASE("a page that was frozen hears late, and the picture knows when", "[view]") {
  const auto story = told({entry(0s, race_event::opened, 2, 0, 0, 2), message(1s, 3s, 1, 2, 1),
                           entry(9s, race_event::heard, 2, 1, 1)});
  CHECK(story.messages[0].heard == 2);
  CHECK(story.messages[0].arrived == at(9s));
}

TEST_CASE("a message to a page that has gone is lost", "[view]") {
  const auto story = told(
    {message(1s, 3s, 1, 2), entry(2s, race_event::gone, 2), entry(3s, race_event::lost, 1, 2)});
  REQUIRE(story.messages.size() == 1);
  CHECK(story.messages[0].lost);
}

TEST_CASE("what a muted tab says is lost as it says it", "[view]") {
  const auto story = told({entry(1s, race_event::lost, 1, 2, 2)});
  REQUIRE(story.messages.size() == 1);
  CHECK(story.messages[0].lost);
  CHECK(story.messages[0].left == at(1s));
  CHECK(story.messages[0].word == 2);
}

TEST_CASE("a page that was loaded again does not hear what its forerunner was told", "[view]") {
  const auto story = told({message(1s, 5s, 1, 2), entry(2s, race_event::opened, 2, 0, 0, 2),
                           message(3s, 5s, 1, 2), entry(5s, race_event::heard, 2, 1)});
  CHECK(story.messages[0].lost);
  CHECK(story.messages[1].heard == 3);
}

TEST_CASE("an overlap lasts from the second leader's beginning to the first one's end", "[view]") {
  const auto story = told({entry(0s, race_event::opened, 1), entry(0s, race_event::opened, 2),
                           entry(1s, race_event::state, 1, 0, leads, 7),
                           entry(4s, race_event::state, 2, 0, leads, 8),
                           entry(6s, race_event::state, 1, 0, follows, 2)});
  REQUIRE(story.overlaps.size() == 1);
  CHECK(story.overlaps[0].from == at(4s));
  CHECK(story.overlaps[0].until == at(6s));
  CHECK(story.overlaps[0].tabs == 0b110);
  CHECK(story.epochs == std::vector<std::uint64_t>{7, 8});
}

TEST_CASE("a leader that goes on in another epoch does not overlap itself", "[view]") {
  const auto story =
    told({entry(0s, race_event::opened, 1), entry(1s, race_event::state, 1, 0, leads, 1),
          entry(2s, race_event::term, 1, 0, 0, 2)});
  CHECK(story.overlaps.empty());
  CHECK(story.tenures.size() == 3);
}

sim::race_outcome frozen_leader() {
  const auto freeze = static_cast<std::uint8_t>(sim::action_kind::freeze_tab);
  sim::race_outcome o;
  o.log = {entry(0s, race_event::opened, 1, 0, 0, 1),
           entry(0s, race_event::opened, 2, 0, 0, 2),
           entry(1s, race_event::state, 1, 0, leads, 1),
           entry(2s, race_event::action, 1, 0, freeze, 8'000'000'000),
           {at(2s), at(10s), 0, race_event::paused, 1, 0, freeze},
           message(3s, 3s, 2, 1, 0),
           entry(5s, race_event::woken, 2),
           entry(5s, race_event::state, 2, 0, leads, 2),
           message(5s, 5s, 2, 1, 1),
           entry(10s, race_event::resumed, 1),
           entry(10s, race_event::heard, 1, 2, 0),
           entry(10s, race_event::heard, 1, 2, 1)};
  o.violations = {{.what = deskstorm::tabs::property::overlap_ends,
                   .at = at(60s),
                   .tab = 1,
                   .peer = 2,
                   .state = frame_state::leading,
                   .peer_state = frame_state::leading,
                   .cause = freeze}};
  return o;
}

TEST_CASE("the words say who led, what was done to it, and why it came to that", "[view]") {
  const auto plan = tests::plan_of("apply-and-wait");
  const auto outcome = frozen_leader();
  const race_view view{.plan = plan, .failing = outcome};
  const auto story = story_of(plan, outcome.log);
  const auto words = words_of(view, story, focus_of(view, story));
  CAPTURE(words.happened, words.why);
  CHECK(words.happened.find("freeze-tab for 8.00s of tab 1 at 2.000 s") != std::string::npos);
  CHECK(words.happened.find("At 5.000 s tab 2 begins to lead, and tab 1 and tab 2 both believe to "
                            "lead until the end, 55.0s later.")
        != std::string::npos);
  CHECK(words.why.find("Tab 1 was frozen from 2.000 s to 10.000 s") != std::string::npos);
  CHECK(words.why.find("Tab 1 hears \"tells\" of tab 2 at 10.000 s and goes on to lead")
        != std::string::npos);
}

TEST_CASE("a picture starts where the overlap began and keeps what made the leader lead",
          "[view]") {
  const auto plan = tests::plan_of("apply-and-wait");
  const auto outcome = frozen_leader();
  const race_view view{.plan = plan, .failing = outcome};
  const auto story = story_of(plan, outcome.log);
  const auto focus = focus_of(view, story);
  CHECK(focus.onset == 7);
  CHECK(focus.violation == outcome.log.size() - 1);
  const auto kept = telling_entries(outcome.log, story, focus, 3);
  REQUIRE(kept.size() == 3);
  CHECK(std::ranges::count(kept, std::size_t{6}) == 1);
  CHECK(std::ranges::count(kept, std::size_t{7}) == 1);
}

} // namespace
} // namespace deskstorm::loadgen::view
