#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/plan/floor_plan.hpp>

#include "commands/foundation.hpp"

/// Contact centres of a few actors, and an observer that remembers.
namespace deskstorm::loadgen {

using namespace std::chrono_literals;

/// Remembers what happens in a run.
class notebook final : public actors::observer {
public:
  struct end {
    actors::request_end how;
    instant intended;
    instant now;
    friend bool operator==(const end&, const end&) = default;
  };

  struct state {
    std::uint32_t tab; ///< number among those of its agent
    frame_state now;
    instant since;
    friend bool operator==(const state&, const state&) = default;
  };

  std::vector<instant> sent = {};
  std::vector<end> ends = {};
  std::map<actors::request_loss, int> losses = {};
  std::map<event_type, int> events = {};
  std::vector<std::pair<frame_state, instant>> heard_states = {}; ///< by frames
  std::vector<state> states = {};
  std::uint32_t longest_queue = 0; ///< of the backend
  int offered = 0;
  int answered = 0;
  std::vector<duration> abandoned_after = {};
  int duties_due = 0;
  int duties_done = 0;
  std::uint64_t listed = 0; ///< records of campaigns
  std::map<outbound::disposition, int> became = {};
  std::vector<instant> dialed = {};
  std::map<outbound::call_result, int> results = {};
  int answered_by_agents = 0;
  int answered_by_nobody = 0;

  int count(actors::request_end how) const {
    int n = 0;
    for (const auto& e : ends)
      n += e.how == how ? 1 : 0;
    return n;
  }

  /// How many requests were sent from `from` until before `until`.
  int sent_in(duration from, duration until) const {
    int n = 0;
    for (const auto at : sent)
      n += instant{from} <= at && at < instant{until} ? 1 : 0;
    return n;
  }

