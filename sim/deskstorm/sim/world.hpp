#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/transport.hpp>
#include <deskstorm/sim/coordinator.hpp>
#include <deskstorm/sim/digest.hpp>
#include <deskstorm/sim/time_queue.hpp>

namespace deskstorm::sim {

/// How messages reach their actors: handed over from the time queue, or by way of the actor's CAF
/// inbox and the scheduler. Both give the same run; the second is slower, and there to prove it.
enum class path : std::uint8_t { in_place, mailbox };

/// A run in virtual time: one thread, a total order of messages, no wall clock. Equal actors with
/// equal seeds give equal digests.
class world final : public actors::transport {
public:
  /// Sees each message just before it is handled.
  using delivery_hook = std::function<void(const actors::envelope&)>;

  explicit world(path way = path::in_place)
    : system_((coordinator::install(config_), config_)),
      coordinator_(coordinator::of(system_)),
      way_(way) {}

  ~world() override {
    closing_ = true;
    system_.await_actors_before_shutdown(false);
    members_.clear();
  }

  world(const world&) = delete;
  world& operator=(const world&) = delete;

  /// Delivers all that is due at `end` or before and leaves the clock there, or where `stop` was
  /// called. Returns whether `end` was reached.
  bool run_until(instant end) {
    for (;;) {
      settle();
      const instant timer = coordinator_.clock().next_due();
      run_queue(std::min(end, timer));
      if (stopped_.exchange(false, std::memory_order_relaxed))
        return false;
      if (!at_rest())
        continue;
      queue_.advance(std::min(end, timer));
      if (timer > end)
        return true;
      coordinator_.clock().advance(timer);
    }
  }

  /// Ends `run_until` after the message at hand. Safe in a signal handler.
  void stop() { stopped_.store(true, std::memory_order_relaxed); }

  std::uint64_t digest() const { return digest_.value(); }
  std::uint64_t deliveries() const { return deliveries_; }
  std::size_t pending() const { return queue_.size(); }
  void on_delivery(delivery_hook hook) { hook_ = std::move(hook); }

  instant now() const override { return queue_.now(); }

  void post(const actors::envelope& e) override {
    announce(*e.to);
    queue_.post(e);
  }

  std::byte* place(const actors::heading& about) override {
    announce(about.to);
    actors::envelope& e = queue_.add(about.due);
    e.order_and_kind |= about.kind;
    e.to = &about.to;
    e.from = about.from;
    return e.payload.data();
  }

  actors::entity_number adopt(caf::strong_actor_ptr who, actors::receiver& self) override {
    members_.push_back({std::move(who), &self});
    return static_cast<actors::entity_number>(members_.size());
  }

  void retire(actors::entity_number who) override {
    if (!closing_)
      leaving_.push_back(who);
  }

  actors::receiver& at(actors::entity_number who) override {
    assert(member(who).handle);
    return *member(who).self;
  }

  void arrived(actors::receiver& at, const actors::envelope& e) override { at.receive(e); }

  caf::actor_system& system() override { return system_; }

private:
  struct record {
    caf::strong_actor_ptr handle; ///< empty when the actor is gone
    actors::receiver* self;
  };

  record& member(actors::entity_number who) { return members_[who - 1]; }

  bool at_rest() const { return coordinator_.idle() && leaving_.empty(); }

  // Comes back early when stopped or when CAF has something to do.
  void run_queue(instant end) {
    while (!stopped_.load(std::memory_order_relaxed) && at_rest()) {
      const actors::envelope* e = queue_.next(end);
      if (e == nullptr)
        return;
      deliver(*e);
    }
  }

  void deliver(const actors::envelope& e) {
    ++deliveries_;
    digest_.add(e);
    if (hook_)
      hook_(e);
    auto& notes = e.to->of_transport();
    --notes.under_way;
    if (notes.retired) {
      leaving_.push_back(e.to->number());
    } else if (way_ == path::in_place) {
      e.to->receive(e);
    } else {
      auto element = caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, e);
      member(e.to->number()).handle->enqueue(std::move(element), &coordinator_.unit());
    }
  }

  // Counting what is under way to a receiver touches it, and a receiver that has not been heard of
  // for a while is far away in memory: it is fetched at once and counted some messages later.
  void announce(actors::receiver& to) {
    __builtin_prefetch(&to, 1);
    count(std::exchange(uncounted_[next_uncounted_++ % uncounted_.size()], &to));
  }

  static void count(actors::receiver* to) {
    if (to != nullptr)
      ++to->of_transport().under_way;
  }

  void count_all() {
    for (auto& to : uncounted_)
      count(std::exchange(to, nullptr));
  }

  // Lets CAF's side catch up: what waits in inboxes, and the ends of actors.
  void settle() {
    do {
      coordinator_.clock().advance(queue_.now());
      coordinator_.run();
      for (const auto who : std::exchange(leaving_, {}))
        conclude(who);
    } while (!at_rest());
  }

  // The memory of an actor stays until the last message to it has come and gone.
  void conclude(actors::entity_number who) {
    count_all();
    const auto leaver = member(who); // a copy: what ends here may cause births
    if (!leaver.handle)
      return;
    auto& notes = leaver.self->of_transport();
    if (notes.retired == 0) {
      notes.retired = 1;
      actors::lean_actor::of(leaver.handle).conclude(&coordinator_.unit());
    }
    if (notes.under_way == 0)
      member(who).handle.reset();
  }

  caf::actor_system_config config_;
  caf::actor_system system_;
  coordinator& coordinator_;
  path way_;
  bool closing_ = false;
  std::atomic<bool> stopped_ = false;
  time_queue queue_;
  sim::digest digest_;
  std::uint64_t deliveries_ = 0;
  delivery_hook hook_;
  std::array<actors::receiver*, 16> uncounted_{};
  std::size_t next_uncounted_ = 0;
  std::vector<record> members_;
  std::vector<actors::entity_number> leaving_;
};

} // namespace deskstorm::sim
