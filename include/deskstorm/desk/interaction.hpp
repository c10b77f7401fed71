#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/interaction_state.hpp>
#include <deskstorm/desk/media_flow.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/recording.hpp>

namespace deskstorm::desk {

/// Keeps an agent from marking an interaction done. Source: option
/// service-client-api.block-markdone-timeout says how long.
struct mark_done_block {
  std::string warning; ///< shown to the agent who tries
  instant until;

  friend bool operator==(const mark_done_block&, const mark_done_block&) = default;
};

/// One interaction in an agent's list. Its state is changed by the functions below alone.
/// Source: the manual's examples and the interaction page.
struct interaction {
  interaction_id id;
  interaction_id parent = {}; ///< 0: none
  desk::media media = desk::media::voice;
  call_kind kind = call_kind::plain;
  call_type type = call_type::unknown;
  call_direction direction = call_direction::unknown;
  interaction_state state = interaction_state::none;
  interaction_state previous = interaction_state::none;
  recording_state recording = recording_state::stopped;
  bool removed = false; ///< from the list; keeps the state that it had
  bool main_of_case = true;
  bool case_selected = false;
  bool case_expanded = false;
  std::string case_id = {};
  std::string call_uuid = {};
  std::string ani = {};
  std::string dnis = {};
  std::vector<std::string> parties = {};
  json user_data = json::object();
  json chained_records = {}; ///< an array once they are known, else null
  std::optional<instant> started = {};
  std::optional<instant> ended = {};
  std::optional<mark_done_block> block = {};
  std::optional<capability_list> offers = {}; ///< as the outbound tables say; else by the state

