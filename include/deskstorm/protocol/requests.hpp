#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include <deskstorm/base/catalogue.hpp>

namespace deskstorm {

/// Every request that the latest known client library can make, in the order of `requests`.
// clang-format off
enum class request_kind : std::uint8_t {
  agent_get, agent_get_state, agent_get_state_list, agent_set_state,
  media_get_media_list, media_get_media_by_name, media_set_state,
  interaction_get_interactions, interaction_get_by_interaction_id, interaction_set_user_data,
  interaction_delete_user_data, interaction_select_case_by_case_id, interaction_markdone,
  interaction_block_markdone, interaction_unblock_markdone, interaction_accept,
  interaction_reject, interaction_single_step_transfer, interaction_single_step_conference,
  interaction_consult, interaction_complete_transfer, interaction_complete_conference,
  voice_dial, voice_dial_ex, voice_answer, voice_hold, voice_resume, voice_hang_up,
  voice_start_call_recording, voice_stop_call_recording, voice_pause_call_recording,
  voice_resume_call_recording,
  email_create,
  outbound_get_campaigns, outbound_get_preview_record, outbound_get_chained_records,
  outbound_get_record_fields, outbound_update_record_fields, outbound_call_preview_record,
  outbound_reject_preview_record, outbound_cancel_preview_record,
  outbound_start_direct_push_preview, outbound_stop_direct_push_preview,
  outbound_reschedule_record, outbound_cancel_reschedule, outbound_get_list_of_call_results,
  outbound_set_call_result, outbound_get_call_result, outbound_set_do_not_call,
  outbound_remove_do_not_call,
  system_get_allowed_services, system_trigger_activity, system_popup_toast, system_update_toast,
  system_close_toast, system_open_dialog, system_close_dialog,
  system_update_view_in_application_menu_bar, system_close_view_in_application_menu_bar,
  system_am_i_visible, system_is_frame_leading, system_is_frame_following,
  system_is_frame_negotiating, system_is_frame_leading_or_negotiating,
  system_is_last_active_frame,
  sip_endpoint_mute_microphone, sip_endpoint_unmute_microphone, sip_endpoint_mute_speaker,
  sip_endpoint_unmute_speaker, sip_endpoint_is_microphone_mute, sip_endpoint_is_speaker_mute,
  auth_get_jwt_token,
  configuration_get_option,
  messenger_broadcast_message,
};
// clang-format on

/// What a parameter may be. Absent, null and undefined are alike everywhere.
enum class parameter_type : std::uint8_t {
  text,
  number,
  flag,
  object,
  list,
  object_or_text,
  number_or_text,
  any,
};

struct parameter_row {
  std::string_view name;
  parameter_type type = parameter_type::text;
  bool required = true;
};

/// The parameters of one request, in the order of the wire.
class parameter_list {
public:
  static constexpr std::size_t capacity = 4;

  constexpr parameter_list(std::initializer_list<parameter_row> rows) : size_(rows.size()) {
    assert(rows.size() <= capacity);
    std::copy(rows.begin(), rows.end(), rows_.begin());
  }

