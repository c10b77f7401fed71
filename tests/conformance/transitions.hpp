#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/desk/call.hpp>
#include <deskstorm/desk/chat.hpp>
#include <deskstorm/desk/email.hpp>
#include <deskstorm/desk/open_media.hpp>
#include <deskstorm/desk/recording.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/preview.hpp>

/// Every transition of the library's tables, in words.
namespace deskstorm::conformance {

/// One row of a table.
struct transition {
  std::string from;
  std::string on;
  std::string to;
  std::string seen = {}; ///< by clients
};

struct transition_table {
  std::string_view tag;  ///< that tests of it have, after "table:"
  std::string_view name; ///< as the page says it
  std::vector<transition> rows;
};

namespace detail {

constexpr std::array<std::string_view, 16> call_triggers{
  "dial",      "offer",     "answer",   "far end answers", "hold",       "resume",
  "hang up",   "mark done", "reroute",  "transfer",        "conference", "consult",
  "hand over", "merge",     "complete", "party changes"};

constexpr std::array<std::string_view, desk::media_trigger_count> media_triggers{
  "invite",
  "invite to conference",
  "pull",
  "pull fails",
  "workbin pull fails",
  "accept",
  "refuse",
  "revoke",
  "taken elsewhere",
  "store",
  "store fails",
  "place in queue",
  "queueing fails",
  "transfer",
  "leave conference",
  "complete",
  "join",
  "join fails",
  "message",
  "end",
  "create",
  "compose",
  "insert response",
  "send",
  "cancel"};

constexpr std::array<std::string_view, 4> recording_triggers{"start", "stop", "pause", "resume"};

constexpr std::array<std::string_view, 9> preview_states{"none",     "invited",  "previewing",
                                                         "dialing",  "talking",  "released",
                                                         "rejected", "canceled", "removed"};

constexpr std::array<std::string_view, 11> preview_triggers{
  "pulled",  "pushed",    "accept",        "decline",       "call",    "answered",
  "release", "mark done", "reject record", "cancel record", "withdraw"};

constexpr std::array<std::string_view, 3> campaign_states{"unloaded", "loaded", "started"};
constexpr std::array<std::string_view, 4> campaign_triggers{"load", "start", "stop", "unload"};

template <class Enum, std::size_t N>
std::string word(const std::array<std::string_view, N>& words, Enum value) {
  return std::string{words[static_cast<std::size_t>(value)]};
}

inline std::string word(desk::interaction_state state) {
  return state == desk::interaction_state::none ? "none" : std::string{name_of(state)};
}

template <class Rows, std::size_t N>
std::vector<transition> rows_of(const Rows& rows, const std::array<std::string_view, N>& triggers) {
  std::vector<transition> all;
  for (const auto& row : rows) {
    std::string seen;
    for (const auto event : row.events)
      seen += (seen.empty() ? "" : " ") + std::string{name_of(event)};
    all.push_back({word(row.from), word(triggers, row.on), word(row.to), seen});
  }
  return all;
}

/// One row an event, as the tables of the manual have it.
inline std::vector<transition> rows_of(outbound::preview_mode mode) {
  std::vector<transition> all;
  for (const auto& row : outbound::rows_of(mode)) {
    std::string may;
    for (const auto one : row.capabilities)
      may += (may.empty() ? "" : " ") + std::string{name_of(one)};
    const auto to = follow(outbound::preview_edges, row.from, row.on).value();
    all.push_back({word(preview_states, row.from), word(preview_triggers, row.on),
                   word(preview_states, to),
                   std::string{name_of(row.event)} + " of "
                     + std::string{name_of(outbound::type_of(mode, row.about))} + ", "
                     + std::string{name_of(row.state)} + ": " + (may.empty() ? "-" : may)});
  }
  return all;
}

inline std::vector<transition> recording_rows() {
  std::vector<transition> all;
  for (const auto& row : desk::recording_table)
    all.push_back({std::string{name_of(row.from)}, word(recording_triggers, row.on),
                   std::string{name_of(row.to)}, "CALL_RECORDING_STATE_CHANGED"});
  return all;
}

inline std::vector<transition> campaign_rows() {
  std::vector<transition> all;
  for (const auto& row : outbound::campaign_edges)
    all.push_back({word(campaign_states, row.from), word(campaign_triggers, row.on),
                   word(campaign_states, row.to),
                   std::string{deskstorm::name_of(outbound::event_of(row.on))}});
  return all;
}

} // namespace detail

inline std::vector<transition_table> all_transitions() {
  using namespace detail;
  using enum outbound::preview_mode;
  return {
    {"pull-preview", "Pull preview", detail::rows_of(pull)},
    {"push-preview", "Push preview", detail::rows_of(push)},
    {"direct-push-preview", "Direct push preview", detail::rows_of(direct_push)},
    {"campaign", "Campaign", campaign_rows()},
    {"call", "Call", detail::rows_of(desk::call_rows, call_triggers)},
    {"consultation", "Consultation", detail::rows_of(desk::consultation_rows, call_triggers)},
    {"recording", "Recording", recording_rows()},
    {"open-media", "Inbound e-mail and work item",
     detail::rows_of(desk::open_media_rows, media_triggers)},
    {"chat", "Chat", detail::rows_of(desk::chat_rows, media_triggers)},
    {"outbound-email", "Outbound e-mail",
     detail::rows_of(desk::outbound_email_rows, media_triggers)},
  };
}

} // namespace deskstorm::conformance
