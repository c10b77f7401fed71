#pragma once

#include <cstdint>

#include <Random123/philox.h>

namespace deskstorm::actors {

/// What a stream is drawn for. Values are part of the meaning of a seed: append, never renumber.
enum class purpose : std::uint32_t {
  think = 1,
  request_choice,
  retry,
  post_message_link,
  broadcast_link,
  backend_link,
  tab_service,
  backend_service,
  wrap_up,
  arrival,
  handle_time,
  patience,
  fault,
  election,
  interaction_choice,
  identity,
  population,
  accept,
  routing,
  workbin,
  message,
  toast,
  preview_time = 40,
  preview_choice,
  ring_time,
  call_outcome,
  mishap,
  contact,
  race_search = 60,
};

/// A stream of random numbers of one entity for one purpose. Streams of other entities, purposes,
/// seeds or replications are independent of it, and a draw from one never shifts another.
/// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Philox 4x32-10).
class stream {
public:
  /// The seed of a run and the number of the replication, mixed.
  struct key {
    std::uint64_t seed = 1;
    std::uint32_t replication = 0;
  };

  stream() = default;
  /// The stream as it is after `drawn` draws.
  stream(key of_run, std::uint64_t entity, purpose what, std::uint32_t drawn = 0)
    : seed_(of_run.seed ^ (std::uint64_t{of_run.replication} * 0x9E3779B97F4A7C15u)),
      entity_(entity),
      purpose_(static_cast<std::uint32_t>(what)),
      drawn_(drawn) {}

  /// Returns 64 random bits.
  std::uint64_t next() {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const r123::Philox4x32 philox;
    const auto out =
      philox({{low(entity_), high(entity_), purpose_, drawn_++}}, {{low(seed_), high(seed_)}});
    return (std::uint64_t{out[1]} << 32) | out[0];
  }

  /// Returns a number in (0, 1), never an end.
  double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53; }

  /// Returns a number in [0, bound), of which `bound` must be above 0.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }

  /// How many times next() was called in all.
  std::uint32_t drawn() const { return drawn_; }

private:
  std::uint64_t seed_ = 0;
  std::uint64_t entity_ = 0;
  std::uint32_t purpose_ = 0;
  std::uint32_t drawn_ = 0;
};

/// Returns what identifies an entity to its streams: its kind and the path of numbers that leads to
/// it, so that one more agent, tab or frame leaves the streams of all others as they are.
constexpr std::uint64_t stream_of(std::uint64_t kind, std::uint64_t a = 0, std::uint64_t b = 0,
                                  std::uint64_t c = 0) {
  std::uint64_t mixed = kind;
  for (const auto part : {a, b, c}) {
    mixed = (mixed ^ (part + 0x9E3779B97F4A7C15u)) * 0xBF58476D1CE4E5B9u;
    mixed ^= mixed >> 29;
  }
  return mixed;
}

} // namespace deskstorm::actors
