#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/desk/connection_state.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/desk/open_media.hpp>
#include <deskstorm/plan/persona.hpp>
#include <deskstorm/protocol/channel_set.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

/// Every message that simulated actors send. Kinds are part of the digest of a run: append, never
/// renumber.
namespace deskstorm::actors::messages {

/// Number of a frame within its tab, and of a tab among those its agent ever opened, as messages
/// carry them.
using frame_slot = std::uint8_t;
using tab_ordinal = std::uint16_t;

/// Number of a document, all of which have the highest bit set; 0 is none. Simulations make those
/// that something depends on.
using document_id = std::uint32_t;
inline constexpr document_id document_bit = 0x8000'0000;

/// How the service answers a request.
enum class answer : std::uint8_t { ok, failed, rate_limited };

// -- client frame

/// Tab to frame: the page has loaded.
struct load_page {
  static constexpr std::uint16_t kind = 40;
};

/// To a frame from itself: its next request is due.
struct wake {
  static constexpr std::uint16_t kind = 1;
};

/// To a frame from itself: the oldest pending request may be due to time out.
struct expire {
  static constexpr std::uint16_t kind = 2;
};

/// Tab to frame: the frame's id.
struct hello {
  static constexpr std::uint16_t kind = 3;
  frame_slot frame;
};

/// Frame to tab: one request of the API. `interaction` is that of the parameters, 0 for none.
struct ask {
  static constexpr std::uint16_t kind = 4;
  reference_id reference;
  std::uint32_t arguments; ///< index into floor_plan::arguments, or a document
  interaction_id interaction;
  tab_ordinal tab;
  frame_slot frame;
  request_kind request;
};

/// Frame to tab: subscribes to these channels.
struct subscribe {
  static constexpr std::uint16_t kind = 5;
  reference_id reference;
  frame_slot frame;
  channel_set channels;
};

/// Tab to frame: the answer to the request of that number. `subscription` is 0 for requests only: a
/// subscribe that fails has a number, too.
struct reply {
  static constexpr std::uint16_t kind = 6;
  reference_id reference;
  subscription_id subscription;
  answer how;
  request_kind request; ///< of requests
};

/// Tab to frame: one event.
struct notify {
  static constexpr std::uint16_t kind = 7;
  interaction_id interaction;
  event_channel channel;
  event_type type;
  frame_state state;                 ///< of frame_state events
  desk::connection_state connection; ///< of realtime_connection events
  document_id document = 0;          ///< its `data`
};

/// To a frame from itself: a request goes out again.
struct retry {
  static constexpr std::uint16_t kind = 8;
  const plan::request_choice* choice;
  std::uint32_t about; ///< the interaction, or the document of the parameters
  std::uint16_t attempt;
  bool by_load;
};

// -- browser tab

/// To a tab from itself: its main thread has worked on this request.
struct served {
  static constexpr std::uint16_t kind = 9;
  ask request;
};

/// To a tab, on behalf of the backend or agent: a forwarded request is done.
struct done {
  static constexpr std::uint16_t kind = 10;
  reference_id reference;
  frame_slot frame;
  answer how;
  request_kind request;
};

/// Tab to tab over the broadcast channel: a message of the election protocol.
struct peer_message {
  static constexpr std::uint16_t kind = 11;
  std::array<std::byte, 16> content;
};

/// To a tab from itself: a timer of the election protocol.
struct election_timer {
  static constexpr std::uint16_t kind = 12;
  std::uint32_t token;
};

/// Browser to tab: another tab of the agent has opened or is gone.
struct peer_opened {
  static constexpr std::uint16_t kind = 13;
  entity_number peer;
};
struct peer_closed {
  static constexpr std::uint16_t kind = 14;
  entity_number peer;
};

/// To a tab: its page has its frames and starts.
struct open_page {
  static constexpr std::uint16_t kind = 39;
};

/// To a tab: it closes now.
struct close_tab {
  static constexpr std::uint16_t kind = 15;
};

/// To a tab: the agent looks at it.
struct focus_tab {
  static constexpr std::uint16_t kind = 16;
};

/// Session to tab: a real-time event.
struct real_time_event {
  static constexpr std::uint16_t kind = 17;
  interaction_id interaction;
  event_channel channel;
  event_type type;
  bool auto_answer; ///< RINGING that the leader is to answer
  document_id document = 0;
};

/// Tab to the session of its agent: a client has reported activity in it.
struct activity {
  static constexpr std::uint16_t kind = 60;
  tab_ordinal tab;
};

/// To a session from itself, and from there to its tabs: the link to the backend is lost or found.
struct connection {
  static constexpr std::uint16_t kind = 63;
  desk::connection_state state;
};

// -- backend

/// Tab to backend, in the name of its agent's session: a request that the tab cannot answer itself,
/// and how long a worker needs for it. The tab draws that time, so that one agent more does not
/// shift what others draw.
struct job {
  static constexpr std::uint16_t kind = 18;
  ask request;
  float service_ns;
};

/// To the backend from itself: the worker in that slot has finished.
struct worker_done {
  static constexpr std::uint16_t kind = 19;
  std::uint32_t slot;
};

// -- agent

/// Backend to agent, or agent to interaction: carry out this request.
struct command {
  static constexpr std::uint16_t kind = 20;
  ask request;
};

/// Interaction or backend to agent: this request is carried out, or why not.
struct carried_out {
  static constexpr std::uint16_t kind = 37;
  ask request;
  answer how;
};

/// Caller queue to agent: take this call.
struct offer {
  static constexpr std::uint16_t kind = 21;
  interaction_id interaction;
  entity_number call;
  std::uint32_t queue;
};

/// Interaction to agent: what happens to it, to be told to every tab.
struct interaction_event {
  static constexpr std::uint16_t kind = 22;
  interaction_id interaction;
  event_type type;
  bool leader_answers = false; ///< an invitation; what rings is always the leader's
  document_id document = 0;
};

/// Interaction to agent: the call is released and may be marked done.
struct call_released {
  static constexpr std::uint16_t kind = 23;
  interaction_id interaction;
};

/// Interaction to agent: it is gone from the agent's list.
struct call_removed {
  static constexpr std::uint16_t kind = 26;
  interaction_id interaction;
};

/// To an agent from itself: wrap-up of that interaction is over.
struct wrapped_up {
  static constexpr std::uint16_t kind = 24;
  interaction_id interaction;
};

/// To an agent: a step of the scenario's script.
struct script {
  static constexpr std::uint16_t kind = 25;
  std::uint32_t step; ///< index into floor_plan::script
};

/// To an agent or the caller queue: begin.
struct log_in {
  static constexpr std::uint16_t kind = 38;
};

// -- interaction

/// Caller queue to interaction: you are offered to that agent.
struct assigned {
  static constexpr std::uint16_t kind = 27;
  entity_number agent;
};

/// To an interaction from itself: the far end answers, or hangs up.
struct far_end {
  static constexpr std::uint16_t kind = 28;
  enum class what : std::uint8_t { answers, hangs_up } does;
};

/// Leading tab to the session of its agent, and from there to the interaction: answered
/// automatically.
struct auto_answer {
  static constexpr std::uint16_t kind = 29;
  interaction_id interaction;
};

/// Leading tab to the session of its agent, and from there to the interaction: its attached data
/// gets the id of its case.
struct write_case {
  static constexpr std::uint16_t kind = 86;
  interaction_id interaction;
};

/// To an interaction from itself: its contact is known, if it still is that interaction.
struct contact_known {
  static constexpr std::uint16_t kind = 87;
  interaction_id interaction;
};

/// Agent to interaction: mark it done.
struct mark_done {
  static constexpr std::uint16_t kind = 30;
};

/// To a tab or interaction from itself, when nobody can know of it any more.
struct bury {
  static constexpr std::uint16_t kind = 36;
};

/// Tab to frame: its page is gone.
struct unload {
  static constexpr std::uint16_t kind = 35;
};

// -- caller queue

/// To the caller queue, usually from itself: the next call of that queue arrives.
struct call_arrives {
  static constexpr std::uint16_t kind = 31;
  std::uint32_t queue;
  std::uint32_t agent = 0; ///< number of the one that it is for; 0: any
  bool extra = false;      ///< beside those of the plan
};

/// To an interaction from itself: somebody who is consulted answers, or hangs up.
struct consulted_end {
  static constexpr std::uint16_t kind = 61;
  interaction_id consultation;
  far_end::what does;
};

/// Interaction to agent: a consultation about it begins.
struct consultation_begun {
  static constexpr std::uint16_t kind = 62;
  interaction_id consultation;
};

/// To an interaction from itself: the agent tries again to mark it done.
struct mark_done_again {
  static constexpr std::uint16_t kind = 64;
};

/// To an interaction from itself: the caller loses patience.
struct patience_ends {
  static constexpr std::uint16_t kind = 32;
};

/// Interaction to caller queue: it needs no agent any more (abandoned).
struct withdrawn {
  static constexpr std::uint16_t kind = 33;
};

/// Agent to caller queue: free to take an interaction of that medium, or no longer.
struct availability {
  static constexpr std::uint16_t kind = 34;
  bool available;
  desk::media medium = desk::media::voice;
};

/// Interaction to caller queue: it needs an agent again.
struct joins_queue {
  static constexpr std::uint16_t kind = 80;
  interaction_id interaction; ///< its id from now on
  std::uint32_t queue;
  std::uint32_t agent; ///< number of the one that it is for; 0: any
  bool counts;         ///< as an arrival at that queue
};

/// To an interaction from itself: the agent passes it on.
struct passes_on {
  static constexpr std::uint16_t kind = 84;
};

/// Interaction to caller queue: an agent has passed the caller on.
struct passed_on {
  static constexpr std::uint16_t kind = 85;
  interaction_id interaction; ///< that the caller was
  std::uint32_t queue;
  std::uint32_t agent; ///< number of the one that the caller is for; 0: any
};

/// To an interaction from itself: what is to happen to it now, if it still is that interaction.
struct item_step {
  static constexpr std::uint16_t kind = 81;
  interaction_id interaction;
  desk::media_trigger does;
};

/// To a tab from itself: the agent clicks a toast that popped up here.
struct toast_clicked {
  static constexpr std::uint16_t kind = 83;
  std::uint32_t toast; ///< its number
};

/// To an agent from itself: what agents do by themselves.
struct habit {
  static constexpr std::uint16_t kind = 82;
  enum class what : std::uint8_t { shift_ends, break_begins, break_ends, tab_closes, tab_opens };
  what does;
  std::uint16_t which; ///< of the breaks or tabs
};

} // namespace deskstorm::actors::messages
