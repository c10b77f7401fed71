#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <deskstorm/actors/call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/plan/arrivals.hpp>

namespace deskstorm::actors {

/// Where callers wait: they arrive as the plan says, and the one who has waited longest goes to the
/// agent who has been free longest. One actor serves all queues of the plan, because all agents do.
class caller_queue : public entity<caller_queue, messages::call_arrives, messages::availability,
                                   messages::withdrawn, messages::log_in> {
public:
  caller_queue(caf::actor_config& config, transport& carrier, run_context& run)
    : entity(config, carrier), run_(&run), arrived_(run.plan.queues.size()) {
    for (std::uint32_t queue = 0; queue < run.plan.queues.size(); ++queue)
      arrivals_.emplace_back(stream_of(static_cast<std::uint64_t>(stream_owner::queue), queue));
  }

  void on(const messages::log_in&, const context& about) {
    for (std::uint32_t queue = 0; queue < run_->plan.queues.size(); ++queue)
      await_next(queue, about.now);
  }

  void on(const messages::call_arrives& what, const context& about) {
    const auto source = call_source::inbound(what.queue, ++arrived_[what.queue]);
    auto& arrived = spawn<call>(carrier(), *run_, source);
    arrived.arrive(*this, about.now);
    waiting_.emplace(arrived.number(), &arrived);
    await_next(what.queue, about.now);
    match(about.now);
    const bool waits = waiting_.contains(arrived.number());
    run_->seen.call_offered(what.queue, waits ? caller_fate::waits : caller_fate::served_at_once,
                            about.now);
  }

  void on(const messages::availability& news, const context& about) {
    if (const auto known = ticket_of_.find(about.from); known != ticket_of_.end()) {
      free_agents_.erase(known->second);
      ticket_of_.erase(known);
    }
    if (!news.available)
      return;
    ticket_of_.emplace(about.from, next_ticket_);
    free_agents_.emplace(next_ticket_++, about.from);
    match(about.now);
  }

  void on(const messages::withdrawn&, const context& about) { waiting_.erase(about.from); }

private:
  void await_next(std::uint32_t queue, instant now) {
    const auto& calls = run_->plan.queues[queue].calls;
    auto draw = arrivals_[queue].draw<purpose::arrival>(run_->key);
    const instant next = plan::next_arrival(now, calls, run_->plan.stages, draw);
    if (next != never)
      post(*this, next, messages::call_arrives{queue});
  }

  void match(instant now) {
    while (!waiting_.empty() && !free_agents_.empty()) {
      const auto caller = waiting_.begin();
      const auto longest_free = free_agents_.begin();
      auto& agent = carrier().at(longest_free->second);
      post(*caller->second, now, messages::assigned{longest_free->second});
      post(agent, now,
           messages::offer{caller->second->id(), caller->first, caller->second->queue()});
      ticket_of_.erase(longest_free->second);
      free_agents_.erase(longest_free);
      waiting_.erase(caller);
    }
  }

  run_context* run_;
  std::vector<std::uint32_t> arrived_; ///< calls of each queue so far
  std::vector<streams_of<purpose::arrival>> arrivals_;
  std::map<entity_number, call*> waiting_; ///< numbers grow, so the first has waited longest
  std::map<std::uint64_t, entity_number> free_agents_; ///< by ticket: the first is free longest
  std::map<entity_number, std::uint64_t> ticket_of_;
  std::uint64_t next_ticket_ = 0;
};

} // namespace deskstorm::actors
