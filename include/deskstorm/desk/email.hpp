#pragma once

#include <deskstorm/desk/open_media.hpp>

/// The life of an e-mail that an agent writes. An inbound one is open media.
/// Source: the events are the manual's; the transitions are our reading.
namespace deskstorm::desk {

// clang-format off
inline constexpr auto outbound_email_rows = [] {
  using enum interaction_state;
  using enum media_trigger;
  using e = event_type;
  return std::to_array<media_row>({
    {none,      create,             created,    {e::added, e::created}},
    {none,      pull,               pulled,     {e::added, e::pulled}}, // a draft
    {none,      workbin_pull_fails, none,       {e::pull_workbin_failed}},
    {created,   compose,            composing,  {e::composing}},
    {created,   cancel,             cancelled,  {e::cancelled, e::removed}},
    {pulled,    compose,            composing,  {e::composing}},
    {pulled,    cancel,             cancelled,  {e::cancelled, e::removed}},
    {composing, insert_response,    composing,  {e::insert_standard_response}},
    {composing, store,              in_workbin, {e::in_workbin, e::removed}},
    {composing, store_fails,        composing,  {e::in_workbin_failed}},
    {composing, send,               sent,       {e::sent, e::removed}},
    {composing, cancel,             cancelled,  {e::cancelled, e::removed}},
  });
}();
// clang-format on

static_assert(detail::lives_and_ends(outbound_email_rows));

} // namespace deskstorm::desk
