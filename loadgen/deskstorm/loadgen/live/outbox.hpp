#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>

#include <deskstorm/loadgen/live/memory_budget.hpp>

namespace deskstorm::loadgen::live {

/// What waits to be sent over one connection, and how much that may be. `admit`, `shut` and
/// `waiting` may be called on any thread, the others by the connection alone.
class outbox {
public:
  /// `all`: what this counts towards too; may be null.
  outbox(std::size_t most_bytes, memory_budget* all) : most_bytes_(most_bytes), all_(all) {}
  outbox(const outbox&) = delete;
  outbox& operator=(const outbox&) = delete;
  ~outbox() { release(waiting_); }

  /// Says whether so many bytes more may wait. From the first time they may not, nothing may.
  bool admit(std::size_t bytes) {
    if (full_)
      return false;
    if (waiting_.fetch_add(bytes) + bytes > most_bytes_) {
      full_ = true;
      waiting_ -= bytes;
      return false;
    }
    if (all_ != nullptr)
      all_->add(bytes);
    return true;
  }

  /// Admits nothing any more.
  void shut() { full_ = true; }
  bool full() const { return full_; }

  /// Bytes that were admitted and are not sent.
  std::size_t waiting() const { return waiting_; }
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
  void release(std::size_t bytes) {
    waiting_ -= bytes;
    if (all_ != nullptr)
      all_->give_back(bytes);
  }

  std::size_t most_bytes_;
  memory_budget* all_;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<bool> full_ = false;
  std::deque<std::string> texts_ = {};
};

} // namespace deskstorm::loadgen::live
