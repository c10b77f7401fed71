#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <deskstorm/base/text.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/protocol/events.hpp>

/// Which values the `data` of events may have, by paths such as "interaction.parties.0.name".
namespace deskstorm::desk {

/// The step of a path at which no event of the kind has anything, and what there is instead.
struct wrong_step {
  std::string_view step;
  std::vector<std::string_view> known = {};
};

namespace detail {

using names = std::vector<std::string_view>;

/// Returns the keys of the data; none where they may be any.
inline names keys_of_data(event_type type) {
  using enum event_type;
  switch (type) {
  case event_type::frame_state: return {"frameState"};
  case custom_toast_button_click: return {"eventType", "customToastId", "buttonIndex"};
  case realtime_connection: return {"eventType", "state"};
  case agent_state_changed: return {"eventType", "mediaState", "reason", "reasonCode"};
  case media_state_changed: return {"eventType", "media", "mediaState", "reason", "reasonCode"};
  case case_id_changed: return {"eventType", "caseId", "previousCaseId"};
  case case_selected:
  case case_expanded:
  case case_collapsed: return {"eventType", "selectedCaseId"};
  case campaign_started: return {"eventType", "campaign", "mode"};
  case campaign_loaded:
  case campaign_stopped:
  case campaign_unloaded: return {"eventType", "campaign"};
  case markdone_requested: return {"eventType", "interactionId"};
  case messenger_message: return {};
  default: return {"eventType", "media", "interaction"};
  }
}

inline names attribute_names() {
  names all;
  for (const auto& attribute : interaction_attributes)
    all.push_back(attribute.key);
  return all;
}

inline bool is_one_of(std::string_view step, const names& all) {
  return std::ranges::find(all, step) != all.end();
}

/// Compares the rest of a path with an attribute of interactions.
inline std::optional<wrong_step> wrong_inside(std::string_view attribute, std::string_view rest) {
  if (rest.empty() || attribute == "userData")
    return std::nullopt;
  const auto number = cut(rest, '.');
  const bool is_list =
    attribute == "parties" || attribute == "capabilities" || attribute == "chainedRecords";
  if (!is_list || !whole_number<std::size_t>(number))
    return wrong_step{number};
  if (rest.empty() || attribute == "chainedRecords" || (attribute == "parties" && rest == "name"))
    return std::nullopt;
  return wrong_step{rest, attribute == "parties" ? names{"name"} : names{}};
}

} // namespace detail

/// Returns where a path leaves the data of such events; nothing where they may have a value there.
inline std::optional<wrong_step> wrong_step_of(event_type type, std::string_view path) {
  const auto keys = detail::keys_of_data(type);
  if (keys.empty())
    return std::nullopt;
  const auto key = cut(path, '.');
  if (!detail::is_one_of(key, keys))
    return wrong_step{key, keys};
  if (path.empty())
    return std::nullopt;
  const auto attribute = cut(path, '.');
  if (key != "interaction")
    return wrong_step{attribute};
  const auto attributes = detail::attribute_names();
  if (!detail::is_one_of(attribute, attributes))
    return wrong_step{attribute, attributes};
  return detail::wrong_inside(attribute, path);
}

} // namespace deskstorm::desk
