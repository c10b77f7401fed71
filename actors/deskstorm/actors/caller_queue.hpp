#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <deskstorm/actors/call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/work_item.hpp>
#include <deskstorm/plan/arrivals.hpp>

namespace deskstorm::actors {

/// Where callers, chats and e-mails wait: they arrive as the plan says, and of each medium the one
/// that came first goes to the agent who has been free for it longest. One actor serves all queues
/// of the plan, because all agents do.
class caller_queue
  : public entity<caller_queue, messages::call_arrives, messages::availability, messages::withdrawn,
                  messages::joins_queue, messages::passed_on, messages::log_in> {
public:
  caller_queue(caf::actor_config& config, transport& carrier, run_context& run)
    : entity(config, carrier), run_(&run), arrived_(run.plan.queues.size()) {
    for (std::uint32_t queue = 0; queue < run.plan.queues.size(); ++queue)
      arrivals_.emplace_back(stream_of(static_cast<std::uint64_t>(stream_owner::queue), queue));
  }

  /// Makes the next agent known, in the order of their numbers, before the run begins.
  void staff(entity_number agent) { agents_.push_back(agent); }

  void on(const messages::log_in&, const context& about) {
    for (std::uint32_t queue = 0; queue < run_->plan.queues.size(); ++queue)
      await_next(queue, about.now);
  }

  void on(const messages::call_arrives& what, const context& about) {
    const auto ordinal = ++arrived_[what.queue];
    if (run_->medium_of(what.queue) == desk::media::voice)
      arrive<call>(what, about.now, call_source::inbound(what.queue, ordinal));
    else
      arrive<work_item>(what, about.now, what.queue, ordinal);
  }

  void on(const messages::joins_queue& what, const context& about) {
    let_wait({&carrier().at(about.from), what.interaction, what.queue}, what.agent, about.now);
    if (what.counts)
      run_->seen.call_offered(what.queue, fate_of(about.from, what.queue), about.now);
  }

  /// To whoever gets the caller it is another call.
  void on(const messages::passed_on& what, const context& about) {
    auto& again = spawn<call>(carrier(), *run_, call_source::passed(what.queue, what.interaction));
    again.arrive(*this, about.now);
    let_wait({&again, again.id(), what.queue}, what.agent, about.now);
    run_->seen.call_offered(what.queue, fate_of(again.number(), what.queue), about.now);
  }

  void on(const messages::availability& news, const context& about) {
    auto& line = lines_[static_cast<std::size_t>(news.medium)];
    line.take_off(about.from);
    if (!news.available)
      return;
    line.ticket_of.emplace(about.from, next_ticket_);
    line.free_agents.emplace(next_ticket_++, about.from);
    match(line, about.now);
  }

  void on(const messages::withdrawn&, const context& about) {
    for (auto& line : lines_)
      take_off(line.callers, about.from, about.now);
    for (auto& [agent, of_agent] : directed_)
      take_off(of_agent, about.from, about.now);
  }

private:
  struct waiting {
    receiver* to = nullptr;
    interaction_id id = {};
    std::uint32_t queue = 0;
  };

  /// Numbers grow, so the first is the one that came first.
  using caller_map = std::map<entity_number, waiting>;

  /// Who waits for whom in one medium.
  struct line_state {
    caller_map callers = {};
    std::map<std::uint64_t, entity_number> free_agents =
      {}; ///< by ticket: the first is free longest
    std::map<entity_number, std::uint64_t> ticket_of = {};

    void take_off(entity_number agent) {
      if (const auto known = ticket_of.find(agent); known != ticket_of.end()) {
        free_agents.erase(known->second);
        ticket_of.erase(known);
      }
    }
  };

  void put_on(caller_map& callers, entity_number caller, const waiting& entry, instant now) {
    if (callers.emplace(caller, entry).second)
      run_->seen.caller_queued(entry.queue, now);
  }

  void take_off(caller_map& callers, entity_number caller, instant now) {
    if (const auto gone = callers.extract(caller))
      run_->seen.caller_unqueued(gone.mapped().queue, now);
  }

  line_state& line_of(std::uint32_t queue) {
    return lines_[static_cast<std::size_t>(run_->medium_of(queue))];
  }

  template <class Interaction, class... Args>
  void arrive(const messages::call_arrives& what, instant now, Args&&... args) {
    const auto queue = what.queue;
    auto& arrived = spawn<Interaction>(carrier(), *run_, std::forward<Args>(args)...);
    arrived.arrive(*this, now);
    auto& callers =
      what.agent == 0 ? line_of(queue).callers : directed_[agents_.at(what.agent - 1)];
    put_on(callers, arrived.number(), {&arrived, arrived.id(), queue}, now);
    if (!what.extra)
      await_next(queue, now);
    match(line_of(queue), now);
    run_->seen.call_offered(queue, fate_of(arrived.number(), queue), now);
  }

  /// For the agent of that number, or for any.
  void let_wait(const waiting& entry, std::uint32_t agent, instant now) {
    auto& line = line_of(entry.queue);
    auto& callers = agent == 0 ? line.callers : directed_[agents_.at(agent - 1)];
    put_on(callers, entry.to->number(), entry, now);
    match(line, now);
  }

  caller_fate fate_of(entity_number caller, std::uint32_t queue) {
    bool waits = line_of(queue).callers.contains(caller);
    for (const auto& [agent, of_agent] : directed_)
      waits = waits || of_agent.contains(caller);
    return waits ? caller_fate::waits : caller_fate::served_at_once;
  }

  void await_next(std::uint32_t queue, instant now) {
    const auto& calls = run_->plan.queues[queue].calls;
    auto draw = arrivals_[queue].draw<purpose::arrival>(run_->key);
    const instant next = plan::next_arrival(now, calls, run_->plan.stages, draw);
    if (next != never)
      post(*this, next, messages::call_arrives{queue});
  }

  void match(line_state& line, instant now) {
    match_directed(line, now);
    while (!line.callers.empty() && !line.free_agents.empty()) {
      const auto caller = line.callers.begin();
      assign(line, line.free_agents.begin()->second, *caller, now);
      take_off(line.callers, caller->first, now);
    }
  }

  /// Who waits for one agent goes before all others.
  void match_directed(line_state& line, instant now) {
    for (auto& [agent, of_agent] : directed_)
      for (const auto& caller : of_agent)
        if (&line_of(caller.second.queue) == &line && line.ticket_of.contains(agent)) {
          assign(line, agent, caller, now);
          take_off(of_agent, caller.first, now);
          break;
        }
  }

  void assign(line_state& line, entity_number agent, const caller_map::value_type& caller,
              instant now) {
    post(*caller.second.to, now, messages::assigned{agent});
    post(carrier().at(agent), now,
         messages::offer{caller.second.id, caller.first, caller.second.queue});
    line.take_off(agent);
  }

  run_context* run_;
  std::vector<std::uint32_t> arrived_; ///< of each queue so far
  std::vector<streams_of<purpose::arrival>> arrivals_;
  std::vector<entity_number> agents_; ///< by number from 1
  std::array<line_state, desk::media_count> lines_;
  std::map<entity_number, caller_map> directed_; ///< by agent
  std::uint64_t next_ticket_ = 0;
};

} // namespace deskstorm::actors
