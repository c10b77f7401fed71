#pragma once

#include <algorithm>

#include <deskstorm/base/time.hpp>

namespace deskstorm {

/// The single thread of a browser tab: takes one task at a time, in the order they come.
class main_thread {
public:
  struct stretch {
    instant begun;
    instant finished;
  };

  /// Returns when a task that comes at `now` and takes `service` is worked on.
  stretch take(instant now, duration service) {
    const instant begun = std::max(busy_until_, now);
    busy_until_ = begun + service;
    return {begun, busy_until_};
  }

private:
  instant busy_until_;
};

} // namespace deskstorm
