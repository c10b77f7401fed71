#pragma once

#include <string>
#include <string_view>

#include <deskstorm/base/few.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::desk {

/// An event of the case view, and the case that it carries.
struct case_event {
  event_type type = event_type::case_selected;
  std::string case_id = {};

  friend bool operator==(const case_event&, const case_event&) = default;
};

/// Which case a tab shows, and whether it is expanded. Source: interaction.selectCaseByCaseId; the
/// manual shows the events, their order is our choice.
class case_view {
public:
  /// Shows a case: the one before is collapsed, the new one selected and expanded. Nothing happens
  /// where it is shown already.
  few<case_event, 3> select(std::string_view case_id) {
    few<case_event, 3> events;
    if (shown_ == case_id)
      return events;
    if (expanded_)
      events.push_back({event_type::case_collapsed, shown_});
    shown_ = case_id;
    expanded_ = true;
    events.push_back({event_type::case_selected, shown_});
    events.push_back({event_type::case_expanded, shown_});
    return events;
  }

  /// The agent has nothing but that case. Source: the manual's example of a record that is looked
  /// at has its case selected and not expanded; its tables have no event of that.
  void look_at(std::string_view case_id) {
    expanded_ = expanded(case_id);
    shown_ = case_id;
  }

  /// The case has got another id.
  void rename(std::string_view previous, std::string_view next) {
    if (shown_ == previous)
      shown_ = next;
  }

  bool selected(std::string_view case_id) const { return !shown_.empty() && shown_ == case_id; }
  bool expanded(std::string_view case_id) const { return expanded_ && selected(case_id); }

private:
  std::string shown_; // empty: none
  bool expanded_ = false;
};

} // namespace deskstorm::desk
