#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <utility>

#include <deskstorm/loadgen/live/memory_budget.hpp>

namespace deskstorm::loadgen::live {

/// What waits to be sent over one connection, and how much that may be. `admit`, `full` and
/// `shut` may be called on any thread, the others by the connection alone.
class outbox {
public:
  /// `all`: what this counts towards too; may be null.
  outbox(std::size_t most_bytes, memory_budget* all) : most_bytes_(most_bytes), all_(all) {}
  outbox(const outbox&) = delete;
  outbox& operator=(const outbox&) = delete;
  ~outbox() { shut(); }

  /// Says whether so many bytes more may wait. From the first time they may not, nothing may.
  bool admit(std::size_t bytes) {
    const std::lock_guard alone{mutex_};
    full_ = full_ || waiting_ + bytes > most_bytes_;
    if (full_)
      return false;
    waiting_ += bytes;
    if (all_ != nullptr)
      all_->add(bytes);
    return true;
  }

  /// Admits nothing any more; what was admitted counts no longer, because it will not be sent.
  void shut() {
    full_ = true;
    release(most_bytes_);
  }
  bool full() const { return full_; }

  bool empty() const { return texts_.empty(); }

  /// Adds a text that was admitted.
  void add(std::string text) { texts_.push_back(std::move(text)); }
  const std::string& first() const { return texts_.front(); }

  /// The first text is sent.
  void sent() {
    release(texts_.front().size());
    texts_.pop_front();
  }

private:
  void release(std::size_t most_bytes) {
    const std::lock_guard alone{mutex_};
    const std::size_t bytes = std::min(most_bytes, waiting_);
    waiting_ -= bytes;
    if (all_ != nullptr)
      all_->give_back(bytes);
  }

  std::size_t most_bytes_;
  memory_budget* all_;
  std::mutex mutex_;        ///< held where the two below change
  std::size_t waiting_ = 0; ///< bytes that were admitted and are not sent
  std::atomic<bool> full_ = false;
  std::deque<std::string> texts_ = {};
};

} // namespace deskstorm::loadgen::live
