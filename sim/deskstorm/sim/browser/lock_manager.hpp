#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace deskstorm::sim {

/// One lock of the browser. Holders and waiters are numbers of pages. Waiters are served in the
/// order in which they asked; who steals is first and the holder loses the lock, though its code
/// runs on. A page is in the held set before it hears of it.
/// Source: W3C Web Locks.
class lock_manager {
public:
  using page = std::uint8_t;

  struct grant {
    page to;
    std::uint64_t generation; ///< grows with each grant
  };

  std::optional<page> holder() const { return holder_; }

  /// Asks and waits. Returns the grant if the lock is free.
  std::optional<grant> wait(page who) {
    if (!waits(who))
      queue_[waiting_++] = who;
    return serve();
  }

  /// Asks and does not wait. Returns the grant, or nothing if the lock is not free.
  std::optional<grant> if_available(page who) {
    if (holder_ || waiting_ > 0)
      return std::nullopt;
    return give(who);
  }

  /// Takes the lock away from whoever holds it, who must be told.
  grant steal(page who) {
    remove(who);
    return give(who);
  }

  /// Forgets that the page waits.
  void abort(page who) { remove(who); }

  /// Takes note that the page no longer holds the lock, and neither waits where it is `gone`.
  /// Returns the grant to the next one, if any.
  std::optional<grant> release(page who, bool gone) {
    if (gone)
      remove(who);
    if (holder_ == who)
      holder_.reset();
    return serve();
  }

  bool waits(page who) const { return std::find(queue_.begin(), end(), who) != end(); }

  void reset() { *this = {}; }

private:
  static constexpr std::size_t most = 16;

  std::array<page, most>::const_iterator end() const {
    return queue_.begin() + static_cast<std::ptrdiff_t>(waiting_);
  }

  std::optional<grant> serve() {
    if (holder_ || waiting_ == 0)
      return std::nullopt;
    const page first = queue_[0];
    remove(first);
    return give(first);
  }

  grant give(page who) {
    holder_ = who;
    return {who, ++generation_};
  }

  void remove(page who) {
    const auto last =
      std::remove(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(waiting_), who);
    waiting_ = static_cast<std::size_t>(last - queue_.begin());
  }

  std::optional<page> holder_;
  std::array<page, most> queue_{};
  std::size_t waiting_ = 0;
  std::uint64_t generation_ = 0;
};

} // namespace deskstorm::sim
