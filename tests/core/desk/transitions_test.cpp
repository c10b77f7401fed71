#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <vector>

#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/media_interaction.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/worked_record.hpp>

#include "support/catch.hpp"

// Walks each row of each table of life cycles, from where an interaction begins.
namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;

/// Returns the triggers of a shortest way through the edges from `begin` to each state.
template <class Edges, class State>
auto ways_from(State begin, const Edges& edges) {
  using trigger = decltype(edges[0].on);
  std::map<State, std::vector<trigger>> ways{{begin, {}}};
  std::deque<State> open{begin};
  while (!open.empty()) {
    const auto at = open.front();
    open.pop_front();
    for (const auto& e : edges) {
      if (e.from != at || ways.contains(e.to))
        continue;
      auto way = ways.at(at);
      way.push_back(e.on);
      ways.emplace(e.to, std::move(way));
      open.push_back(e.to);
    }
  }
  return ways;
}

/// Walks to each row of the table and along it.
template <class Rows>
void walk(const Rows& rows, const interaction& fresh) {
  const auto ways = ways_from(interaction_state::none, rows);
  for (const auto& row : rows) {
    auto i = fresh;
    for (const auto on : ways.at(row.from))
      REQUIRE(apply(i, on, instant{1s}));
    CAPTURE(name_of(row.from), static_cast<int>(row.on));
    REQUIRE(life_of(i) == row.from);
    const auto events = apply(i, row.on, instant{2s});
    REQUIRE(events);
    CHECK(std::ranges::equal(*events, row.events));
    CHECK(life_of(i) == (leaves_list(row.to) ? interaction_state::removed : row.to));
    CHECK(i.removed == leaves_list(row.to));
  }
}

TEST_CASE("a call goes along each row of its table", "[table:call]") {
  walk(call_rows, {.id = {1}});
}

TEST_CASE("a consultation goes along each row of its table", "[table:consultation]") {
  walk(consultation_rows, {.id = {2}, .parent = {1}, .kind = call_kind::consultation});
}

TEST_CASE("open media go along each row of their tables",
          "[table:open-media][table:chat][table:outbound-email]") {
  walk(open_media_rows, {.id = {1}, .media = media::workitem});
  walk(open_media_rows, {.id = {1}, .media = media::email, .direction = call_direction::in});
  walk(chat_rows, {.id = {1}, .media = media::chat});
  walk(outbound_email_rows, {.id = {1}, .media = media::email, .direction = call_direction::out});
}

TEST_CASE("a recording goes along each row of its table", "[table:recording]") {
  const auto ways = ways_from(recording_state::stopped, recording_table);
  for (const auto& row : recording_table) {
    auto i = dial({.id = {1}, .party = "5001"}, instant{1s}).call;
    REQUIRE(apply(i, call_trigger::far_end_answers, instant{2s}));
    for (const auto on : ways.at(row.from))
      REQUIRE(apply(i, on));
    CAPTURE(name_of(row.from), static_cast<int>(row.on));
    CHECK(*apply(i, row.on) == interaction_events{event_type::call_recording_state_changed});
    CHECK(i.recording == row.to);
  }
}

TEST_CASE("a preview goes along each row of the table of its mode",
          "[table:pull-preview][table:push-preview][table:direct-push-preview]") {
  using outbound::preview_mode;
  const auto mode = GENERATE(preview_mode::pull, preview_mode::push, preview_mode::direct_push);
  const auto other = mode == preview_mode::pull ? outbound::preview_trigger::pushed
                                                : outbound::preview_trigger::pulled;
  std::vector<edge<outbound::preview_state, outbound::preview_trigger>> edges;
  for (const auto& e : outbound::preview_edges)
    if (e.on != other)
      edges.push_back(e);
  const auto ways = ways_from(outbound::preview_state::none, edges);
  for (const auto& row : outbound::rows_of(mode)) {
    outbound::worked_record work{mode, {}};
    for (const auto on : ways.at(row.from))
      REQUIRE(work.move(on));
    CAPTURE(static_cast<int>(mode), static_cast<int>(row.from), static_cast<int>(row.on));
    REQUIRE(work.state() == row.from);
    const auto seen = work.move(row.on);
    REQUIRE(seen);
    CHECK(std::ranges::count(*seen, &row) == 1);
    CHECK(work.state() == follow(outbound::preview_edges, row.from, row.on));
  }
}

} // namespace
} // namespace deskstorm::desk
