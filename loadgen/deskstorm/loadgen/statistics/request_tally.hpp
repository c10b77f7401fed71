#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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

} // namespace deskstorm::loadgen
