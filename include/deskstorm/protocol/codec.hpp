#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/protocol/messages.hpp>

namespace deskstorm {

/// What a message may be at most. The vendor names no limits.
struct codec_limits {
  std::size_t bytes = std::size_t{1} << 20;
  std::size_t depth = 64;    ///< objects and lists within each other
  std::size_t items = 10000; ///< of one list, or members of one object
};

namespace detail {

/// How deep the brackets of a JSON text are, wherever it is well formed.
inline std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

inline std::size_t longest_list(const json& value) {
  std::size_t longest = value.is_structured() ? value.size() : 0;
  if (value.is_structured())
    for (const auto& item : value)
      longest = std::max(longest, longest_list(item));
  return longest;
}

/// What JavaScript takes for true.
inline bool truthy(const json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end() || found->is_null())
    return false;
  if (const auto* text = found->get_ptr<const std::string*>())
    return !text->empty();
  if (found->is_boolean())
    return found->get<bool>();
  return !found->is_number() || found->get<double>() != 0;
}

inline void read_field(json& from, std::string_view key, std::string& to) {
  const auto found = from.find(key);
  to = std::move(found->get_ref<std::string&>());
  from.erase(found);
}

inline void read_field(json& from, std::string_view key, json& to) {
  const auto found = from.find(key);
  to = std::move(*found);
  from.erase(found);
}

inline void read_field(json& from, std::string_view key, maybe_json& to) {
  to.reset();
  if (const auto found = from.find(key); found != from.end()) {
    to = std::move(*found);
    from.erase(found);
  }
}

/// Takes a message out of a document that has been found to be one.
template <class Message>
Message taken(json document) {
  Message made;
  const auto read_all = [&](auto& to) {
    std::apply([&](const auto&... f) { (read_field(document, f.key, to.*f.member), ...); },
               to.fields());
  };
  read_all(made);
  read_all(made.head);
  made.head.other = std::move(document);
  return made;
}

inline void write_field(json& to, std::string_view key, const maybe_json& value) {
  if (value)
    to[std::string{key}] = *value;
}

inline void write_field(json& to, std::string_view key, const auto& value) {
  to[std::string{key}] = value;
}

} // namespace detail

/// Returns the document that `text` is. Errors: too long or too deep, no JSON, a list too long.
inline result<json> parse_document(std::string_view text, const codec_limits& limits = {}) {
  if (text.size() > limits.bytes)
    return failure{"the message is longer than " + std::to_string(limits.bytes) + " bytes"};
  if (detail::depth_of(text) > limits.depth)
    return failure{"the message is deeper than " + std::to_string(limits.depth) + " levels"};
  auto document = json::parse(text, nullptr, false);
  if (document.is_discarded())
    return failure{"the message is no JSON"};
  if (detail::longest_list(document) > limits.items)
    return failure{"the message has a list of more than " + std::to_string(limits.items)
                   + " items"};
  return document;
}

/// Returns the message of a client that `document` is, as the service reads it. Errors: what is
/// none, with the key that is wrong.
inline result<client_message> read_client_message(json document) {
  if (!document.is_object())
    return failure{"the message is no object"};
  const auto event = document.find("event");
  const auto data = document.find("data");
  if (event != document.end() && *event == "subscribe") {
    const auto is_text = [](const json& value) { return value.is_string(); };
    if (data == document.end()
        || !(data->is_string() || (data->is_array() && std::ranges::all_of(*data, is_text))))
      return failure{"a subscription needs the name of a channel or a list of names", "data"};
    return detail::taken<subscribe_message>(std::move(document));
  }
  if (event != document.end() && *event == "unsubscribe") {
    if (data == document.end())
      return failure{"the id of a subscription is missing", "data"};
    return detail::taken<unsubscribe_message>(std::move(document));
  }
  const auto request = document.find("request");
  if (request == document.end())
    return failure{"the message is neither a request nor a subscription", "request"};
  if (!request->is_string())
    return failure{"the name of a request must be a text", "request"};
  if (const auto parameters = document.find("parameters");
      parameters != document.end() && !parameters->is_array() && !parameters->is_null())
    return failure{"parameters must be a list", "parameters"};
  return detail::taken<request_message>(std::move(document));
}

/// Returns what the client library takes `document` for, in its order: what does not name a service
/// is dropped; an event; a reply; a hello.
inline service_message read_service_message(json document) {
  if (const auto* text = document.get_ptr<const std::string*>();
      text != nullptr && text->starts_with("wwe"))
    return text_message{*text};
  if (!document.is_object())
    return ignored_message{std::move(document)};
  const auto agent = document.find("userAgent");
  const auto* name = agent == document.end() ? nullptr : agent->get_ptr<const std::string*>();
  if (name == nullptr || name->find("WWE") == std::string::npos)
    return ignored_message{std::move(document)};
  if (detail::truthy(document, "event"))
    return detail::taken<event_message>(std::move(document));
  if (detail::truthy(document, "referenceId")) {
    if (document.contains("errorMessage"))
      return detail::taken<failure_reply>(std::move(document));
    if (document.contains("subscriptionId"))
      return detail::taken<subscribe_reply>(std::move(document));
    return detail::taken<success_reply>(std::move(document));
  }
  if (document.contains("frameId"))
    return detail::taken<hello_message>(std::move(document));
  return ignored_message{std::move(document)};
}

/// Returns the document that a message is on the wire.
template <class Message>
json to_document(const Message& message) {
  json document = message.head.other;
  const auto write_all = [&](const auto& from) {
    std::apply(
      [&](const auto&... f) { (detail::write_field(document, f.key, from.*f.member), ...); },
      from.fields());
  };
  write_all(message);
  write_all(message.head);
  return document;
}

inline json to_document(const text_message& message) { return message.text; }
inline json to_document(const ignored_message& message) { return message.document; }

template <class... Messages>
json to_document(const std::variant<Messages...>& message) {
  return std::visit([](const auto& m) { return to_document(m); }, message);
}

/// Returns the JSON text of a document in one line. What is no UTF-8 becomes U+FFFD.
inline std::string to_text(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// parse_document and read_client_message in one.
inline result<client_message> parse_client_message(std::string_view text,
                                                   const codec_limits& limits = {}) {
  auto document = parse_document(text, limits);
  if (!document)
    return document.why();
  return read_client_message(*std::move(document));
}

/// parse_document and read_service_message in one.
inline result<service_message> parse_service_message(std::string_view text,
                                                     const codec_limits& limits = {}) {
  auto document = parse_document(text, limits);
  if (!document)
    return document.why();
  return read_service_message(*std::move(document));
}

} // namespace deskstorm
