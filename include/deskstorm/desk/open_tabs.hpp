#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/desk/listeners.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/reply.hpp>
#include <deskstorm/desk/tab_requests.hpp>
#include <deskstorm/desk/workspace_setup.hpp>

namespace deskstorm::desk {

/// One tab of a workspace.
struct open_tab {
  open_tab(tab_id number, tab_limiters of_tab) : id(number), limiters(std::move(of_tab)) {}

  tab_id id;
  tab_limiters limiters;
  frame_state election = frame_state::negotiating;
  std::vector<std::optional<request_set>> rights = {}; ///< by frame
  desk::listeners listeners = {};
  desktop page = {};
};

/// The tabs of a workspace, and how events reach the frames in them.
class open_tabs {
public:
  /// Documents for client frames, in order.
  using mail = std::vector<posted>;

  bool empty() const { return all_.empty(); }

  tab_id open(const limiter_plan& limits, instant now) {
    const tab_id id{++made_};
    all_.emplace_back(id, tab_limiters{limits, now});
    return id;
  }

  void close(tab_id tab) {
    std::erase_if(all_, [=](const open_tab& t) { return t.id == tab; });
  }

  /// The tab becomes the last active one.
  void focus(tab_id tab) {
    const auto found = std::ranges::find(all_, tab, &open_tab::id);
    std::rotate(found, found + 1, all_.end());
  }

  /// The tab that was active last, of those that are open.
  tab_id last_active() const { return all_.empty() ? tab_id{} : all_.back().id; }

  open_tab& at(tab_id tab) {
    const auto found = std::ranges::find(all_, tab, &open_tab::id);
    assert(found != all_.end());
    return *found;
  }

  /// Changes the desktop of each tab.
  template <class Change>
  void each_page(Change&& change) {
    for (auto& t : all_)
      change(t.page);
  }

  bool has_leader() const {
    return std::ranges::count(all_, frame_state::leading, &open_tab::election) > 0;
  }

  /// Tells the frames of one tab that have subscribed.
  static void tell(const open_tab& t, const outgoing& event, mail& out) {
    const json document = event_document(event);
    t.listeners.each(channel_text(event), [&](frame_id frame) {
      if (event.except != frame)
        out.push_back({t.id, frame, document});
    });
  }

  /// Tells those of all tabs.
  void tell_all(const outgoing& event, mail& out) const {
    for (const auto& t : all_)
      tell(t, event, out);
  }

  /// Tells them of an interaction, as each tab shows it.
  void tell_all(const interaction& about, event_type type, const interaction_view& view,
                mail& out) const {
    for (const auto& t : all_) {
      outgoing event{type, interaction_data(type, about, view)};
      mark_case(event.data["interaction"], about, t.page);
      tell(t, event, out);
    }
  }

private:
  std::deque<open_tab> all_; // the one that was active last stands last
  std::uint32_t made_ = 0;
};

} // namespace deskstorm::desk
