#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <deskstorm/loadgen/live/centre_board.hpp>
#include <deskstorm/loadgen/live/centre_news.hpp>
#include <deskstorm/loadgen/live/fault_calendar.hpp>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

const actors::tab_ref third_of_seven{agent_id{7}, tab_id{3}};

json state_of(const live_stage& stage) {
  return json::parse(http_exchange(stage.port(), "GET", "/api/state").second);
}

/// Asks for the state until it is as wanted, or for five seconds. Returns whether it came so far.
template <class Holds>
bool comes_to(const live_stage& stage, Holds&& holds) {
  for (int n = 0; n < 500; ++n, std::this_thread::sleep_for(10ms))
    if (holds(state_of(stage)))
      return true;
  return false;
}

} // namespace

TEST_CASE("the news of a centre name what they are about", "[unit]") {
  const auto plan = usual_plan();
  std::vector<json> all;
  centre_news news{plan, [&](const json& one) { all.push_back(one); }};
  news.tab_state(third_of_seven, frame_state::leading, instant{});
  news.tab_closed(third_of_seven, instant{});
  news.call_offered(1, actors::caller_fate::waits, instant{});
  news.call_answered(1, 1500ms, instant{});
  news.call_abandoned(0, 2s, instant{});
  news.campaign_stepped(0, outbound::campaign_trigger::stop, instant{});
  news.record_dialed(0, instant{});
  news.record_result(0, outbound::call_results::do_not_call, instant{});
  desk::interaction call{.id = interaction_id{12}};
  call.state = desk::interaction_state::talking;
  news.interaction_told(agent_id{7}, event_type::established, call);
  news.fault_changed({instant{}, "drop", plan::link::broadcast_channel, true});
  news.controlled("faults", {{"link", "backend"}});
  const std::string offer = "Offer of the Month";
  const std::vector<json> expected{
    {{"event", "tab"}, {"agent", 7}, {"tab", 3}, {"state", "LEADING"}},
    {{"event", "tab"}, {"agent", 7}, {"tab", 3}, {"state", "CLOSED"}},
    {{"event", "caller"}, {"queue", "chats"}, {"is", "arrived"}, {"waits", true}},
    {{"event", "caller"}, {"queue", "chats"}, {"is", "answered"}, {"waited_s", 1.5}},
    {{"event", "caller"}, {"queue", "calls"}, {"is", "abandoned"}, {"waited_s", 2.0}},
    {{"event", "campaign"}, {"campaign", offer}, {"step", "stop"}},
    {{"event", "campaign"}, {"campaign", offer}, {"record", "dialed"}},
    {{"event", "campaign"}, {"campaign", offer}, {"result", "Do Not Call"}},
    {{"event", "interaction"},
     {"agent", 7},
     {"interaction", "12"},
     {"media", "voice"},
     {"type", "ESTABLISHED"},
     {"state", "TALKING"}},
    {{"event", "fault"}, {"fault", "drop"}, {"link", "broadcast-channel"}, {"is", "begun"}},
    {{"event", "control"}, {"what", "faults"}, {"arguments", {{"link", "backend"}}}},
  };
  CHECK(all == expected);
}

TEST_CASE("faults of the scenario and those by hand begin and end in the order of time", "[unit]") {
  auto plan = usual_plan();
  const instant begin{};
  plan.faults = {{.what = plan::fault_kind::drop, .where = plan::link::broadcast_channel},
                 {.what = plan::fault_kind::backend_outage,
                  .where = plan::link::backend,
                  .from = begin + 2s,
                  .until = begin + 4s},
                 {.what = plan::fault_kind::mishap}};
  fault_calendar calendar{plan};
  const auto told_at = [&](duration when) {
    std::vector<std::string> all;
    for (const auto& change : calendar.take(begin + when))
      all.push_back(std::string{change.fault} + (change.begins ? " begins" : " ends"));
    return all;
  };
  using texts = std::vector<std::string>;
  CHECK(told_at(1s) == texts{"drop begins"});
  CHECK(told_at(1s).empty());
  calendar.cut(plan::link::backend, begin + 1s, begin + 9s);
  calendar.cut(plan::link::backend, begin + 1s, begin + 3s); // that end counts, not the former
  CHECK(told_at(3s) == texts{"outage begins", "backend-outage begins", "outage ends"});
  CHECK(told_at(1h) == texts{"backend-outage ends"});
}

TEST_CASE("nobody need listen to the news of a centre", "[unit]") {
  const auto plan = usual_plan();
  centre_news news{plan, {}};
  news.tab_state(third_of_seven, frame_state::leading, instant{});
}

