#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <vector>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/tab.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::actors {

/// The open tabs of an agent. The one that was looked at last stands last.
class open_pages {
public:
  struct open_page {
    tab* page;
    link_end link;
  };
  using position = std::vector<open_page>::iterator;

  bool empty() const { return pages_.empty(); }
  position begin() { return pages_.begin(); }
  position end() { return pages_.end(); }

  position numbered(std::uint32_t tab) {
    return std::ranges::find(pages_, tab, [](const open_page& p) { return p.page->id().value; });
  }

  position choose(const plan::tab_choice& which) {
    using by = plan::tab_choice::by;
    if (which.rule == by::last_active)
      return pages_.empty() ? pages_.end() : pages_.end() - 1;
    if (which.rule == by::leader)
      return std::ranges::find_if(pages_, [](const open_page& p) { return p.page->leads(); });
    return numbered(which.number);
  }

  void add(tab& page) {
    pages_.push_back({&page, {}});
    note_last_active();
  }

  void look_at(position chosen) {
    std::rotate(chosen, chosen + 1, pages_.end());
    note_last_active();
  }

  void remove(position chosen) {
    pages_.erase(chosen);
    note_last_active();
  }

  /// The number of the tab that was looked at last, 0 for none; tabs on other threads read it.
  const std::atomic<std::uint32_t>& last_active() const { return last_active_; }

private:
  void note_last_active() {
    last_active_.store(pages_.empty() ? 0 : pages_.back().page->id().value,
                       std::memory_order_relaxed);
  }

  std::vector<open_page> pages_ = {};
  std::atomic<std::uint32_t> last_active_ = 0;
};

} // namespace deskstorm::actors
