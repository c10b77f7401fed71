#include <chrono>
#include <set>
#include <vector>

#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/part_observer.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

struct witness : idle_observer {
  void event_seen(event_channel, event_type, instant now) override { events.push_back(now); }
  void tab_state(actors::tab_ref tab, frame_state, instant) override { opened.insert(tab.number); }
  void tab_closed(actors::tab_ref tab, instant now) override {
    closed.insert(tab.number);
    closed_at = now;
  }
  void agent_engaged(std::uint32_t, instant) override { ++engaged; }
  void agent_freed(std::uint32_t, instant) override { --engaged; }
  void caller_queued(std::uint32_t, instant) override { ++waiting; }
  void caller_unqueued(std::uint32_t, instant) override { --waiting; }
  void campaign_stepped(std::uint32_t, outbound::campaign_trigger, instant now) override {
    events.push_back(now);
  }
  void backend_queued(std::uint32_t requests, instant) override { at_backend = requests; }
  void duty_due(std::uint64_t duty, instant) override { duties.insert(duty); }

  std::vector<instant> events;
  std::set<actors::entity_number> opened;
  std::set<actors::entity_number> closed;
  instant closed_at = {};
  int engaged = 0;
  int waiting = 0;
  std::uint32_t at_backend = 0;
  std::set<std::uint64_t> duties;
};

constexpr actors::tab_ref first_tab{agent_id{1}, tab_id{1}, 5};

} // namespace

TEST_CASE("times of a later part follow those of the one before", "[unit]") {
  witness whole;
  part_observer parts{whole};
  const auto see = [&](instant now) {
    parts.event_seen(event_channel::agent, event_type::agent_state_changed, now);
  };
  see(instant{3s});
  parts.end_part(instant{10s});
  see(instant{3s});
  parts.end_part(instant{4s});
  see(instant{0s});
  parts.campaign_stepped(0, outbound::campaign_trigger::load, instant{1s});
  CHECK(whole.events == std::vector{instant{3s}, instant{13s}, instant{14s}, instant{15s}});
}

TEST_CASE("tabs and duties of different parts are different ones", "[unit]") {
  witness whole;
  part_observer parts{whole};
  for (int n = 0; n < 2; ++n) {
    parts.tab_state(first_tab, frame_state::leading, instant{1s});
    parts.duty_due(1, instant{1s});
    parts.tab_closed(first_tab, instant{2s});
    parts.end_part(instant{10s});
  }
  CHECK(whole.opened.size() == 2);
  CHECK(whole.closed == whole.opened);
  CHECK(whole.duties.size() == 2);
}

TEST_CASE("what a part leaves behind ends with it", "[unit]") {
  witness whole;
  part_observer parts{whole};
  parts.tab_state(first_tab, frame_state::leading, instant{1s});
  parts.agent_engaged(0, instant{1s});
  parts.agent_engaged(0, instant{1s});
  parts.agent_freed(0, instant{2s});
  parts.caller_queued(0, instant{1s});
  parts.caller_queued(0, instant{2s});
  parts.caller_unqueued(0, instant{2s});
  parts.backend_queued(3, instant{2s});
  CHECK(whole.waiting == 1);
  parts.end_part(instant{10s});
  CHECK(whole.waiting == 0);
  CHECK(whole.at_backend == 0);
  CHECK(whole.closed == whole.opened);
  CHECK(whole.closed_at == instant{10s});
  CHECK(whole.engaged == 0);
  parts.end_part(instant{1s});
  CHECK(whole.engaged == 0);
}

} // namespace deskstorm::loadgen
