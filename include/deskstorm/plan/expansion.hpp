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
  json interaction = {}; ///< $interaction: an id; null where there is none
  json event = {};       ///< $event.…: the `data` of the event being handled, or null
  std::string uuid = {}; ///< $uuid
  std::uint64_t counter = 0;
};

/// True where a text in `value` begins with $.
inline bool has_placeholders(const json& value) {
  if (value.is_structured())
    return std::ranges::any_of(value, has_placeholders);
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr && text->starts_with('$');
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

/// Returns `value` with its placeholders filled in: $interaction, $event.…, $uuid and $counter. One
/// that stands for nothing, such as a path that the event does not have, stays as it is.
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
  if (*text == "$uuid")
    return known.uuid;
  if (*text == "$counter")
    return known.counter;
  if (*text == "$interaction" && !known.interaction.is_null())
    return known.interaction;
  constexpr std::string_view of_event = "$event.";
  if (text->starts_with(of_event))
    if (const auto* found =
          detail::value_at(known.event, std::string_view{*text}.substr(of_event.size())))
      return *found;
  return value;
}

} // namespace deskstorm::plan