  constexpr const parameter_row* begin() const { return rows_.data(); }
  constexpr const parameter_row* end() const { return rows_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr const parameter_row& operator[](std::size_t at) const {
    assert(at < size_);
    return rows_[at];
  }

private:
  std::array<parameter_row, capacity> rows_{};
  std::size_t size_;
};

/// One request of the Service Client API.
struct request_row {
  request_kind kind;
  std::string_view name; ///< on the wire, in options and in reports
  parameter_list parameters;
  /// True where the request changes what others than the asked tab can see: states of the agent,
  /// interactions, calls, recordings, records of campaigns. Such a request needs the backend. Reads
  /// are answered by the tab from its own state, and what is about the desktop alone (toasts,
  /// dialogs, views, case selection, mark-done warnings, the local SIP endpoint, messages between
  /// the tab's frames) is done by the tab itself.
  bool changes;
  std::string_view result; ///< the `data` of a successful reply; empty where there is none
  std::string_view source; ///< edition of the client library that brought it
};

namespace detail::request_table {

using enum request_kind;
using enum parameter_type;
using row = request_row;

inline constexpr bool optional = false;
inline constexpr bool changes = true;
inline constexpr bool reads = false;
inline constexpr parameter_row interaction{"interactionId"};
inline constexpr parameter_row consultation{"consultInteractionId"};
inline constexpr parameter_row target{"targetQuery", object_or_text};
inline constexpr parameter_row user_data{"userData", object, optional};
inline constexpr parameter_row extensions{"extensions", object, optional};

/// Every request there is. Names, order and parameters are those of the client library, which are
/// solid; of results the vendor says little, and rows of unreadable pages hold our choice.
// clang-format off
inline constexpr std::array requests{
  row{agent_get, "agent.get", {}, reads, "Agent", "2016"},
  row{agent_get_state, "agent.getState", {}, reads, "State", "2016"},
  row{agent_get_state_list, "agent.getStateList", {}, reads, "array of State", "2016"},
  row{agent_set_state, "agent.setState",
      {{"stateOperationName", number_or_text}}, changes, "", "2016"},
  row{media_get_media_list, "media.getMediaList", {}, reads, "array of Media", "2016"},
  row{media_get_media_by_name, "media.getMediaByName", {{"name", text}}, reads, "Media", "2020"},
  row{media_set_state, "media.setState",
      {{"mediaName", text}, {"stateOperationName", text}}, changes, "", "2016"},
  row{interaction_get_interactions, "interaction.getInteractions",
      {}, reads, "array of Interaction", "2016"},
  row{interaction_get_by_interaction_id, "interaction.getByInteractionId",
      {interaction}, reads, "Interaction, or null where there is none", "2016"},
  row{interaction_set_user_data, "interaction.setUserData",
      {interaction, {"keyValues", object}}, changes, "", "2016"},
  row{interaction_delete_user_data, "interaction.deleteUserData",
      {interaction, {"key", text}}, changes, "", "2016"},
  row{interaction_select_case_by_case_id, "interaction.selectCaseByCaseId",
      {{"caseId", text}}, reads, "", "2020"},
  row{interaction_markdone, "interaction.markdone", {interaction}, changes, "", "2020"},
  row{interaction_block_markdone, "interaction.blockMarkdone",
      {interaction, {"warningMessage", text, optional}}, reads, "", "2020"},
  row{interaction_unblock_markdone, "interaction.unblockMarkdone",
      {interaction}, reads, "", "2020"},
  row{interaction_accept, "interaction.accept", {interaction}, changes, "", "2020"},
  row{interaction_reject, "interaction.reject", {interaction}, changes, "", "2020"},
  row{interaction_single_step_transfer, "interaction.singleStepTransfer",
      {interaction, target, user_data, extensions}, changes, "", "2023-03"},
  row{interaction_single_step_conference, "interaction.singleStepConference",
      {interaction, target, user_data, extensions}, changes, "", "2023-03"},
  row{interaction_consult, "interaction.consult",
      {interaction, target, user_data, extensions}, changes, "", "2023-03"},
  row{interaction_complete_transfer, "interaction.completeTransfer",
      {consultation}, changes, "", "2023-03"},
  row{interaction_complete_conference, "interaction.completeConference",
      {consultation}, changes, "", "2023-03"},
  row{voice_dial, "voice.dial", {{"destination", text}, user_data}, changes, "", "2016"},
  row{voice_dial_ex, "voice.dialEx",
      {{"destination", text}, user_data, extensions}, changes, "", "2023-03"},
  row{voice_answer, "voice.answer", {interaction}, changes, "", "2020"},
  row{voice_hold, "voice.hold", {interaction}, changes, "", "2020"},
  row{voice_resume, "voice.resume", {interaction}, changes, "", "2020"},
  row{voice_hang_up, "voice.hangUp", {interaction}, changes, "", "2020"},
  row{voice_start_call_recording, "voice.startCallRecording", {interaction}, changes, "", "2016"},
  row{voice_stop_call_recording, "voice.stopCallRecording", {interaction}, changes, "", "2016"},
  row{voice_pause_call_recording, "voice.pauseCallRecording", {interaction}, changes, "", "2016"},
  row{voice_resume_call_recording, "voice.resumeCallRecording",
      {interaction}, changes, "", "2016"},
  row{email_create, "email.create", {{"destination", text}, user_data}, changes, "", "2016"},
  row{outbound_get_campaigns, "outbound.getCampaigns", {}, reads, "array of Campaign", "2021-12"},
  row{outbound_get_preview_record, "outbound.getPreviewRecord",
      {{"campaignName", text}}, changes, "", "2021-12"},
  row{outbound_get_chained_records, "outbound.getChainedRecords",
      {interaction}, reads, "array of Record", "2021-12"},
  row{outbound_get_record_fields, "outbound.getRecordFields",
      {interaction}, reads, "object of field to value", "2021-12"},
  row{outbound_update_record_fields, "outbound.updateRecordFields",
      {interaction, {"recordData", object}}, changes, "", "2021-12"},
  row{outbound_call_preview_record, "outbound.callPreviewRecord",
      {interaction, {"recordHandle", number, optional}}, changes, "", "2021-12"},
  row{outbound_reject_preview_record, "outbound.rejectPreviewRecord",
      {interaction}, changes, "", "2021-12"},
  row{outbound_cancel_preview_record, "outbound.cancelPreviewRecord",
      {interaction}, changes, "", "2021-12"},
  row{outbound_start_direct_push_preview, "outbound.startDirectPushPreview",
      {}, changes, "", "2021-12"},
  row{outbound_stop_direct_push_preview, "outbound.stopDirectPushPreview",
      {}, changes, "", "2021-12"},
  row{outbound_reschedule_record, "outbound.rescheduleRecord",
      {interaction, {"recordHandle", number}, {"rescheduleDate", text}, {"callbackType", text}},
      changes, "", "2021-12"},
  row{outbound_cancel_reschedule, "outbound.cancelReschedule",
      {interaction}, changes, "", "2021-12"},
  row{outbound_get_list_of_call_results, "outbound.getListOfCallResults",
      {}, reads, "array of call results", "2021-12"},
  row{outbound_set_call_result, "outbound.setCallResult",
      {interaction, {"callResult", number}}, changes, "", "2021-12"},
  row{outbound_get_call_result, "outbound.getCallResult",
      {interaction}, reads, "number", "2021-12"},
  row{outbound_set_do_not_call, "outbound.setDoNotCall", {interaction}, changes, "", "2021-12"},
  row{outbound_remove_do_not_call, "outbound.removeDoNotCall",
      {interaction}, changes, "", "2021-12"},
  row{system_get_allowed_services, "system.getAllowedServices",
      {}, reads, "array of request names", "2016"},
  row{system_trigger_activity, "system.triggerActivity", {}, reads, "", "2016"},
  row{system_popup_toast, "system.popupToast", {{"toast", object}}, reads, "toast id", "2016"},
  row{system_update_toast, "system.updateToast",
      {{"id", text}, {"toast", object}}, reads, "", "2016"},
  row{system_close_toast, "system.closeToast", {{"id", text}}, reads, "", "2016"},
  row{system_open_dialog, "system.openDialog",
      {{"url", text}, {"options", object, optional}}, reads, "dialog id", "2022-05"},
  row{system_close_dialog, "system.closeDialog", {{"dialogId", text}}, reads, "", "2022-05"},
  row{system_update_view_in_application_menu_bar, "system.updateViewInApplicationMenuBar",
      {{"view", object}}, reads, "", "2023-06"},
  row{system_close_view_in_application_menu_bar, "system.closeViewInApplicationMenuBar",
      {{"name", text}}, reads, "", "2023-06"},
  row{system_am_i_visible, "system.amIVisible", {}, reads, "boolean", "2022-05"},
  row{system_is_frame_leading, "system.isFrameLeading", {}, reads, "boolean", "2021-09"},
  row{system_is_frame_following, "system.isFrameFollowing", {}, reads, "boolean", "2021-09"},
  row{system_is_frame_negotiating, "system.isFrameNegotiating", {}, reads, "boolean", "2021-09"},
  row{system_is_frame_leading_or_negotiating, "system.isFrameLeadingOrNegotiating",
      {}, reads, "boolean", "2021-09"},
  row{system_is_last_active_frame, "system.isLastActiveFrame", {}, reads, "boolean", "2021-09"},
  row{sip_endpoint_mute_microphone, "sipEndpoint.muteMicrophone", {}, reads, "", "2020"},
  row{sip_endpoint_unmute_microphone, "sipEndpoint.unmuteMicrophone", {}, reads, "", "2020"},
  row{sip_endpoint_mute_speaker, "sipEndpoint.muteSpeaker", {}, reads, "", "2020"},
  row{sip_endpoint_unmute_speaker, "sipEndpoint.unmuteSpeaker", {}, reads, "", "2020"},
  row{sip_endpoint_is_microphone_mute, "sipEndpoint.isMicrophoneMute",
      {}, reads, "boolean", "2020"},
  row{sip_endpoint_is_speaker_mute, "sipEndpoint.isSpeakerMute", {}, reads, "boolean", "2020"},
  row{auth_get_jwt_token, "auth.getJwtToken", {}, reads, "token", "2020"},
  row{configuration_get_option, "configuration.getOption",
      {{"patterns", list}}, reads, "object of option to value", "2020"},
  row{messenger_broadcast_message, "messenger.broadcastMessage",
      {{"channel", text}, {"message", any, optional}}, reads, "", "2022-04"},
};
// clang-format on

} // namespace detail::request_table

using detail::request_table::requests;

inline constexpr std::size_t request_count = requests.size();

constexpr const request_row& row_of(request_kind kind) {
  return requests[static_cast<std::size_t>(kind)];
}

constexpr std::string_view name_of(request_kind kind) { return row_of(kind).name; }

/// Says whether the first parameter is the id of an interaction.
constexpr bool names_interaction(request_kind kind) {
  const auto& parameters = row_of(kind).parameters;
  return parameters.size() > 0 && parameters[0].name.ends_with("nteractionId");
}

/// Returns the request of that name, or nothing. Upper and lower case differ.
constexpr std::optional<request_kind> request_named(std::string_view name) {
  const auto* row = find_named(requests, name);
  return row == nullptr ? std::nullopt : std::optional{row->kind};
}

static_assert(request_count == 74);
static_assert(std::ranges::is_sorted(requests, {}, &request_row::kind)
              && requests.back().kind == request_kind{request_count - 1});

} // namespace deskstorm
