#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/subscriptions.hpp>
#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/protocol/codec.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// The page in one frame of a live tab, as far as its rights go.
struct live_guest {
  /// What the desktop page calls itself: it may do everything, and no limit counts for it.
  static constexpr std::string_view desk = "deskstorm:desk";

  using rules = std::shared_ptr<const rules_in_force>;

  live_guest(std::string from, const rules& now) : is_desk(from == desk) {
    comes_from(std::move(from), now);
  }

  /// Notes where the page comes from now, and what it may do by the rules of now: a frame may show
  /// another page than before, and options change. Returns whether anything is new.
  bool comes_from(std::string from, const rules& now) {
    if (judged_by_ == now && origin == from)
      return false;
    judged_by_ = now;
    rights = is_desk ? request_set::all() : now->given.origins.rights_of(from);
    origin = std::move(from);
    return true;
  }

  bool is_desk = false;
  bool gone = false;
  std::string origin = {};
  std::optional<request_set> rights = {};

private:
  rules judged_by_ = {};
};

/// A tab that a real browser shows.
class live_page {
public:
  /// How many frames a tab may have at once.
  static constexpr std::size_t most_frames = 200;

  explicit live_page(std::shared_ptr<port> to) : browser(std::move(to)) {}

  /// A live frame chooses by itself.
  static subscriptions everything() {
    channel_set all;
    for (const auto& row : event_channels)
      all.add(row.value);
    subscriptions made;
    made.add(subscription_id{0}, all);
    return made;
  }

  /// Says that no page can be put into that frame.
  void refuse(messages::frame_slot frame) const {
    browser->send(to_text(json{{"op", "refused"}, {"frame", frame}}));
  }

  /// Says whether a request may change toasts, dialogs or menu bar.
  static bool changes_desktop(request_kind request) {
    using enum request_kind;
    constexpr std::array all{system_popup_toast,
                             system_update_toast,
                             system_close_toast,
                             system_open_dialog,
                             system_close_dialog,
                             system_update_view_in_application_menu_bar,
                             system_close_view_in_application_menu_bar};
    return std::ranges::find(all, request) != all.end();
  }

  /// How much one request may add to the desktop, and how much of it is shown at most.
  static constexpr std::size_t most_added_bytes = std::size_t{1} << 14;
  static constexpr std::size_t most_shown_bytes = std::size_t{2} << 20;

  /// Sends toasts, dialogs and menu bar, where they have changed; that they are too much, where it
  /// cannot.
  void show(desk::desktop& page, instant now) {
    json state{{"op", "desktop"}, {"toasts", json::array()}, {"dialogs", json::array()}};
    for (const auto& toast : page.toasts.open(now))
      state["toasts"].push_back(
        {{"number", toast.number}, {"shownIn", toast.shown_in.value}, {"content", toast.content}});
    for (const auto& dialog : page.dialogs.all())
      state["dialogs"].push_back(
        {{"id", dialog.id}, {"url", dialog.url}, {"options", dialog.options}});
    state["views"] = page.menu_bar.all();
    auto text = to_text(state);
    if (text.size() > most_shown_bytes)
      text = to_text(json{{"op", "too-much"}, {"bytes", most_shown_bytes}});
    if (text != shown_)
      browser->send(shown_ = std::move(text));
  }

  const std::shared_ptr<port> browser;

private:
  std::string shown_;
};

} // namespace deskstorm::actors
