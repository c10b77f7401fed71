#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

namespace deskstorm::loadgen {

/// One figure of results: its name below that of its subject, its unit, what it means and how it is
/// made. Result files, thresholds, `deskstorm list metrics` and the documentation all read these
/// tables.
template <class Subject>
struct metric {
  std::string_view name;
  std::string_view unit;
  std::string_view about;
  json (*of)(const Subject&);
};

namespace detail {

/// The requests of one kind, or of all, and how long they were counted.
struct counted_requests {
  const request_tally& tally;
  double measured_s = 0;

  double ratio(std::uint64_t part) const {
    return tally.sent == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(tally.sent);
  }
};

inline double ms_at(const histogram& h, double share) { return in_ms(h.percentile(share)); }
inline double mean_ms(const histogram& h) { return h.mean_ns() / 1e6; }
inline double mean_s(const histogram& h) { return h.mean_ns() / 1e9; }

} // namespace detail

/// What is known of the requests of one kind (`requests.<request>`, `total` for all kinds) and of
/// one persona (`personas.<persona>`).
inline constexpr auto request_metrics = [] {
  using subject = detail::counted_requests;
  using actors::request_end;
  using actors::request_loss;
  // clang-format off
  return std::to_array<metric<subject>>({
    {"sent", "requests", "sent by clients",
     [](const subject& r) -> json { return r.tally.sent; }},
    {"ok", "requests", "answered with success",
     [](const subject& r) -> json { return r.tally.ended(request_end::ok); }},
    {"failed", "requests", "answered with an error other than the rate limit's",
     [](const subject& r) -> json { return r.tally.ended(request_end::failed); }},
    {"rate_limited", "requests", "answered with the error of the rate limit",
     [](const subject& r) -> json { return r.tally.ended(request_end::rate_limited); }},
    {"timed_out", "requests", "given up by the client",
     [](const subject& r) -> json { return r.tally.ended(request_end::timed_out); }},
    {"unfinished", "requests", "neither answered nor given up when the run ended",
     [](const subject& r) -> json { return r.tally.unfinished(); }},
    {"ignored", "requests", "left unanswered by the service because of a quarantine",
     [](const subject& r) -> json { return r.tally.lost(request_loss::ignored); }},
    {"refused", "requests", "left unanswered by the service because of origin or filter",
     [](const subject& r) -> json { return r.tally.lost(request_loss::refused); }},
    {"late", "requests", "answered after the client had given up",
     [](const subject& r) -> json { return r.tally.lost(request_loss::late); }},
    {"lost", "requests", "dropped by a fault",
     [](const subject& r) -> json { return r.tally.lost(request_loss::lost); }},
    {"rate_per_s", "1/s", "sent, a second of measured time",
     [](const subject& r) -> json {
       return r.measured_s > 0 ? static_cast<double>(r.tally.sent) / r.measured_s : 0.0; }},
    {"failed_ratio", "0 to 1", "failed of sent",
     [](const subject& r) -> json { return r.ratio(r.tally.ended(request_end::failed)); }},
    {"rate_limited_ratio", "0 to 1", "rate_limited of sent",
     [](const subject& r) -> json { return r.ratio(r.tally.ended(request_end::rate_limited)); }},
    {"timed_out_ratio", "0 to 1", "timed_out of sent",
     [](const subject& r) -> json { return r.ratio(r.tally.ended(request_end::timed_out)); }},
    {"ignored_ratio", "0 to 1", "ignored of sent",
     [](const subject& r) -> json { return r.ratio(r.tally.lost(request_loss::ignored)); }},
    {"latency_ms.mean", "ms", "from the intended sending to the answer, of answered requests",
     [](const subject& r) -> json { return detail::mean_ms(r.tally.latency); }},
    {"latency_ms.min", "ms", "the shortest latency",
     [](const subject& r) -> json { return in_ms(r.tally.latency.min()); }},
    {"latency_ms.p50", "ms", "half of all latencies are no longer",
     [](const subject& r) -> json { return detail::ms_at(r.tally.latency, 0.5); }},
    {"latency_ms.p90", "ms", "90 % of all latencies are no longer",
     [](const subject& r) -> json { return detail::ms_at(r.tally.latency, 0.9); }},
    {"latency_ms.p95", "ms", "95 % of all latencies are no longer",
     [](const subject& r) -> json { return detail::ms_at(r.tally.latency, 0.95); }},
    {"latency_ms.p99", "ms", "99 % of all latencies are no longer",
     [](const subject& r) -> json { return detail::ms_at(r.tally.latency, 0.99); }},
    {"latency_ms.p999", "ms", "99.9 % of all latencies are no longer",
     [](const subject& r) -> json { return detail::ms_at(r.tally.latency, 0.999); }},
    {"latency_ms.max", "ms", "the longest latency",
     [](const subject& r) -> json { return in_ms(r.tally.latency.max()); }},
  });
  // clang-format on
}();

/// What is known of one outbound campaign (`outbound.<campaign>`).
inline constexpr auto campaign_metrics = [] {
  using subject = campaign_tally;
  using outbound::disposition;
  // clang-format off
  return std::to_array<metric<subject>>({
    {"records", "records", "in the calling list",
     [](const subject& c) -> json { return c.records; }},
    {"called", "records", "dialed at least once",
     [](const subject& c) -> json { return c.of(disposition::called); }},
    {"rejected", "records", "rejected by an agent and not called",
     [](const subject& c) -> json { return c.of(disposition::rejected); }},
    {"canceled", "records", "canceled by an agent, with their chain",
     [](const subject& c) -> json { return c.of(disposition::canceled); }},
    {"left", "records", "neither called nor rejected nor canceled",
     [](const subject& c) -> json { return c.of(disposition::left); }},
    {"dialed", "calls", "calls of records",
     [](const subject& c) -> json { return c.dialed; }},
    {"answered", "calls", "answered by a customer who reached an agent",
     [](const subject& c) -> json { return c.answered; }},
    {"abandoned", "calls", "answered by a customer for whom no agent was free",
     [](const subject& c) -> json { return c.abandoned; }},
    {"abandoned_ratio", "0 to 1", "abandoned of answered and abandoned",
     [](const subject& c) -> json { return c.abandoned_ratio(); }},
  });
  // clang-format on
}();

/// What is known of one queue of callers (`queues.<queue>`).
// clang-format off
inline constexpr auto queue_metrics = std::to_array<metric<queue_tally>>({
  {"offered", "callers", "came into the queue",
   [](const queue_tally& q) -> json { return q.offered; }},
  {"answered", "callers", "reached an agent",
   [](const queue_tally& q) -> json { return q.answered; }},
  {"abandoned", "callers", "lost patience",
   [](const queue_tally& q) -> json { return q.abandoned; }},
  {"waited_ratio", "0 to 1", "callers who found all agents busy, of the offered",
   [](const queue_tally& q) -> json { return q.waited_ratio(); }},
  {"wait_s.mean", "s", "wait of answered callers, those that did not wait included",
   [](const queue_tally& q) -> json { return detail::mean_s(q.waits); }},
  {"wait_s.p50", "s", "half of all waits are no longer",
   [](const queue_tally& q) -> json { return in_seconds(q.waits.percentile(0.5)); }},
  {"wait_s.p95", "s", "95 % of all waits are no longer",
   [](const queue_tally& q) -> json { return in_seconds(q.waits.percentile(0.95)); }},
  {"occupancy", "0 to 1", "share of their time that agents spend with calls of this queue",
   [](const queue_tally& q) -> json { return q.occupancy(); }},
});

/// What is known of the rest of a run.
inline constexpr auto run_metrics = std::to_array<metric<statistics>>({
  {"backend.utilization", "0 to 1", "busy share of the time of all workers of the backend",
   [](const statistics& s) -> json { return s.backend.utilization(); }},
  {"backend.served", "jobs", "begun by workers of the backend",
   [](const statistics& s) -> json { return s.backend.served; }},
  {"backend.queued_max", "jobs", "the longest queue of the backend",
   [](const statistics& s) -> json { return s.backend_queued_max; }},
  {"backend.wait_ms.mean", "ms", "wait for a worker of the backend",
   [](const statistics& s) -> json { return detail::mean_ms(s.backend.waits); }},
  {"backend.wait_ms.p50", "ms", "half of all waits are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.backend.waits, 0.5); }},
  {"backend.wait_ms.p99", "ms", "99 % of all waits are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.backend.waits, 0.99); }},
  {"backend.service_ms.mean", "ms", "time of a worker for a job",
   [](const statistics& s) -> json { return detail::mean_ms(s.backend.services); }},
  {"tabs.utilization_mean", "0 to 1", "busy share of the time of the main threads of all tabs",
   [](const statistics& s) -> json { return s.tabs.utilization(); }},
  {"tabs.utilization_max", "0 to 1", "the same of the busiest tab",
   [](const statistics& s) -> json { return s.tab_utilization_max; }},
  {"tabs.wait_ms.mean", "ms", "wait of a task for the main thread of its tab",
   [](const statistics& s) -> json { return detail::mean_ms(s.tabs.waits); }},
  {"tabs.wait_ms.p50", "ms", "half of all waits are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.tabs.waits, 0.5); }},
  {"tabs.wait_ms.p99", "ms", "99 % of all waits are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.tabs.waits, 0.99); }},
  {"election.elections", "times", "a tab began to lead",
   [](const statistics& s) -> json { return s.election.elections; }},
  {"election.leaderless_s", "s", "an agent with open tabs had no leader, summed over agents",
   [](const statistics& s) -> json { return s.election.leaderless_s; }},
  {"election.overlap_s", "s", "an agent had more than one leader, summed over agents",
   [](const statistics& s) -> json { return s.election.overlap_s; }},
  {"election.takeover_ms.p50", "ms", "from the loss of a leader to the next; half are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.election.takeovers, 0.5); }},
  {"election.takeover_ms.p99", "ms", "99 % of all takeovers are no longer",
   [](const statistics& s) -> json { return detail::ms_at(s.election.takeovers, 0.99); }},
  {"election.duties.done", "duties", "done by at least one tab",
   [](const statistics& s) -> json { return s.election.duties_done; }},
  {"election.duties.twice", "duties", "done more than once",
   [](const statistics& s) -> json { return s.election.duties_twice; }},
  {"election.duties.lost", "duties", "done by no tab",
   [](const statistics& s) -> json { return s.election.duties_lost; }},
});
// clang-format on

} // namespace deskstorm::loadgen
