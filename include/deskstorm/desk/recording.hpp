#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::desk {

/// Whether a call is recorded. Source: `recordingState` of interactions.
enum class recording_state : std::uint8_t { stopped, recording, paused };

enum class recording_trigger : std::uint8_t { start, stop, pause, resume };

// clang-format off
inline constexpr std::array recording_state_names{
  named<recording_state>{recording_state::stopped,   "STOPPED"},
  named<recording_state>{recording_state::recording, "RECORDING"},
  named<recording_state>{recording_state::paused,    "PAUSED"},
};

inline constexpr auto recording_table = [] {
  using enum recording_state;
  using enum recording_trigger;
  return std::to_array<edge<recording_state, recording_trigger>>({
    {stopped,   start,  recording},
    {recording, pause,  paused   },
    {paused,    resume, recording},
    {recording, stop,   stopped  },
    {paused,    stop,   stopped  },
  });
}();
// clang-format on

static_assert(deterministic(recording_table));
static_assert(reaches(recording_table, recording_state::stopped, recording_state::paused));
static_assert(reaches(recording_table, recording_state::paused, recording_state::stopped));

constexpr std::string_view name_of(recording_state state) {
  return name_in(recording_state_names, state);
}

/// Returns what the request does to the recording of a call, or nothing.
constexpr std::optional<recording_trigger> recording_trigger_of(request_kind request) {
  switch (request) {
  case request_kind::voice_start_call_recording: return recording_trigger::start;
  case request_kind::voice_stop_call_recording: return recording_trigger::stop;
  case request_kind::voice_pause_call_recording: return recording_trigger::pause;
  case request_kind::voice_resume_call_recording: return recording_trigger::resume;
  default: return std::nullopt;
  }
}

} // namespace deskstorm::desk
