#pragma once

#include <cstdint>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record.hpp>

/// The messages of outbound campaigns, their kinds from 100 on. See messages.hpp.
namespace deskstorm::actors::messages {

/// To a campaign, from the plan: a step of its life.
struct campaign_step {
  static constexpr std::uint16_t kind = 100;
  outbound::campaign_trigger step;
};

/// To a campaign from itself: a record may be due.
struct record_due {
  static constexpr std::uint16_t kind = 101;
};

/// Campaign to agent: it was loaded, started, stopped or unloaded.
struct campaign_news {
  static constexpr std::uint16_t kind = 102;
  std::uint32_t campaign;
  outbound::campaign_trigger step;
};

/// Agent to campaign: free for a record, or no longer; wants records pushed directly.
struct outbound_availability {
  static constexpr std::uint16_t kind = 103;
  bool available;
  bool direct_push;
};

/// Agent to campaign: a client asks for a record.
struct record_wanted {
  static constexpr std::uint16_t kind = 104;
};

/// Campaign to agent: take this record, the preview or call of which has that number. `wanted`: a
/// client has asked for it.
struct record_offered {
  static constexpr std::uint16_t kind = 105;
  interaction_id interaction;
  entity_number work;
  bool wanted;
  bool is_preview;
};

/// Agent to preview or line: takes the record or is not free after all.
struct record_taken {
  static constexpr std::uint16_t kind = 106;
  bool taken;
  agent_id agent;
};

/// Preview to agent: the call of its record begins.
struct call_placed {
  static constexpr std::uint16_t kind = 107;
  interaction_id interaction;
};

/// Preview or line to agent: its call is over, and this is the work that follows.
struct wrap_up_begins {
  static constexpr std::uint16_t kind = 108;
  interaction_id interaction;
  float wrap_up_ns;
};

/// Preview or line to campaign: what becomes of a record.
struct record_moved {
  static constexpr std::uint16_t kind = 109;
  static constexpr std::int32_t no_callback = -1;

  std::uint32_t record;
  outbound::record_handle chosen; ///< of its chain, to dial now or to call back; 0: that record
  outbound::record_trigger what;
  outbound::call_result result; ///< of a call that ends: `what` is `finish`
  bool reached;
  std::int32_t callback_s; ///< since the start of the run
};

/// Preview to campaign: a client changes fields of a record.
struct record_changed {
  static constexpr std::uint16_t kind = 110;
  std::uint32_t record;
  std::uint32_t arguments; ///< index into floor_plan::arguments
};

/// Line to campaign: somebody has answered and waits for an agent.
struct line_answered {
  static constexpr std::uint16_t kind = 111;
};

/// Campaign to line: this agent is asked.
struct line_assigned {
  static constexpr std::uint16_t kind = 112;
  entity_number agent;
};

/// To a preview from itself: the agent, as a person, goes on with it.
struct preview_worked {
  static constexpr std::uint16_t kind = 113;
};

/// Agent or campaign to preview: the record is taken back where it is not being called.
struct record_withdrawn {
  static constexpr std::uint16_t kind = 114;
};

} // namespace deskstorm::actors::messages
