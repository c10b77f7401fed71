#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>

namespace deskstorm::actors {

/// The server behind the desktops: a pool of workers with one queue, first come first served. What
/// a worker has finished goes to the session of the agent that asked.
class backend : public entity<backend, messages::worker_done, messages::job> {
public:
  backend(caf::actor_config& config, transport& carrier, run_context& run)
    : entity(config, carrier), run_(&run), slots_(run.plan.backend.workers) {
    for (std::uint32_t slot = run.plan.backend.workers; slot > 0; --slot)
      free_.push_back(slot - 1);
  }

  void on(const messages::job& job, const context& about) {
    const task arrived{job.request, &carrier().at(about.from), about.now,
                       duration{static_cast<duration::rep>(job.service_ns)}};
    const auto& capacity = run_->plan.backend.queue_capacity;
    if (!free_.empty())
      return begin(arrived, about.now);
    if (capacity && waiting_.size() >= *capacity)
      return post(*arrived.session, about.now,
                  messages::carried_out{job.request, messages::answer::failed});
    waiting_.push_back(arrived);
    run_->seen.backend_queued(static_cast<std::uint32_t>(waiting_.size()), about.now);
  }

  void on(const messages::worker_done& what, const context& about) {
    const task finished = slots_[what.slot];
    free_.push_back(what.slot);
    if (!waiting_.empty()) {
      const task next = waiting_.front();
      waiting_.pop_front();
      begin(next, about.now);
    }
    post(*finished.session, about.now, messages::command{finished.request});
  }

private:
  struct task {
    messages::ask request;
    receiver* session; ///< of the agent who asked
    instant arrived;
    duration service;
  };

  void begin(const task& what, instant now) {
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    slots_[slot] = what;
    run_->seen.backend_served(now - what.arrived, what.service, now);
    post(*this, now + what.service, messages::worker_done{slot});
  }

  run_context* run_;
  std::vector<task> slots_;
  std::vector<std::uint32_t> free_;
  std::deque<task> waiting_;
};

} // namespace deskstorm::actors
