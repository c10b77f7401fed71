#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/media_state.hpp>

namespace deskstorm::desk {

/// What kind of target a call is transferred to or consulted with. Source: the interaction page.
enum class target_type : std::uint8_t {
  agent,
  agent_group,
  skill,
  interaction_queue,
  routing_point,
  custom_contact,
};

// clang-format off
inline constexpr std::array target_types{
  named<target_type>{target_type::agent,             "AGENT"},
  named<target_type>{target_type::agent_group,       "AGENT_GROUP"},
  named<target_type>{target_type::skill,             "SKILL"},
  named<target_type>{target_type::interaction_queue, "INTERACTION_QUEUE"},
  named<target_type>{target_type::routing_point,     "ROUTING_POINT"},
  named<target_type>{target_type::custom_contact,    "CUSTOM_CONTACT"},
};
// clang-format on

struct target {
  target_type type = target_type::custom_contact;
  std::string destination;
  desk::media media = desk::media::voice;

  friend bool operator==(const target&, const target&) = default;
};

namespace detail {

inline failure bad_target(std::string text) { return {std::move(text), "targetQuery"}; }

} // namespace detail

/// Reads the parameter `targetQuery`: a text is a custom contact; in an object the type stands
/// under `target`, as the manual has it, or under `type`, as the vendor's sample has it.
/// Errors: no or an unknown type, no destination, an unknown media.
inline result<target> read_target(const json& query) {
  target read;
  if (const auto* text = query.get_ptr<const std::string*>())
    read.destination = *text;
  if (query.is_object()) {
    const auto text_of = [&](const char* key) {
      const auto found = query.find(key);
      return found != query.end() && found->is_string() ? found->get<std::string>() : std::string{};
    };
    const auto type = query.contains("target") ? text_of("target") : text_of("type");
    const auto known = value_in<target_type>(target_types, type);
    if (!known)
      return detail::bad_target("There is no target type '" + type + "'.");
    read.type = *known;
    read.destination = text_of("destination");
    if (query.contains("media")) {
      const auto media = media_for(text_of("media"));
      if (!media)
        return detail::bad_target(media.why().text);
      read.media = *media;
    }
  }
  if (read.destination.empty())
    return detail::bad_target("The target has no destination.");
  return read;
}

} // namespace deskstorm::desk
