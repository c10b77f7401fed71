#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>

namespace deskstorm::loadgen::live {

/// What waits to be sent over one connection, and how much that may be. `admit` may be called on
/// any thread, the others by the connection alone.
class outbox {
public:
  explicit outbox(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Says whether so many bytes more may wait. From the first time they may not, nothing may.
  bool admit(std::size_t bytes) {
    if (full_ || waiting_ + bytes > most_bytes_) {
      full_ = true;
      return false;
    }
    waiting_ += bytes;
    return true;
  }

  bool full() const { return full_; }
  bool empty() const { return texts_.empty(); }

  /// Adds a text that was admitted.
  void add(std::string text) { texts_.push_back(std::move(text)); }
  const std::string& first() const { return texts_.front(); }

  /// The first text is sent.
  void sent() {
    waiting_ -= texts_.front().size();
    texts_.pop_front();
  }

private:
  std::size_t most_bytes_;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<bool> full_ = false;
  std::deque<std::string> texts_ = {};
};

} // namespace deskstorm::loadgen::live
