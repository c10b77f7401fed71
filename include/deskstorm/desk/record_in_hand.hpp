#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/interaction_list.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/outbound/worked_record.hpp>

namespace deskstorm::desk {

/// A record with its two interactions in the list of the agent who works on it.
struct record_in_hand {
  std::size_t campaign; ///< index into those of the agent
  outbound::record_book::number record;
  outbound::worked_record life;
  interaction_id preview = {}; ///< 0 where the server has dialed
  interaction_id call = {};    ///< 0 before there is one
};

/// Returns what a happening does to a record in hand. Nothing for what only its call knows.
inline std::optional<outbound::preview_trigger> preview_trigger_of(const command& what) {
  using outbound::preview_trigger;
  if (const auto* of_call = std::get_if<call_trigger>(&what))
    switch (*of_call) {
    case call_trigger::far_end_answers: return preview_trigger::answered;
    case call_trigger::hang_up: return preview_trigger::release;
    case call_trigger::mark_done: return preview_trigger::mark_done;
    default: return std::nullopt;
    }
  if (const auto* of_media = std::get_if<media_trigger>(&what))
    switch (*of_media) {
    case media_trigger::accept: return preview_trigger::accept;
    case media_trigger::refuse: return preview_trigger::decline;
    case media_trigger::complete: return preview_trigger::mark_done;
    default: return std::nullopt;
    }
  return std::nullopt;
}

/// Makes preview or call what a row of the manual's tables says. The end of a call ends its
/// recording: true where it was recorded.
inline bool become(interaction& about, const outbound::preview_row& row, instant now) {
  if (row.state != about.state)
    about.previous = std::exchange(about.state, row.state);
  about.offers = row.capabilities;
  about.removed = row.event == event_type::removed;
  if (row.about == outbound::preview_part::preview || row.state != interaction_state::idle)
    return false;
  about.ended = about.ended.value_or(now);
  return std::exchange(about.recording, recording_state::stopped) != recording_state::stopped;
}

/// The same for a record in hand, and shows it.
inline void show(const record_in_hand& work, const outbound::preview_row& row, list_change& to) {
  const bool of_call = row.about == outbound::preview_part::call;
  auto& about = *to.list.find(of_call ? work.call : work.preview);
  if (become(about, row, to.now))
    to.seen.push_back({event_type::call_recording_state_changed, about});
  to.seen.push_back({row.event, about});
}

} // namespace deskstorm::desk
