#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/loadgen/live/json_members.hpp>
#include <deskstorm/plan/expansion.hpp>
#include <deskstorm/plan/persona.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/codec.hpp>

/// The client's side of the desktop page: messages of simulated frames as texts for a server, and
/// back.
namespace deskstorm::loadgen::live {

namespace detail {

inline std::string op_text(const char* op, std::uint8_t frame, const std::string& origin,
                           json message) {
  json document{{"op", op}, {"frame", frame}, {"origin", origin}};
  if (!message.is_null())
    document["message"] = std::move(message);
  return deskstorm::to_text(document);
}

} // namespace detail

inline std::string embed_text(std::uint8_t frame, const std::string& origin) {
  return detail::op_text("embed", frame, origin, nullptr);
}

/// A request of a persona's frame, with parameters in which the interaction that it has chosen, and
/// whatever else is in `known`, is filled in.
inline std::string ask_text(const actors::messages::ask& what, const json& parameters,
                            plan::placeholder_values known, const std::string& origin) {
  request_message message{.request = std::string{name_of(what.request)},
                          .reference = std::to_string(what.reference.value),
                          .frame = what.frame};
  if (what.interaction.value != 0) {
    known.interaction = std::to_string(what.interaction.value);
    known.event["interaction"] = {{"interactionId", known.interaction}};
  }
  if (!parameters.empty())
    message.parameters = plan::expand(parameters, known);
  return detail::op_text("message", what.frame, origin, to_document(message));
}

/// A persona subscribes, as the client library does.
inline std::string subscribe_text(const actors::messages::subscribe& what,
                                  const plan::persona& persona) {
  json channels = json::array();
  for (const auto channel : persona.subscribe)
    if (channel != event_channel::messenger)
      channels.push_back(name_of(channel));
  for (const auto& name : persona.messengers)
    channels.push_back(std::string{messenger_prefix} + name);
  const subscribe_message message{.channels = std::move(channels),
                                  .reference = std::to_string(what.reference.value),
                                  .frame = what.frame};
  return detail::op_text("message", what.frame, persona.origin, to_document(message));
}

/// What a server tells a frame, as a simulated tab would.
using frame_message =
  std::variant<actors::messages::hello, actors::messages::reply, actors::messages::notify>;

struct for_frame {
  std::uint8_t frame;
  frame_message what;
  json data = {}; ///< of events
};

namespace detail {

inline reference_id reference_of(const json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  const auto number = text == nullptr ? std::nullopt : whole_number<std::uint32_t>(*text);
  return reference_id{number.value_or(0)};
}

inline request_kind request_of(const maybe_json& name) {
  const auto* text = name ? name->get_ptr<const std::string*>() : nullptr;
  const auto kind = text == nullptr ? std::nullopt : request_named(*text);
  return kind.value_or(request_kind{});
}

inline frame_message read(const success_reply& r) {
  return actors::messages::reply{
    reference_of(r.reference), {}, actors::messages::answer::ok, request_of(r.request)};
}

inline frame_message read(const failure_reply& r) {
  const auto* text = r.error.get_ptr<const std::string*>();
  const bool limit = text != nullptr && text->starts_with("The rate limit for the request");
  return actors::messages::reply{reference_of(r.reference),
                                 {},
                                 limit ? actors::messages::answer::rate_limited
                                       : actors::messages::answer::failed,
                                 request_of(r.request)};
}

inline frame_message read(const subscribe_reply& r) {
  const auto id = r.subscription.is_number_unsigned() ? r.subscription.get<std::uint32_t>() : 0u;
  return actors::messages::reply{
    reference_of(r.reference), subscription_id{id}, actors::messages::answer::ok, {}};
}

inline std::optional<frame_message> read(const event_message& e) {
  const auto* name = e.event.get_ptr<const std::string*>();
  const auto channel = name == nullptr ? std::nullopt : channel_named(*name);
  if (!channel)
    return std::nullopt;
  const json data = e.data.value_or(json::object());
  actors::messages::notify made{{}, *channel, event_type::messenger_message, {}, {}};
  if (*channel == event_channel::messenger || !data.is_object())
    return frame_message{made};
  if (const auto state = frame_state_named(text_at(data, "frameState"))) {
    made.type = event_type::frame_state;
    made.state = *state;
    return frame_message{made};
  }
  const auto type = event_named(*channel, text_at(data, "eventType"));
  if (!type)
    return std::nullopt;
  made.type = *type;
  if (const auto about = data.find("interaction"); about != data.end() && about->is_object())
    made.interaction =
      desk::interaction_named(about->value("interactionId", json())).value_or(interaction_id{});
  return frame_message{made};
}

} // namespace detail

/// Reads what a server sends. Nothing where it is for no frame.
inline std::optional<for_frame> read_server_text(std::string_view text) {
  auto parsed = deskstorm::parse_document(text, {.bytes = std::size_t{1} << 24});
  if (!parsed || !parsed->is_object())
    return std::nullopt;
  json document = *std::move(parsed);
  const auto frame = document.find("frame");
  const auto message = document.find("message");
  if (frame == document.end() || !frame->is_number_unsigned() || message == document.end())
    return std::nullopt;
  const auto number = frame->get<std::uint8_t>();
  const auto read = read_service_message(std::move(*message));
  if (const auto* r = std::get_if<success_reply>(&read))
    return for_frame{number, detail::read(*r)};
  if (const auto* r = std::get_if<failure_reply>(&read))
    return for_frame{number, detail::read(*r)};
  if (const auto* r = std::get_if<subscribe_reply>(&read))
    return for_frame{number, detail::read(*r)};
  if (std::holds_alternative<hello_message>(read))
    return for_frame{number, actors::messages::hello{number}};
  if (const auto* e = std::get_if<event_message>(&read))
    if (const auto event = detail::read(*e))
      return for_frame{number, *event, e->data.value_or(json::object())};
  return std::nullopt;
}

} // namespace deskstorm::loadgen::live
