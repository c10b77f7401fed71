#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/policy/user_data_policy.hpp>

namespace deskstorm::desk {

/// Which attributes are written.
enum class attribute_choice : std::uint8_t {
  all,   ///< every one that is documented for this kind of interaction
  shown, ///< only those that the manual's example of this kind of interaction shows
};

/// How an interaction is written for a client.
struct interaction_view {
  key_list read = {}; ///< keys of the user data that the client may see
  attribute_choice attributes = attribute_choice::all;
  /// Milliseconds from 1970 to the start of the run; here the first instant of 2025 in UTC.
  std::int64_t epoch_ms = 1'735'689'600'000;
};

namespace detail {

struct written_interaction {
  const interaction& i;
  const interaction_view& view;
  const capability_list& capabilities;
};

enum class presence : std::uint8_t { never, documented, shown };

/// One attribute: where it occurs, and its value; a discarded one where there is none.
struct interaction_attribute {
  std::string_view key;
  presence in_call;
  presence in_preview;
  presence in_other;
  json (*value)(const written_interaction&);
};

inline json date(const std::optional<instant>& at, const interaction_view& view) {
  if (!at)
    return nullptr;
  return view.epoch_ms
         + std::chrono::duration_cast<std::chrono::milliseconds>(at->time_since_epoch()).count();
}

inline json text_or_nothing(const std::string& text) {
  return text.empty() ? json(json::value_t::discarded) : json(text);
}

inline json names_of(const capability_list& capabilities) {
  json names = json::array();
  for (const capability c : capabilities)
    names.push_back(name_of(c));
  return names;
}

inline json parties_of(const interaction& i) {
  json parties = json::array();
  for (const std::string& party : i.parties)
    parties.push_back({{"name", party}});
  return parties;
}

inline json parent_of(const interaction& i) {
  return i.parent.value == 0 ? json(nullptr) : json(std::to_string(i.parent.value));
}

inline json records_of(const interaction& i) {
  return i.chained_records.is_null() ? json(json::value_t::discarded) : i.chained_records;
}

using written = const written_interaction&;

// clang-format off
inline constexpr auto interaction_attributes = [] {
  using enum presence;
  return std::to_array<interaction_attribute>({
    {"interactionId",         shown,      shown, shown,
     [](written w) -> json { return std::to_string(w.i.id.value); }},
    {"parentInteractionId",   documented, shown, shown,
     [](written w) -> json { return parent_of(w.i); }},
    {"caseId",                shown,      shown, shown,
     [](written w) -> json { return w.i.case_id; }},
    {"userData",              shown,      shown, shown,
     [](written w) -> json { return only(w.view.read, w.i.user_data); }},
    {"state",                 shown,      shown, shown,
     [](written w) -> json { return name_of(w.i.state); }},
    {"previousState",         shown,      shown, shown,
     [](written w) -> json { return name_of(w.i.previous); }},
    {"parties",               shown,      shown, shown,
     [](written w) -> json { return parties_of(w.i); }},
    {"isMainCaseInteraction", shown,      shown, shown,
     [](written w) -> json { return w.i.main_of_case; }},
    {"isCaseSelected",        documented, shown, shown,
     [](written w) -> json { return w.i.case_selected; }},
    {"isCaseExpanded",        documented, shown, shown,
     [](written w) -> json { return w.i.case_expanded; }},
    {"startDate",             documented, shown, shown,
     [](written w) -> json { return date(w.i.started, w.view); }},
    {"endDate",               documented, shown, shown,
     [](written w) -> json { return date(w.i.ended, w.view); }},
    {"capabilities",          documented, shown, shown,
     [](written w) -> json { return names_of(w.capabilities); }},
    {"isConsultation",        shown,      never, shown,
     [](written w) -> json { return w.i.kind == call_kind::consultation; }},
    {"media",                 documented, never, shown,
     [](written w) -> json { return name_of(w.i.media); }},
    {"callType",              shown,      shown, never,
     [](written w) -> json { return name_of(w.i.type); }},
    {"callUuid",              shown,      never, never,
     [](written w) -> json { return w.i.call_uuid; }},
    {"direction",             shown,      never, never,
     [](written w) -> json { return name_of(w.i.direction); }},
    {"ani",                   documented, never, never,
     [](written w) -> json { return text_or_nothing(w.i.ani); }},
    {"dnis",                  shown,      never, never,
     [](written w) -> json { return text_or_nothing(w.i.dnis); }},
    {"recordingState",        documented, never, never,
     [](written w) -> json { return name_of(w.i.recording); }},
    {"chainedRecords",        never,      shown, never,
     [](written w) -> json { return records_of(w.i); }},
  });
}();
// clang-format on

inline presence presence_in(const interaction_attribute& a, const interaction& i) {
  if (is_preview(i.type))
    return a.in_preview;
  return i.media == media::voice ? a.in_call : a.in_other;
}

inline json write(const written_interaction& w) {
  json object = json::object();
  for (const auto& attribute : interaction_attributes) {
    const presence p = presence_in(attribute, w.i);
    if (p == presence::never
        || (p == presence::documented && w.view.attributes == attribute_choice::shown))
      continue;
    if (json value = attribute.value(w); !value.is_discarded())
      object[std::string{attribute.key}] = std::move(value);
  }
  return object;
}

} // namespace detail

/// Returns the Interaction object that a client of that view sees.
inline json to_json(const interaction& i, const interaction_view& view = {}) {
  return detail::write({i, view, capabilities_of(i)});
}

} // namespace deskstorm::desk
