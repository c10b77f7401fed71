#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/few.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/desk/interaction_state.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

/// The life of a call, and that of a consultation about a call. Source: the events are the
/// manual's; the transitions are our reading of it and of the public interface of the backend.
namespace deskstorm::desk {

enum class call_trigger : std::uint8_t {
  dial,
  offer,  ///< an inbound call reaches the agent
  answer, ///< by the agent, or by the leading tab for the agent
  far_end_answers,
  hold,
  resume,
  hang_up, ///< by either side
  mark_done,
  reroute,    ///< not answered in time, goes to another agent
  transfer,   ///< in a single step
  conference, ///< in a single step
  consult,    ///< a consultation about this call begins
  hand_over,  ///< the consultation completes as a transfer
  merge,      ///< the consultation completes as a conference
  complete,   ///< of the consultation itself, either way
  party_changes,
};

/// The events that clients see of one transition, in order.
using call_events = few<event_type, 2>;

/// One transition and what clients see of it.
struct call_row {
  interaction_state from;
  call_trigger on;
  interaction_state to;
  call_events events;
};

// clang-format off
inline constexpr auto call_rows = [] {
  using enum interaction_state;
  using enum call_trigger;
  using e = event_type;
  return std::to_array<call_row>({
    {none,    dial,            dialing, {e::added, e::dialing}},
    {none,    offer,           ringing, {e::added, e::ringing}},
    {ringing, answer,          talking, {e::established}},
    {ringing, hang_up,         idle,    {e::released}},
    {ringing, reroute,         removed, {e::released, e::removed}},
    {ringing, party_changes,   ringing, {e::party_changed}},
    {dialing, far_end_answers, talking, {e::established}},
    {dialing, hang_up,         idle,    {e::released}},
    {dialing, party_changes,   dialing, {e::party_changed}},
    {talking, hold,            held,    {e::held}},
    {talking, hang_up,         idle,    {e::released}},
    {talking, transfer,        idle,    {e::released}},
    {talking, conference,      talking, {e::party_changed}},
    {talking, consult,         held,    {e::held}},
    {talking, party_changes,   talking, {e::party_changed}},
    {held,    resume,          talking, {e::established}}, // there is no event of its own
    {held,    hang_up,         idle,    {e::released}},
    {held,    hand_over,       idle,    {e::released}},
    {held,    merge,           talking, {e::established, e::party_changed}},
    {held,    party_changes,   held,    {e::party_changed}},
    {idle,    mark_done,       removed, {e::markdone_apply, e::removed}},
  });
}();

/// A consultation is not marked done: it leaves the list when it is over.
inline constexpr auto consultation_rows = [] {
  using enum interaction_state;
  using enum call_trigger;
  using e = event_type;
  return std::to_array<call_row>({
    {none,    dial,            dialing, {e::added, e::dialing}},
    {dialing, far_end_answers, talking, {e::established}},
    {dialing, hang_up,         removed, {e::released, e::removed}},
    {dialing, party_changes,   dialing, {e::party_changed}},
    {talking, hold,            held,    {e::held}},
    {talking, hang_up,         removed, {e::released, e::removed}},
    {talking, complete,        removed, {e::released, e::removed}},
    {talking, party_changes,   talking, {e::party_changed}},
    {held,    resume,          talking, {e::established}},
    {held,    hang_up,         removed, {e::released, e::removed}},
    {held,    party_changes,   held,    {e::party_changed}},
  });
}();
// clang-format on

namespace detail {

template <std::size_t N>
constexpr auto edges_of(const std::array<call_row, N>& rows) {
  std::array<edge<interaction_state, call_trigger>, N> edges{};
  std::ranges::transform(rows, edges.begin(), [](const call_row& row) {
    return edge<interaction_state, call_trigger>{row.from, row.on, row.to};
  });
  return edges;
}

} // namespace detail

inline constexpr auto call_edges = detail::edges_of(call_rows);
inline constexpr auto consultation_edges = detail::edges_of(consultation_rows);

static_assert(deterministic(call_edges) && deterministic(consultation_edges));
static_assert(terminal(call_edges, interaction_state::removed));
static_assert(terminal(consultation_edges, interaction_state::removed));
static_assert(std::ranges::all_of(call_edges, [](const auto& e) {
  return reaches(call_edges, interaction_state::none, e.from)
         && reaches(call_edges, e.from, interaction_state::removed);
}));
static_assert(std::ranges::all_of(consultation_edges, [](const auto& e) {
  return reaches(consultation_edges, interaction_state::none, e.from)
         && reaches(consultation_edges, e.from, interaction_state::removed);
}));

enum class call_kind : std::uint8_t { plain, consultation };

/// Returns the transition of a call in that state, or nullptr where the state does not allow it.
constexpr const call_row* call_row_for(call_kind kind, interaction_state from, call_trigger on) {
  const auto find = [=](const auto& rows) -> const call_row* {
    const auto row =
      std::ranges::find_if(rows, [=](const call_row& r) { return r.from == from && r.on == on; });
    return row == rows.end() ? nullptr : &*row;
  };
  return kind == call_kind::plain ? find(call_rows) : find(consultation_rows);
}

/// True where the call is not over: its user data may be changed.
constexpr bool is_live(interaction_state state) {
  using enum interaction_state;
  return state == ringing || state == dialing || state == talking || state == held;
}

/// True where both sides are connected, so that there is something to record.
constexpr bool is_connected(interaction_state state) {
  return state == interaction_state::talking || state == interaction_state::held;
}

/// What the desktop offers for an interaction. Source: the manual's outbound table; it spells no
/// capability for answering and resuming a call.
enum class capability : std::uint8_t {
  accept,
  reject,
  call,
  reject_record,
  cancel_record,
  answer,
  hang_up,
  hold,
  resume,
  mark_done,
};

// clang-format off
inline constexpr std::array capability_names{
  named<capability>{capability::accept,        "ACCEPT"},
  named<capability>{capability::reject,        "REJECT"},
  named<capability>{capability::call,          "CALL"},
  named<capability>{capability::reject_record, "REJECT_RECORD"},
  named<capability>{capability::cancel_record, "CANCEL_RECORD"},
  named<capability>{capability::answer,        "ANSWER"},
  named<capability>{capability::hang_up,       "HANGUP"},
  named<capability>{capability::hold,          "HOLD"},
  named<capability>{capability::resume,        "RESUME"},
  named<capability>{capability::mark_done,     "MARK_DONE"},
};

/// What a capability of a call lets the agent do.
struct call_capability {
  capability offers;
  call_trigger does;
};

inline constexpr auto call_capabilities = std::to_array<call_capability>({
  {capability::answer,    call_trigger::answer   },
  {capability::hang_up,   call_trigger::hang_up  },
  {capability::hold,      call_trigger::hold     },
  {capability::resume,    call_trigger::resume   },
  {capability::mark_done, call_trigger::mark_done},
});
// clang-format on

constexpr std::string_view name_of(capability which) { return name_in(capability_names, which); }

using capability_list = few<capability, capability_names.size()>;

/// Returns what may be done with a call in that state: by the tables above, hence never what would
/// be refused.
constexpr capability_list capabilities_of(call_kind kind, interaction_state state) {
  capability_list offered;
  for (const auto& row : call_capabilities)
    if (call_row_for(kind, state, row.does) != nullptr)
      offered.push_back(row.offers);
  return offered;
}

/// Returns what the request does to the call that it names, or nothing where it is about something
/// else than the state of one call.
constexpr std::optional<call_trigger> call_trigger_of(request_kind request) {
  switch (request) {
  case request_kind::voice_answer: return call_trigger::answer;
  case request_kind::voice_hold: return call_trigger::hold;
  case request_kind::voice_resume: return call_trigger::resume;
  case request_kind::voice_hang_up: return call_trigger::hang_up;
  case request_kind::interaction_markdone: return call_trigger::mark_done;
  case request_kind::interaction_single_step_transfer: return call_trigger::transfer;
  case request_kind::interaction_single_step_conference: return call_trigger::conference;
  default: return std::nullopt;
  }
}

} // namespace deskstorm::desk
