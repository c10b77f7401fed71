#pragma once

#include <array>
#include <string_view>

#include <deskstorm/tabs/elections/oldest_tab.hpp>

namespace deskstorm::tabs {

/// oldest-tab for pages that take a new id each time they load. What was repaired: a duplicated tab
/// brought the id of its original along, and neither of the two believed the other's messages.
class oldest_tab_repaired : public oldest_tab {
public:
  static constexpr std::string_view name = "oldest-tab-repaired";
  static constexpr std::string_view about =
    "oldest-tab with a new id for each page, so that duplicated tabs are told apart";
  static constexpr bool fresh_identity = true;

  struct rules : oldest_tab::rules {};

  static constexpr auto times = [] {
    std::array<election_time<rules>, oldest_tab::times.size()> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i] = {oldest_tab::times[i].name, oldest_tab::times[i].about, oldest_tab::times[i].value};
    return rows;
  }();

  using oldest_tab::oldest_tab;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    return oldest_tab::after(r, input, around);
  }
};

static_assert(election_protocol<oldest_tab_repaired>);

} // namespace deskstorm::tabs
