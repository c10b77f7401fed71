#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/codec.hpp>

/// What goes to a client page, as documents.
namespace deskstorm::desk {

/// The reply to a request: its result under `data`, or why it failed under `errorMessage`.
inline json reply_document(const request_message& request, const answer& how) {
  const json reference = request.reference.value_or(json(nullptr));
  if (how)
    return to_document(
      success_reply{.reference = reference, .request = request.request, .data = *how});
  return to_document(
    failure_reply{.reference = reference, .request = request.request, .error = how.why().text});
}

/// The event as each frame gets it.
inline json event_document(const outgoing& event) {
  return to_document(event_message{.event = channel_text(event), .data = event.data});
}

/// The failure of a request that the filter of its origin does not name.
inline failure not_allowed(request_kind kind) {
  return {"The request '" + std::string{name_of(kind)} + "' is not allowed for this origin.",
          "request"};
}

/// The failure of a request that met its limit.
inline failure limit_reached(request_kind kind, duration quarantine) {
  return {rate_limit_text(name_of(kind), quarantine), "request"};
}

/// The failure of a subscribe or unsubscribe that met the limit. No source shows one: it names the
/// `event` of the message, and has neither `request`, as there is none, nor `event`, by which the
/// client would take it for an event.
template <class Message>
json limited_subscription(const Message& m, duration quarantine) {
  return to_document(failure_reply{.reference = m.reference.value_or(json(nullptr)),
                                   .error = rate_limit_text(m.event, quarantine)});
}

} // namespace deskstorm::desk
