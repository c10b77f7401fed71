#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/loadgen/statistics/histogram.hpp>

namespace deskstorm::loadgen {

/// What became of the requests of one kind. `sent` is the sum of the four ends and of what is
/// unfinished, always.
struct request_tally {
  std::uint64_t sent = 0;
  std::array<std::uint64_t, 4> ends = {};   ///< by request_end
  std::array<std::uint64_t, 4> losses = {}; ///< by request_loss
  histogram latency = {};                   ///< of answered requests, from the intended time

  std::uint64_t ended(actors::request_end how) const { return ends[static_cast<std::size_t>(how)]; }
  std::uint64_t lost(actors::request_loss why) const {
    return losses[static_cast<std::size_t>(why)];
  }
  std::uint64_t unfinished() const { return sent - ends[0] - ends[1] - ends[2] - ends[3]; }

  void merge(const request_tally& other) {
    sent += other.sent;
    for (std::size_t i = 0; i < ends.size(); ++i)
      ends[i] += other.ends[i];
    for (std::size_t i = 0; i < losses.size(); ++i)
      losses[i] += other.losses[i];
    latency.merge(other.latency);
  }
};

/// A count of requests, as results name it.
struct count_row {
  std::string_view name;
  std::string_view about;
  std::uint64_t (*of)(const request_tally&);
};

/// Every count of requests, in the order of results: what the client sees, then why.
// clang-format off
inline constexpr auto request_counts = std::to_array<count_row>({
  {"sent",         "requests sent by clients",
   [](const request_tally& t) { return t.sent; }},
  {"ok",           "answered with success",
   [](const request_tally& t) { return t.ended(actors::request_end::ok); }},
  {"failed",       "answered with an error other than the rate limit's",
   [](const request_tally& t) { return t.ended(actors::request_end::failed); }},
  {"rate_limited", "answered with the error of the rate limit",
   [](const request_tally& t) { return t.ended(actors::request_end::rate_limited); }},
  {"timed_out",    "given up by the client",
   [](const request_tally& t) { return t.ended(actors::request_end::timed_out); }},
  {"unfinished",   "neither answered nor given up when the run ended",
   [](const request_tally& t) { return t.unfinished(); }},
  {"ignored",      "not answered by the service because of a quarantine",
   [](const request_tally& t) { return t.lost(actors::request_loss::ignored); }},
  {"refused",      "not answered by the service because of origin or filter",
   [](const request_tally& t) { return t.lost(actors::request_loss::refused); }},
  {"late",         "answered after the client had given up",
   [](const request_tally& t) { return t.lost(actors::request_loss::late); }},
  {"lost",         "dropped by a fault",
   [](const request_tally& t) { return t.lost(actors::request_loss::lost); }},
});
// clang-format on

} // namespace deskstorm::loadgen
