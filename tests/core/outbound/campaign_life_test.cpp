#include <vector>

#include <deskstorm/outbound/campaign_life.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

using enum campaign_state;
using on = campaign_trigger;
using steps = std::vector<campaign_trigger>;

TEST_CASE("a campaign is loaded, started, stopped and unloaded", "[table:campaign]") {
  const auto [from, wanted, taken] = GENERATE(table<campaign_state, on, steps>({
    {unloaded, on::load, {on::load}},
    {unloaded, on::start, {on::load, on::start}},
    {unloaded, on::stop, {}},
    {unloaded, on::unload, {}},
    {loaded, on::load, {}},
    {loaded, on::start, {on::start}},
    {loaded, on::stop, {}},
    {loaded, on::unload, {on::unload}},
    {started, on::load, {}},
    {started, on::start, {}},
    {started, on::stop, {on::stop}},
    {started, on::unload, {on::stop, on::unload}},
  }));
  CAPTURE(static_cast<int>(from), static_cast<int>(wanted));
  const auto all = steps_to(wanted, from);
  CHECK(steps(all.begin(), all.end()) == taken);
}

TEST_CASE("agents see an event of each step", "[table:campaign]") {
  const auto [step, event] = GENERATE(table<on, event_type>({
    {on::load, event_type::campaign_loaded},
    {on::start, event_type::campaign_started},
    {on::stop, event_type::campaign_stopped},
    {on::unload, event_type::campaign_unloaded},
  }));
  CHECK(event_of(step) == event);
}

} // namespace
} // namespace deskstorm::outbound
