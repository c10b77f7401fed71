#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>

#include <deskstorm/actors/observer.hpp>

namespace deskstorm::loadgen {

/// Tells one observer of a run that consists of several, one after the other: their times follow
/// each other, and their tabs, duties and records are different ones. Many threads may tell it.
class part_observer final : public actors::observer {
public:
  explicit part_observer(actors::observer& whole) : whole_(&whole) {}

  /// The part that was told of so far is over, at that time of its own. What it leaves behind ends
  /// with it: open tabs close, nobody and nothing waits, and agents are free. No other call may be
  /// under way.
  void end_part(instant end) {
    for (const auto& [number, tab] : open_)
      whole_->tab_closed(tab, later(end));
    for (auto& [queue, agents] : engaged_)
      for (; agents > 0; --agents)
        whole_->agent_freed(queue, later(end));
    for (auto& [queue, callers] : queued_)
      for (; callers > 0; --callers)
        whole_->caller_unqueued(queue, later(end));
    whole_->backend_queued(0, later(end));
    open_.clear();
    before_ += end - instant{};
    first_tab_ += most_tab_;
    first_duty_ += most_duty_;
    most_tab_ = 0;
    most_duty_ = 0;
  }

  void request_sent(std::uint32_t persona, request_kind kind, instant intended) override {
    whole_->request_sent(persona, kind, later(intended));
  }
  void request_ended(std::uint32_t persona, request_kind kind, actors::request_end how,
                     instant intended, instant now) override {
    whole_->request_ended(persona, kind, how, later(intended), later(now));
  }
  void client_ended(actors::entity_number frame, std::uint32_t persona, request_kind kind,
                    actors::request_end how, instant intended, instant now) override {
    whole_->client_ended(numbered(frame), persona, kind, how, later(intended), later(now));
  }
  void request_lost(std::uint32_t persona, request_kind kind, actors::request_loss why,
                    instant intended) override {
    whole_->request_lost(persona, kind, why, later(intended));
  }
  void event_seen(event_channel channel, event_type type, instant now) override {
    whole_->event_seen(channel, type, later(now));
  }
  void frame_state_seen(frame_state state, instant now) override {
    whole_->frame_state_seen(state, later(now));
  }
  void tab_served(actors::entity_number tab, duration waited, duration service,
                  instant begun) override {
    whole_->tab_served(numbered(tab), waited, service, later(begun));
  }
  void backend_served(duration waited, duration service, instant begun) override {
    whole_->backend_served(waited, service, later(begun));
  }
  void backend_queued(std::uint32_t waiting, instant now) override {
    whole_->backend_queued(waiting, later(now));
  }
  void call_offered(std::uint32_t queue, actors::caller_fate fate, instant now) override {
    whole_->call_offered(queue, fate, later(now));
  }
  void call_answered(std::uint32_t queue, duration waited, instant offered) override {
    whole_->call_answered(queue, waited, later(offered));
  }
  void call_abandoned(std::uint32_t queue, duration waited, instant offered) override {
    whole_->call_abandoned(queue, waited, later(offered));
  }
  void caller_queued(std::uint32_t queue, instant now) override {
    alone([&] { ++queued_[queue]; });
    whole_->caller_queued(queue, later(now));
  }
  void caller_unqueued(std::uint32_t queue, instant now) override {
    alone([&] { --queued_[queue]; });
    whole_->caller_unqueued(queue, later(now));
  }
  void agent_engaged(std::uint32_t queue, instant now) override {
    alone([&] { ++engaged_[queue]; });
    whole_->agent_engaged(queue, later(now));
  }
  void agent_freed(std::uint32_t queue, instant now) override {
    alone([&] { --engaged_[queue]; });
    whole_->agent_freed(queue, later(now));
  }
  void tab_state(actors::tab_ref tab, frame_state state, instant now) override {
    tab.number = numbered(tab.number);
    alone([&] { open_.insert_or_assign(tab.number, tab); });
    whole_->tab_state(tab, state, later(now));
  }
  void tab_closed(actors::tab_ref tab, instant now) override {
    tab.number = numbered(tab.number);
    alone([&] { open_.erase(tab.number); });
    whole_->tab_closed(tab, later(now));
  }
  void duty_due(std::uint64_t duty, instant now) override {
    alone([&] { most_duty_ = std::max(most_duty_, duty); });
    whole_->duty_due(first_duty_ + duty, later(now));
  }
  void duty_done(std::uint64_t duty, instant now) override {
    whole_->duty_done(first_duty_ + duty, later(now));
  }
  void records_listed(std::uint32_t campaign, std::uint64_t records) override {
    whole_->records_listed(campaign, records);
  }
  void record_became(std::uint32_t campaign, outbound::disposition before,
                     outbound::disposition after) override {
    whole_->record_became(campaign, before, after);
  }
  void campaign_stepped(std::uint32_t campaign, outbound::campaign_trigger step,
                        instant now) override {
    whole_->campaign_stepped(campaign, step, later(now));
  }
  void record_dialed(std::uint32_t campaign, instant now) override {
    whole_->record_dialed(campaign, later(now));
  }
  void record_result(std::uint32_t campaign, outbound::call_result result, instant now) override {
    whole_->record_result(campaign, result, later(now));
  }
  void record_answered(std::uint32_t campaign, bool abandoned, instant now) override {
    whole_->record_answered(campaign, abandoned, later(now));
  }

private:
  instant later(instant at) const { return at + before_; }

  actors::entity_number numbered(actors::entity_number number) {
    alone([&] { most_tab_ = std::max(most_tab_, number); });
    return first_tab_ + number;
  }

  void alone(auto what) {
    const std::lock_guard one_at_a_time{mutex_};
    what();
  }

  actors::observer* whole_;
  duration before_ = {};                // lengths of the parts that are over
  actors::entity_number first_tab_ = 0; // of this part
  std::uint64_t first_duty_ = 0;        // likewise
  std::mutex mutex_;                    // guards all below
  actors::entity_number most_tab_ = 0;
  std::uint64_t most_duty_ = 0;
  std::map<actors::entity_number, actors::tab_ref> open_ = {};
  std::map<std::uint32_t, std::uint32_t> engaged_ = {}; // agents, by queue
  std::map<std::uint32_t, std::uint32_t> queued_ = {};  // callers, by queue
};

} // namespace deskstorm::loadgen
