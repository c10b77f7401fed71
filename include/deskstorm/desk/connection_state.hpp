#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::desk {

/// The real-time link to the backend. `down`: for more than a minute, the session is lost.
enum class connection_state : std::uint8_t { disconnected, reconnected, down };

// clang-format off
inline constexpr std::array connection_states{
  named<connection_state>{connection_state::disconnected, "DISCONNECTED"},
  named<connection_state>{connection_state::reconnected,  "RECONNECTED"},
  named<connection_state>{connection_state::down,         "DOWN"},
};
// clang-format on

constexpr std::string_view name_of(connection_state state) {
  return name_in(connection_states, state);
}

/// After that time without a link the session counts as lost. Source: the manual, events of the
/// channel `system`.
inline constexpr duration down_after = std::chrono::minutes{1};

/// A change of the link at a time.
struct connection_change {
  instant at = {};
  connection_state state = connection_state::disconnected;

  friend constexpr bool operator==(const connection_change&, const connection_change&) = default;
};

/// What tabs tell of a link that is gone from `from` until `until`. A session that counts as lost
/// is not found again; the vendor does not say.
constexpr few<connection_change, 2> changes_of_outage(instant from, instant until) {
  few<connection_change, 2> changes{{from, connection_state::disconnected}};
  if (until > from + down_after)
    changes.push_back({from + down_after, connection_state::down});
  else
    changes.push_back({until, connection_state::reconnected});
  return changes;
}

} // namespace deskstorm::desk
