#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/race/chooser.hpp>

namespace deskstorm::sim {

/// The stable name of a choice: it survives changes of what comes before it.
struct choice_name {
  choice_kind kind{};
  std::uint8_t tab = 0;
  std::uint8_t peer = 0;
  std::uint32_t ordinal = 0;

  friend auto operator<=>(const choice_name&, const choice_name&) = default;
};

/// A choice and its answer.
struct choice {
  choice_name name = {};
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t chosen = 0;
  instant at = {}; ///< when it was asked for

  constexpr bool is_plain() const { return chosen == low; }

  friend bool operator==(const choice&, const choice&) = default;
};

/// All choices of a schedule in the order in which they were asked for.
using choice_list = std::vector<choice>;

constexpr choice_name name_of(const choice_point& p) {
  return {p.kind, static_cast<std::uint8_t>(p.tab), static_cast<std::uint8_t>(p.peer), p.ordinal};
}

/// A chooser that keeps what it answered.
class recording_chooser : public chooser {
public:
  std::int64_t choose(const choice_point& asked) final {
    const auto chosen = answer(asked);
    taken_.push_back({name_of(asked), asked.low, asked.high, chosen, asked.now});
    return chosen;
  }

  /// The choices of the schedule so far.
  const choice_list& choices() const { return taken_; }

protected:
  void forget() { taken_.clear(); }

private:
  virtual std::int64_t answer(const choice_point& asked) = 0;

  choice_list taken_;
};

/// Whether a choice is how long something takes that is under way between tabs, or late.
constexpr bool is_delay(choice_kind kind) { return kind >= choice_kind::broadcast_delay; }

/// Whether a choice belongs to what happens from outside: how many tabs, which actions, when.
constexpr bool is_circumstance(choice_kind kind) { return kind < choice_kind::next; }

} // namespace deskstorm::sim
