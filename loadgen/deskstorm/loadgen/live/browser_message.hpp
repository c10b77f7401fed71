#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/loadgen/live/json_members.hpp>
#include <deskstorm/protocol/codec.hpp>

/// What the desktop page tells about its tab, one JSON text a message; docs/serve.md lists them.
namespace deskstorm::loadgen::live {

/// A page is put into that frame, which is the next one, counted from 0, or one that was dropped;
/// frame 0 is the desktop's own.
struct embed_page {
  std::uint8_t frame;
  std::string origin;
};

/// The page in a frame has posted something. `origin` is what the browser says of it.
struct relay_message {
  std::uint8_t frame;
  std::string origin;
  json message;
};

/// Another page has loaded in a frame, or the same anew. The last `early` messages of the frame are
/// its own.
struct page_loaded {
  std::uint8_t frame;
  std::uint32_t early;
};

struct drop_page {
  std::uint8_t frame;
};

struct show_page {
  std::uint8_t frame;
  bool visible;
};

struct show_tab {
  bool visible;
};

/// The agent looks at this tab.
struct focus_tab {};

struct click_toast {
  std::uint32_t toast;
  std::uint32_t button;
};

/// The agent ends a chat.
struct end_chat {
  interaction_id interaction;
};

using browser_message = std::variant<relay_message, embed_page, page_loaded, drop_page, show_page,
                                     show_tab, focus_tab, click_toast, end_chat>;

namespace detail {

inline result<browser_message> read_of_frame(std::string_view op, json& document) {
  const auto frame = number_at<std::uint8_t>(document, "frame", 254);
  if (!frame)
    return failure{"expected the number of a frame", "frame"};
  if (op == "message") {
    const auto message = document.find("message");
    if (message == document.end())
      return failure{"expected a message", "message"};
    return browser_message{relay_message{*frame, text_at(document, "origin"), std::move(*message)}};
  }
  if (op == "embed")
    return browser_message{embed_page{*frame, text_at(document, "origin")}};
  if (op == "load")
    return browser_message{
      page_loaded{*frame, number_at<std::uint32_t>(document, "early", 0xFFFF'FFFF).value_or(0)}};
  if (op == "drop")
    return browser_message{drop_page{*frame}};
  if (op == "show-frame")
    return browser_message{show_page{*frame, flag_at(document, "visible")}};
  return failure{"there is no such 'op'", "op"};
}

} // namespace detail

/// Reads one message. Errors: no JSON, beyond the limits, or none of these.
inline result<browser_message> read_browser_message(std::string_view text,
                                                    const codec_limits& limits = {}) {
  auto parsed = deskstorm::parse_document(text, limits);
  if (!parsed)
    return parsed.why();
  json document = *std::move(parsed);
  if (!document.is_object())
    return failure{"the message is no object"};
  const auto op = text_at(document, "op");
  if (op == "show-tab")
    return browser_message{show_tab{flag_at(document, "visible")}};
  if (op == "focus")
    return browser_message{focus_tab{}};
  if (op == "end-chat") {
    const auto chat = desk::interaction_named(document.value("interaction", json{}));
    return chat ? result<browser_message>{end_chat{*chat}}
                : failure{"expected the id of an interaction", "interaction"};
  }
  if (op != "click")
    return detail::read_of_frame(op, document);
  const auto toast = number_at<std::uint32_t>(document, "toast", 0xFFFF'FFFF);
  const auto button = number_at<std::uint32_t>(document, "button", 0xFFFF'FFFF);
  if (!toast || !button)
    return failure{"expected a toast and a button, both by number", "toast"};
  return browser_message{click_toast{*toast, *button}};
}

} // namespace deskstorm::loadgen::live
