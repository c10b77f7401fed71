#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/loadgen/link_names.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/control.hpp>
#include <deskstorm/loadgen/live/fault_calendar.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::loadgen::live {

/// Says what happens in a live centre: tabs and their elections, callers, interactions, campaigns,
/// links that fail, and what was asked for by hand. May be told by many threads.
class centre_news final : public idle_observer {
public:
  /// `of` must outlive it. An empty `tell` is told nothing.
  centre_news(const plan::floor_plan& of, news_listener tell)
    : plan_(&of), tell_(std::move(tell)) {}

  void tab_state(actors::tab_ref tab, frame_state state, instant) override {
    say([&] { return of_tab(tab, name_of(state)); });
  }
  void tab_closed(actors::tab_ref tab, instant) override {
    say([&] { return of_tab(tab, "CLOSED"); });
  }

  void call_offered(std::uint32_t queue, actors::caller_fate fate, instant) override {
    const bool waits = fate == actors::caller_fate::waits;
    say([&] { return of_queue("arrived", queue, {{"waits", waits}}); });
  }
  void call_answered(std::uint32_t queue, duration waited, instant) override {
    say([&] { return of_queue("answered", queue, {{"waited_s", in_seconds(waited)}}); });
  }
  void call_abandoned(std::uint32_t queue, duration waited, instant) override {
    say([&] { return of_queue("abandoned", queue, {{"waited_s", in_seconds(waited)}}); });
  }

  void campaign_stepped(std::uint32_t campaign, outbound::campaign_trigger step, instant) override {
    say([&] { return of_campaign(campaign, {{"step", name_in(detail::step_names, step)}}); });
  }
  void record_dialed(std::uint32_t campaign, instant) override {
    say([&] { return of_campaign(campaign, {{"record", "dialed"}}); });
  }
  void record_result(std::uint32_t campaign, outbound::call_result result, instant) override {
    say([&] { return of_campaign(campaign, {{"result", outbound::call_result_names[result]}}); });
  }

  /// An event about an interaction of that agent.
  void interaction_told(agent_id agent, event_type type, const desk::interaction& about) {
    say([&]() -> json {
      return {{"event", "interaction"},
              {"agent", agent.value},
              {"interaction", std::to_string(about.id.value)},
              {"media", desk::name_of(about.media)},
              {"type", name_of(type)},
              {"state", desk::name_of(about.state)}};
    });
  }

  void fault_changed(const fault_change& what) {
    say([&]() -> json {
      return {{"event", "fault"},
              {"fault", what.fault},
              {"link", name_in(link_names, what.where)},
              {"is", what.begins ? "begun" : "over"}};
    });
  }

  /// A request of POST /api/<what> was understood. What comes of it is told later.
  void controlled(const std::string& what, const json& arguments) {
    say([&]() -> json { return {{"event", "control"}, {"what", what}, {"arguments", arguments}}; });
  }

private:
  template <class Make>
  void say(Make&& make) {
    if (tell_)
      tell_(make());
  }

  static json of_tab(actors::tab_ref tab, std::string_view state) {
    return {{"event", "tab"}, {"agent", tab.agent.value}, {"tab", tab.tab.value}, {"state", state}};
  }

  json of_queue(const char* what, std::uint32_t queue, json more) const {
    json made{{"event", "caller"}, {"queue", plan_->queues[queue].queue}, {"is", what}};
    made.update(more);
    return made;
  }

  json of_campaign(std::uint32_t campaign, json more) const {
    json made{{"event", "campaign"}, {"campaign", plan_->campaigns[campaign].name}};
    made.update(more);
    return made;
  }

  const plan::floor_plan* plan_;
  news_listener tell_;
};

} // namespace deskstorm::loadgen::live
