#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::loadgen::live {

/// Counts while a live centre runs, and says what happens to tabs; tells another observer
/// everything. May be told by many threads.
class watch final : public actors::observer {
public:
  using listener = std::function<void(std::string)>;

  /// `tell` gets each piece of news as a JSON text.
  watch(actors::observer& inner, listener tell) : inner_(&inner), tell_(std::move(tell)) {}

  /// The counts in the text format of Prometheus.
  std::string metrics() const {
    const auto line = [](std::string_view name, std::string_view labels, std::uint64_t value) {
      return fmt::format("deskstorm_{}{} {}\n", name, labels, value);
    };
    std::string text = "# TYPE deskstorm_requests_sent_total counter\n";
    text += line("requests_sent_total", "", counts_.sent);
    text += "# TYPE deskstorm_requests_ended_total counter\n";
    constexpr std::array ends{"ok", "failed", "rate_limited", "timed_out"};
    for (std::size_t i = 0; i < ends.size(); ++i)
      text +=
        line("requests_ended_total", fmt::format("{{how=\"{}\"}}", ends[i]), counts_.ended[i]);
    text += "# TYPE deskstorm_events_total counter\n";
    text += line("events_total", "", counts_.events);
    text += "# TYPE deskstorm_callers_total counter\n";
    text += line("callers_total", "{fate=\"offered\"}", counts_.offered);
    text += line("callers_total", "{fate=\"answered\"}", counts_.answered);
    text += line("callers_total", "{fate=\"abandoned\"}", counts_.abandoned);
    return text;
  }

  void request_sent(std::uint32_t persona, request_kind kind, instant intended) override {
    ++counts_.sent;
    inner_->request_sent(persona, kind, intended);
  }
  void request_ended(std::uint32_t persona, request_kind kind, actors::request_end how,
                     instant intended, instant now) override {
    ++counts_.ended[static_cast<std::size_t>(how)];
    inner_->request_ended(persona, kind, how, intended, now);
  }
  void client_ended(actors::entity_number frame, std::uint32_t persona, request_kind kind,
                    actors::request_end how, instant intended, instant now) override {
    inner_->client_ended(frame, persona, kind, how, intended, now);
  }
  void request_lost(std::uint32_t persona, request_kind kind, actors::request_loss why,
                    instant intended) override {
    inner_->request_lost(persona, kind, why, intended);
  }
  void event_seen(event_channel channel, event_type type, instant now) override {
    ++counts_.events;
    inner_->event_seen(channel, type, now);
  }
  void frame_state_seen(frame_state state, instant now) override {
    ++counts_.events;
    inner_->frame_state_seen(state, now);
  }
  void tab_served(actors::entity_number tab, duration waited, duration service,
                  instant begun) override {
    inner_->tab_served(tab, waited, service, begun);
  }
  void backend_served(duration waited, duration service, instant begun) override {
    inner_->backend_served(waited, service, begun);
  }
  void backend_queued(std::uint32_t waiting, instant now) override {
    inner_->backend_queued(waiting, now);
  }
  void call_offered(std::uint32_t queue, actors::caller_fate fate, instant now) override {
    ++counts_.offered;
    inner_->call_offered(queue, fate, now);
  }
  void call_answered(std::uint32_t queue, duration waited, instant offered) override {
    ++counts_.answered;
    inner_->call_answered(queue, waited, offered);
  }
  void call_abandoned(std::uint32_t queue, duration waited, instant offered) override {
    ++counts_.abandoned;
    inner_->call_abandoned(queue, waited, offered);
  }
  void agent_engaged(std::uint32_t queue, instant now) override {
    inner_->agent_engaged(queue, now);
  }
  void agent_freed(std::uint32_t queue, instant now) override { inner_->agent_freed(queue, now); }
  void tab_state(actors::tab_ref tab, frame_state state, instant now) override {
    say({{"event", "tab"},
         {"agent", tab.agent.value},
         {"tab", tab.tab.value},
         {"state", name_of(state)}});
    inner_->tab_state(tab, state, now);
  }
  void tab_closed(actors::tab_ref tab, instant now) override {
    say(
      {{"event", "tab"}, {"agent", tab.agent.value}, {"tab", tab.tab.value}, {"state", "CLOSED"}});
    inner_->tab_closed(tab, now);
  }
  void duty_due(std::uint64_t duty, instant now) override { inner_->duty_due(duty, now); }
  void duty_done(std::uint64_t duty, instant now) override { inner_->duty_done(duty, now); }
  void records_listed(std::uint32_t campaign, std::uint64_t records) override {
    inner_->records_listed(campaign, records);
  }
  void record_became(std::uint32_t campaign, outbound::disposition before,
                     outbound::disposition after) override {
    inner_->record_became(campaign, before, after);
  }
  void record_dialed(std::uint32_t campaign, instant now) override {
    inner_->record_dialed(campaign, now);
  }
  void record_result(std::uint32_t campaign, outbound::call_result result, instant now) override {
    inner_->record_result(campaign, result, now);
  }
  void record_answered(std::uint32_t campaign, bool abandoned, instant now) override {
    inner_->record_answered(campaign, abandoned, now);
  }

private:
  struct counts {
    std::atomic<std::uint64_t> sent = 0;
    std::array<std::atomic<std::uint64_t>, 4> ended = {};
    std::atomic<std::uint64_t> events = 0;
    std::atomic<std::uint64_t> offered = 0;
    std::atomic<std::uint64_t> answered = 0;
    std::atomic<std::uint64_t> abandoned = 0;
  };

  void say(const json& what) { tell_(deskstorm::to_text(what)); }

  counts counts_;
  actors::observer* inner_;
  listener tell_;
};

} // namespace deskstorm::loadgen::live
