#include <vector>

#include <deskstorm/desk/media_state.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

constexpr agent_state ready{state_code::ready};
constexpr agent_state not_ready{state_code::not_ready};
constexpr agent_state on_break{state_code::not_ready_action_code, 1};
constexpr agent_state logged_out{state_code::logout};

std::vector<media> changed_by(const media_states::change& c) {
  return {c.changed.begin(), c.changed.end()};
}

TEST_CASE("media_states begin logged out", "[unit]") {
  CHECK(media_states{}.whole() == logged_out);
}

TEST_CASE("media_states set all media alike", "[unit]") {
  media_states states;
  const auto done = states.set_all(ready);
  CHECK(changed_by(done).size() == media_count);
  CHECK(done.agent_changed);
  CHECK(states.whole() == ready);
}

TEST_CASE("media_states report nothing where nothing changes", "[unit]") {
  media_states states;
  (void)states.set_all(ready);
  const auto done = states.set_all(ready);
  CHECK(done.changed.empty());
  CHECK_FALSE(done.agent_changed);
}

TEST_CASE("media_states make the agent's state", "[unit]") {
  const auto [voice, email, rest, whole] =
    GENERATE(table<agent_state, agent_state, agent_state, agent_state>({
      {ready, ready, ready, ready},
      {not_ready, ready, ready, {state_code::partial_ready}},
      {on_break, ready, ready, {state_code::partial_ready}},
      {on_break, on_break, on_break, on_break},
      {on_break, not_ready, not_ready, not_ready},
      {ready, logged_out, logged_out, ready},
      {ready, not_ready, logged_out, {state_code::partial_ready}},
      {logged_out, logged_out, logged_out, logged_out},
      {{state_code::ready_action_code, 1}, ready, ready, ready},
    }));
  media_states states;
  (void)states.set_all(rest);
  (void)states.set(media::voice, voice);
  (void)states.set(media::email, email);
  CAPTURE(name_of(voice.code), name_of(email.code), name_of(rest.code));
  CHECK(states.whole() == whole);
}

TEST_CASE("media_states leave the agent alone when it is partly ready already", "[unit]") {
  media_states states;
  (void)states.set_all(ready);
  CHECK(states.set(media::voice, not_ready).agent_changed);
  const auto done = states.set(media::email, not_ready);
  CHECK(changed_by(done) == std::vector{media::email});
  CHECK_FALSE(done.agent_changed);
}

TEST_CASE("media_states return from after-call work to the state before", "[unit]") {
  media_states states;
  (void)states.set_all(ready);
  CHECK(changed_by(states.begin_after_call_work(media::voice)) == std::vector{media::voice});
  CHECK(states.of(media::voice).code == state_code::not_ready_after_callwork);
  CHECK(states.of(media::email) == ready);
  (void)states.end_after_call_work(media::voice);
  CHECK(states.of(media::voice) == ready);
}

TEST_CASE("media_states keep what the agent chose during after-call work", "[unit]") {
  media_states states;
  (void)states.set_all(ready);
  (void)states.begin_after_call_work(media::voice);
  (void)states.set(media::voice, on_break);
  CHECK(states.end_after_call_work(media::voice).changed.empty());
  CHECK(states.of(media::voice) == on_break);
}

TEST_CASE("media_states need no after-call work where the agent is not ready", "[unit]") {
  media_states states;
  (void)states.set_all(on_break);
  CHECK(states.begin_after_call_work(media::voice).changed.empty());
  CHECK(states.of(media::voice) == on_break);
}

TEST_CASE("media_states know the media by name", "[object:media-name]") {
  CHECK(*media_for("voice") == media::voice);
  CHECK(media_for("fax").why() == failure{"There is no media 'fax'.", "name"});
}

} // namespace
} // namespace deskstorm::desk
