#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/chat.hpp>
#include <deskstorm/desk/email.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/open_media.hpp>

namespace deskstorm::desk {

/// Which of the tables of open media an interaction lives by.
enum class media_flow : std::uint8_t { open_media, chat, outbound_email };

/// Returns the table of a medium other than voice.
constexpr media_flow flow_of(media which, call_direction direction) {
  if (which == media::chat)
    return media_flow::chat;
  return which == media::email && direction == call_direction::out ? media_flow::outbound_email
                                                                   : media_flow::open_media;
}

/// Returns the transition in that state, or nullptr where the state does not allow it.
constexpr const media_row* media_row_for(media_flow flow, interaction_state from,
                                         media_trigger on) {
  const auto find = [=](const auto& rows) -> const media_row* {
    const auto row =
      std::ranges::find_if(rows, [=](const media_row& r) { return r.from == from && r.on == on; });
    return row == rows.end() ? nullptr : &*row;
  };
  switch (flow) {
  case media_flow::chat: return find(chat_rows);
  case media_flow::outbound_email: return find(outbound_email_rows);
  case media_flow::open_media: break;
  }
  return find(open_media_rows);
}

/// What a capability of open media lets the agent do. Source: the manual spells these three.
struct media_capability {
  capability offers;
  media_trigger does;
};

// clang-format off
inline constexpr auto media_capabilities = std::to_array<media_capability>({
  {capability::accept,    media_trigger::accept  },
  {capability::reject,    media_trigger::refuse  },
  {capability::mark_done, media_trigger::complete},
});
// clang-format on

/// Returns what may be done in that state, by the tables above.
constexpr capability_list capabilities_of(media_flow flow, interaction_state state) {
  capability_list offered;
  for (const auto& row : media_capabilities)
    if (media_row_for(flow, state, row.does) != nullptr)
      offered.push_back(row.offers);
  return offered;
}

/// Returns what the request does to the interaction that it names, or nothing.
constexpr std::optional<media_trigger> media_trigger_of(request_kind request) {
  switch (request) {
  case request_kind::interaction_accept: return media_trigger::accept;
  case request_kind::interaction_reject: return media_trigger::refuse;
  case request_kind::interaction_markdone: return media_trigger::complete;
  case request_kind::interaction_single_step_transfer: return media_trigger::transfer;
  default: return std::nullopt;
  }
}

} // namespace deskstorm::desk
