#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/sim/race/race_log.hpp>

namespace deskstorm::loadgen::view {

/// What stands beside the beginning of a state.
inline std::string state_text(const sim::log_entry& e) {
  switch (static_cast<frame_state>(e.code)) {
  case frame_state::leading: return "leads" + epoch_text(e.value);
  case frame_state::following:
    return e.value == 0 ? std::string{"follows"} : fmt::format("follows id {}", e.value);
  case frame_state::negotiating: return "negotiates";
  }
  return {};
}

/// What stands beside an entry in a diagram; empty for what needs no words.
inline std::string label_of(const sim::race_plan& plan, const sim::log_entry& e) {
  using enum sim::race_event;
  switch (e.what) {
  case opened: return fmt::format("opens, id {}", e.value);
  case gone: return e.code == 1 ? "crashes" : "closes";
  case state: return state_text(e);
  case view: return e.value == 0 ? "knows no leader" : fmt::format("believes in id {}", e.value);
  case term: return "goes on" + epoch_text(e.value);
  case paused: return std::string{absence_text(static_cast<sim::action_kind>(e.code))};
  case resumed: return "goes on";
  case action: return action_text(e);
  case woken: return "timer";
  case written: return "writes";
  case noticed: return "sees a write";
  case refused: return "storage is full";
  case asked: return e.code == 2 ? "steals the lock" : "asks for the lock";
  case granted: return "gets the lock";
  case denied: return "no lock";
  case stolen: return "lock stolen";
  case freed: return "frees the lock";
  case to_worker:
  case from_worker: return word_text(plan, e.code);
  case worker_died: return "dies";
  case transacted: return "transaction";
  case duty_came: return duty_text(plan, e.code, e.value) + " comes";
  case duty_begun: return fmt::format("begins duty {}", e.value + 1);
  case effect: return fmt::format("duty {} done{}", e.value + 1, e.code > 1 ? ", again" : "");
  case fenced: return fmt::format("duty {} refused", e.value + 1);
  case unproven: return fmt::format("duty {}: does not lead", e.value + 1);
  case settled: return "calm from here";
  case sent:
  case heard:
  case lost: return {};
  }
  return {};
}

inline bool has_label(const sim::log_entry& e) {
  using enum sim::race_event;
  return e.what != sent && e.what != heard && e.what != lost;
}

/// What nobody wants to see.
constexpr bool is_bad(sim::race_event what) {
  using enum sim::race_event;
  return what == gone || what == lost || what == worker_died || what == refused || what == fenced
         || what == stolen;
}

/// The class of a leader's band: epochs that follow each other differ.
inline std::string_view epoch_class(const race_story& story, std::uint64_t epoch) {
  static constexpr std::array<std::string_view, 6> classes{"e1", "e2", "e3", "e4", "e5", "e6"};
  const auto found = std::ranges::lower_bound(story.epochs, epoch);
  return classes[static_cast<std::size_t>(found - story.epochs.begin()) % classes.size()];
}

} // namespace deskstorm::loadgen::view
