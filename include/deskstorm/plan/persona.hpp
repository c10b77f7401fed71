#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/plan/arrivals.hpp>
#include <deskstorm/plan/distribution.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::plan {

/// Where the interaction id of a request comes from.
enum class interaction_source : std::uint8_t {
  none,  ///< the request has no such parameter, or it is written out in the arguments
  live,  ///< $interaction: one of the agent's live interactions, drawn
  event, ///< $event.interaction.interactionId: that of the event being handled
};

/// One request as a persona makes it.
struct request_choice {
  request_kind request{};
  std::uint32_t arguments = 0; ///< index into floor_plan::arguments
  interaction_source interaction = interaction_source::none;
  double weight = 1;
};

/// Think, send, wait for the reply or the client's time-out, repeat.
struct closed_load {
  distribution think = {};
};

/// Sends whether or not earlier replies came.
struct open_load {
  plan::arrivals arrivals = {};
};

/// `count` requests at once, at `at` and then, if `every` is above zero, again and again.
struct burst_load {
  std::uint32_t count = 1;
  instant at = {};
  duration every = {};
};

/// One recorded request.
struct trace_row {
  instant at;
  std::uint32_t agent = 1; ///< number from 1
  std::uint32_t frame = 0; ///< number within the agent's first tab, from 0
  request_choice request;
};

struct trace_load {
  std::vector<trace_row> rows = {};
};

struct no_load {};

using load = std::variant<no_load, closed_load, open_load, burst_load, trace_load>;

/// What a client does when an event comes.
struct reaction {
  event_channel channel{};
  std::optional<event_type> type = {}; ///< nothing: any event of the channel
  std::vector<request_choice> requests = {};
};

/// When a client sends a request again.
struct retry_policy {
  bool on_rate_limit = false;
  bool on_timeout = false;
  bool on_failure = false;
  std::uint32_t attempts = 0; ///< beyond the first
  distribution backoff = {};
};

/// A kind of client: where its page comes from, what it listens to and what it asks.
struct persona {
  std::string name;
  std::string origin;
  std::vector<event_channel> subscribe = {};
  std::vector<std::string> messengers = {}; ///< the names after "messenger:" among these
  plan::load load = {};
  std::vector<request_choice> requests = {};
  std::vector<reaction> reactions = {};
  retry_policy retry = {};
  bool legitimate = false;
  bool abusive = false;
};

} // namespace deskstorm::plan
