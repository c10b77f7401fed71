#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/case_view.hpp>
#include <deskstorm/desk/dialogs.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/toasts.hpp>

namespace deskstorm::desk {

/// The microphone and the speaker of the agent's workstation.
struct sip_endpoint {
  bool microphone_mute = false;
  bool speaker_mute = false;

  friend constexpr bool operator==(const sip_endpoint&, const sip_endpoint&) = default;
};

/// What the clients of one tab have done to its desktop. Most tabs of a crowd have none.
struct desktop {
  desk::toasts toasts = {};
  desk::dialogs dialogs = {};
  desk::menu_bar menu_bar = {};
  desk::case_view cases = {};
  sip_endpoint endpoint = {};
  instant active = {};               ///< when a client last reported activity
  std::vector<frame_id> hidden = {}; ///< frames whose view is not in front

  bool shows(frame_id frame) const { return std::ranges::find(hidden, frame) == hidden.end(); }

  /// A view comes to the front or goes behind others.
  void show(frame_id frame, bool visible) {
    std::erase(hidden, frame);
    if (!visible)
      hidden.push_back(frame);
  }
};

/// The agent clicks a button, counted from 0, of a toast that `page` owns and tab `where` shows.
/// The toast stays, as the vendor does not say. Errors: that tab shows no such toast; no button.
inline result<outgoing> click(desktop& page, tab_id where, std::string_view id,
                              std::uint32_t button, instant now) {
  const auto* found = page.toasts.find(id, now);
  if (found == nullptr || found->shown_in != where)
    return toasts::unknown(id);
  if (button >= found->buttons())
    return failure{"The toast '" + std::string{id} + "' has no button " + std::to_string(button)
                     + ".",
                   "buttonIndex"};
  return outgoing{event_type::custom_toast_button_click, toast_click_data(id, button),
                  reach::one_tab};
}

} // namespace deskstorm::desk
