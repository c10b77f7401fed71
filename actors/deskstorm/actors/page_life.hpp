#pragma once

#include <algorithm>
#include <chrono>

#include <deskstorm/base/time.hpp>

namespace deskstorm::actors {

/// What a browser lets the page of a tab do: whether it is shown, runs and is heard.
struct page_life {
  bool visible = true;
  instant stands_until = {}; ///< busy, frozen or asleep: what comes to it waits
  instant mute_until = {};   ///< what it says on the channel is lost

  bool stands(instant now) const { return now < stands_until; }
  bool is_mute(instant now) const { return now < mute_until; }
  void stand(instant until) { stands_until = std::max(stands_until, until); }

  /// Returns when a timer for `due` fires: hidden pages look at theirs once a second.
  /// Source: HTML Standard, timer throttling of hidden pages; Chrome, "timer throttling in 88".
  instant timer_at(instant due) const {
    return visible ? due : std::chrono::ceil<std::chrono::seconds>(due);
  }
};

} // namespace deskstorm::actors
