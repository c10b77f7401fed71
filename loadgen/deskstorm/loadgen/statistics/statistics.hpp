#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <deskstorm/loadgen/statistics/histogram.hpp>
#include <deskstorm/loadgen/statistics/request_tally.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen {

/// How busy servers were: `busy_s` of `capacity_s` seconds, which is their number times the
/// measured time.
struct service_tally {
  double busy_s = 0;
  double capacity_s = 0;
  std::uint64_t served = 0;
  histogram waits = {};
  histogram services = {};

  double utilization() const { return capacity_s > 0 ? std::min(busy_s / capacity_s, 1.0) : 0.0; }

  void merge(const service_tally& other) {
    busy_s += other.busy_s;
    capacity_s += other.capacity_s;
    served += other.served;
    waits.merge(other.waits);
    services.merge(other.services);
  }
};

/// What became of the callers of one queue.
struct queue_tally {
  std::uint64_t offered = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t waited = 0; ///< of the offered, those who found all agents busy
  histogram waits = {};     ///< of answered callers, zeros included
  double busy_s = 0;        ///< of agents, handling and wrap-up
  double capacity_s = 0;

  double waited_ratio() const {
    return offered == 0 ? 0.0 : static_cast<double>(waited) / static_cast<double>(offered);
  }
  double occupancy() const { return capacity_s > 0 ? std::min(busy_s / capacity_s, 1.0) : 0.0; }

  void merge(const queue_tally& other) {
    offered += other.offered;
    answered += other.answered;
    abandoned += other.abandoned;
    waited += other.waited;
    waits.merge(other.waits);
    busy_s += other.busy_s;
    capacity_s += other.capacity_s;
  }
};

/// What became of the records of one campaign. All but `results`, `dialed` and the answered calls
/// count the warm-up too, so that records add up.
struct campaign_tally {
  std::uint64_t records = 0;
  std::array<std::uint64_t, outbound::disposition_names.size()> became = {}; ///< by disposition
  std::uint64_t dialed = 0;
  std::array<std::uint64_t, outbound::call_result_count> results = {};
  std::uint64_t answered = 0; ///< by an agent
  std::uint64_t abandoned = 0;

  std::uint64_t of(outbound::disposition which) const {
    return became[static_cast<std::size_t>(which)];
  }

  /// The share of calls that were answered by a customer and not by an agent.
  double abandoned_ratio() const {
    const auto all = answered + abandoned;
    return all == 0 ? 0.0 : static_cast<double>(abandoned) / static_cast<double>(all);
  }

  void merge(const campaign_tally& other) {
    const auto add = [](auto& mine, const auto& its) {
      std::ranges::transform(mine, its, mine.begin(), std::plus{});
    };
    records += other.records;
    add(became, other.became);
    dialed += other.dialed;
    add(results, other.results);
    answered += other.answered;
    abandoned += other.abandoned;
  }
};

/// Who led, summed over agents.
struct election_tally {
  std::uint64_t elections = 0; ///< times that a tab began to lead
  double leaderless_s = 0;     ///< with a tab open and none that leads
  double overlap_s = 0;        ///< with more than one that leads
  histogram takeovers = {};    ///< from the loss of a leader until the next one leads
  std::uint64_t duties_done = 0;
  std::uint64_t duties_twice = 0;
  std::uint64_t duties_lost = 0;

  void merge(const election_tally& other) {
    elections += other.elections;
    leaderless_s += other.leaderless_s;
    overlap_s += other.overlap_s;
    takeovers.merge(other.takeovers);
    duties_done += other.duties_done;
    duties_twice += other.duties_twice;
    duties_lost += other.duties_lost;
  }
};

/// What one persona asked, by request_kind.
using persona_tally = std::array<request_tally, request_count>;

/// All that is counted in the measured period of one run, or of several that were merged.
struct statistics {
  double measured_s = 0;
  std::vector<persona_tally> personas = {};
  std::array<std::uint64_t, event_count> events = {};         ///< by event_type
  std::array<std::uint64_t, frame_states.size()> states = {}; ///< by frame_state
  service_tally backend = {};
  std::uint64_t backend_queued_max = 0;
  service_tally tabs = {};
  double tab_utilization_max = 0;
  std::vector<queue_tally> queues = {};
  election_tally election = {};
  std::vector<campaign_tally> campaigns = {};

  /// Adds what `other` counted in another run of the same plan.
  void merge(const statistics& other) {
    measured_s += other.measured_s;
    merge_each(personas, other.personas,
               [](auto& mine, const auto& its) { merge_each(mine, its, add_tally); });
    const auto add = [](std::uint64_t& mine, std::uint64_t its) { mine += its; };
    merge_each(events, other.events, add);
    merge_each(states, other.states, add);
    backend.merge(other.backend);
    backend_queued_max = std::max(backend_queued_max, other.backend_queued_max);
    tabs.merge(other.tabs);
    tab_utilization_max = std::max(tab_utilization_max, other.tab_utilization_max);
    merge_each(queues, other.queues, add_tally);
    election.merge(other.election);
    merge_each(campaigns, other.campaigns, add_tally);
  }

  /// Returns the requests of one kind, of all personas.
  request_tally of(request_kind kind) const {
    request_tally sum;
    for (const auto& persona : personas)
      sum.merge(persona[static_cast<std::size_t>(kind)]);
    return sum;
  }

  /// Returns all requests of one persona.
  request_tally of_persona(std::size_t persona) const {
    request_tally sum;
    for (const auto& tally : personas[persona])
      sum.merge(tally);
    return sum;
  }

  /// Returns all requests.
  request_tally total() const {
    request_tally sum;
    for (std::size_t persona = 0; persona < personas.size(); ++persona)
      sum.merge(of_persona(persona));
    return sum;
  }

private:
  static constexpr auto add_tally = [](auto& mine, const auto& its) { mine.merge(its); };

  static void merge_each(auto& mine, const auto& its, auto add) {
    assert(mine.size() == its.size());
    for (std::size_t i = 0; i < mine.size(); ++i)
      add(mine[i], its[i]);
  }
};

} // namespace deskstorm::loadgen
