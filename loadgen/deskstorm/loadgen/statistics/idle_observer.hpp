#pragma once

#include <cstdint>

#include <deskstorm/actors/observer.hpp>

namespace deskstorm::loadgen {

/// Looks at nothing. Observers that want to know little derive from it.
class idle_observer : public actors::observer {
public:
  void request_sent(std::uint32_t, request_kind, instant) override {}
  void request_ended(std::uint32_t, request_kind, actors::request_end, instant, instant) override {}
  void request_lost(std::uint32_t, request_kind, actors::request_loss, instant) override {}
  void event_seen(event_channel, event_type, instant) override {}
  void frame_state_seen(frame_state, instant) override {}
  void tab_served(actors::entity_number, duration, duration, instant) override {}
  void backend_served(duration, duration, instant) override {}
  void backend_queued(std::uint32_t, instant) override {}
  void call_offered(std::uint32_t, actors::caller_fate, instant) override {}
  void call_answered(std::uint32_t, duration, instant) override {}
  void call_abandoned(std::uint32_t, duration, instant) override {}
  void agent_engaged(std::uint32_t, instant) override {}
  void agent_freed(std::uint32_t, instant) override {}
  void tab_state(actors::tab_ref, frame_state, instant) override {}
  void tab_closed(actors::tab_ref, instant) override {}
  void duty_due(std::uint64_t, instant) override {}
  void duty_done(std::uint64_t, instant) override {}
  void records_listed(std::uint32_t, std::uint64_t) override {}
  void record_became(std::uint32_t, outbound::disposition, outbound::disposition) override {}
  void record_dialed(std::uint32_t, instant) override {}
  void record_result(std::uint32_t, outbound::call_result, instant) override {}
  void record_answered(std::uint32_t, bool, instant) override {}
};

} // namespace deskstorm::loadgen
