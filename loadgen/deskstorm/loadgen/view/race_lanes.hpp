#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>

namespace deskstorm::loadgen::view {

/// The lanes of a diagram: the tabs, and what of the browser was used.
class race_lanes {
public:
  explicit race_lanes(const race_story& story) : tabs_(story.tabs) {
    for (std::uint8_t tab = 1; tab <= story.tabs; ++tab)
      names_.push_back(tab_text(tab));
    locks_ = add("locks", story.locks);
    storage_ = add("storage", story.storage);
    worker_ = add("worker", story.worker);
    sink_ = add("duties", story.duties_used);
  }

  static constexpr double distance = 84; ///< between two lanes

  std::size_t count() const { return names_.size(); }
  const std::string& name(std::size_t lane) const { return names_[lane]; }
  bool is_tab(std::size_t lane) const { return lane < tabs_; }
  /// Whether labels of that lane must stand to its left.
  bool is_last(std::size_t lane) const { return lane + 1 == count() && !is_tab(lane); }

  static constexpr double time_x() { return 62; }
  static constexpr double x(std::size_t lane) { return 108 + distance * static_cast<double>(lane); }
  double width() const {
    const double room_for_labels = is_tab(count() - 1) ? 160 : 60;
    return x(count()) - distance + room_for_labels;
  }

  static constexpr double of_tab(std::uint8_t tab) { return x(std::size_t{tab} - 1); }

  /// The lane in which an entry stands.
  std::size_t of(const sim::log_entry& e) const {
    if (e.what == sim::race_event::worker_died)
      return worker_;
    if (e.what == sim::race_event::duty_came)
      return sink_;
    return e.tab == 0 ? 0 : std::size_t{e.tab} - 1;
  }

  struct far_end {
    std::size_t lane;
    bool inwards; ///< to the tab
  };

  /// The other lane that an entry reaches, where it is no tab.
  std::optional<far_end> other_end(const sim::log_entry& e) const {
    using enum sim::race_event;
    switch (e.what) {
    case asked:
    case freed: return far_end{locks_, false};
    case granted:
    case denied:
    case stolen: return far_end{locks_, true};
    case written:
    case refused:
    case transacted: return far_end{storage_, false};
    case noticed: return far_end{storage_, true};
    case to_worker: return far_end{worker_, false};
    case from_worker: return far_end{worker_, true};
    case effect:
    case fenced: return far_end{sink_, false};
    default: return std::nullopt;
    }
  }

private:
  std::size_t add(const char* name, bool used) {
    if (used)
      names_.emplace_back(name);
    return used ? names_.size() - 1 : 0;
  }

  std::size_t tabs_;
  std::vector<std::string> names_ = {};
  std::size_t locks_ = 0;
  std::size_t storage_ = 0;
  std::size_t worker_ = 0;
  std::size_t sink_ = 0;
};

} // namespace deskstorm::loadgen::view
