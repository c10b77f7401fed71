#pragma once

#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/agent_json.hpp>
#include <deskstorm/desk/campaign_desk.hpp>
#include <deskstorm/desk/configuration.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/options/options.hpp>
#include <deskstorm/policy/limiter_rules.hpp>

namespace deskstorm::desk {

/// A document for a client frame.
struct posted {
  tab_id tab;
  frame_id frame;
  json document;

  friend bool operator==(const posted&, const posted&) = default;
};

/// What a workspace is made of.
struct workspace_setup {
  agent_person person = {};
  options rules = {};
  limiter_rules limiter = {};       ///< limiters of the scope `agent` count each tab by itself here
  configuration shown_options = {}; ///< what configuration.getOption sees
  attribute_choice attributes = attribute_choice::all;
  std::vector<desk_campaign> campaigns = {}; ///< that the agent is part of, unloaded at first
};

} // namespace deskstorm::desk
