#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/names.hpp>

namespace deskstorm::desk {

/// Where an interaction is in its life. Source: the manual shows UNKNOWN, DIALING, TALKING, IDLE
/// and the states of previews; RINGING and HELD are named after the events that lead there, as are
/// all those of open media.
enum class interaction_state : std::uint8_t {
  none, ///< not in the agent's list yet
  ringing,
  dialing,
  talking,
  held,
  idle, ///< over, still in the list
  invited,
  previewing,
  rejected,
  canceled,
  invited_to_conference,
  accepted,
  pulled,
  join_pending,
  join_failed,
  messages_flow, ///< of a chat that was joined
  ended,         ///< a chat that is over, still in the list
  created,
  composing,
  completed,
  revoked,
  in_workbin,
  transferred,
  taken, ///< a chat, in another session
  left_conference,
  sent,
  cancelled, ///< an e-mail, which the manual spells otherwise than a preview or chat
  removed,   ///< no longer in the list
};

/// `state` and `previousState` on the wire. An interaction that is removed shows the state that it
/// was removed in.
// clang-format off
inline constexpr std::array interaction_state_names{
  named<interaction_state>{interaction_state::none,                  "UNKNOWN"},
  named<interaction_state>{interaction_state::ringing,               "RINGING"},
  named<interaction_state>{interaction_state::dialing,               "DIALING"},
  named<interaction_state>{interaction_state::talking,               "TALKING"},
  named<interaction_state>{interaction_state::held,                  "HELD"},
  named<interaction_state>{interaction_state::idle,                  "IDLE"},
  named<interaction_state>{interaction_state::invited,               "INVITED"},
  named<interaction_state>{interaction_state::previewing,            "PREVIEWING"},
  named<interaction_state>{interaction_state::rejected,              "REJECTED"},
  named<interaction_state>{interaction_state::canceled,              "CANCELED"},
  named<interaction_state>{interaction_state::invited_to_conference, "INVITED_CONFERENCE"},
  named<interaction_state>{interaction_state::accepted,              "ACCEPTED"},
  named<interaction_state>{interaction_state::pulled,                "PULLED"},
  named<interaction_state>{interaction_state::join_pending,          "JOIN_PENDING"},
  named<interaction_state>{interaction_state::join_failed,           "JOIN_FAILED"},
  named<interaction_state>{interaction_state::messages_flow,         "NEW_MESSAGE"},
  named<interaction_state>{interaction_state::ended,                 "ENDED"},
  named<interaction_state>{interaction_state::created,               "CREATED"},
  named<interaction_state>{interaction_state::composing,             "COMPOSING"},
  named<interaction_state>{interaction_state::completed,             "COMPLETED"},
  named<interaction_state>{interaction_state::revoked,               "REVOKED"},
  named<interaction_state>{interaction_state::in_workbin,            "IN_WORKBIN"},
  named<interaction_state>{interaction_state::transferred,           "TRANSFER_COMPLETED"},
  named<interaction_state>{interaction_state::taken,                 "CANCELED"},
  named<interaction_state>{interaction_state::left_conference,       "LEFT_CONFERENCE"},
  named<interaction_state>{interaction_state::sent,                  "SENT"},
  named<interaction_state>{interaction_state::cancelled,             "CANCELLED"},
  named<interaction_state>{interaction_state::removed,               "REMOVED"}, // not on the wire
};
// clang-format on

constexpr std::string_view name_of(interaction_state state) {
  return name_in(interaction_state_names, state);
}

/// What a call is to the agent. Source: the manual writes one value in mixed case.
enum class call_type : std::uint8_t {
  unknown,
  internal,
  inbound,
  outbound,
  consult,
  outbound_preview,
  outbound_push_preview,
};

// clang-format off
inline constexpr std::array call_type_names{
  named<call_type>{call_type::unknown,               "UNKNOWN"},
  named<call_type>{call_type::internal,              "Internal"},
  named<call_type>{call_type::inbound,               "INBOUND"},
  named<call_type>{call_type::outbound,              "OUTBOUND"},
  named<call_type>{call_type::consult,               "CONSULT"},
  named<call_type>{call_type::outbound_preview,      "OUTBOUND_PREVIEW"},
  named<call_type>{call_type::outbound_push_preview, "OUTBOUND_PUSH_PREVIEW"},
};
// clang-format on

constexpr std::string_view name_of(call_type type) { return name_in(call_type_names, type); }

/// True for records that are shown to the agent before they become calls.
constexpr bool is_preview(call_type type) {
  return type == call_type::outbound_preview || type == call_type::outbound_push_preview;
}

enum class call_direction : std::uint8_t { unknown, in, out };

// clang-format off
inline constexpr std::array call_direction_names{
  named<call_direction>{call_direction::unknown, "UNKNOWN"},
  named<call_direction>{call_direction::in,      "IN"},
  named<call_direction>{call_direction::out,     "OUT"},
};
// clang-format on

constexpr std::string_view name_of(call_direction d) { return name_in(call_direction_names, d); }

} // namespace deskstorm::desk
