#pragma once

#include <cstddef>

#include <deskstorm/actors/caf.hpp>
#include <deskstorm/actors/envelope.hpp>

namespace deskstorm::actors {

/// Carries messages and knows the time: a time queue in a simulation, CAF's scheduler and clock on
/// the wall clock. Actors cannot tell which.
class transport {
public:
  virtual ~transport() = default;

  virtual instant now() const = 0;

  /// Delivers `e` at `e.due`, in the order of posting among those due at the same time.
  virtual void post(const envelope& e) = 0;

  /// Posts a message all but its content, and returns where to write that before anything else
  /// happens; or does nothing and returns nullptr, and the message is to be posted whole. Saves
  /// copying it, for which the processor would wait until all it has just written is in the cache.
  virtual std::byte* place(const heading&) { return nullptr; }

  /// Makes `who` part of the run and returns its number.
  virtual entity_number adopt(caf::strong_actor_ptr who, receiver& self) = 0;

  /// Lets go of an actor that ends. It handles nothing more, and its memory stays until the last
  /// message that is under way to it has arrived; nobody may post to it after that.
  virtual void retire(entity_number who) = 0;

  /// Returns the actor of that number, which must be alive.
  virtual receiver& at(entity_number who) = 0;

  /// Hands `e`, which came through the CAF inbox of `to`, to it.
  virtual void arrived(receiver& to, const envelope& e) = 0;

  virtual caf::actor_system& system() = 0;
};

} // namespace deskstorm::actors
