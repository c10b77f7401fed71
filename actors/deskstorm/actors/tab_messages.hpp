#pragma once

#include <cstdint>

#include <deskstorm/base/time.hpp>
#include <deskstorm/tabs/action.hpp>

/// What happens to tabs beside being opened, closed and looked at.
namespace deskstorm::actors::messages {

/// Agent to tab: this happens to it.
struct tab_event {
  static constexpr std::uint16_t kind = 120;
  tabs::action_kind what;
  duration extent;
};

/// Tab to frame: its page stands still until then.
struct page_frozen {
  static constexpr std::uint16_t kind = 121;
  instant until;
};

/// To an agent from itself: a fault of the plan happens to a tab of it.
struct mishap {
  static constexpr std::uint16_t kind = 122;
  std::uint32_t fault; ///< index into floor_plan::faults
};

/// To an agent from itself: a page that was closed for it is loaded again.
struct page_reloaded {
  static constexpr std::uint16_t kind = 123;
};

} // namespace deskstorm::actors::messages
