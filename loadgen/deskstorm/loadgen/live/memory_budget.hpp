#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>

namespace deskstorm::loadgen::live {

/// How many bytes all connections of a server together may have waiting. Used by all threads.
class memory_budget {
public:
  /// `relieve` is called when there are more than `most_bytes`, on the thread that has added the
  /// last, and not again before `is_exceeded` was asked.
  memory_budget(std::size_t most_bytes, std::function<void()> relieve)
    : most_bytes_(most_bytes), relieve_(std::move(relieve)) {}

  void add(std::size_t bytes) {
    if (used_.fetch_add(bytes) + bytes > most_bytes_ && !asked_.exchange(true))
      relieve_();
  }

  bool has_room_for(std::size_t bytes) const { return used_ + bytes <= most_bytes_; }

  void give_back(std::size_t bytes) { used_ -= bytes; }

  bool is_exceeded() {
    asked_ = false;
    return used_ > most_bytes_;
  }

private:
  std::size_t most_bytes_;
  std::function<void()> relieve_;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<bool> asked_ = false;
};

} // namespace deskstorm::loadgen::live
