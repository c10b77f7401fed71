#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/text.hpp>

namespace deskstorm::plan {

/// What the placeholders in the parameters of one request stand for.
struct placeholder_values {
  json interaction = {};     ///< $interaction: an id; null where there is none
  json event = {};           ///< $event.…: the `data` of the event being handled, or null
  std::string uuid = {};     ///< $uuid; empty where it is not known
  std::uint64_t counter = 0; ///< $counter; 0 where it is not known
};

inline constexpr std::string_view event_prefix = "$event.";
inline constexpr std::string_view event_interaction = "$event.interaction.interactionId";

/// What has to be filled into parameters.
enum class filling : std::uint8_t {
  nothing,
  id,       ///< the first one, which is $interaction or that of the event
  of_tab,   ///< others, none of them of an event
  of_event, ///< $event.…, and perhaps others
};

/// True where a text in `value` begins with $.
inline bool has_placeholders(const json& value) {
  if (value.is_structured())
    return std::ranges::any_of(value, has_placeholders);
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr && text->starts_with('$');
}

/// True where a text in `value` is to be filled in with a value of an event.
inline bool mentions_event(const json& value) {
  if (value.is_structured())
    return std::ranges::any_of(value, mentions_event);
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr && text->starts_with(event_prefix);
}

namespace detail {

/// Returns what stands in `document` at a path such as "interaction.parties.0.name", or nullptr.
inline const json* value_at(const json& document, std::string_view path) {
  const json* at = &document;
  while (!path.empty()) {
    const auto step = cut(path, '.');
    const auto index = whole_number<std::size_t>(step);
    if (at->is_array() && index && *index < at->size())
      at = &(*at)[*index];
    else if (const auto found = at->find(std::string{step}); at->is_object() && found != at->end())
      at = &*found;
    else
      return nullptr;
  }
  return at;
}

} // namespace detail

/// Returns what has to be filled into a list of parameters.
inline filling filling_of(const json& parameters) {
  if (!has_placeholders(parameters))
    return filling::nothing;
  const bool by_id = parameters[0] == "$interaction" || parameters[0] == event_interaction;
  if (by_id && std::none_of(parameters.begin() + 1, parameters.end(), has_placeholders))
    return filling::id;
  return mentions_event(parameters) ? filling::of_event : filling::of_tab;
}

/// Returns `value` with its placeholders filled in: $interaction, $event.…, $uuid and $counter.
/// What the event does not have is null, as it is undefined in a page. What is not known stays.
inline json expand(const json& value, const placeholder_values& known) {
  if (value.is_structured()) {
    json made = value;
    for (auto& inner : made)
      inner = expand(inner, known);
    return made;
  }
  const auto* text = value.get_ptr<const std::string*>();
  if (text == nullptr)
    return value;
  if (*text == "$uuid" && !known.uuid.empty())
    return known.uuid;
  if (*text == "$counter" && known.counter != 0)
    return known.counter;
  if (*text == "$interaction" && !known.interaction.is_null())
    return known.interaction;
  if (known.event.is_null() || !text->starts_with(event_prefix))
    return value;
  const auto* found =
    detail::value_at(known.event, std::string_view{*text}.substr(event_prefix.size()));
  return found == nullptr ? json(nullptr) : *found;
}

} // namespace deskstorm::plan
