#pragma once

#include <deskstorm/desk/open_media.hpp>

/// The life of a chat. Source: the events are the manual's; the transitions are our reading.
namespace deskstorm::desk {

// clang-format off
inline constexpr auto chat_rows = [] {
  using enum interaction_state;
  using enum media_trigger;
  using e = event_type;
  return std::to_array<media_row>({
    {none,          invite,           invited,         {e::added, e::invited}},
    {none,          invite_to_conference, invited_to_conference, {e::added, e::invited_conference}},
    {none,          pull_fails,       none,            {e::pull_failed}},
    {invited,       accept,           accepted,        {e::accepted}},
    {invited,       refuse,           removed,         {e::removed}},
    {invited,       revoke,           revoked,         {e::revoked, e::removed}},
    {invited,       taken_elsewhere,  taken,           {e::canceled, e::removed}},
    {invited_to_conference, accept,   accepted,        {e::accepted}},
    {invited_to_conference, refuse,   removed,         {e::removed}},
    {invited_to_conference, revoke,   revoked,         {e::revoked, e::removed}},
    {accepted,      join,             join_pending,    {e::join_pending}},
    {accepted,      end,              ended,           {e::ended}},
    {join_pending,  join_fails,       join_failed,     {e::join_failed}},
    {join_pending,  message,          messages_flow,   {e::new_message}},
    {join_pending,  end,              ended,           {e::ended}},
    {join_failed,   join,             join_pending,    {e::join_pending}},
    {join_failed,   end,              ended,           {e::ended}},
    {messages_flow, message,          messages_flow,   {e::new_message}},
    {messages_flow, place_in_queue,   removed,         {e::removed}},
    {messages_flow, queueing_fails,   messages_flow,   {e::in_queue_failed}},
    {messages_flow, transfer,         transferred,     {e::transfer_completed, e::removed}},
    {messages_flow, leave_conference, left_conference, {e::left_conference, e::removed}},
    {messages_flow, end,              ended,           {e::ended}},
    {ended,         complete,         completed,       {e::completed, e::removed}},
  });
}();
// clang-format on

static_assert(detail::lives_and_ends(chat_rows));

} // namespace deskstorm::desk
