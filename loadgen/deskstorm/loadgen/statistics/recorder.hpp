#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/statistics/election_watch.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

namespace deskstorm::loadgen {

/// What a recorder must know of the run before it begins.
struct recorder_setup {
  period measured = {};
  std::uint32_t personas = 0;
  std::uint32_t agents = 0;
  std::uint32_t queues = 0;
  std::vector<std::uint32_t> at_once = {}; ///< that an agent handles, by queue; none stands for 1
  std::uint32_t backend_workers = 0;
  std::uint32_t campaigns = 0;
};

/// Counts what happens in the measured period of one run. A request belongs to it by its intended
/// time, a caller by the time of the call, a wait by the time it ends; busy times are cut at its
/// ends.
class recorder final : public actors::observer {
public:
  explicit recorder(const recorder_setup& setup) : setup_(setup), elections_(setup.measured) {
    counted_.personas.resize(setup.personas);
    counted_.queues.resize(setup.queues);
    counted_.campaigns.resize(setup.campaigns);
    engaged_.resize(setup.queues);
  }

  void request_sent(std::uint32_t persona, request_kind kind, instant intended) override {
    if (setup_.measured.contains(intended))
      ++tally(persona, kind).sent;
  }

  void request_ended(std::uint32_t persona, request_kind kind, actors::request_end how,
                     instant intended, instant now) override {
    if (how != actors::request_end::ok)
      std::atomic_ref{errors_}.fetch_add(1, std::memory_order_relaxed);
    if (!setup_.measured.contains(intended))
      return;
    auto& t = tally(persona, kind);
    ++t.ends[static_cast<std::size_t>(how)];
    if (how != actors::request_end::timed_out)
      t.latency.record(now - intended);
  }

  void request_lost(std::uint32_t persona, request_kind kind, actors::request_loss why,
                    instant intended) override {
    if (setup_.measured.contains(intended))
      ++tally(persona, kind).losses[static_cast<std::size_t>(why)];
  }

  void event_seen(event_channel, event_type type, instant now) override {
    if (setup_.measured.contains(now))
      ++counted_.events[static_cast<std::size_t>(type)];
  }

  void frame_state_seen(frame_state state, instant now) override {
    if (setup_.measured.contains(now))
      ++counted_.states[static_cast<std::size_t>(state)];
  }

  void tab_served(actors::entity_number tab, duration waited, duration service,
                  instant begun) override {
    tab_at(tab).busy += setup_.measured.share(begun, begun + service);
    count_service(counted_.tabs, waited, service, begun);
  }

  void backend_served(duration waited, duration service, instant begun) override {
    backend_busy_ += setup_.measured.share(begun, begun + service);
    count_service(counted_.backend, waited, service, begun);
  }

  void backend_queued(std::uint32_t waiting, instant now) override {
    if (setup_.measured.contains(now))
      counted_.backend_queued_max = std::max<std::uint64_t>(counted_.backend_queued_max, waiting);
  }

  void call_offered(std::uint32_t queue, actors::caller_fate fate, instant now) override {
    if (!setup_.measured.contains(now))
      return;
    ++counted_.queues[queue].offered;
    counted_.queues[queue].waited += fate == actors::caller_fate::waits ? 1U : 0U;
  }

  void call_answered(std::uint32_t queue, duration waited, instant offered) override {
    if (!setup_.measured.contains(offered))
      return;
    auto& q = counted_.queues[queue];
    ++q.answered;
    q.waits.record(waited);
  }

  void call_abandoned(std::uint32_t queue, duration, instant offered) override {
    if (setup_.measured.contains(offered))
      ++counted_.queues[queue].abandoned;
  }

  void agent_engaged(std::uint32_t queue, instant now) override {
    ++engaged_[queue].agents;
    engaged_[queue].busy -= measured_until(now);
  }

  void agent_freed(std::uint32_t queue, instant now) override {
    --engaged_[queue].agents;
    engaged_[queue].busy += measured_until(now);
  }

  void tab_state(actors::tab_ref tab, frame_state state, instant now) override {
    auto& t = tab_at(tab.number);
    if (t.opened == never)
      t.opened = now;
    elections_.state(tab, state, now);
  }

