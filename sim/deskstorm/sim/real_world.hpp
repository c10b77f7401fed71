#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/transport.hpp>
#include <deskstorm/sim/time_queue.hpp>

namespace deskstorm::sim {

/// A run on the wall clock: the same actors on CAF's work-stealing scheduler, many threads, every
/// message through an inbox. The thread that runs it sends what is due. Not repeatable.
class real_world final : public actors::transport {
public:
  real_world() = default;
  real_world(const real_world&) = delete;
  real_world& operator=(const real_world&) = delete;

  ~real_world() override {
    system_.await_actors_before_shutdown(false);
    members_.clear();
  }

  /// Lets the actors work until the clock, which starts with the first call and stands still
  /// between calls, shows `end`, or until `stop`. Returns whether `end` was reached. No actor
  /// handles anything before or after.
  bool run_until(instant end) {
    return run_until(end, [] { return true; });
  }

  /// The same, or until `go_on`, which is asked ten times a second while the actors work, says no.
  template <class GoOn>
  bool run_until(instant end, GoOn&& go_on) {
    resume_clock();
    open_ = true;
    instant asks = now() + between_questions;
    bool goes_on = true;
    while (goes_on && !stopped_ && now() < end) {
      if (send_due() == 0)
        sleep_until(end);
      if (now() >= asks) {
        goes_on = go_on();
        asks = now() + between_questions;
      }
    }
    open_ = false;
    for (int busy = handling_; busy != 0; busy = handling_)
      handling_.wait(busy);
    halt_clock(end);
    return !stopped_.exchange(false) && goes_on;
  }

  /// Ends `run_until` within 20 ms. Safe in a signal handler.
  void stop() { stopped_ = true; }

  std::uint64_t deliveries() const { return deliveries_; }

  instant now() const override {
    const std::int64_t begun = begun_;
    return instant{duration{begun == halted ? elapsed_.load() : wall_clock() - begun}};
  }

  void post(const actors::envelope& e) override {
    const std::lock_guard alone{mutex_};
    queue_.post(e);
    if (e.due < wake_up_)
      earlier_.notify_one();
  }

  actors::entity_number adopt(caf::strong_actor_ptr who, actors::receiver& self) override {
    const std::lock_guard alone{mutex_};
    members_.push_back({std::move(who), &self});
    return static_cast<actors::entity_number>(members_.size());
  }

  /// Whoever retires has its inbox closed by CAF. Its memory stays until the end of the world,
  /// because other threads may be about to post to it.
  void retire(actors::entity_number) override {}

  actors::receiver& at(actors::entity_number who) override {
    const std::lock_guard alone{mutex_};
    return *members_[who - 1].self;
  }

  void arrived(actors::receiver& to, const actors::envelope& e) override {
    ++handling_;
    if (open_)
      handle(to, e);
    else
      post(e); // for the next call of run_until
    if (--handling_ == 0 && !open_)
      handling_.notify_all();
  }

  caf::actor_system& system() override { return system_; }

private:
  struct record {
    caf::strong_actor_ptr handle;
    actors::receiver* self;
  };

  static constexpr std::int64_t halted = -1;
  static constexpr duration between_questions = std::chrono::milliseconds{100};
  static constexpr std::size_t batch_size = 256;

  static std::int64_t wall_clock() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<duration>(since).count();
  }

  void resume_clock() { begun_ = wall_clock() - elapsed_; }

  void halt_clock(instant end) {
    elapsed_ = std::min(now(), end).time_since_epoch().count();
    begun_ = halted;
  }

  // What handlers take for the present is when they run, not when they should have.
  void handle(actors::receiver& to, const actors::envelope& e) {
    actors::envelope stamped = e;
    stamped.due = std::max(e.due, now());
    ++deliveries_;
    to.receive(stamped);
  }

  std::size_t send_due() {
    batch_.clear();
    {
      const std::lock_guard alone{mutex_};
      while (batch_.size() < batch_size) {
        const auto* e = queue_.next(now());
        if (e == nullptr)
          break;
        batch_.emplace_back(members_[e->to->number() - 1].handle, *e);
      }
    }
    for (const auto& [to, e] : batch_)
      to->enqueue(caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, e), nullptr);
    return batch_.size();
  }

  void sleep_until(instant end) {
    using namespace std::chrono_literals;
    std::unique_lock alone{mutex_};
    const instant present = now();
    wake_up_ = std::min({queue_.wake_up(), end, present + 20ms});
    if (wake_up_ > present) {
      queue_.advance(present);
      earlier_.wait_for(alone, wake_up_ - present);
    }
    wake_up_ = instant{};
  }

  // The system comes last: its threads, which end with it, use what stands before.
  std::atomic<bool> open_ = false;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> handling_ = 0; // actors that are just handling a message
  std::atomic<std::uint64_t> deliveries_ = 0;
  std::atomic<std::int64_t> begun_ = halted; // time of the wall clock at time 0 of the run
  std::atomic<std::int64_t> elapsed_ = 0;    // time of the run while it stands still
  std::mutex mutex_;                         // guards the four below
  std::condition_variable earlier_;
  instant wake_up_{};
  time_queue queue_;
  std::vector<record> members_;
  std::vector<std::pair<caf::strong_actor_ptr, actors::envelope>> batch_;
  caf::actor_system_config config_;
  caf::actor_system system_{config_};
};

} // namespace deskstorm::sim
