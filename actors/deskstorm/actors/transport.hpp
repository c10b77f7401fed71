#pragma once

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

  /// Makes `who` part of the run and returns its number.
  virtual entity_number adopt(caf::strong_actor_ptr who, receiver& self) = 0;

  /// Lets go of an actor that has quit; its memory stays until no message to it can be under way.
  virtual void retire(entity_number who) = 0;

  /// Returns the actor of that number, which must be alive.
  virtual receiver& at(entity_number who) = 0;

  virtual caf::actor_system& system() = 0;
};

} // namespace deskstorm::actors
