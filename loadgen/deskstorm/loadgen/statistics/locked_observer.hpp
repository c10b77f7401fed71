#pragma once

#include <cstdint>
#include <mutex>

#include <deskstorm/actors/observer.hpp>

namespace deskstorm::loadgen {

/// Lets actors on several threads tell one observer, one call at a time. For runs on the wall
/// clock.
class locked_observer final : public actors::observer {
public:
  explicit locked_observer(actors::observer& inner) : inner_(&inner) {}

  void request_sent(std::uint32_t persona, request_kind kind, instant intended) override {
    tell([&] { inner_->request_sent(persona, kind, intended); });
  }
  void request_ended(std::uint32_t persona, request_kind kind, actors::request_end how,
                     instant intended, instant now) override {
    tell([&] { inner_->request_ended(persona, kind, how, intended, now); });
  }
  void client_ended(actors::entity_number frame, std::uint32_t persona, request_kind kind,
                    actors::request_end how, instant intended, instant now) override {
    tell([&] { inner_->client_ended(frame, persona, kind, how, intended, now); });
  }
  void request_lost(std::uint32_t persona, request_kind kind, actors::request_loss why,
                    instant intended) override {
    tell([&] { inner_->request_lost(persona, kind, why, intended); });
  }
  void event_seen(event_channel channel, event_type type, instant now) override {
    tell([&] { inner_->event_seen(channel, type, now); });
  }
  void frame_state_seen(frame_state state, instant now) override {
    tell([&] { inner_->frame_state_seen(state, now); });
  }
  void tab_served(actors::entity_number tab, duration waited, duration service,
                  instant begun) override {
    tell([&] { inner_->tab_served(tab, waited, service, begun); });
  }
  void backend_served(duration waited, duration service, instant begun) override {
    tell([&] { inner_->backend_served(waited, service, begun); });
  }
  void backend_queued(std::uint32_t waiting, instant now) override {
    tell([&] { inner_->backend_queued(waiting, now); });
  }
  void call_offered(std::uint32_t queue, actors::caller_fate fate, instant now) override {
    tell([&] { inner_->call_offered(queue, fate, now); });
  }
  void call_answered(std::uint32_t queue, duration waited, instant offered) override {
    tell([&] { inner_->call_answered(queue, waited, offered); });
  }
  void call_abandoned(std::uint32_t queue, duration waited, instant offered) override {
    tell([&] { inner_->call_abandoned(queue, waited, offered); });
  }
  void caller_queued(std::uint32_t queue, instant now) override {
    tell([&] { inner_->caller_queued(queue, now); });
  }
  void caller_unqueued(std::uint32_t queue, instant now) override {
    tell([&] { inner_->caller_unqueued(queue, now); });
  }
  void agent_engaged(std::uint32_t queue, instant now) override {
    tell([&] { inner_->agent_engaged(queue, now); });
  }
  void agent_freed(std::uint32_t queue, instant now) override {
    tell([&] { inner_->agent_freed(queue, now); });
  }
  void tab_state(actors::tab_ref tab, frame_state state, instant now) override {
    tell([&] { inner_->tab_state(tab, state, now); });
  }
  void tab_closed(actors::tab_ref tab, instant now) override {
    tell([&] { inner_->tab_closed(tab, now); });
  }
  void duty_due(std::uint64_t duty, instant now) override {
    tell([&] { inner_->duty_due(duty, now); });
  }
  void duty_done(std::uint64_t duty, instant now) override {
    tell([&] { inner_->duty_done(duty, now); });
  }
  void records_listed(std::uint32_t campaign, std::uint64_t records) override {
    tell([&] { inner_->records_listed(campaign, records); });
  }
  void record_became(std::uint32_t campaign, outbound::disposition before,
                     outbound::disposition after) override {
    tell([&] { inner_->record_became(campaign, before, after); });
  }
  void campaign_stepped(std::uint32_t campaign, outbound::campaign_trigger step,
                        instant now) override {
    tell([&] { inner_->campaign_stepped(campaign, step, now); });
  }
  void record_dialed(std::uint32_t campaign, instant now) override {
    tell([&] { inner_->record_dialed(campaign, now); });
  }
  void record_result(std::uint32_t campaign, outbound::call_result result, instant now) override {
    tell([&] { inner_->record_result(campaign, result, now); });
  }
  void record_answered(std::uint32_t campaign, bool abandoned, instant now) override {
    tell([&] { inner_->record_answered(campaign, abandoned, now); });
  }

private:
  void tell(auto what) {
    const std::lock_guard<std::mutex> one_at_a_time{entry_};
    what();
  }

  std::mutex entry_;
  actors::observer* inner_;
};

} // namespace deskstorm::loadgen
