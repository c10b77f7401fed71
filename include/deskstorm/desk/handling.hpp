#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/desk/interaction_requests.hpp>
#include <deskstorm/desk/session_requests.hpp>
#include <deskstorm/desk/tab_requests.hpp>
#include <deskstorm/protocol/requests.hpp>

/// Who carries out which request, and how.
namespace deskstorm::desk {

/// Where the state lies that a request reads or changes.
enum class place : std::uint8_t {
  tab,         ///< the tab that was asked
  session,     ///< the agent's session, which all tabs share
  interaction, ///< one interaction of the session
  campaign,    ///< the outbound campaigns
};

/// Whether a request with good parameters can fail.
enum class outcome : std::uint8_t { certain, open };

/// A tab answers without changing anything. Where the outcome is certain, a simulation need not
/// run it.
struct tab_reads {
  answer (*run)(tab_call&);
  outcome how = outcome::certain;
};

/// A tab answers and may change its desktop.
struct tab_acts {
  answer (*run)(tab_call&);
};

struct sets_states {
  result<media_states::change> (*run)(media_states&, const json& parameters);
};

struct begins_call {
  result<begun_call> (*run)(const json& parameters, new_call what, instant now);
};

struct begins_email {
  result<begun_call> (*run)(const json& parameters, new_call what, instant now);
};

struct changes_interaction {
  result<interaction_events> (*run)(const interaction_call&);
};

struct begins_consultation {
  result<begun_consultation> (*run)(const interaction_call&, new_call what);
};

/// Names a consultation, and ends it together with the call that it is about.
struct ends_consultation {
  result<told_list> (*run)(interaction& consultation, interaction& primary, instant now);
};

/// Goes to the campaigns of the agent, see campaign_desk.
struct asks_campaigns {};

using handler =
  std::variant<tab_reads, tab_acts, sets_states, begins_call, begins_email, changes_interaction,
               begins_consultation, ends_consultation, asks_campaigns>;

/// Who carries out one kind of request.
struct handling_row {
  request_kind kind;
  handler by;
};

namespace detail {

// One row a request: as long as there are requests.
// NOLINTNEXTLINE(readability-function-size)
constexpr auto make_handling() {
  using enum request_kind;
  using enum call_trigger;
  using row = handling_row;
  using reads = tab_reads;
  using acts = tab_acts;
  using changes = changes_interaction;
  namespace t = tab_requests;
  namespace s = session_requests;
  namespace i = interaction_requests;
  constexpr auto microphone = &sip_endpoint::microphone_mute;
  constexpr auto speaker = &sip_endpoint::speaker_mute;
  constexpr auto leading = frame_state::leading;
  constexpr auto following = frame_state::following;
  constexpr auto negotiating = frame_state::negotiating;
  constexpr asks_campaigns campaign;
  // clang-format off
  return std::array{
    row{agent_get,                          reads{t::agent}},
    row{agent_get_state,                    reads{t::state}},
    row{agent_get_state_list,               reads{t::state_list}},
    row{agent_set_state,                    sets_states{s::agent_state}},
    row{media_get_media_list,               reads{t::media_list}},
    row{media_get_media_by_name,            reads{t::media_by_name, outcome::open}},
    row{media_set_state,                    sets_states{s::media_state}},
    row{interaction_get_interactions,       reads{t::interactions}},
    row{interaction_get_by_interaction_id,  reads{t::interaction_by_id}},
    row{interaction_set_user_data,          changes{i::set_data}},
    row{interaction_delete_user_data,       changes{i::delete_data}},
    row{interaction_select_case_by_case_id, acts{t::select_case}},
    row{interaction_markdone,               changes{i::carry_out<interaction_markdone>}},
    row{interaction_block_markdone,         changes{i::block}},
    row{interaction_unblock_markdone,       changes{i::unblock}},
    row{interaction_accept,                 changes{i::carry_out<interaction_accept>}},
    row{interaction_reject,                 changes{i::carry_out<interaction_reject>}},
    row{interaction_single_step_transfer,   changes{i::transfer}},
    row{interaction_single_step_conference, changes{i::conference}},
    row{interaction_consult,                begins_consultation{i::consult}},
    row{interaction_complete_transfer,      ends_consultation{complete_transfer}},
    row{interaction_complete_conference,    ends_consultation{complete_conference}},
    row{voice_dial,                         begins_call{s::dial}},
    row{voice_dial_ex,                      begins_call{s::dial}},
    row{voice_answer,                       changes{i::trigger<call_trigger::answer>}},
    row{voice_hold,                         changes{i::trigger<hold>}},
    row{voice_resume,                       changes{i::trigger<call_trigger::resume>}},
    row{voice_hang_up,                      changes{i::trigger<hang_up>}},
    row{voice_start_call_recording,         changes{i::record<recording_trigger::start>}},
    row{voice_stop_call_recording,          changes{i::record<recording_trigger::stop>}},
    row{voice_pause_call_recording,         changes{i::record<recording_trigger::pause>}},
    row{voice_resume_call_recording,        changes{i::record<recording_trigger::resume>}},
    row{email_create,                       begins_email{s::create_email}},
    row{outbound_get_campaigns,             campaign},
    row{outbound_get_preview_record,        campaign},
    row{outbound_get_chained_records,       campaign},
    row{outbound_get_record_fields,         campaign},
    row{outbound_update_record_fields,      campaign},
    row{outbound_call_preview_record,       campaign},
    row{outbound_reject_preview_record,     campaign},
    row{outbound_cancel_preview_record,     campaign},
    row{outbound_start_direct_push_preview, campaign},
    row{outbound_stop_direct_push_preview,  campaign},
    row{outbound_reschedule_record,         campaign},
    row{outbound_cancel_reschedule,         campaign},
    row{outbound_get_list_of_call_results,  campaign},
    row{outbound_set_call_result,           campaign},
    row{outbound_get_call_result,           campaign},
    row{outbound_set_do_not_call,           campaign},
    row{outbound_remove_do_not_call,        campaign},
    row{system_get_allowed_services,        reads{t::allowed_services}},
    row{system_trigger_activity,            acts{t::activity}},
    row{system_popup_toast,                 acts{t::popup_toast}},
    row{system_update_toast,                acts{t::update_toast}},
    row{system_close_toast,                 acts{t::close_toast}},
    row{system_open_dialog,                 acts{t::open_dialog}},
    row{system_close_dialog,                acts{t::close_dialog}},
    row{system_update_view_in_application_menu_bar, acts{t::update_view}},
    row{system_close_view_in_application_menu_bar,  acts{t::close_view}},
    row{system_am_i_visible,                reads{t::visible}},
    row{system_is_frame_leading,            reads{t::frame_is<leading>}},
    row{system_is_frame_following,          reads{t::frame_is<following>}},
    row{system_is_frame_negotiating,        reads{t::frame_is<negotiating>}},
    row{system_is_frame_leading_or_negotiating, reads{t::frame_is<leading, negotiating>}},
    row{system_is_last_active_frame,        reads{t::last_active}},
    row{sip_endpoint_mute_microphone,       acts{t::mute<microphone, true>}},
    row{sip_endpoint_unmute_microphone,     acts{t::mute<microphone, false>}},
    row{sip_endpoint_mute_speaker,          acts{t::mute<speaker, true>}},
    row{sip_endpoint_unmute_speaker,        acts{t::mute<speaker, false>}},
    row{sip_endpoint_is_microphone_mute,    reads{t::is_mute<microphone>}},
    row{sip_endpoint_is_speaker_mute,       reads{t::is_mute<speaker>}},
    row{auth_get_jwt_token,                 reads{t::token}},
    row{configuration_get_option,           reads{t::option, outcome::open}},
    row{messenger_broadcast_message,        acts{t::broadcast}},
  };
  // clang-format on
}

} // namespace detail

/// Every request once, in the order of `requests`.
inline constexpr auto handling = detail::make_handling();

constexpr const handler& handler_of(request_kind kind) {
  return handling[static_cast<std::size_t>(kind)].by;
}

namespace detail {

constexpr place place_of(const handler& by) {
  return std::visit(overloaded{
                      [](const tab_reads&) { return place::tab; },
                      [](const tab_acts&) { return place::tab; },
                      [](const sets_states&) { return place::session; },
                      [](const begins_call&) { return place::session; },
                      [](const begins_email&) { return place::session; },
                      [](const changes_interaction&) { return place::interaction; },
                      [](const begins_consultation&) { return place::interaction; },
                      [](const ends_consultation&) { return place::interaction; },
                      [](const asks_campaigns&) { return place::campaign; },
                    },
                    by);
}

constexpr bool must_run(const handler& by) {
  const auto* reads = std::get_if<tab_reads>(&by);
  return std::holds_alternative<tab_acts>(by) || (reads != nullptr && reads->how == outcome::open);
}

/// What simulations ask of each request, computed beforehand.
struct handling_facts {
  place where;
  bool must_run;
};

inline constexpr auto facts_of_handling = [] {
  std::array<handling_facts, request_count> all{};
  for (std::size_t i = 0; i < request_count; ++i)
    all[i] = {place_of(handling[i].by), must_run(handling[i].by)};
  return all;
}();

} // namespace detail

constexpr place place_of(request_kind kind) {
  return detail::facts_of_handling[static_cast<std::size_t>(kind)].where;
}

/// True where a tab must run the request although nobody reads the answer: it changes the desktop,
/// or it can fail.
constexpr bool must_run(request_kind kind) {
  return detail::facts_of_handling[static_cast<std::size_t>(kind)].must_run;
}

static_assert(handling.size() == request_count);
static_assert(std::ranges::is_sorted(handling, {}, &handling_row::kind)
              && std::ranges::adjacent_find(handling, {}, &handling_row::kind) == handling.end());

} // namespace deskstorm::desk
