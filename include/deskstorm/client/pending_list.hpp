#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/channel_set.hpp>

namespace deskstorm::client {

/// A request that waits for its reply.
template <class User>
struct pending {
  instant sent;
  reference_id reference;
  channel_set channels = {}; ///< those that a subscribe asks for; none for a request
  User what{};               ///< what the caller wants to know again
};

/// Pending requests in the order of their sending, which is that of their numbers. The oldest lies
/// in the object itself: a client that waits for each reply allocates nothing.
template <class User>
class pending_list {
public:
  bool empty() const { return oldest_.sent == never; }
  std::size_t size() const { return empty() ? 0 : 1 + waiting(); }

  /// The one that was sent first; there must be one.
  const pending<User>& oldest() const {
    assert(!empty());
    return oldest_;
  }

  void push_back(const pending<User>& sent) {
    assert(sent.sent != never);
    if (empty()) {
      oldest_ = sent;
      return;
    }
    if (!rest_)
      rest_ = std::make_unique<queue>();
    rest_->entries.push_back(sent);
  }

  /// Removes and returns the one with that number, or nothing.
  std::optional<pending<User>> take(reference_id reference) {
    if (empty())
      return std::nullopt;
    if (oldest_.reference == reference)
      return take_oldest();
    if (waiting() == 0)
      return std::nullopt;
    auto& entries = rest_->entries;
    const auto found = std::ranges::lower_bound(entries.begin() + rest_->done, entries.end(),
                                                reference, {}, &pending<User>::reference);
    if (found == entries.end() || found->reference != reference)
      return std::nullopt;
    const pending<User> taken = *found;
    entries.erase(found);
    rest_->tidy();
    return taken;
  }

  /// Removes and returns the oldest; there must be one.
  pending<User> take_oldest() {
    assert(!empty());
    const pending<User> taken = oldest_;
    if (waiting() == 0) {
      oldest_.sent = never;
    } else {
      oldest_ = *(rest_->entries.begin() + rest_->done++);
      rest_->tidy();
    }
    return taken;
  }

  void clear() { *this = {}; }

private:
  struct queue {
    std::vector<pending<User>> entries;
    std::ptrdiff_t done = 0; // so many entries at the front are gone

    void tidy() {
      if (done == std::ssize(entries) || (done >= 64 && done * 2 >= std::ssize(entries))) {
        entries.erase(entries.begin(), entries.begin() + done);
        done = 0;
      }
    }
  };

  std::size_t waiting() const {
    return rest_ ? rest_->entries.size() - static_cast<std::size_t>(rest_->done) : 0;
  }

  pending<User> oldest_{.sent = never, .reference = {}}; // none where sent is `never`
  std::unique_ptr<queue> rest_;
};

} // namespace deskstorm::client
