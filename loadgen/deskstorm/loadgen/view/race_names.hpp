#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_plan.hpp>

/// How races call their things, in pictures and in words.
namespace deskstorm::loadgen::view {

/// A time of a schedule to the millisecond.
inline std::string moment_text(instant at) {
  return fmt::format("{:.3f} s", in_seconds(at.time_since_epoch()));
}

inline std::string length_text(duration d) { return human_time(in_seconds(d)); }

inline std::string tab_text(std::uint8_t tab) { return fmt::format("tab {}", tab); }

/// The number of a leader's term as a part of a text: ", epoch 3". Nothing where the protocol takes
/// a time for it.
inline std::string epoch_text(std::uint64_t epoch) {
  constexpr std::uint64_t least_time = 100'000;
  return epoch != 0 && epoch < least_time ? fmt::format(", epoch {}", epoch) : std::string{};
}

/// What a message of that kind says.
inline std::string word_text(const sim::race_plan& plan, std::uint8_t kind) {
  const auto words = plan.protocol->words;
  return kind < words.size() ? std::string{words[kind]} : fmt::format("message {}", kind);
}

/// An action with its extent, where it has one: "freeze-tab for 8.00s".
inline std::string action_text(const sim::log_entry& e) {
  const auto& row = sim::row_of(static_cast<sim::action_kind>(e.code));
  const duration extent{static_cast<duration::rep>(e.value)};
  if (row.extent.empty())
    return std::string{row.name};
  const bool back = extent < duration::zero();
  return fmt::format("{} {} {}{}", row.name, row.extent, back ? "-" : "",
                     length_text(back ? -extent : extent));
}

/// What a tab is while that lasts: "frozen", "asleep".
inline std::string_view absence_text(sim::action_kind why) {
  switch (why) {
  case sim::action_kind::freeze_tab: return "frozen";
  case sim::action_kind::bfcache: return "in the page cache";
  case sim::action_kind::sleep: return "asleep with the machine";
  case sim::action_kind::cancel_close: return "asked to close";
  default: return "busy";
  }
}

inline std::string duty_text(const sim::race_plan& plan, std::uint8_t kind, std::uint64_t number) {
  return fmt::format("{} {}", plan.duties[kind].what->name, number + 1);
}

} // namespace deskstorm::loadgen::view
