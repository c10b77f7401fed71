#pragma once

#include <cstdint>
#include <string_view>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// How a request ended for the client.
enum class request_end : std::uint8_t { ok, failed, rate_limited, timed_out };

/// What the service did with a request that the client got no answer to in time.
enum class request_loss : std::uint8_t {
  ignored, ///< in quarantine
  refused, ///< origin or filter
  late,    ///< answered after the client gave up
  lost,    ///< dropped by a fault
};

/// What happens in a run, as told to whoever counts. Times are of the run; the observer decides
/// what lies in the warm-up. In a simulation all calls come from one thread.
class observer {
public:
  virtual ~observer() = default;

  /// A client sends `kind`, which it meant to send at `intended`.
  virtual void request_sent(std::uint32_t persona, request_kind kind, instant intended) = 0;

  /// The request that was meant to be sent at `intended` ends at `now`.
  virtual void request_ended(std::uint32_t persona, request_kind kind, request_end how,
                             instant intended, instant now) = 0;

  virtual void request_lost(std::uint32_t persona, request_kind kind, request_loss why,
                            instant intended) = 0;

  /// A client frame handles an event.
  virtual void event_seen(event_channel channel, event_type type, instant now) = 0;

  /// The main thread of a tab was busy from `begun` for `service`, after the task had waited.
  virtual void tab_served(duration waited, duration service, instant begun) = 0;

  /// A worker of the backend was busy likewise; `waiting` jobs were left in its queue.
  virtual void backend_served(duration waited, duration service, instant begun) = 0;
  virtual void backend_queued(std::uint32_t waiting, instant now) = 0;

  /// A caller enters queue number `queue` of the plan.
  virtual void call_offered(std::uint32_t queue, instant now) = 0;
  virtual void call_answered(std::uint32_t queue, duration waited, instant offered) = 0;
  virtual void call_abandoned(std::uint32_t queue, duration waited, instant offered) = 0;

  /// An agent was busy with a call of `queue` (handling and wrap-up) from `begun` until `ended`.
  virtual void agent_busy(std::uint32_t queue, instant begun, instant ended) = 0;

  /// The tab `tab` of `agent` leads, follows or negotiates from `now` on, or is gone.
  virtual void tab_state(agent_id agent, tab_id tab, frame_state state, instant now) = 0;
  virtual void tab_closed(agent_id agent, tab_id tab, instant now) = 0;
};

} // namespace deskstorm::actors
