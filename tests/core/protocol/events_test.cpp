#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/protocol/events.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

auto rows_of(event_channel channel) {
  return std::ranges::count(events, channel, &event_row::channel);
}

auto rows_of(event_group group) { return std::ranges::count(events, group, &event_row::group); }

} // namespace

TEST_CASE("no channel has two events of one name", "[unit]") {
  std::set<std::pair<event_channel, std::string_view>> names;
  for (const auto& row : events)
    names.insert({row.channel, row.name});
  CHECK(names.size() == event_count);
}

// Source: the event tables of the manual; three case events are from its namespace page.
TEST_CASE("every group has as many interaction events as the manual", "[unit]") {
  CHECK(rows_of(event_group::any) == 9);
  CHECK(rows_of(event_group::voice) == 7);
  CHECK(rows_of(event_group::open_media) == 16);
  CHECK(rows_of(event_group::chat) == 4);
  CHECK(rows_of(event_group::email) == 2);
  CHECK(rows_of(event_group::preview) == 4);
  CHECK(rows_of(event_group::case_view) == 3);
  CHECK(rows_of(event_channel::interaction) == 42 + 3);
  CHECK(rows_of(event_channel::outbound) == 4);
  CHECK(rows_of(event_channel::system) == 3);
}

TEST_CASE("every event is found by its channel and name", "[unit]") {
  for (const auto& row : events) {
    CAPTURE(row.name);
    CHECK(event_named(row.channel, row.name) == row.type);
    CHECK(&row_of(row.type) == &row);
  }
  CHECK_FALSE(event_named(event_channel::agent, "RINGING"));
}

TEST_CASE("an event of one name is another in another channel", "[unit]") {
  CHECK(event_named(event_channel::agent, "STATE_CHANGED") == event_type::agent_state_changed);
  CHECK(event_named(event_channel::media, "STATE_CHANGED") == event_type::media_state_changed);
  CHECK(event_named(event_channel::interaction, "CANCELED") == event_type::canceled);
  CHECK(event_named(event_channel::interaction, "CANCELLED") == event_type::cancelled);
}

TEST_CASE("a channel is found by its name, a messenger by its prefix", "[unit]") {
  for (const auto& row : event_channels)
    CHECK(channel_named(row.name) == row.value);
  CHECK(channel_named("messenger:sales") == event_channel::messenger);
  CHECK_FALSE(channel_named("messengers"));
  CHECK_FALSE(channel_named("Agent"));
}

TEST_CASE("frame states are named as on the wire", "[unit]") {
  CHECK(name_of(frame_state::leading) == "LEADING");
  for (const auto& row : frame_states)
    CHECK(frame_state_named(row.name) == row.value);
  CHECK_FALSE(frame_state_named("leading"));
}
