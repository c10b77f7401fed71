#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/outbound/campaign_json.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/plan/campaign.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// What an agent knows of the campaigns that the agent is part of, and what they know of the agent.
class outbound_desk {
public:
  struct membership {
    std::uint32_t number; ///< index into floor_plan::campaigns
    receiver* campaign;
    bool direct_push; ///< wants records pushed from the start
    outbound::campaign_state state = outbound::campaign_state::unloaded;
  };

  explicit outbound_desk(std::vector<membership> campaigns)
    : campaigns_(std::move(campaigns)),
      said_{false, std::ranges::any_of(campaigns_, &membership::direct_push)} {}

  /// Says whether a request is about campaigns or their records by its name.
  static bool knows(request_kind request) { return row_of(request).name.starts_with("outbound."); }

  void note(const messages::campaign_news& news) {
    for (auto& one : campaigns_)
      if (one.number == news.campaign)
        one.state = follow(outbound::campaign_edges, one.state, news.step).value_or(one.state);
  }

  /// Returns the campaigns that must be told, as they do not know whether the agent is available.
  std::vector<receiver*> to_tell(bool available) {
    std::vector<receiver*> all;
    if (!std::exchange(changed_, false) && said_.available == available)
      return all;
    said_.available = available;
    for (const auto& one : campaigns_)
      all.push_back(one.campaign);
    return all;
  }

  const messages::outbound_availability& availability() const { return said_; }

  /// Carries out a request about no record. False where there is no such campaign, or it is not
  /// started.
  bool carry_out(request_kind request, const json& parameters,
                 const std::vector<plan::campaign>& plans) {
    switch (request) {
    case request_kind::outbound_start_direct_push_preview:
    case request_kind::outbound_stop_direct_push_preview: return set_direct_push(request);
    case request_kind::outbound_get_preview_record:
      return asked(request, parameters, plans) != nullptr;
    default: return !row_of(request).changes; // lists, which the desktop always has
    }
  }

  /// Returns what such a request answers in a live run, or why it failed.
  desk::answer answer_to(request_kind request, bool legal, const json& parameters,
                         const std::vector<plan::campaign>& plans) const {
    if (!legal && request == request_kind::outbound_get_preview_record)
      return failure{"There is no started pull-preview campaign '"
                       + parameters[0].get<std::string>() + "'.",
                     "campaignName"};
    if (!legal)
      return failure{"The agent is part of no campaign."};
    if (request == request_kind::outbound_get_list_of_call_results)
      return maybe_json{outbound::call_results_json()};
    if (request != request_kind::outbound_get_campaigns)
      return maybe_json{};
    json all = json::array();
    for (const auto& one : campaigns_)
      if (one.state != outbound::campaign_state::unloaded)
        all.push_back(
          outbound::campaign_json(plans[one.number].name, plans[one.number].mode, one.state));
    return maybe_json{std::move(all)};
  }

  /// Returns the campaign that the request asks for a record, or nullptr.
  receiver* asked(request_kind request, const json& parameters,
                  const std::vector<plan::campaign>& plans) const {
    if (request != request_kind::outbound_get_preview_record)
      return nullptr;
    for (const auto& one : campaigns_)
      if (one.state == outbound::campaign_state::started
          && plans[one.number].mode == outbound::campaign_mode::pull_preview
          && parameters[0] == plans[one.number].name)
        return one.campaign;
    return nullptr;
  }

private:
  bool set_direct_push(request_kind request) {
    const bool wanted = request == request_kind::outbound_start_direct_push_preview;
    changed_ = std::exchange(said_.direct_push, wanted) != wanted;
    return !campaigns_.empty();
  }

  std::vector<membership> campaigns_;
  messages::outbound_availability said_; ///< to all campaigns
  bool changed_ = false;
};

} // namespace deskstorm::actors
