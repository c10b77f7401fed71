#pragma once

#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/outbound/campaign_life.hpp>

namespace deskstorm::outbound {

/// One element of what outbound.getCampaigns answers. Source: our choice, as the manual does not
/// show it; the names are those of the backend's campaigns.
inline json campaign_json(std::string_view name, campaign_mode mode, campaign_state state) {
  const auto text = name_in(campaign_mode_texts, mode);
  const bool active = state == campaign_state::started;
  return {
    {"name", name}, {"mode", text}, {"state", active ? "Started" : "Loaded"}, {"isActive", active}};
}

} // namespace deskstorm::outbound