  friend bool operator==(const interaction&, const interaction&) = default;
};

/// The events that clients see of one change, in order.
using interaction_events = few<event_type, 3>;

/// Returns where the interaction is in its life.
inline interaction_state life_of(const interaction& i) {
  return i.removed ? interaction_state::removed : i.state;
}

namespace detail {

inline failure refused(const interaction& i) {
  return {"The state " + std::string{name_of(life_of(i))} + " of interaction "
            + std::to_string(i.id.value) + " does not allow it.",
          "interactionId"};
}

/// Makes one transition. The end of a call ends its recording.
template <class Row>
interaction_events carry_out(interaction& i, const Row& row, instant now) {
  using enum interaction_state;
  interaction_events events;
  const bool over = row.to == idle || row.to == ended || leaves_list(row.to);
  if (over && std::exchange(i.recording, recording_state::stopped) != recording_state::stopped)
    events.push_back(event_type::call_recording_state_changed);
  for (const event_type e : row.events)
    events.push_back(e);

  i.offers.reset();
  i.removed = leaves_list(row.to);
  const auto without_name = i.media == media::voice ? idle : i.state;
  const auto next = row.to == removed ? without_name : row.to;
  if (next != i.state)
    i.previous = std::exchange(i.state, next);
  if (over && !i.ended)
    i.ended = now;
  return events;
}

inline const call_row* row_for(const interaction& i, call_trigger on) {
  return i.media == media::voice && !is_preview(i.type) ? call_row_for(i.kind, life_of(i), on)
                                                        : nullptr;
}

inline const media_row* row_for(const interaction& i, media_trigger on) {
  return i.media == media::voice ? nullptr
                                 : media_row_for(flow_of(i.media, i.direction), life_of(i), on);
}

} // namespace detail

/// Returns what may be done with the interaction. Source: the manual's outbound table.
inline capability_list capabilities_of(const interaction& i) {
  if (i.offers)
    return *i.offers;
  if (is_preview(i.type)) {
    switch (life_of(i)) {
    case interaction_state::invited: return {capability::accept, capability::reject};
    case interaction_state::previewing:
      return {capability::call, capability::reject_record, capability::cancel_record};
    case interaction_state::rejected:
    case interaction_state::canceled: return {capability::mark_done};
    default: return {};
    }
  }
  return i.media == media::voice ? capabilities_of(i.kind, life_of(i))
                                 : capabilities_of(flow_of(i.media, i.direction), life_of(i));
}

/// True where mark-done is blocked at `now`.
inline bool is_blocked(const interaction& i, instant now) {
  return i.block && now < i.block->until;
}

/// Makes the transition of a call that needs no more than its name; those with a party of their own
/// are below, those of two calls in consultation.hpp. Nothing changes where it fails.
/// Errors: the state does not allow it; mark-done is blocked, and the text is the warning.
inline result<interaction_events> apply(interaction& call, call_trigger on, instant now) {
  const auto* row = detail::row_for(call, on);
  if (row == nullptr)
    return detail::refused(call);
  if (on == call_trigger::mark_done && is_blocked(call, now))
    return failure{call.block->warning, "interactionId"};
  return detail::carry_out(call, *row, now);
}

/// Makes the transition of an interaction that is no call. Nothing changes where it fails.
/// Errors: the state does not allow it; mark-done is blocked, and the text is the warning.
inline result<interaction_events> apply(interaction& i, media_trigger on, instant now) {
  const auto* row = detail::row_for(i, on);
  if (row == nullptr)
    return detail::refused(i);
  if (on == media_trigger::complete && is_blocked(i, now))
    return failure{i.block->warning, "interactionId"};
  return detail::carry_out(i, *row, now);
}

/// Starts, stops, pauses or resumes the recording of a call. Errors: the call is not connected, or
/// the state of the recording does not allow it.
inline result<interaction_events> apply(interaction& call, recording_trigger on) {
  const auto next = follow(recording_table, call.recording, on);
  if (!next || call.media != media::voice || !is_connected(life_of(call)))
    return failure{"The recording of interaction " + std::to_string(call.id.value) + " is "
                     + std::string{name_of(call.recording)} + ".",
                   "interactionId"};
  call.recording = *next;
  return interaction_events{event_type::call_recording_state_changed};
}

/// A party joins the call, by itself or, as `on` says, because the agent asked for a conference in
/// a single step. Errors: the state does not allow it.
inline result<interaction_events> add_party(interaction& call, std::string party, instant now,
                                            call_trigger on = call_trigger::party_changes) {
  auto events = apply(call, on, now);
  if (events)
    call.parties.push_back(std::move(party));
  return events;
}

/// A party leaves the call. Errors: there is none of that name; the state does not allow it.
inline result<interaction_events> remove_party(interaction& call, std::string_view party,
                                               instant now) {
  const auto leaving = std::ranges::find(call.parties, party);
  if (leaving == call.parties.end())
    return failure{"There is no party '" + std::string{party} + "'.", "interactionId"};
  auto events = apply(call, call_trigger::party_changes, now);
  if (events)
    call.parties.erase(leaving);
  return events;
}

/// Writes `values`, an object, over the user data; keys that it does not have stay. Which keys a
/// client may write is not judged here. Errors: the call is over.
inline result<interaction_events> set_user_data(interaction& i, const json& values) {
  if (i.removed || (i.media == media::voice && !is_preview(i.type) && !is_live(i.state)))
    return detail::refused(i);
  i.user_data.update(values);
  return interaction_events{event_type::attached_data_changed};
}

/// Removes one key of the user data. There is no event where it was not there. Errors: the call is
/// over.
inline result<interaction_events> delete_user_data(interaction& i, const std::string& key) {
  if (i.removed || (i.media == media::voice && !is_preview(i.type) && !is_live(i.state)))
    return detail::refused(i);
  if (i.user_data.erase(key) == 0)
    return interaction_events{};
  return interaction_events{event_type::attached_data_changed};
}

/// What is known of a call when it begins.
struct new_call {
  interaction_id id;
  std::string party; ///< who calls or is called
  std::string dnis = {};
  call_type type = call_type::unknown;
  std::string case_id = {};
  std::string bundle_id = {};
  std::string call_uuid = {};
};

/// A call or another interaction that has just begun, and the events of that.
struct begun_call {
  interaction call;
  interaction_events events;
};

namespace detail {

inline begun_call begin(new_call what, call_kind kind, call_trigger how, instant now) {
  const bool outgoing = how == call_trigger::dial;
  interaction call{.id = what.id, .kind = kind, .type = what.type};
  call.direction = outgoing ? call_direction::out : call_direction::in;
  call.dnis = outgoing ? what.party : std::move(what.dnis);
  call.ani = outgoing ? std::string{} : what.party;
  call.call_uuid = std::move(what.call_uuid);
  call.parties.push_back(std::move(what.party));
  if (!what.case_id.empty())
    call.user_data["IW_CaseUid"] = what.case_id;
  if (!what.bundle_id.empty())
    call.user_data["IW_BundleUid"] = std::move(what.bundle_id);
  call.case_id = std::move(what.case_id);
  call.started = now;
  auto events = carry_out(call, *row_for(call, how), now);
  return {std::move(call), events};
}

} // namespace detail

/// The agent calls `what.party`.
inline begun_call dial(new_call what, instant now) {
  return detail::begin(std::move(what), call_kind::plain, call_trigger::dial, now);
}

/// `what.party` calls the agent, through the number `what.dnis`.
inline begun_call offer(new_call what, instant now) {
  return detail::begin(std::move(what), call_kind::plain, call_trigger::offer, now);
}

} // namespace deskstorm::desk
