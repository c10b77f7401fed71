#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/live/prometheus.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen::live {

/// Counts a run while it goes on, warm-up included, for whoever asks from outside. May be told and
/// asked by many threads.
class live_counts final : public idle_observer {
public:
  void request_sent(std::uint32_t, request_kind kind, instant) override {
    ++requests_[static_cast<std::size_t>(kind)].sent;
  }
  void request_ended(std::uint32_t, request_kind kind, actors::request_end how, instant intended,
                     instant now) override {
    auto& r = requests_[static_cast<std::size_t>(kind)];
    ++r.ends[static_cast<std::size_t>(how)];
    if (how != actors::request_end::timed_out)
      latency_.add(in_seconds(now - intended));
  }
  void request_lost(std::uint32_t, request_kind kind, actors::request_loss why, instant) override {
    ++requests_[static_cast<std::size_t>(kind)].losses[static_cast<std::size_t>(why)];
  }
  void event_seen(event_channel, event_type, instant) override { ++events_; }
  void frame_state_seen(frame_state, instant) override { ++events_; }
  void backend_served(duration, duration, instant) override { ++backend_served_; }
  void backend_queued(std::uint32_t waiting, instant) override { backend_waiting_ = waiting; }
  void call_offered(std::uint32_t, actors::caller_fate, instant) override { ++offered_; }
  void call_answered(std::uint32_t, duration, instant) override { ++answered_; }
  void call_abandoned(std::uint32_t, duration, instant) override { ++abandoned_; }
  void agent_engaged(std::uint32_t, instant) override { ++engaged_; }
  void agent_freed(std::uint32_t, instant) override { --engaged_; }
  void tab_state(actors::tab_ref, frame_state state, instant) override {
    if (state == frame_state::leading)
      ++elections_;
  }
  void record_dialed(std::uint32_t, instant) override { ++dialed_; }

  /// The counts in the text format of Prometheus.
  std::string text() const {
    prometheus_text out;
    requests(out);
    out.begin("events_total", "counter", "Events that client frames handled.");
    out.sample(events_);
    out.begin("callers_total", "counter", "Callers, by what became of them.");
    out.sample("fate", "offered", offered_);
    out.sample("fate", "answered", answered_);
    out.sample("fate", "abandoned", abandoned_);
    out.begin("agents_engaged", "gauge", "Agents with a call, wrap-up included.");
    out.sample(engaged_);
    out.begin("elections_total", "counter", "Times that a tab began to lead.");
    out.sample(elections_);
    out.begin("backend_served_total", "counter", "Jobs that the backend has done.");
    out.sample(backend_served_);
    out.begin("backend_waiting", "gauge", "Jobs in the queue of the backend.");
    out.sample(backend_waiting_);
    out.begin("records_dialed_total", "counter", "Numbers that campaigns have dialed.");
    out.sample(dialed_);
    return out.text();
  }

private:
  using count = std::atomic<std::uint64_t>;

  struct request_counts {
    count sent = 0;
    std::array<count, 4> ends = {};   // by request_end
    std::array<count, 4> losses = {}; // by request_loss
  };

  void requests(prometheus_text& out) const {
    const auto each = [&](auto tell) {
      for (const auto& row : deskstorm::requests)
        if (const auto& r = requests_[static_cast<std::size_t>(row.kind)]; r.sent > 0)
          tell(row.name, r);
    };
    out.begin("requests_sent_total", "counter", "Requests that clients sent.");
    each([&](std::string_view name, const auto& r) { out.sample("request", name, r.sent); });
    out.begin("requests_ended_total", "counter", "Requests that ended for the client, and how.");
    constexpr std::array<const char*, 4> ends{"ok", "failed", "rate_limited", "timed_out"};
    each([&](std::string_view name, const auto& r) {
      for (std::size_t i = 0; i < ends.size(); ++i)
        out.sample("request", name, "how", ends[i], r.ends[i]);
    });
    out.begin("requests_lost_total", "counter", "Requests without an answer in time, and why.");
    constexpr std::array<const char*, 4> losses{"ignored", "refused", "late", "lost"};
    each([&](std::string_view name, const auto& r) {
      for (std::size_t i = 0; i < losses.size(); ++i)
        out.sample("request", name, "why", losses[i], r.losses[i]);
    });
    out.begin("request_latency_seconds", "histogram",
              "Latency of answered requests, from the time they were meant to go out.");
    out.samples(latency_);
  }

  std::array<request_counts, request_count> requests_ = {};
  live_histogram latency_ = {};
  count events_ = 0;
  count offered_ = 0;
  count answered_ = 0;
  count abandoned_ = 0;
  count engaged_ = 0;
  count elections_ = 0;
  count backend_served_ = 0;
  count backend_waiting_ = 0;
  count dialed_ = 0;
};

} // namespace deskstorm::loadgen::live
