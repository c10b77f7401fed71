#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <deskstorm/base/time.hpp>

namespace deskstorm::actors {

class receiver;

/// Number of an actor of a run, from 1 in the order of their birth; 0 is nobody. The same in every
/// run of a seed, unlike CAF's ids, hence fit for digests and traces.
using entity_number = std::uint32_t;

/// What becomes a message: a small value that names itself. `kind` is unique among all messages.
template <class M>
concept message = std::is_trivially_copyable_v<M> && sizeof(M) <= 20
                  && std::is_convertible_v<decltype(M::kind), std::uint16_t>;

/// One message under way, 48 bytes.
struct envelope {
  instant due; ///< when it arrives
  std::uint64_t order_and_kind =
    0; ///< order of posting above 16 bits of kind; the transport sets the order
  receiver* to = nullptr;
  entity_number from = 0;
  std::array<std::byte, 20> payload{};

  std::uint16_t kind() const { return static_cast<std::uint16_t>(order_and_kind & 0xFFFF); }

  template <message M>
  M as() const {
    M read;
    std::memcpy(static_cast<void*>(&read), payload.data(), sizeof(M));
    return read;
  }

  /// Earlier, and at the same time posted earlier.
  friend bool operator<(const envelope& a, const envelope& b) {
    return a.due != b.due ? a.due < b.due : a.order_and_kind < b.order_and_kind;
  }
};

static_assert(sizeof(envelope) == 48);

/// What a message says on its outside.
struct heading {
  instant due;
  receiver& to;
  entity_number from;
  std::uint16_t kind;
};

template <message M>
envelope make_envelope(instant due, receiver& to, entity_number from, const M& content) {
  envelope e{due, M::kind, &to, from};
  std::memcpy(e.payload.data(), &content, sizeof(M));
  return e;
}

/// What handlers know of the message beside its content.
struct context {
  instant now;
  entity_number from = 0;
};

/// Whoever can be sent messages. Lies beside the state of the actor it belongs to, so that one
/// delivery touches one place in memory.
class receiver {
public:
  /// What a simulation keeps here because a delivery has this cache line in hand.
  struct notes {
    std::uint32_t under_way : 31 = 0; ///< messages posted to it and not yet delivered
    std::uint32_t retired : 1 = 0;
  };

  virtual void receive(const envelope& e) = 0;

  entity_number number() const { return number_; }
  notes& of_transport() { return notes_; }

protected:
  receiver() = default;
  explicit receiver(entity_number number) : number_(number) {}
  ~receiver() = default;

  entity_number number_ = 0;

private:
  notes notes_;
};

static_assert(sizeof(receiver) == 16);

} // namespace deskstorm::actors
