#pragma once

#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

#include <deskstorm/actors/lean_actor.hpp>
#include <deskstorm/actors/transport.hpp>

namespace deskstorm::actors {

/// A simulated entity: a CAF actor that handles each of `Messages` by an overload
/// `void on(const M&, const context&)` of `Derived`. Most frequent messages first.
///
/// `instant held_until(const envelope&) const` of `Derived`, if there is one, puts off a message.
///
/// A message reaches it in one of two ways that end in the same overload: in place, from the time
/// queue of a simulation, or through its CAF inbox.
template <class Derived, message... Messages>
class entity : public lean_actor, public receiver {
public:
  entity(caf::actor_config& config, transport& carrier)
    : lean_actor(config),
      receiver(carrier.adopt(caf::strong_actor_ptr{ctrl()}, *this)),
      carrier_(&carrier) {}

  void receive(const envelope& e) final {
    if constexpr (requires(const Derived& self) { self.held_until(e); })
      if (const instant until = static_cast<const Derived*>(this)->held_until(e); e.due < until)
        return put_off(e, until);
    const context about{e.due, e.from};
    [[maybe_unused]] const bool known = (receive_as<Messages>(e, about) || ...);
    assert(known);
  }

  bool cleanup(caf::error&& reason, caf::execution_unit* host) override {
    carrier_->retire(number_);
    return lean_actor::cleanup(std::move(reason), host);
  }

protected:
  /// Sends `content` to arrive at `when`, not before the present.
  template <message M>
  void post(receiver& to, instant when, const M& content) {
    if (std::byte* place = carrier_->place({when, to, number_, M::kind}); place != nullptr)
      std::memcpy(place, &content, sizeof content);
    else
      carrier_->post(make_envelope(when, to, number_, content));
  }

  /// Takes this actor out of the run after the message at hand.
  void quit() {
    end();
    carrier_->retire(number_);
  }

  transport& carrier() { return *carrier_; }

private:
  template <message M>
  bool receive_as(const envelope& e, const context& about) {
    if (e.kind() != M::kind)
      return false;
    static_cast<Derived*>(this)->on(e.as<M>(), about);
    return true;
  }

  /// What comes after something that was put off waits behind it, also where `until` moves.
  void put_off(envelope e, instant until) {
    if (e.due >= release_)
      release_ = until;
    e.due = release_;
    carrier_->post(e);
  }

  void deliver(const envelope& e) final { carrier_->arrived(*this, e); }

  transport* carrier_;
  instant release_ = {}; // when those that were put off come again
};

/// Sends `content` in nobody's name.
template <message M>
void send_from_outside(transport& carrier, receiver& to, instant when, const M& content) {
  carrier.post(make_envelope(when, to, 0, content));
}

/// Brings an entity into being; the transport keeps it alive.
template <class Entity, class... Args>
Entity& spawn(transport& carrier, Args&&... args) {
  const caf::actor handle = carrier.system().spawn<Entity, caf::lazy_init + caf::hidden>(
    carrier, std::forward<Args>(args)...);
  return *static_cast<Entity*>(caf::actor_cast<caf::abstract_actor*>(handle));
}

} // namespace deskstorm::actors
