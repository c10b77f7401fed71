#pragma once

#include <cassert>
#include <string>
#include <utility>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/interaction.hpp>

/// How interactions that are no calls begin.
namespace deskstorm::desk {

/// What is known of an interaction of another medium than voice when it begins.
struct new_media {
  interaction_id id;
  desk::media media = desk::media::workitem;
  std::string party = {}; ///< who writes, or is written to
  std::string case_id = {};
  interaction_id parent = {}; ///< of a reply: what it replies to
};

/// Begins an interaction with invite, invite_to_conference, pull or create; the last two make an
/// outbound e-mail where `direction` is out. A pull that fails brings one without a state, which is
/// in no list. Errors: such an interaction does not begin so.
inline result<begun_call> begin(new_media what, media_trigger how, call_direction direction,
                                instant now) {
  assert(what.media != media::voice);
  interaction i{.id = what.id, .parent = what.parent, .media = what.media, .direction = direction};
  const auto* row = detail::row_for(i, how);
  if (row == nullptr)
    return detail::refused(i);
  if (!what.party.empty())
    i.parties.push_back(std::move(what.party));
  if (!what.case_id.empty())
    i.user_data["IW_CaseUid"] = what.case_id;
  i.case_id = std::move(what.case_id);
  i.started = now;
  auto events = detail::carry_out(i, *row, now);
  return begun_call{std::move(i), events};
}

/// Somebody writes to the agent. `what.media` may be any but voice.
inline begun_call invite(new_media what, instant now) {
  return *begin(std::move(what), media_trigger::invite, call_direction::in, now);
}

/// The agent writes an e-mail, whose composing begins at once.
inline begun_call create_email(new_media what, instant now) {
  what.media = media::email;
  auto begun = *begin(std::move(what), media_trigger::create, call_direction::out, now);
  const auto composing = apply(begun.call, media_trigger::compose, now);
  for (const event_type e : *composing)
    begun.events.push_back(e);
  return begun;
}

} // namespace deskstorm::desk
