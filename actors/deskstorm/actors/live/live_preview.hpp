#pragma once

#include <cstdint>
#include <string>

#include <deskstorm/actors/destination.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>

namespace deskstorm::actors {

/// Fills in the ids of the chain whose preview is that one.
inline void name_ids(json& records, interaction_id preview) {
  for (auto& record : records) {
    record["GSW_CALL_ATTEMPT_GUID"] = desk::call_text(preview);
    if (!record.contains("IW_CaseUid"))
      continue;
    record["IW_CaseUid"] = desk::case_text(preview);
    record["IW_BundleUid"] = desk::uuid_text(~std::uint64_t{preview.value});
  }
}

/// Fills in whom the records are shown to.
inline void name_agent(json& records, agent_id who) {
  for (auto& record : records)
    record["GSW_AGENT_ID"] = employee_id_of(who);
}

namespace detail {

/// Source: the manual's example, in which values of user data are texts.
inline desk::interaction live_record(interaction_id id, interaction_id preview,
                                     desk::call_type type, const json& record) {
  desk::interaction made{.id = id, .type = type, .direction = desk::call_direction::out};
  made.case_id = desk::case_text(preview);
  for (const auto& [key, value] : record.items())
    made.user_data[key] = value.is_string() ? value : json(value.dump());
  made.parties.push_back(record.value("GSW_PHONE", std::string{}));
  return made;
}

} // namespace detail

/// Returns a preview as clients first see it. `records` are those of the chain, the one at hand
/// first; none in simulations.
inline desk::interaction live_preview(interaction_id id, desk::call_type type,
                                      const json& records) {
  return detail::live_record(id, id, type, records.empty() ? json::object() : records[0]);
}

/// Returns the call of a record as clients first see it; `preview` 0: the server has dialed.
inline desk::interaction live_call(interaction_id id, interaction_id preview, const json& record,
                                   instant now) {
  const bool dialed = preview.value == 0;
  auto made = detail::live_record(id, dialed ? id : preview, desk::call_type::outbound, record);
  made.parent = preview;
  made.main_of_case = dialed;
  made.call_uuid = desk::call_text(id);
  made.dnis = made.parties[0];
  made.started = now;
  return made;
}

} // namespace deskstorm::actors