  void tab_closed(actors::tab_ref tab, instant now) override {
    auto& t = tab_at(tab.number);
    t.open += setup_.measured.share(t.opened, now);
    t.opened = never;
    elections_.closed(tab, now);
  }

  void duty_due(std::uint64_t duty, instant now) override { elections_.duty_due(duty, now); }
  void duty_done(std::uint64_t duty, instant) override { elections_.duty_done(duty); }

  void records_listed(std::uint32_t campaign, std::uint64_t records) override {
    auto& c = counted_.campaigns[campaign];
    c.records += records;
    c.became[static_cast<std::size_t>(outbound::disposition::left)] += records;
  }

  void record_became(std::uint32_t campaign, outbound::disposition before,
                     outbound::disposition after) override {
    auto& became = counted_.campaigns[campaign].became;
    --became[static_cast<std::size_t>(before)];
    ++became[static_cast<std::size_t>(after)];
  }

  void record_dialed(std::uint32_t campaign, instant now) override {
    if (setup_.measured.contains(now))
      ++counted_.campaigns[campaign].dialed;
  }

  void record_result(std::uint32_t campaign, outbound::call_result result, instant now) override {
    if (setup_.measured.contains(now))
      ++counted_.campaigns[campaign].results[result];
  }

  void record_answered(std::uint32_t campaign, bool abandoned, instant now) override {
    auto& c = counted_.campaigns[campaign];
    if (setup_.measured.contains(now))
      ++(abandoned ? c.abandoned : c.answered);
  }

  /// Requests that ended other than well so far, warm-up included. May be asked by another thread.
  std::uint64_t errors() { return std::atomic_ref{errors_}.load(std::memory_order_relaxed); }

  /// Returns what was counted in a run that ended at `end`. Called once, after the run.
  statistics finish(instant end) {
    const auto measured = in_seconds(measured_until(end));
    counted_.measured_s = measured;
    counted_.backend.busy_s = in_seconds(backend_busy_);
    counted_.backend.capacity_s = measured * setup_.backend_workers;
    for (std::size_t i = 0; i < engaged_.size(); ++i) {
      const auto& [agents, busy] = engaged_[i];
      counted_.queues[i].busy_s = in_seconds(busy) + agents * measured;
      const auto at_once = i < setup_.at_once.size() ? setup_.at_once[i] : 1u;
      counted_.queues[i].capacity_s = measured * setup_.agents * at_once;
    }
    for (auto& tab : tabs_) {
      if (tab.opened != never)
        tab.open += setup_.measured.share(tab.opened, end);
      add_tab(tab);
    }
    counted_.election = elections_.finish(end);
    return std::move(counted_);
  }

private:
  struct tab_time {
    duration busy = {};
    duration open = {};
    instant opened = never; // while it is not open
  };

  /// Agents who are busy with calls of one queue, and how long all were, to which those who still
  /// are have yet to add the end of the run.
  struct engaged_agents {
    std::uint32_t agents = 0;
    duration busy = {};
  };

  duration measured_until(instant now) const {
    return setup_.measured.share(setup_.measured.from, now);
  }

  request_tally& tally(std::uint32_t persona, request_kind kind) {
    return counted_.personas[persona][static_cast<std::size_t>(kind)];
  }

  tab_time& tab_at(actors::entity_number number) {
    if (tabs_.size() <= number)
      tabs_.resize(number + 1);
    return tabs_[number];
  }

  void count_service(service_tally& at, duration waited, duration service, instant begun) const {
    if (!setup_.measured.contains(begun))
      return;
    ++at.served;
    at.waits.record(waited);
    at.services.record(service);
  }

  void add_tab(const tab_time& tab) {
    if (tab.open == duration::zero())
      return;
    counted_.tabs.busy_s += in_seconds(tab.busy);
    counted_.tabs.capacity_s += in_seconds(tab.open);
    const auto utilization = std::min(in_seconds(tab.busy) / in_seconds(tab.open), 1.0);
    counted_.tab_utilization_max = std::max(counted_.tab_utilization_max, utilization);
  }

  recorder_setup setup_;
  statistics counted_ = {};
  std::uint64_t errors_ = 0;
  duration backend_busy_ = {};
  std::vector<engaged_agents> engaged_ = {}; // by queue
  std::vector<tab_time> tabs_ = {};          // by number of the actor
  election_watch elections_;
};

} // namespace deskstorm::loadgen
