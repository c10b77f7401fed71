#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/interaction_state.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

/// Previews: a record that an agent looks at before it is called, and the call that comes of it.
/// These are two interactions. Source: the outbound tables of the manual, row by row.
namespace deskstorm::outbound {

enum class preview_mode : std::uint8_t { pull, push, direct_push };

/// Where the pair of preview and call is.
enum class preview_state : std::uint8_t {
  none,
  invited,
  previewing,
  dialing,
  talking,
  released,
  rejected,
  canceled,
  removed,
};

enum class preview_trigger : std::uint8_t {
  pulled, ///< the record that the agent asked for arrives
  pushed, ///< a record arrives by itself
  accept,
  decline, ///< the invitation
  call,
  answered,
  release,
  mark_done,
  reject_record,
  cancel_record,
  withdraw, ///< the server takes the record back
};

// clang-format off
inline constexpr auto preview_edges = [] {
  using enum preview_state;
  using on = preview_trigger;
  return std::to_array<edge<preview_state, preview_trigger>>({
    {none,       on::pulled,        previewing},
    {none,       on::pushed,        invited},
    {invited,    on::accept,        previewing},
    {invited,    on::decline,       removed},
    {invited,    on::withdraw,      removed},
    {previewing, on::call,          dialing},
    {previewing, on::reject_record, rejected},
    {previewing, on::cancel_record, canceled},
    {previewing, on::withdraw,      removed},
    {dialing,    on::answered,      talking},
    {dialing,    on::release,       released},
    {talking,    on::release,       released},
    {released,   on::mark_done,     removed},
    {rejected,   on::mark_done,     removed},
    {canceled,   on::mark_done,     removed},
  });
}();
// clang-format on

static_assert(deterministic(preview_edges));
static_assert(terminal(preview_edges, preview_state::removed));
static_assert(std::ranges::all_of(preview_edges, [](const auto& e) {
  return reaches(preview_edges, preview_state::none, e.from)
         && reaches(preview_edges, e.from, preview_state::removed);
}));

/// Which of the two interactions an event is about.
enum class preview_part : std::uint8_t { preview, call };

/// One event that clients see of a transition, with the interaction as it stands there.
struct preview_row {
  preview_state from;
  preview_trigger on;
  preview_part about;
  event_type event;
  desk::interaction_state state;
  desk::capability_list capabilities;
};

namespace detail {

inline constexpr desk::capability_list invited_may{desk::capability::accept,
                                                   desk::capability::reject};
inline constexpr desk::capability_list previewing_may{
  desk::capability::call, desk::capability::reject_record, desk::capability::cancel_record};
inline constexpr desk::capability_list dialing_may{desk::capability::hang_up};
inline constexpr desk::capability_list over_may{desk::capability::mark_done};
inline constexpr desk::capability_list nothing{};

} // namespace detail

// The rows of mode-independent transitions are written out for each mode: they are the tables of
// the manual. What it does not show, as it ends there, is marked.
// clang-format off
inline constexpr auto pull_rows = [] {
  using from = preview_state;
  using on = preview_trigger;
  using enum preview_part;
  using e = event_type;
  using in = desk::interaction_state;
  using namespace detail;
  return std::to_array<preview_row>({
    {from::none,       on::pulled,        preview, e::added,          in::previewing, previewing_may},
    {from::none,       on::pulled,        preview, e::previewing,     in::previewing, previewing_may},
    {from::previewing, on::call,          call,    e::added,          in::dialing,    dialing_may},
    {from::previewing, on::call,          call,    e::dialing,        in::dialing,    dialing_may},
    {from::previewing, on::call,          preview, e::removed,        in::idle,       nothing},
    {from::dialing,    on::answered,      call,    e::established,    in::talking,    dialing_may}, // not shown
    {from::dialing,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::talking,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::released,   on::mark_done,     call,    e::markdone_apply, in::idle,       over_may},
    {from::released,   on::mark_done,     call,    e::removed,        in::idle,       nothing},
    {from::previewing, on::reject_record, preview, e::state_change,   in::rejected,   over_may},
    {from::previewing, on::cancel_record, preview, e::state_change,   in::canceled,   over_may},
    {from::rejected,   on::mark_done,     preview, e::removed,        in::rejected,   nothing}, // not shown
    {from::canceled,   on::mark_done,     preview, e::removed,        in::canceled,   nothing}, // not shown
    {from::previewing, on::withdraw,      preview, e::removed,        in::idle,       nothing}, // not shown
  });
}();

inline constexpr auto push_rows = [] {
  using from = preview_state;
  using on = preview_trigger;
  using enum preview_part;
  using e = event_type;
  using in = desk::interaction_state;
  using namespace detail;
  constexpr desk::capability_list talking_may{desk::capability::hang_up, desk::capability::hold};
  return std::to_array<preview_row>({
    {from::none,       on::pushed,        preview, e::added,          in::invited,    invited_may},
    {from::none,       on::pushed,        preview, e::invited,        in::invited,    invited_may},
    {from::invited,    on::accept,        preview, e::previewing,     in::previewing, previewing_may},
    {from::invited,    on::decline,       preview, e::removed,        in::rejected,   nothing},
    {from::previewing, on::call,          call,    e::added,          in::dialing,    dialing_may},
    {from::previewing, on::call,          call,    e::dialing,        in::dialing,    dialing_may},
    {from::dialing,    on::answered,      call,    e::established,    in::talking,    talking_may},
    {from::dialing,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::talking,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::released,   on::mark_done,     call,    e::markdone_apply, in::idle,       over_may},
    {from::released,   on::mark_done,     preview, e::removed,        in::idle,       over_may}, // to the letter
    {from::released,   on::mark_done,     call,    e::removed,        in::idle,       nothing},
    {from::previewing, on::reject_record, preview, e::state_change,   in::rejected,   over_may},
    {from::previewing, on::cancel_record, preview, e::state_change,   in::canceled,   over_may},
    {from::rejected,   on::mark_done,     preview, e::removed,        in::rejected,   nothing}, // not shown
    {from::canceled,   on::mark_done,     preview, e::removed,        in::canceled,   nothing}, // not shown
    {from::invited,    on::withdraw,      preview, e::removed,        in::idle,       nothing}, // not shown
    {from::previewing, on::withdraw,      preview, e::removed,        in::idle,       nothing}, // not shown
  });
}();

inline constexpr auto direct_push_rows = [] {
  using from = preview_state;
  using on = preview_trigger;
  using enum preview_part;
  using e = event_type;
  using in = desk::interaction_state;
  using namespace detail;
  return std::to_array<preview_row>({
    {from::none,       on::pushed,        preview, e::added,          in::invited,    invited_may},
    {from::none,       on::pushed,        preview, e::invited,        in::invited,    invited_may},
    {from::invited,    on::accept,        preview, e::previewing,     in::previewing, previewing_may},
    {from::invited,    on::decline,       preview, e::removed,        in::rejected,   nothing},
    {from::previewing, on::call,          call,    e::added,          in::dialing,    dialing_may},
    {from::previewing, on::call,          call,    e::dialing,        in::dialing,    dialing_may},
    {from::dialing,    on::answered,      call,    e::established,    in::talking,    dialing_may},
    {from::dialing,    on::answered,      preview, e::removed,        in::idle,       nothing},
    {from::dialing,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::dialing,    on::release,       preview, e::removed,        in::idle,       nothing}, // not shown
    {from::talking,    on::release,       call,    e::released,       in::idle,       over_may},
    {from::released,   on::mark_done,     call,    e::markdone_apply, in::idle,       over_may},
    {from::released,   on::mark_done,     call,    e::removed,        in::idle,       nothing},
    {from::previewing, on::reject_record, preview, e::state_change,   in::rejected,   over_may},
    {from::previewing, on::cancel_record, preview, e::state_change,   in::canceled,   over_may},
    {from::rejected,   on::mark_done,     preview, e::removed,        in::rejected,   nothing}, // not shown
    {from::canceled,   on::mark_done,     preview, e::removed,        in::canceled,   nothing}, // not shown
    {from::invited,    on::withdraw,      preview, e::removed,        in::idle,       nothing}, // not shown
    {from::previewing, on::withdraw,      preview, e::removed,        in::idle,       nothing}, // not shown
  });
}();
// clang-format on

/// Returns the events of one mode, those of a transition in the order in which clients see them.
constexpr std::span<const preview_row> rows_of(preview_mode mode) {
  switch (mode) {
  case preview_mode::pull: return pull_rows;
  case preview_mode::push: return push_rows;
  case preview_mode::direct_push: break;
  }
  return direct_push_rows;
}

/// Returns the type of one of the two interactions.
constexpr desk::call_type type_of(preview_mode mode, preview_part part) {
  if (part == preview_part::call)
    return desk::call_type::outbound;
  return mode == preview_mode::push ? desk::call_type::outbound_push_preview
                                    : desk::call_type::outbound_preview;
}

/// Returns what is known of a record that arrives: an agent who asked for it sees it at once.
constexpr preview_trigger arrival_of(preview_mode mode) {
  return mode == preview_mode::pull ? preview_trigger::pulled : preview_trigger::pushed;
}

/// Returns what the request does to the preview or call that it names, or nothing where it is about
/// something else.
constexpr std::optional<preview_trigger> preview_trigger_of(request_kind request) {
  switch (request) {
  case request_kind::interaction_accept: return preview_trigger::accept;
  case request_kind::interaction_reject: return preview_trigger::decline;
  case request_kind::interaction_markdone: return preview_trigger::mark_done;
  case request_kind::outbound_call_preview_record: return preview_trigger::call;
  case request_kind::outbound_reject_preview_record: return preview_trigger::reject_record;
  case request_kind::outbound_cancel_preview_record: return preview_trigger::cancel_record;
  case request_kind::voice_hang_up: return preview_trigger::release;
  default: return std::nullopt;
  }
}

} // namespace deskstorm::outbound