  void request_sent(std::uint32_t, request_kind, instant intended) override {
    sent.push_back(intended);
  }
  void request_ended(std::uint32_t, request_kind, actors::request_end how, instant intended,
                     instant now) override {
    ends.push_back({how, intended, now});
  }
  void request_lost(std::uint32_t, request_kind, actors::request_loss why, instant) override {
    ++losses[why];
  }
  void event_seen(event_channel, event_type type, instant) override { ++events[type]; }
  void frame_state_seen(frame_state heard, instant now) override {
    heard_states.emplace_back(heard, now);
  }
  void tab_served(actors::entity_number, duration, duration, instant) override {}
  void backend_served(duration, duration, instant) override {}
  void backend_queued(std::uint32_t waiting, instant) override {
    longest_queue = std::max(longest_queue, waiting);
  }
  void call_offered(std::uint32_t, actors::caller_fate, instant) override { ++offered; }
  void call_answered(std::uint32_t, duration, instant) override { ++answered; }
  void call_abandoned(std::uint32_t, duration waited, instant) override {
    abandoned_after.push_back(waited);
  }
  void agent_engaged(std::uint32_t, instant) override {}
  void agent_freed(std::uint32_t, instant) override {}
  void tab_state(actors::tab_ref tab, frame_state entered, instant now) override {
    states.push_back({tab.tab.value, entered, now});
  }
  void tab_closed(actors::tab_ref, instant) override {}
  void duty_due(std::uint64_t, instant) override { ++duties_due; }
  void duty_done(std::uint64_t, instant) override { ++duties_done; }
  void records_listed(std::uint32_t, std::uint64_t records) override { listed += records; }
  void record_became(std::uint32_t, outbound::disposition before,
                     outbound::disposition after) override {
    --became[before];
    ++became[after];
  }
  void record_dialed(std::uint32_t, instant now) override { dialed.push_back(now); }
  void record_result(std::uint32_t, outbound::call_result result, instant) override {
    ++results[result];
  }
  void record_answered(std::uint32_t, bool abandoned, instant) override {
    ++(abandoned ? answered_by_nobody : answered_by_agents);
  }
};

/// Runs a plan and returns what was seen of it.
inline notebook notes_of(const plan::floor_plan& plan) {
  notebook notes;
  cli::contact_centre()({plan}, notes, {});
  return notes;
}

/// One agent with one tab and one page in it, which may do anything. Nothing takes time.
inline plan::floor_plan one_client(duration length, const plan::load& load = plan::no_load{}) {
  plan::floor_plan plan;
  plan.length = length;
  plan.options.origins = origin_policy::anyone();
  plan.arguments = {json::array()};
  plan.personas = {plan::persona{.name = "client",
                                 .origin = "http://client.example",
                                 .load = load,
                                 .requests = {{.request = request_kind::agent_get_state}}}};
  plan.agents = {.count = 1, .tabs = 1, .frames = {{.persona = 0, .count = 1}}};
  return plan;
}

/// So many requests a second at equal distances.
inline plan::load steady(double per_second) {
  return plan::open_load{{plan::arrivals::process::constant, per_second}};
}

/// So many requests at once at the start.
inline plan::load at_once(std::uint32_t count) { return plan::burst_load{.count = count}; }

/// Lets one call an hour come in, the first at `first`.
inline void let_call_in(plan::floor_plan& plan, duration first, duration lasts) {
  const double per_second = 1e9 / static_cast<double>(first.count());
  plan.queues = {plan::inbound{.queue = "sales",
                               .calls = {plan::arrivals::process::constant, per_second},
                               .handle_time = plan::distributions::constant{lasts}}};
  plan.stages = {{instant{first}, 1.0}, {never, 0.0, true}};
}

/// A contact centre in which all that can happen does: calls, dialing, limits, retries, reactions,
/// faults, a tab that closes and one that opens.
inline plan::floor_plan busy_centre(std::uint32_t agents) {
  auto plan = one_client(2min, plan::closed_load{plan::distributions::exponential{2s}});
  plan.arguments.push_back(json::parse(R"(["5001"])"));
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId", {"Key1": 1}])"));
  plan.warmup = 10s;
  plan.options.limits.each[static_cast<std::size_t>(request_kind::voice_dial)] = 4;
  auto& crm = plan.personas[0];
  crm.subscribe = {event_channel::system, event_channel::interaction, event_channel::media};
  crm.requests.push_back({.request = request_kind::voice_dial, .arguments = 1, .weight = 0.5});
  crm.reactions = {{event_channel::interaction,
                    event_type::established,
                    {{.request = request_kind::interaction_set_user_data,
                      .arguments = 2,
                      .interaction = plan::interaction_source::event}}}};
  crm.retry = {.on_rate_limit = true,
               .on_timeout = true,
               .attempts = 2,
               .backoff = plan::distributions::exponential{1s}};
  plan.personas.push_back({.name = "poller",
                           .origin = "http://poller.example",
                           .load = plan::open_load{{.per_second = 0.5}},
                           .requests = {{.request = request_kind::agent_get}}});
  plan.agents = {
    .count = agents, .tabs = 2, .frames = {{.persona = 0, .count = 1}, {.persona = 1, .count = 2}}};
  plan.stages = {{instant{30s}, 1.0}, {instant{60s}, 2.0}};
  plan.network = {.post_message = plan::distributions::uniform{1ms, 3ms},
                  .broadcast_channel = plan::distributions::uniform{1ms, 5ms},
                  .backend = plan::distributions::exponential{20ms}};
  plan.tab_service.usual = plan::distributions::exponential{1ms};
  plan.backend.workers = 2;
  plan.backend.service.usual = plan::distributions::exponential{30ms};
  plan.queues = {plan::inbound{.queue = "sales",
                               .calls = {.per_second = 0.2},
                               .handle_time = plan::distributions::exponential{20s},
                               .wrap_up = plan::distributions::constant{5s},
                               .patience = plan::distributions::exponential{10s}}};
  plan.outgoing = {plan::distributions::constant{2s}, plan::distributions::exponential{4s}};
  plan.script = {{instant{40s}, tabs::action_kind::close_tab, 1, {}},
                 {instant{50s}, tabs::action_kind::open_tab, 0, {}}};
  plan.faults = {{plan::fault_kind::drop, plan::link::post_message, 0.01},
                 {plan::fault_kind::duplicate, plan::link::broadcast_channel, 0.05,
                  plan::distributions::constant{2ms}}};
  return plan;
}

} // namespace deskstorm::loadgen
