#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/few.hpp>
#include <deskstorm/desk/interaction_state.hpp>
#include <deskstorm/protocol/events.hpp>

/// The life of what is no call: inbound e-mail and work items here, chats in chat.hpp, outbound
/// e-mail in email.hpp. Source: the events are the manual's; the transitions are our reading of
/// them, and a state is named after the event that led there.
namespace deskstorm::desk {

/// What happens to an interaction that is no call. What another party does stands beside what the
/// agent does.
enum class media_trigger : std::uint8_t {
  invite,
  invite_to_conference,
  pull, ///< out of a workbin
  pull_fails,
  workbin_pull_fails,
  accept,
  refuse,
  revoke,          ///< the invitation is withdrawn
  taken_elsewhere, ///< a chat that was accepted in another session
  store,           ///< into a workbin
  store_fails,
  place_in_queue,
  queueing_fails,
  transfer,
  leave_conference,
  complete, ///< mark done
  join,
  join_fails,
  message,
  end,
  create,
  compose,
  insert_response,
  send,
  cancel,
};

inline constexpr std::size_t media_trigger_count = 25;
static_assert(static_cast<std::size_t>(media_trigger::cancel) + 1 == media_trigger_count);

using media_events = few<event_type, 2>;

/// One transition and what clients see of it.
struct media_row {
  interaction_state from;
  media_trigger on;
  interaction_state to;
  media_events events;
};

/// True for the states that an interaction shows when it has just left the list.
constexpr bool leaves_list(interaction_state state) {
  using enum interaction_state;
  switch (state) {
  case completed:
  case revoked:
  case in_workbin:
  case transferred:
  case taken:
  case left_conference:
  case sent:
  case cancelled:
  case removed: return true;
  default: return false;
  }
}

// clang-format off
inline constexpr auto open_media_rows = [] {
  using enum interaction_state;
  using enum media_trigger;
  using e = event_type;
  return std::to_array<media_row>({
    {none,     invite,             invited,         {e::added, e::invited}},
    {none,     invite_to_conference, invited_to_conference, {e::added, e::invited_conference}},
    {none,     pull,               pulled,          {e::added, e::pulled}},
    {none,     pull_fails,         none,            {e::pull_failed}},
    {none,     workbin_pull_fails, none,            {e::pull_workbin_failed}},
    {invited,  accept,             accepted,        {e::accepted}},
    {invited,  refuse,             removed,         {e::removed}},
    {invited,  revoke,             revoked,         {e::revoked, e::removed}},
    {invited_to_conference, accept, accepted,       {e::accepted}},
    {invited_to_conference, refuse, removed,        {e::removed}},
    {invited_to_conference, revoke, revoked,        {e::revoked, e::removed}},
    {accepted, store,              in_workbin,      {e::in_workbin, e::removed}},
    {accepted, store_fails,        accepted,        {e::in_workbin_failed}},
    {accepted, place_in_queue,     removed,         {e::removed}}, // there is no event of its own
    {accepted, queueing_fails,     accepted,        {e::in_queue_failed}},
    {accepted, transfer,           transferred,     {e::transfer_completed, e::removed}},
    {accepted, leave_conference,   left_conference, {e::left_conference, e::removed}},
    {accepted, complete,           completed,       {e::completed, e::removed}},
    {pulled,   store,              in_workbin,      {e::in_workbin, e::removed}},
    {pulled,   store_fails,        pulled,          {e::in_workbin_failed}},
    {pulled,   place_in_queue,     removed,         {e::removed}},
    {pulled,   queueing_fails,     pulled,          {e::in_queue_failed}},
    {pulled,   transfer,           transferred,     {e::transfer_completed, e::removed}},
    {pulled,   complete,           completed,       {e::completed, e::removed}},
  });
}();
// clang-format on

namespace detail {

template <std::size_t N>
constexpr auto edges_of(const std::array<media_row, N>& rows) {
  std::array<edge<interaction_state, media_trigger>, N> edges{};
  std::ranges::transform(rows, edges.begin(), [](const media_row& row) {
    return edge<interaction_state, media_trigger>{row.from, row.on, row.to};
  });
  return edges;
}

/// True where each state of the table can be reached, one can leave the list from each, and none
/// leads on from where it has left.
template <std::size_t N>
constexpr bool lives_and_ends(const std::array<media_row, N>& rows) {
  const auto edges = edges_of(rows);
  return deterministic(edges) && std::ranges::all_of(edges, [&](const auto& e) {
           return reaches(edges, interaction_state::none, e.from)
                  && (!leaves_list(e.to) || terminal(edges, e.to))
                  && std::ranges::any_of(edges, [&](const auto& last) {
                       return leaves_list(last.to) && reaches(edges, e.from, last.to);
                     });
         });
}

} // namespace detail

static_assert(detail::lives_and_ends(open_media_rows));

} // namespace deskstorm::desk
