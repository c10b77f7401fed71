#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/actors/floor.hpp>
#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/centre_board.hpp>
#include <deskstorm/loadgen/live/centre_news.hpp>
#include <deskstorm/loadgen/live/control.hpp>
#include <deskstorm/loadgen/live/fault_calendar.hpp>
#include <deskstorm/loadgen/live/live_faults.hpp>
#include <deskstorm/loadgen/live/seats.hpp>
#include <deskstorm/loadgen/statistics/fan_out.hpp>
#include <deskstorm/sim/real_world.hpp>

namespace deskstorm::loadgen::live {

/// The centre of a plan as actors of sim::real_world.
class live_centre final : public centre {
public:
  live_centre(const centre_order& order, actors::observer& seen)
    : plan_(order.plan),
      faults_(plan_),
      calendar_(plan_),
      news_(plan_, order.news),
      board_(plan_),
      watching_({&seen, &news_, &board_}),
      live_(setup_of(order), actors::rules_in_force::of(plan_, plan_.options)),
      run_(loadgen::detail::context_of(plan_, faults_, watching_, 0)),
      most_pages_(order.most_pages),
      seats_(order.seats) {
    run_.live = &live_;
    live_faults_.watch(run_);
    floor_ = actors::open_floor(world_, run_);
    for (std::uint32_t n = 0; n < floor_.agents.size(); ++n)
      numbers_.emplace(floor_.agents[n]->number(), agent_id{n + 1});
  }

  result<agent_id> join(const std::string& who, std::shared_ptr<actors::port> browser) override {
    if (run_.tabs + run_.frames >= most_pages_)
      return failure{"so many tabs and frames were opened that a reset must free their memory"};
    const auto place = place_of(who);
    if (!place)
      return place.why();
    const agent_id agent{place->seat};
    auto& actor = *floor_.agents[agent.value - 1];
    live_.note(actor.number(), person(who, agent.value));
    send(actor, actors::messages::join_tab{live_.add(std::move(browser)), place->is_new});
    return agent;
  }

  void leave(const tab_handle& which) override {
    {
      const std::lock_guard alone{mutex_};
      if (which.agent.value > plan_.agents.count)
        seats_.leave(which.agent.value - plan_.agents.count);
    }
    if (which.tab != nullptr)
      send(session_of(which), actors::messages::leave_tab{ordinal(which)});
  }

  void post(const tab_handle& to, browser_message what) override {
    namespace m = actors::messages;
    std::visit(
      overloaded{
        [&](relay_message& r) {
          send(*to.tab, m::relayed{live_.file({.content = std::move(r.message),
                                               .origin = std::move(r.origin)}),
                                   r.frame});
        },
        [&](embed_page& e) {
          send(*to.tab, m::embed_frame{live_.file({.origin = std::move(e.origin)}), e.frame});
        },
        [&](const page_loaded& p) {
          send(*to.tab, m::frame_loaded{p.early, p.frame});
        },
        [&](const drop_page& d) { send(*to.tab, m::drop_frame{d.frame}); },
        [&](const show_page& s) {
          send(*to.tab, m::show_frame{s.frame, s.visible});
        },
        [&](const show_tab& s) { send(*to.tab, m::show_tab{s.visible}); },
        [&](const focus_tab&) { send(session_of(to), m::activity{ordinal(to)}); },
        [&](const click_toast& c) {
          send(*to.tab, m::click_toast{c.toast, c.button});
        },
        [&](const end_chat& e) { send(session_of(to), m::end_chat{e.interaction}); },
      },
      what);
  }

  result<json> control(const std::string& what, const json& arguments) override {
    const auto read = read_control(what, arguments, plan_, live_.rules()->given,
                                   static_cast<std::uint32_t>(floor_.agents.size()));
    if (!read)
      return read.why();
    news_.controlled(what, arguments);
    std::visit([&](const auto& order) { carry_out(order); }, *read);
    return json{{"done", what}};
  }

  json state() override {
    json agents = json::array();
    for (std::size_t n = 0; n < floor_.agents.size(); ++n) {
      const auto desk = live_.summary_of(floor_.agents[n]->number());
      if (n >= plan_.agents.count && desk.username.empty())
        continue; // nobody has sat there yet
      agents.push_back({{"agent", n + 1},
                        {"person", desk.username},
                        {"state", desk::name_of(desk.state.code)},
                        {"interactions", desk.interactions},
                        {"tabs", board_.tabs_of(agent_id{static_cast<std::uint32_t>(n + 1)})}});
    }
    return {{"queues", queues()},
            {"campaigns", campaigns()},
            {"tabs", run_.tabs.load()},
            {"frames", run_.frames.load()},
            {"interactions", run_.interactions.load()},
            {"messages", world_.deliveries()},
            {"time_s", std::chrono::duration<double>(now().time_since_epoch()).count()},
            {"scenario", plan_.name},
            {"agents", std::move(agents)}};
  }

  bool run_until(instant end, const std::function<bool()>& go_on) override {
    return world_.run_until(end, [&] {
      for (const auto& change : calendar_.take(now()))
        news_.fault_changed(change);
      return go_on();
    });
  }
  instant now() const override { return world_.now(); }

