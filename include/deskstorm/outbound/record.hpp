#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/strong.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/day_window.hpp>

namespace deskstorm::outbound {

/// The server's number of a record (GSW_RECORD_HANDLE).
using record_handle = strong<struct record_handle_tag, std::uint32_t>;

/// Number of the chain of records of one customer (GSW_CHAIN_ID).
using chain_id = strong<struct chain_id_tag, std::uint32_t>;

/// Where a record of a calling list is in its life. Source: the manual shows what agents see of it;
/// the rest is our reading of the outbound server.
enum class record_state : std::uint8_t {
  ready,      ///< in the list
  retrieved,  ///< taken from the list, for an agent or a line
  invited,    ///< an agent is asked to look at it
  previewing, ///< an agent looks at it
  dialing,
  connected,
  closed, ///< will not be called again
};

// clang-format off
inline constexpr std::array record_state_names{
  named<record_state>{record_state::ready,      "ready"},
  named<record_state>{record_state::retrieved,  "retrieved"},
  named<record_state>{record_state::invited,    "invited"},
  named<record_state>{record_state::previewing, "previewing"},
  named<record_state>{record_state::dialing,    "dialing"},
  named<record_state>{record_state::connected,  "connected"},
  named<record_state>{record_state::closed,     "closed"},
};
// clang-format on

constexpr std::string_view name_of(record_state state) {
  return name_in(record_state_names, state);
}

enum class record_trigger : std::uint8_t {
  retrieve,
  invite,
  preview,  ///< shown, or the invitation accepted
  put_back, ///< untouched: declined, nobody there, another record of the chain chosen
  reject,   ///< goes back to the list for another attempt
  cancel,
  dial,
  connect,
  try_again, ///< the attempt failed or was rescheduled: goes back to the list
  finish,    ///< the last attempt, or all is said
  close,     ///< its chain is closed
};

// clang-format off
inline constexpr auto record_edges = [] {
  using enum record_state;
  using on = record_trigger;
  return std::to_array<edge<record_state, record_trigger>>({
    {ready,      on::retrieve,  retrieved},
    {ready,      on::close,     closed},
    {retrieved,  on::invite,    invited},
    {retrieved,  on::preview,   previewing},
    {retrieved,  on::dial,      dialing},
    {retrieved,  on::put_back,  ready},
    {invited,    on::preview,   previewing},
    {invited,    on::put_back,  ready},
    {previewing, on::dial,      dialing},
    {previewing, on::reject,    ready},
    {previewing, on::cancel,    closed},
    {previewing, on::put_back,  ready},
    {dialing,    on::connect,   connected},
    {dialing,    on::try_again, ready},
    {dialing,    on::finish,    closed},
    {connected,  on::try_again, ready},
    {connected,  on::finish,    closed},
  });
}();
// clang-format on

static_assert(deterministic(record_edges));
static_assert(terminal(record_edges, record_state::closed));
static_assert(std::ranges::all_of(record_edges, [](const auto& e) {
  return reaches(record_edges, record_state::ready, e.from)
         && reaches(record_edges, e.from, record_state::closed);
}));

/// True where an agent or a line has the record, so that nobody else may.
constexpr bool is_out(record_state state) {
  return state != record_state::ready && state != record_state::closed;
}

/// What became of a record so far. Each record is one of these, so that they add up.
enum class disposition : std::uint8_t {
  left,     ///< not called, and neither rejected nor canceled
  rejected, ///< back in the list because an agent rejected it, and not called
  called,   ///< dialed at least once
  canceled, ///< closed by an agent with its chain, called before or not
};

// clang-format off
inline constexpr std::array disposition_names{
  named<disposition>{disposition::left,     "left"},
  named<disposition>{disposition::rejected, "rejected"},
  named<disposition>{disposition::called,   "called"},
  named<disposition>{disposition::canceled, "canceled"},
};
// clang-format on

/// One record of a calling list. Names of fields are those of GSW_* keys.
struct record {
  record_handle handle;
  chain_id chain;
  std::uint32_t reference = 0;
  std::string phone = {};
  std::uint8_t phone_type = 1; ///< 1: the number at home
  std::string contact_media = "voice";
  day_window window = {};
  std::string time_zone = "UTC";
  std::string agent = {};       ///< that the record is for; empty: anybody
  json custom = json::object(); ///< the Custom_* fields

  record_state state = record_state::ready;
  std::uint32_t attempts = 0;
  call_result result = call_results::unknown;
  instant not_before = {}; ///< of the next attempt, from now on or as rescheduled
  bool was_rejected = false;
  bool was_canceled = false;
};

/// Returns what became of the record so far.
constexpr disposition disposition_of(const record& r) {
  if (r.was_canceled)
    return disposition::canceled;
  if (r.attempts > 0)
    return disposition::called;
  return r.was_rejected ? disposition::rejected : disposition::left;
}

} // namespace deskstorm::outbound
