#include <deskstorm/desk/recording.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using enum recording_state;
using on = recording_trigger;
using next = std::optional<recording_state>;

TEST_CASE("recording goes through the states of its table", "[table:recording]") {
  const auto [from, trigger, to] = GENERATE(table<recording_state, on, next>({
    {stopped, on::start, recording},
    {stopped, on::stop, {}},
    {stopped, on::pause, {}},
    {stopped, on::resume, {}},
    {recording, on::start, {}},
    {recording, on::stop, stopped},
    {recording, on::pause, paused},
    {recording, on::resume, {}},
    {paused, on::start, {}},
    {paused, on::stop, stopped},
    {paused, on::pause, {}},
    {paused, on::resume, recording},
  }));
  CAPTURE(name_of(from), static_cast<int>(trigger));
  CHECK(follow(recording_table, from, trigger) == to);
}

TEST_CASE("recording requests name their triggers", "[unit]") {
  CHECK(recording_trigger_of(request_kind::voice_start_call_recording) == on::start);
  CHECK(recording_trigger_of(request_kind::voice_stop_call_recording) == on::stop);
  CHECK(recording_trigger_of(request_kind::voice_pause_call_recording) == on::pause);
  CHECK(recording_trigger_of(request_kind::voice_resume_call_recording) == on::resume);
  CHECK_FALSE(recording_trigger_of(request_kind::voice_hold));
}

} // namespace
} // namespace deskstorm::desk