  std::optional<plan::floor_plan> next_plan() const override {
    const std::lock_guard alone{mutex_};
    return next_plan_;
  }

  run_facts facts() const override {
    return {.messages = world_.deliveries(),
            .simulated = world_.now() - instant{},
            .entities = {.agents = floor_.agents.size(),
                         .tabs = run_.tabs,
                         .frames = run_.frames,
                         .interactions = run_.interactions,
                         .campaigns = plan_.campaigns.size()}};
  }

private:
  json queues() const {
    json all = json::array();
    for (std::uint32_t n = 0; n < plan_.queues.size(); ++n)
      all.push_back({{"queue", plan_.queues[n].queue},
                     {"media", desk::name_of(plan_.queues[n].media)},
                     {"waiting", board_.waiting_in(n)}});
    return all;
  }

  json campaigns() const {
    json all = json::array();
    for (std::uint32_t n = 0; n < plan_.campaigns.size(); ++n) {
      all.push_back({{"campaign", plan_.campaigns[n].name},
                     {"mode", name_in(outbound::campaign_mode_names, plan_.campaigns[n].mode)}});
      all.back().update(board_.campaign(n));
    }
    return all;
  }

  void carry_out(const new_arrivals& what) {
    for (std::uint32_t n = 0; n < what.count; ++n)
      send(*floor_.queue, actors::messages::call_arrives{what.queue, what.agent, true});
  }

  void carry_out(const step_of_campaign& what) {
    send(*floor_.campaigns[what.campaign], actors::messages::campaign_step{what.step});
  }

  void carry_out(const new_fault& what) {
    auto& rules = live_faults_.of(what.where);
    if (what.drop)
      rules.drop(*what.drop);
    if (!what.outage)
      return;
    const instant until = now() + *what.outage;
    rules.cut(until);
    calendar_.cut(what.where, now(), until);
    if (what.where == plan::link::backend)
      for (const auto& change : desk::changes_of_outage(now(), until))
        for (auto* agent : floor_.agents)
          actors::send_from_outside(world_, *agent, change.at,
                                    actors::messages::connection{change.state});
  }

  void carry_out(const new_record& what) {
    send(*floor_.campaigns[what.campaign],
         actors::messages::record_added{live_.keep(what.content)});
  }

  void carry_out(const new_options& what) {
    live_.change(actors::rules_in_force::of(plan_, what.rules));
    if (plan_.limiter.scope == limiter_scope::agent) // its limiter is made once
      carry_out(begin_anew{});
  }

  void carry_out(const begin_anew&) {
    const auto rules = live_.rules();
    const std::lock_guard alone{mutex_};
    next_plan_ = plan_;
    next_plan_->options = rules->given;
  }

  actors::live_setup setup_of(const centre_order& order) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {
      .seats = order.seats,
      .persona = static_cast<std::uint32_t>(plan_.personas.size() - 1),
      .auto_answer = order.auto_answer,
      .epoch_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count(),
      .told = [this](actors::entity_number agent, event_type type, const desk::interaction& about) {
        news_.interaction_told(numbers_.at(agent), type, about);
      }};
  }

  static desk::agent_person person(const std::string& who, std::uint32_t number) {
    return {.employee_id = "emp" + std::to_string(number),
            .firstname = who,
            .lastname = "Agent",
            .username = who};
  }

  static actors::messages::tab_ordinal ordinal(const tab_handle& which) {
    return static_cast<actors::messages::tab_ordinal>(which.id.value);
  }

  actors::receiver& session_of(const tab_handle& which) {
    return *floor_.agents[which.agent.value - 1];
  }

  /// Returns the number of the agent that somebody of that name is.
  result<seats::place> place_of(const std::string& who) {
    constexpr std::size_t longest = 64;
    const std::uint32_t of_plan = plan_.agents.count;
    if (who.empty() || who.size() > longest)
      return failure{"an agent needs a name of at most 64 characters", "agent"};
    if (const auto number = whole_number<std::uint32_t>(who);
        number && *number > 0 && *number <= of_plan)
      return seats::place{*number, false};
    const auto is_empty = [&](std::uint32_t seat) {
      return live_.summary_of(floor_.agents[of_plan + seat - 1]->number()).interactions == 0;
    };
    const std::lock_guard alone{mutex_};
    const auto found = seats_.take(who, is_empty);
    if (!found)
      return failure{"all seats are taken, or hold calls of people who left", "agent"};
    return seats::place{of_plan + found->seat, found->is_new};
  }

  template <actors::message M>
  void send(actors::receiver& to, const M& what) {
    actors::send_from_outside(world_, to, world_.now(), what);
  }

  plan::floor_plan plan_;
  loadgen::detail::faults_of faults_;
  live_faults live_faults_;
  fault_calendar calendar_;
  centre_news news_;
  centre_board board_;
  fan_out watching_;
  actors::live_floor live_;
  actors::run_context run_;
  std::uint64_t most_pages_;
  mutable std::mutex mutex_; // guards the two below
  seats seats_;
  std::optional<plan::floor_plan> next_plan_ = {};
  std::map<actors::entity_number, agent_id> numbers_ = {}; ///< of agents, known once all are there
  sim::real_world world_; // ends first: its threads use what stands before
  actors::floor_actors floor_;
};

} // namespace deskstorm::loadgen::live
