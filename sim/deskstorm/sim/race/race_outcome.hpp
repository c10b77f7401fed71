#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/tabs/property.hpp>

namespace deskstorm::sim {

/// Where a property did not hold. Two with the same signature are the same finding.
struct violation {
  tabs::property what{};
  instant at = {};
  std::uint8_t tab = 0;  ///< from 1; 0 is nobody in particular
  std::uint8_t peer = 0; ///< the other tab, if there is one
  frame_state state = frame_state::negotiating;
  frame_state peer_state = frame_state::negotiating;
  std::uint8_t cause = no_cause; ///< the last action before it

  static constexpr std::uint8_t no_cause = 255;

  /// Property, states and cause as one number. The protocol is that of the plan.
  constexpr std::uint32_t code() const {
    return static_cast<std::uint32_t>(what) << 24 | static_cast<std::uint32_t>(state) << 16
           | static_cast<std::uint32_t>(peer_state) << 8 | cause;
  }

  friend bool operator==(const violation&, const violation&) = default;
};

/// Returns the name of the cause of a violation.
constexpr std::string_view cause_of(const violation& v) {
  return v.cause == violation::no_cause ? "timing" : name_of(static_cast<action_kind>(v.cause));
}

/// Returns property, protocol, states and cause as one text.
inline std::string signature_of(const violation& v, std::string_view protocol) {
  std::string text{tabs::name_of(v.what)};
  text.append("/").append(protocol).append("/").append(name_of(v.state));
  if (v.peer != 0)
    text.append("+").append(name_of(v.peer_state));
  return text.append("/").append(cause_of(v));
}

/// Lengths of time of one kind: how many, all together, the longest, and how many up to each power
/// of ten from 1 ms to 100 s.
struct spells {
  std::uint64_t count = 0;
  duration total = {};
  duration longest = {};
  std::array<std::uint64_t, 7> up_to{}; ///< 1 ms, 10 ms, ..., 100 s, longer

  void add(duration spell) {
    ++count;
    total += spell;
    longest = std::max(longest, spell);
    std::size_t i = 0;
    for (duration limit = std::chrono::milliseconds{1}; i < 6 && spell > limit; limit *= 10)
      ++i;
    ++up_to[i];
  }

  void merge(const spells& other) {
    count += other.count;
    total += other.total;
    longest = std::max(longest, other.longest);
    for (std::size_t i = 0; i < up_to.size(); ++i)
      up_to[i] += other.up_to[i];
  }
};

/// Why there was no leader for a while.
enum class gap_cause : std::uint8_t { start, clean_close, crash, pause, other };

inline constexpr std::size_t gap_causes = 5;

/// What is measured and never asserted, M1 to M6.
struct race_measurements {
  spells overlap;                        ///< M1: two tabs believe to lead
  std::uint64_t attempts_in_overlap = 0; ///< duties begun meanwhile
  std::uint64_t effects_in_overlap = 0;  ///< and having taken effect
  std::array<spells, gap_causes> gaps{}; ///< M2: nobody leads who could
  std::uint64_t duties_in_gaps = 0;
  spells time_to_know;        ///< M3: from the next leader's start to the step down
  std::uint64_t messages = 0; ///< M4
  std::uint64_t writes = 0;
  std::uint64_t wakeups = 0;
  std::uint64_t changes = 0;        ///< M5: somebody begins to lead
  std::uint64_t same_tab_again = 0; ///< of these, the one that led before
  spells disagreement;              ///< M6: two living tabs name different leaders
  std::uint64_t duties = 0;
  std::uint64_t twice = 0;
  std::uint64_t lost = 0;
  std::uint64_t fenced = 0;

  void merge(const race_measurements& other) {
    overlap.merge(other.overlap);
    attempts_in_overlap += other.attempts_in_overlap;
    effects_in_overlap += other.effects_in_overlap;
    for (std::size_t i = 0; i < gap_causes; ++i)
      gaps[i].merge(other.gaps[i]);
    duties_in_gaps += other.duties_in_gaps;
    time_to_know.merge(other.time_to_know);
    messages += other.messages;
    writes += other.writes;
    wakeups += other.wakeups;
    changes += other.changes;
    same_tab_again += other.same_tab_again;
    disagreement.merge(other.disagreement);
    duties += other.duties;
    twice += other.twice;
    lost += other.lost;
    fenced += other.fenced;
  }
};

/// How one schedule went.
struct race_outcome {
  std::vector<violation> violations = {}; ///< of the plan's properties; one of each signature
  race_measurements measured = {};
  std::vector<log_entry> log = {};
  bool cut_short = false; ///< it took more steps than a schedule may have
};

} // namespace deskstorm::sim
