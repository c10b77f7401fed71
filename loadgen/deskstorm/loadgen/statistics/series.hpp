#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/statistics/histogram.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::loadgen {

/// How many there were of something over time: for each bucket the time integral, and the most.
struct level_series {
  std::vector<double> area_s = {}; ///< count times seconds
  std::vector<double> most = {};

  void merge(const level_series& other) {
    for (std::size_t i = 0; i < area_s.size(); ++i) {
      area_s[i] += other.area_s[i];
      most[i] = std::max(most[i], other.most[i]);
    }
  }
};

/// What happened in one of the equal parts of a run.
struct series_bucket {
  std::uint64_t sent = 0;                 ///< by the intended time
  std::array<std::uint64_t, 4> ends = {}; ///< by request_end, when it came
  std::uint64_t ignored = 0;              ///< in quarantine, by the intended time
  histogram latency = {};                 ///< of the answers that came
  double backend_busy_s = 0;
  double tabs_busy_s = 0;
  std::uint64_t backend_queued_max = 0;

  void merge(const series_bucket& other) {
    sent += other.sent;
    for (std::size_t i = 0; i < ends.size(); ++i)
      ends[i] += other.ends[i];
    ignored += other.ignored;
    latency.merge(other.latency);
    backend_busy_s += other.backend_busy_s;
    tabs_busy_s += other.tabs_busy_s;
    backend_queued_max = std::max(backend_queued_max, other.backend_queued_max);
  }
};

/// What one campaign did in one bucket.
struct campaign_bucket {
  std::uint64_t dialed = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
};

/// A run over time, the warm-up included, or several that were merged.
struct run_series {
  duration bucket = {};   ///< how long one is
  std::uint32_t runs = 1; ///< that were merged
  std::vector<series_bucket> buckets = {};
  std::vector<level_series> callers = {}; ///< by queue: not yet answered
  std::vector<level_series> engaged = {}; ///< by queue: agents who are busy with it
  std::array<level_series, 3> tabs = {};  ///< by frame_state
  std::vector<std::vector<campaign_bucket>> campaigns = {}; ///< by campaign, then by bucket

  void merge(const run_series& other) {
    const auto each = [](auto& mine, const auto& its) {
      for (std::size_t i = 0; i < mine.size(); ++i)
        mine[i].merge(its[i]);
    };
    runs += other.runs;
    each(buckets, other.buckets);
    each(callers, other.callers);
    each(engaged, other.engaged);
    each(tabs, other.tabs);
    for (std::size_t c = 0; c < campaigns.size(); ++c)
      for (std::size_t i = 0; i < campaigns[c].size(); ++i) {
        campaigns[c][i].dialed += other.campaigns[c][i].dialed;
        campaigns[c][i].answered += other.campaigns[c][i].answered;
        campaigns[c][i].abandoned += other.campaigns[c][i].abandoned;
      }
  }
};

/// What a recorder of series must know of the run before it begins.
struct series_setup {
  duration length = {};
  std::uint32_t buckets = 240;
  std::uint32_t queues = 0;
  std::uint32_t campaigns = 0;
};

namespace detail {

/// Spreads time over buckets.
class bucket_clock {
public:
  explicit bucket_clock(const series_setup& s)
    : length_(std::max(s.length / std::max(s.buckets, 1u), duration{1})), count_(s.buckets) {}

  duration length() const { return length_; }

  std::size_t of(instant at) const {
    const auto number = std::max(at - instant{}, duration::zero()) / length_;
    return std::min(static_cast<std::size_t>(number), count_ - 1);
  }

  /// Calls `add` with each bucket and the seconds of the time from `from` to `until` in it.
  void spread(instant from, instant until, auto add) const {
    while (from < until) {
      const auto here = of(from);
      const bool last = here + 1 == count_;
      const instant end =
        last ? until : std::min(until, instant{length_ * static_cast<duration::rep>(here + 1)});
      add(here, in_seconds(end - from));
      from = end;
    }
  }

private:
  duration length_;
  std::size_t count_;
};

/// A number that goes up and down.
class level {
public:
  void change(const bucket_clock& clock, level_series& into, instant now, int by) {
    settle(clock, into, now);
    value_ += by;
    auto& most = into.most[clock.of(now)];
    most = std::max(most, value_);
  }

  void settle(const bucket_clock& clock, level_series& into, instant now) {
    if (value_ != 0)
      clock.spread(since_, now, [&](std::size_t bucket, double seconds) {
        into.area_s[bucket] += value_ * seconds;
        into.most[bucket] = std::max(into.most[bucket], value_);
      });
    since_ = std::max(since_, now);
  }

private:
  double value_ = 0;
  instant since_{};
};

} // namespace detail

