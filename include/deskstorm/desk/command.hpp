#pragma once

#include <optional>
#include <type_traits>
#include <variant>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::desk {

/// Anything that can happen to one interaction by its name alone.
using command = std::variant<call_trigger, recording_trigger, media_trigger>;

/// Carries out any command on any interaction. Nothing changes where it fails.
/// Errors: an interaction of that kind has no such command, or its state does not allow it.
inline result<interaction_events> apply(interaction& i, const command& what, instant now) {
  return std::visit(
    [&](auto trigger) {
      if constexpr (std::is_same_v<decltype(trigger), recording_trigger>)
        return apply(i, trigger);
      else
        return apply(i, trigger, now);
    },
    what);
}

/// Returns what the request does to that interaction: which of the tables counts follows from the
/// medium. Nothing where the request is about something else.
inline std::optional<command> command_of(const interaction& i, request_kind request) {
  if (i.media != media::voice) {
    if (const auto trigger = media_trigger_of(request))
      return *trigger;
    return std::nullopt;
  }
  if (const auto trigger = call_trigger_of(request))
    return *trigger;
  if (const auto trigger = recording_trigger_of(request))
    return *trigger;
  return std::nullopt;
}

} // namespace deskstorm::desk
