#pragma once

#include <string>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>

namespace deskstorm::actors {

/// Returns a preview or its call as clients first see it. `records` are those of the chain, the one
/// at hand first. Source: the manual's example, in which values of user data are texts.
inline desk::interaction live_preview(interaction_id id, desk::call_type type, const json& records,
                                      instant now) {
  desk::interaction made{.id = id, .type = type, .direction = desk::call_direction::out};
  made.case_id = desk::case_text(id);
  made.call_uuid = desk::call_text(id);
  if (!desk::is_preview(type))
    made.started = now;
  if (records.empty())
    return made;
  for (const auto& [key, value] : records[0].items())
    made.user_data[key] = value.is_string() ? value : json(value.dump());
  const auto phone = records[0].value("GSW_PHONE", std::string{});
  made.parties.push_back(phone);
  made.dnis = phone;
  return made;
}

} // namespace deskstorm::actors
