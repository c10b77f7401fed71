#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/policy/origin_policy.hpp>

namespace deskstorm::actors {

/// Kinds of entities as streams are keyed by them.
enum class stream_owner : std::uint8_t { frame = 1, tab, agent, call, dialed_call, queue };

/// What all actors of a run share: constant but for the counter.
struct run_context {
  const plan::floor_plan& plan;
  observer& seen;
  stream::key key;
  link_type post_message;
  link_type broadcast_channel;
  link_type backend_link;
  std::vector<origin_verdicts> verdicts; ///< of each persona
  std::atomic<std::uint32_t> interactions = 0;

  /// Returns the number of a new interaction.
  interaction_id next_interaction() { return interaction_id{++interactions}; }
};

/// The streams of one entity, `N` purposes of it, 4 bytes each.
template <purpose... Purposes>
class streams_of {
public:
  explicit streams_of(std::uint64_t entity) : entity_(entity) {}

  /// Draws from the stream of one purpose, which must be among `Purposes`.
  class source {
  public:
    source(stream s, std::uint32_t& drawn) : stream_(s), drawn_(&drawn) {}
    double uniform() {
      ++*drawn_;
      return stream_.uniform();
    }
    std::uint32_t below(std::uint32_t bound) {
      ++*drawn_;
      return stream_.below(bound);
    }

  private:
    stream stream_;
    std::uint32_t* drawn_;
  };

  template <purpose What>
  source draw(const stream::key& key) {
    std::uint32_t& drawn = drawn_[index_of(What)];
    return {stream{key, entity_, What, drawn}, drawn};
  }

private:
  static consteval std::size_t index_of(purpose what) {
    std::size_t i = 0;
    for (const auto p : {Purposes...}) {
      if (p == what)
        return i;
      ++i;
    }
    return i; // out of bounds: does not compile where it is used
  }

  std::uint64_t entity_;
  std::array<std::uint32_t, sizeof...(Purposes)> drawn_{};
};

} // namespace deskstorm::actors
