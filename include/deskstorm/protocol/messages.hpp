#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

#include <deskstorm/base/json.hpp>

namespace deskstorm {

inline constexpr std::string_view client_agent = "WWE Client";
inline constexpr std::string_view service_agent = "WWE Server";
inline constexpr int protocol_version = 2;

/// A JSON value that may be absent, which is not the same as null.
using maybe_json = std::optional<json>;

/// A key of a message and the member it is read into: a std::string, a json that must be there, or
/// a maybe_json.
template <class Message, class Value>
struct field {
  std::string_view key;
  Value Message::*member;
};

template <class Message, class Value>
field(const char*, Value Message::*) -> field<Message, Value>;

/// What every message carries beside its content. Any type is kept as it came, and so are keys that
/// we do not know.
struct header {
  maybe_json user_agent = {};
  maybe_json protocol = {};
  json other = json::object();

  static constexpr auto fields() {
    return std::tuple{field{"userAgent", &header::user_agent},
                      field{"protocolVersion", &header::protocol}};
  }

  friend bool operator==(const header&, const header&) = default;
};

inline header header_from(std::string_view agent) { return {agent, protocol_version}; }

/// Client to service: does something.
struct request_message {
  std::string request;
  maybe_json parameters = {}; ///< a list; absent and null are an empty one
  maybe_json reference = {};  ///< of any type; the reply repeats it
  maybe_json frame = {};      ///< the id of the last hello
  header head = header_from(client_agent);

  static constexpr auto fields() {
    return std::tuple{field{"request", &request_message::request},
                      field{"parameters", &request_message::parameters},
                      field{"referenceId", &request_message::reference},
                      field{"frameId", &request_message::frame}};
  }

  friend bool operator==(const request_message&, const request_message&) = default;
};

/// Client to service: asks for the events of channels.
struct subscribe_message {
  std::string event = "subscribe";
  json channels = {}; ///< one name or a list of names
  maybe_json reference = {};
  maybe_json frame = {};
  header head = header_from(client_agent);

  static constexpr auto fields() {
    return std::tuple{field{"event", &subscribe_message::event},
                      field{"data", &subscribe_message::channels},
                      field{"referenceId", &subscribe_message::reference},
                      field{"frameId", &subscribe_message::frame}};
  }

  friend bool operator==(const subscribe_message&, const subscribe_message&) = default;
};

/// Client to service: wants no more of a subscription. The client waits for no reply.
struct unsubscribe_message {
  std::string event = "unsubscribe";
  json subscription = {}; ///< what the subscribe reply gave
  maybe_json reference = {};
  maybe_json frame = {};
  header head = header_from(client_agent);

  static constexpr auto fields() {
    return std::tuple{field{"event", &unsubscribe_message::event},
                      field{"data", &unsubscribe_message::subscription},
                      field{"referenceId", &unsubscribe_message::reference},
                      field{"frameId", &unsubscribe_message::frame}};
  }

  friend bool operator==(const unsubscribe_message&, const unsubscribe_message&) = default;
};

/// Service to client: a request was accepted. Where the result stands is not in the manual; `data`
/// is what public integrations read.
struct success_reply {
  json reference = {};
  maybe_json request = {}; ///< name of the request
  maybe_json data = {};
  header head = header_from(service_agent);

  static constexpr auto fields() {
    return std::tuple{field{"referenceId", &success_reply::reference},
                      field{"request", &success_reply::request},
                      field{"data", &success_reply::data}};
  }

  friend bool operator==(const success_reply&, const success_reply&) = default;
};

/// Service to client: a request or subscription failed.
struct failure_reply {
  json reference = {};
  maybe_json request = {};
  json error = {}; ///< a text, but for the client whatever is there is a failure
  header head = header_from(service_agent);

  static constexpr auto fields() {
    return std::tuple{field{"referenceId", &failure_reply::reference},
                      field{"request", &failure_reply::request},
                      field{"errorMessage", &failure_reply::error}};
  }

  friend bool operator==(const failure_reply&, const failure_reply&) = default;
};

/// Service to client: a subscription began.
struct subscribe_reply {
  json reference = {};
  json subscription = {};
  header head = header_from(service_agent);

  static constexpr auto fields() {
    return std::tuple{field{"referenceId", &subscribe_reply::reference},
                      field{"subscriptionId", &subscribe_reply::subscription}};
  }

  friend bool operator==(const subscribe_reply&, const subscribe_reply&) = default;
};

/// Service to client: something happened.
struct event_message {
  json event = {}; ///< name of the channel
  maybe_json data = {};
  header head = header_from(service_agent);

  static constexpr auto fields() {
    return std::tuple{field{"event", &event_message::event}, field{"data", &event_message::data}};
  }

  friend bool operator==(const event_message&, const event_message&) = default;
};

/// Service to client: from now on your messages carry this id.
struct hello_message {
  json frame = {};
  header head = header_from(service_agent);

  static constexpr auto fields() { return std::tuple{field{"frameId", &hello_message::frame}}; }

  friend bool operator==(const hello_message&, const hello_message&) = default;
};

/// Service to client: a text, which begins with "wwe" and goes to the page's own handler.
struct text_message {
  std::string text;

  friend bool operator==(const text_message&, const text_message&) = default;
};

/// What the client drops without a word.
struct ignored_message {
  json document = {};

  friend bool operator==(const ignored_message&, const ignored_message&) = default;
};

using client_message = std::variant<request_message, subscribe_message, unsubscribe_message>;

using service_message = std::variant<success_reply, failure_reply, subscribe_reply, event_message,
                                     hello_message, text_message, ignored_message>;

} // namespace deskstorm
