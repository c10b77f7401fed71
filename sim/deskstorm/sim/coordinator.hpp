#pragma once

#include <chrono>
#include <cstddef>

#include <caf/actor_system_config.hpp>
#include <caf/detail/simple_actor_clock.hpp>
#include <caf/execution_unit.hpp>
#include <caf/logger.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/ring.hpp>

namespace deskstorm::sim {

/// The clock that CAF's own actors see in a simulation. It moves only when told to.
class virtual_clock final : public caf::detail::simple_actor_clock {
public:
  // CAF takes the default time point for "not set", so the start of the run is its first
  // nanosecond.
  time_point now() const noexcept override { return time_point{now_.time_since_epoch() + tick}; }

  /// Returns when the first timer of CAF is due, or `never`.
  instant next_due() const {
    return schedule_.empty() ? never : instant{schedule_.begin()->first.time_since_epoch() - tick};
  }

  /// Moves to `t` and fires what is due until then.
  void advance(instant t) {
    now_ = t;
    trigger_expired_timeouts();
  }

private:
  static constexpr duration tick{1};
  instant now_{};
};

/// CAF's scheduler in a simulation: one thread, the caller's, and at most one message a turn. Ready
/// actors take turns in the order in which they became ready.
class coordinator final : public caf::scheduler::abstract_coordinator {
public:
  explicit coordinator(caf::actor_system& system) : abstract_coordinator(system), unit_(*this) {}

  /// Replaces the scheduler of systems that `config` makes.
  static void install(caf::actor_system_config& config) {
    config.module_factories.emplace_back(
      [](caf::actor_system& system) -> caf::actor_system::module* {
        return new coordinator{system};
      });
  }

  /// Returns the scheduler of a system whose config went through `install`.
  static coordinator& of(caf::actor_system& system) {
    return static_cast<coordinator&>(system.scheduler());
  }

  bool idle() const { return ready_.empty(); }

  /// Lets ready actors handle messages until none is ready. Time does not pass.
  void run() {
    while (!ready_.empty())
      step(ready_.pop());
  }

  caf::execution_unit& unit() { return unit_; }
  virtual_clock& clock() noexcept override { return clock_; }
  bool detaches_utility_actors() const override { return false; }
  void enqueue(caf::resumable* job) override { ready_.push(job); }

protected:
  // The base would spawn the printer, which runs a thread. Nothing prints through CAF here.
  void start() override {}

  // Ending an actor may make others ready, by way of links and monitors.
  void stop() override {
    clock_.cancel_all();
    while (!ready_.empty())
      cleanup_and_release(ready_.pop());
  }

private:
  class host final : public caf::execution_unit {
  public:
    explicit host(coordinator& owner) : execution_unit(&owner.system()), owner_(owner) {}
    void exec_later(caf::resumable* job) override { owner_.enqueue(job); }

  private:
    coordinator& owner_;
  };

  void step(caf::resumable* job) {
    // With a logger set, which every spawn does, each resume takes a lock twice to note the actor.
    if (caf::logger::current_logger() != nullptr)
      caf::logger::set_current_actor_system(nullptr);
    switch (job->resume(&unit_, 1)) {
    case caf::resumable::resume_later: ready_.push(job); break;
    case caf::resumable::done:
    case caf::resumable::awaiting_message: caf::intrusive_ptr_release(job); break;
    case caf::resumable::shutdown_execution_unit: break;
    }
  }

  host unit_;
  virtual_clock clock_;
  ring<caf::resumable*> ready_;
};

} // namespace deskstorm::sim
