#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/few.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::outbound {

/// How records of a campaign reach agents.
enum class campaign_mode : std::uint8_t {
  pull_preview,        ///< an agent asks for the next one
  push_preview,        ///< the next one goes to an agent who is free
  direct_push_preview, ///< likewise, to agents who have said that they want them
  progressive,         ///< the server dials one number for each agent who is free
  predictive,          ///< and more than that, see pacing
};

/// Names in scenarios, and `mode` of CampaignStarted. Source: the manual spells "Predictive GVP"
/// alone; the others are the product's names.
// clang-format off
inline constexpr std::array campaign_mode_names{
  named<campaign_mode>{campaign_mode::pull_preview,        "pull-preview"},
  named<campaign_mode>{campaign_mode::push_preview,        "push-preview"},
  named<campaign_mode>{campaign_mode::direct_push_preview, "direct-push-preview"},
  named<campaign_mode>{campaign_mode::progressive,         "progressive"},
  named<campaign_mode>{campaign_mode::predictive,          "predictive"},
};

inline constexpr std::array campaign_mode_texts{
  named<campaign_mode>{campaign_mode::pull_preview,        "Preview"},
  named<campaign_mode>{campaign_mode::push_preview,        "Push Preview"},
  named<campaign_mode>{campaign_mode::direct_push_preview, "Direct Push Preview"},
  named<campaign_mode>{campaign_mode::progressive,         "Progressive"},
  named<campaign_mode>{campaign_mode::predictive,          "Predictive"},
};
// clang-format on

/// Returns how a mode shows records to agents; nothing where the server dials.
constexpr std::optional<preview_mode> preview_mode_of(campaign_mode mode) {
  switch (mode) {
  case campaign_mode::pull_preview: return preview_mode::pull;
  case campaign_mode::push_preview: return preview_mode::push;
  case campaign_mode::direct_push_preview: return preview_mode::direct_push;
  case campaign_mode::progressive:
  case campaign_mode::predictive: break;
  }
  return std::nullopt;
}

enum class campaign_state : std::uint8_t { unloaded, loaded, started };

enum class campaign_trigger : std::uint8_t { load, start, stop, unload };

// clang-format off
inline constexpr std::array campaign_edges{
  edge<campaign_state, campaign_trigger>{campaign_state::unloaded, campaign_trigger::load,   campaign_state::loaded},
  edge<campaign_state, campaign_trigger>{campaign_state::loaded,   campaign_trigger::start,  campaign_state::started},
  edge<campaign_state, campaign_trigger>{campaign_state::started,  campaign_trigger::stop,   campaign_state::loaded},
  edge<campaign_state, campaign_trigger>{campaign_state::loaded,   campaign_trigger::unload, campaign_state::unloaded},
};
// clang-format on

static_assert(deterministic(campaign_edges));

/// Returns the event that agents see of a step.
constexpr event_type event_of(campaign_trigger step) {
  switch (step) {
  case campaign_trigger::load: return event_type::campaign_loaded;
  case campaign_trigger::start: return event_type::campaign_started;
  case campaign_trigger::stop: return event_type::campaign_stopped;
  case campaign_trigger::unload: break;
  }
  return event_type::campaign_unloaded;
}

/// Returns the steps that carry out `wanted`: none where the state does not allow it. A campaign
/// that is started is stopped before it is unloaded (our choice), and loaded before it is started.
constexpr few<campaign_trigger, 2> steps_to(campaign_trigger wanted, campaign_state from) {
  if (follow(campaign_edges, from, wanted))
    return {wanted};
  if (from == campaign_state::started && wanted == campaign_trigger::unload)
    return {campaign_trigger::stop, campaign_trigger::unload};
  if (from == campaign_state::unloaded && wanted == campaign_trigger::start)
    return {campaign_trigger::load, campaign_trigger::start};
  return {};
}

} // namespace deskstorm::outbound
