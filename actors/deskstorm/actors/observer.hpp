#pragma once

#include <cstdint>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record.hpp>
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

/// What a caller meets at a queue.
enum class caller_fate : std::uint8_t {
  served_at_once, ///< an agent was free
  waits,          ///< all agents were busy
};

/// A tab, as observers tell it from others.
struct tab_ref {
  agent_id agent;
  tab_id tab;
  entity_number number = 0; ///< of the actor that is the tab
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

  /// The same end, told of the frame that had asked: for who looks at single clients.
  virtual void client_ended(entity_number /*frame*/, std::uint32_t /*persona*/,
                            request_kind /*kind*/, request_end /*how*/, instant /*intended*/,
                            instant /*now*/) {}

  virtual void request_lost(std::uint32_t persona, request_kind kind, request_loss why,
                            instant intended) = 0;

  /// A client frame handles an event; a change of its frame state is told by the second.
  virtual void event_seen(event_channel channel, event_type type, instant now) = 0;
  virtual void frame_state_seen(frame_state state, instant now) = 0;

  /// The main thread of tab number `tab` was busy from `begun` for `service`, after the task had
  /// waited.
  virtual void tab_served(entity_number tab, duration waited, duration service, instant begun) = 0;

  /// A worker of the backend was busy likewise; `waiting` jobs were left in its queue.
  virtual void backend_served(duration waited, duration service, instant begun) = 0;
  virtual void backend_queued(std::uint32_t waiting, instant now) = 0;

  /// A caller enters queue number `queue` of the plan.
  virtual void call_offered(std::uint32_t queue, caller_fate fate, instant now) = 0;
  virtual void call_answered(std::uint32_t queue, duration waited, instant offered) = 0;
  virtual void call_abandoned(std::uint32_t queue, duration waited, instant offered) = 0;

  /// A caller begins to wait for an agent to be assigned; the wait is over, however it ends.
  virtual void caller_queued(std::uint32_t /*queue*/, instant /*now*/) {}
  virtual void caller_unqueued(std::uint32_t /*queue*/, instant /*now*/) {}

  /// An agent is busy with a call of `queue` (handling and wrap-up) from the first until the
  /// second.
  virtual void agent_engaged(std::uint32_t queue, instant now) = 0;
  virtual void agent_freed(std::uint32_t queue, instant now) = 0;

  /// A tab leads, follows or negotiates from `now` on, or is gone. The first call for a tab says
  /// that it is open.
  virtual void tab_state(tab_ref tab, frame_state state, instant now) = 0;
  virtual void tab_closed(tab_ref tab, instant now) = 0;

  /// Something comes up that one tab of the agent must do, and only one: the leader. `duty` is
  /// unique in the run.
  virtual void duty_due(std::uint64_t duty, instant now) = 0;
  virtual void duty_done(std::uint64_t duty, instant now) = 0;

  /// A campaign has so many records more, none of which was called yet; later, what became of one
  /// of them changes.
  virtual void records_listed(std::uint32_t campaign, std::uint64_t records) = 0;
  virtual void record_became(std::uint32_t campaign, outbound::disposition before,
                             outbound::disposition after) = 0;

  /// A campaign is loaded, started, stopped or unloaded.
  virtual void campaign_stepped(std::uint32_t /*campaign*/, outbound::campaign_trigger /*step*/,
                                instant /*now*/) {}

  /// A campaign dials a number; its call ends; who has answered reaches an agent or gives up.
  virtual void record_dialed(std::uint32_t campaign, instant now) = 0;
  virtual void record_result(std::uint32_t campaign, outbound::call_result result, instant now) = 0;
  virtual void record_answered(std::uint32_t campaign, bool abandoned, instant now) = 0;
};

} // namespace deskstorm::actors