TEST_CASE("the board of a centre shows tabs, queues and campaigns as they stand", "[unit]") {
  const auto plan = usual_plan();
  centre_board board{plan};
  CHECK(board.tabs_of(agent_id{7}) == json::array());
  board.tab_state(third_of_seven, frame_state::negotiating, instant{});
  board.tab_state(third_of_seven, frame_state::leading, instant{});
  CHECK(board.tabs_of(agent_id{7}) == json::array({{{"tab", 3}, {"state", "LEADING"}}}));
  board.tab_closed(third_of_seven, instant{});
  CHECK(board.tabs_of(agent_id{7}) == json::array());

  board.caller_queued(2, instant{});
  board.caller_queued(2, instant{});
  board.caller_unqueued(2, instant{});
  CHECK(board.waiting_in(2) == 1);
  CHECK(board.waiting_in(0) == 0);

  CHECK(board.campaign(0)["state"] == "UNLOADED");
  board.campaign_stepped(0, outbound::campaign_trigger::load, instant{});
  board.campaign_stepped(0, outbound::campaign_trigger::start, instant{});
  board.records_listed(0, 5);
  board.record_became(0, outbound::disposition::left, outbound::disposition::called);
  CHECK(board.campaign(0)
        == json{{"state", "STARTED"},
                {"records", {{"left", 4}, {"rejected", 0}, {"called", 1}, {"canceled", 0}}}});
}

TEST_CASE("serve tells who leads, who waits and how campaigns stand", "[live]") {
  live_stage stage;
  REQUIRE(stage.post("arrivals", {{"queue", "calls"}, {"count", 2}}).first == 200);
  CHECK(comes_to(stage, [](const json& now) { return now["queues"][0]["waiting"] == 2; }));

  const open_desk leader{stage, "alice"};
  CHECK(comes_to(stage, [](const json& now) {
    return now["agents"].size() == 1
           && now["agents"][0]["tabs"] == json::array({{{"tab", 1}, {"state", "LEADING"}}});
  }));
  {
    const open_desk follower{stage, "alice"};
    CHECK(comes_to(stage, [](const json& now) {
      const auto& tabs = now["agents"][0]["tabs"];
      return tabs.size() == 2 && tabs[1]["state"] == "FOLLOWING";
    }));
  }
  CHECK(comes_to(stage, [](const json& now) { return now["agents"][0]["tabs"].size() == 1; }));
  CHECK(comes_to(stage, [](const json& now) { return now["queues"][0]["waiting"] == 1; }));

  REQUIRE(stage.post("campaigns", {{"campaign", "Offer of the Month"}, {"step", "stop"}}).first
          == 200);
  CHECK(comes_to(stage, [](const json& now) { return now["campaigns"][0]["state"] == "LOADED"; }));
  CHECK(state_of(stage)["campaigns"][0]["records"]["left"] == 500);
}

TEST_CASE("serve tells the news of interactions and of what is asked for by hand", "[live]") {
  std::mutex mutex;
  std::vector<json> news;
  live_stage stage{usual_plan(), {}, {.news = [&](const json& one) {
                     const std::lock_guard alone{mutex};
                     news.push_back(one);
                   }}};
  const auto told = [&](const std::string& event, const std::string& key, const json& value) {
    for (int n = 0; n < 500; ++n, std::this_thread::sleep_for(10ms)) {
      const std::lock_guard alone{mutex};
      for (const auto& one : news)
        if (one["event"] == event && one.value(key, json{}) == value)
          return true;
    }
    return false;
  };
  const open_desk desk{stage, "alice"};
  CHECK(told("tab", "state", "LEADING"));
  const json call{{"queue", "calls"}, {"agent", 1}};
  REQUIRE(stage.post("arrivals", call).first == 200);
  CHECK(told("control", "arguments", call));
  CHECK(told("caller", "queue", "calls"));
  CHECK(told("interaction", "type", "RINGING"));
  REQUIRE(stage.post("campaigns", {{"campaign", "Offer of the Month"}, {"step", "stop"}}).first
          == 200);
  CHECK(told("campaign", "step", "stop"));
  REQUIRE(stage.post("faults", {{"link", "backend"}, {"outage", "200ms"}}).first == 200);
  CHECK(told("fault", "is", "begun"));
  CHECK(told("fault", "is", "over"));
  REQUIRE(stage.post("arrivals", {{"queue", "no such"}}).first == 400);
  CHECK_FALSE(told("control", "arguments", {{"queue", "no such"}}));
}

} // namespace deskstorm::loadgen::live
