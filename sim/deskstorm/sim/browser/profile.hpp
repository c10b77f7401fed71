#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::sim {

/// What a browser does with a page in its back/forward cache when a message comes for it.
enum class cached_page : std::uint8_t { evicted, deaf };

/// The documented behaviour of a browser where browsers differ.
/// Source: HTML standard, MDN, Chrome's pages on timer throttling and freezing, web.dev on bfcache.
struct browser_profile {
  std::string_view name;
  std::string_view about;
  duration hidden_grid;     ///< timers of a hidden page fire at multiples of this
  duration intensive_after; ///< so long hidden, the next grid holds; never: there is none
  duration intensive_grid;
  bool tells_freezing;     ///< pages hear that they freeze and thaw
  bool caches_lock_holder; ///< a page that holds a lock may enter the back/forward cache
  cached_page on_message;
  bool clock_counts_sleep; ///< the monotone clock runs on while the machine sleeps
};

// clang-format off
inline constexpr std::array browser_profiles{
  browser_profile{"chrome", "1 s grid when hidden, 60 s after 5 minutes; says when it freezes",
                  std::chrono::seconds{1}, std::chrono::minutes{5}, std::chrono::seconds{60},
                  true, false, cached_page::evicted, false},
  browser_profile{"firefox", "1 s grid when hidden; freezes without a word",
                  std::chrono::seconds{1}, duration::max(), std::chrono::seconds{60},
                  false, true, cached_page::evicted, true},
  browser_profile{"safari", "1 s grid when hidden, 60 s after a minute; deaf in the cache",
                  std::chrono::seconds{1}, std::chrono::minutes{1}, std::chrono::seconds{60},
                  false, true, cached_page::deaf, false},
};
// clang-format on

/// Returns when a timer that is due at `due` fires in a page that is hidden since `hidden`.
constexpr instant throttled(const browser_profile& browser, instant due, instant hidden) {
  const bool long_hidden =
    browser.intensive_after != duration::max() && due - hidden >= browser.intensive_after;
  const duration grid = long_hidden ? browser.intensive_grid : browser.hidden_grid;
  const duration past = due.time_since_epoch() % grid;
  return past == duration::zero() ? due : due + (grid - past);
}

} // namespace deskstorm::sim
