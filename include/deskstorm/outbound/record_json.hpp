#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/record.hpp>

/// Records as clients see them. Source: the manual's example of a chain: values have their types
/// there, and are texts in the user data.
namespace deskstorm::outbound {

/// What all records of a campaign share.
struct record_surroundings {
  std::string campaign = {};
  std::string group = {}; ///< the agents of the campaign
  std::string calling_list = {};
  std::uint32_t calling_list_id = 0;
  std::uint32_t group_id = 0;
  std::uint32_t application_id = 139;
  std::uint32_t switch_id = 101;
  std::string agent = {}; ///< whom the record is shown to
  std::string case_id = {};
  std::string bundle_id = {};
  std::string attempt_guid = {};
};

/// Returns one record of a chain. The first is the one that the agent is to call.
inline json record_json(const record& r, const record_surroundings& around, bool first) {
  json all{
    {"GSW_RECORD_HANDLE", r.handle.value},
    {"GSW_CHAIN_ID", r.chain.value},
    {"GSW_REFERENCE_ID", r.reference},
    {"GSW_PHONE", r.phone},
    {"GSW_PHONE_TYPE", r.phone_type},
    {"GSW_CONTACT_MEDIA_TYPE", r.contact_media},
    {"GSW_ATTEMPTS", r.attempts},
    {"GSW_CALL_RESULT", r.result},
    {"GSW_CALL_ATTEMPT_GUID", around.attempt_guid},
    {"GSW_FROM", r.window.from},
    {"GSW_UNTIL", r.window.until},
    {"GSW_TZ_NAME", r.time_zone},
    {"GSW_TZ_OFFSET", r.window.offset},
    {"GSW_CALLING_LIST", around.calling_list},
    {"GSW_CALLING_LIST_DBID", around.calling_list_id},
    {"GSW_CAMPAIGN_NAME", around.campaign},
    {"GSW_CAMPAIGN_GROUP_NAME", around.campaign + "@" + around.group},
    {"GSW_CAMPAIGN_GROUP_DBID", around.group_id},
    {"GSW_CAMPAIGN_GROUP_DESCRIPTION", ""},
    {"GSW_AGENT_ID", around.agent},
    {"GSW_APPLICATION_ID", around.application_id},
    {"GSW_SWITCH_DBID", around.switch_id},
    {"GSW_USER_EVENT", first ? "PreviewRecord" : "ChainedRecord"},
    {"InteractionType", "Outbound"},
    {"InteractionSubtype", "OutboundNew"},
  };
  all.update(r.custom);
  if (first) {
    all["WWE_OUTBOUND_CAMP_TYPE"] = "PreviewRecord";
    all["IW_CaseUid"] = around.case_id;
    all["IW_BundleUid"] = around.bundle_id;
  }
  return all;
}

/// Returns the same as user data, in which all values are texts.
inline json record_user_data(const record& r, const record_surroundings& around) {
  json all = record_json(r, around, true);
  for (auto& value : all)
    if (!value.is_string())
      value = value.dump();
  return all;
}

/// outbound.getListOfCallResults
inline json call_results_json() {
  json all = json::array();
  for (std::size_t code = 0; code < call_result_count; ++code)
    all.push_back({{"code", code}, {"name", call_result_names[code]}});
  return all;
}

/// Returns `chainedRecords`: the record at hand first, then the others of its chain as they stand
/// in the list.
inline json chain_json(std::span<const record* const> chain, record_handle at_hand,
                       const record_surroundings& around) {
  json all = json::array();
  for (const auto* r : chain)
    if (r->handle == at_hand)
      all.push_back(record_json(*r, around, true));
  for (const auto* r : chain)
    if (r->handle != at_hand)
      all.push_back(record_json(*r, around, false));
  return all;
}

/// Returns the record of that handle in what chain_json returns; handle 0: the one at hand. Empty
/// where there is none.
inline json record_of(const json& chain, record_handle handle) {
  for (const auto& one : chain)
    if (handle.value == 0 || one["GSW_RECORD_HANDLE"] == handle.value)
      return one;
  return json::object();
}

} // namespace deskstorm::outbound
