#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/interaction.hpp>

/// Cases: interactions that belong together, of which one is the main one. Source: the manual; why
/// a case gets another id, it does not say.
namespace deskstorm::desk {

namespace detail {

inline bool belongs(const interaction& i, std::string_view case_id) {
  return !i.removed && i.case_id == case_id;
}

} // namespace detail

/// Makes the case have one main interaction: the one it had, else the first that is no
/// consultation. Call it when interactions enter, leave or change cases.
inline void settle_main(std::span<interaction> all, std::string_view case_id) {
  interaction* chosen = nullptr;
  const auto better = [](const interaction& a, const interaction& b) {
    if (a.main_of_case != b.main_of_case)
      return a.main_of_case;
    return b.kind == call_kind::consultation && a.kind != call_kind::consultation;
  };
  for (interaction& i : all)
    if (detail::belongs(i, case_id) && (chosen == nullptr || better(i, *chosen)))
      chosen = &i;
  for (interaction& i : all)
    if (detail::belongs(i, case_id))
      i.main_of_case = &i == chosen;
}

/// The data of CASE_ID_CHANGED.
struct case_change {
  std::string case_id;
  std::string previous;

  friend bool operator==(const case_change&, const case_change&) = default;
};

/// Gives all interactions of the case `previous` the case `next`, which may exist and then keeps
/// its main interaction. The attached data still has the old id: the leading tab writes it, see
/// below. Errors: there is no such case; it is the same; no id.
inline result<case_change> change_case(std::span<interaction> all, std::string_view previous,
                                       std::string_view next) {
  const auto of = [&](std::string_view id) {
    return std::ranges::any_of(all, [=](const auto& i) { return detail::belongs(i, id); });
  };
  if (next.empty() || next == previous || !of(previous))
    return failure{"The case '" + std::string{previous} + "' cannot become '" + std::string{next}
                     + "'.",
                   "caseId"};
  const case_change change{std::string{next}, std::string{previous}};
  const bool merges = of(change.case_id);
  for (interaction& i : all)
    if (detail::belongs(i, change.previous)) {
      i.case_id = change.case_id;
      i.main_of_case = i.main_of_case && !merges;
    }
  settle_main(all, change.case_id);
  return change;
}

/// A duty of the leading tab after CASE_ID_CHANGED: writes the id of its case into the attached
/// data of an interaction. No event where it stands there already.
inline interaction_events write_case_id(interaction& i) {
  json& written = i.user_data["IW_CaseUid"];
  if (i.removed || written == i.case_id)
    return {};
  written = i.case_id;
  return {event_type::attached_data_changed};
}

} // namespace deskstorm::desk
