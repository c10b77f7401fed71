#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/cases.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::desk {

/// The interactions that an agent sees, and the number of the next one.
class interaction_list {
public:
  const std::vector<interaction>& all() const { return all_; }
  std::vector<interaction>& all() { return all_; }

  interaction& add(interaction one) {
    all_.push_back(std::move(one));
    return all_.back();
  }

  interaction_id next_id() { return {++numbered_}; }

  interaction* find(interaction_id which) {
    const auto found = std::ranges::find(all_, which, &interaction::id);
    return found == all_.end() ? nullptr : &*found;
  }

  interaction* find(const json& parameter) {
    const auto which = interaction_named(parameter);
    return which ? find(*which) : nullptr;
  }

  /// Fills in the ids that `what` lacks.
  new_call identified(new_call what) {
    what.id = next_id();
    if (what.case_id.empty())
      what.case_id = case_text(what.id);
    if (what.call_uuid.empty())
      what.call_uuid = call_text(what.id);
    return what;
  }

  /// Gives a case another id. Errors: as for desk::change_case.
  result<case_change> change_case(std::string_view previous, std::string_view next) {
    return desk::change_case(all_, previous, next);
  }

  /// Drops what has left the list. A case that loses its main interaction gets another.
  void forget_removed() {
    std::vector<std::string> cases;
    for (const auto& one : all_)
      if (one.removed && one.main_of_case)
        cases.push_back(one.case_id);
    std::erase_if(all_, [](const interaction& one) { return one.removed; });
    for (const auto& one : cases)
      settle_main(all_, one);
  }

private:
  std::vector<interaction> all_;
  std::uint32_t numbered_ = 0;
};

/// An event with its interaction as it stood then.
struct sight {
  event_type event;
  interaction about;
};

/// A change of the list at one time. What clients see of it is added to `seen`, in order.
struct list_change {
  interaction_list& list;
  instant now;
  std::vector<sight> seen = {};
};

} // namespace deskstorm::desk