/// Keeps what happens over time, in a fixed number of equal parts of the run.
class series_recorder final : public idle_observer {
public:
  explicit series_recorder(const series_setup& setup)
    : clock_(setup), caller_levels_(setup.queues), engaged_levels_(setup.queues) {
    seen_.bucket = clock_.length();
    seen_.buckets.resize(setup.buckets);
    const level_series empty{std::vector<double>(setup.buckets),
                             std::vector<double>(setup.buckets)};
    seen_.callers.assign(setup.queues, empty);
    seen_.engaged.assign(setup.queues, empty);
    seen_.tabs.fill(empty);
    seen_.campaigns.assign(setup.campaigns, std::vector<campaign_bucket>(setup.buckets));
  }

  void request_sent(std::uint32_t, request_kind, instant intended) override { ++at(intended).sent; }

  void request_ended(std::uint32_t, request_kind, actors::request_end how, instant intended,
                     instant now) override {
    auto& b = at(now);
    ++b.ends[static_cast<std::size_t>(how)];
    if (how != actors::request_end::timed_out)
      b.latency.record(now - intended);
  }

  void request_lost(std::uint32_t, request_kind, actors::request_loss why,
                    instant intended) override {
    at(intended).ignored += why == actors::request_loss::ignored ? 1u : 0u;
  }

  void tab_served(actors::entity_number, duration, duration service, instant begun) override {
    clock_.spread(begun, begun + service, [&](std::size_t bucket, double seconds) {
      seen_.buckets[bucket].tabs_busy_s += seconds;
    });
  }

  void backend_served(duration, duration service, instant begun) override {
    clock_.spread(begun, begun + service, [&](std::size_t bucket, double seconds) {
      seen_.buckets[bucket].backend_busy_s += seconds;
    });
  }

  void backend_queued(std::uint32_t waiting, instant now) override {
    auto& most = at(now).backend_queued_max;
    most = std::max<std::uint64_t>(most, waiting);
  }

  void call_offered(std::uint32_t queue, actors::caller_fate, instant now) override {
    callers(queue, now, 1);
  }
  void call_answered(std::uint32_t queue, duration waited, instant offered) override {
    callers(queue, offered + waited, -1);
  }
  void call_abandoned(std::uint32_t queue, duration waited, instant offered) override {
    callers(queue, offered + waited, -1);
  }

  void agent_engaged(std::uint32_t queue, instant now) override {
    engaged_levels_[queue].change(clock_, seen_.engaged[queue], now, 1);
  }
  void agent_freed(std::uint32_t queue, instant now) override {
    engaged_levels_[queue].change(clock_, seen_.engaged[queue], now, -1);
  }

  void tab_state(actors::tab_ref tab, frame_state state, instant now) override {
    if (states_.size() <= tab.number)
      states_.resize(tab.number + 1, closed);
    leave_state(tab.number, now);
    states_[tab.number] = static_cast<std::uint8_t>(state);
    tabs_in(states_[tab.number], now, 1);
  }

  void tab_closed(actors::tab_ref tab, instant now) override {
    if (tab.number < states_.size())
      leave_state(tab.number, now);
  }

  void record_dialed(std::uint32_t campaign, instant now) override {
    ++of_campaign(campaign, now).dialed;
  }
  void record_answered(std::uint32_t campaign, bool abandoned, instant now) override {
    auto& c = of_campaign(campaign, now);
    ++(abandoned ? c.abandoned : c.answered);
  }

  /// Returns what was seen in a run that ended at `end`. Called once, after the run.
  run_series finish(instant end) {
    for (std::size_t q = 0; q < caller_levels_.size(); ++q) {
      caller_levels_[q].settle(clock_, seen_.callers[q], end);
      engaged_levels_[q].settle(clock_, seen_.engaged[q], end);
    }
    for (std::size_t s = 0; s < tab_levels_.size(); ++s)
      tab_levels_[s].settle(clock_, seen_.tabs[s], end);
    return std::move(seen_);
  }

private:
  static constexpr std::uint8_t closed = 255;

  series_bucket& at(instant when) { return seen_.buckets[clock_.of(when)]; }

  campaign_bucket& of_campaign(std::uint32_t campaign, instant now) {
    return seen_.campaigns[campaign][clock_.of(now)];
  }

  void callers(std::uint32_t queue, instant now, int by) {
    caller_levels_[queue].change(clock_, seen_.callers[queue], now, by);
  }

  void tabs_in(std::uint8_t state, instant now, int by) {
    tab_levels_[state].change(clock_, seen_.tabs[state], now, by);
  }

  void leave_state(actors::entity_number tab, instant now) {
    if (auto& state = states_[tab]; state != closed)
      tabs_in(std::exchange(state, closed), now, -1);
  }

  detail::bucket_clock clock_;
  run_series seen_ = {};
  std::vector<detail::level> caller_levels_;
  std::vector<detail::level> engaged_levels_;
  std::array<detail::level, 3> tab_levels_{};
  std::vector<std::uint8_t> states_ = {}; // by number of the actor
};

} // namespace deskstorm::loadgen
