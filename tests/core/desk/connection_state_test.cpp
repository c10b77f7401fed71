#include <chrono>

#include <deskstorm/desk/connection_state.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;

constexpr auto lost = connection_state::disconnected;
constexpr auto found = connection_state::reconnected;
constexpr auto down = connection_state::down;

TEST_CASE("changes_of_outage finds a link again that is back within a minute", "[unit]") {
  const instant from{5s};
  CHECK(changes_of_outage(from, from + 1s)
        == few<connection_change, 2>{{from, lost}, {from + 1s, found}});
  CHECK(changes_of_outage(from, from + 60s)
        == few<connection_change, 2>{{from, lost}, {from + 60s, found}});
}

TEST_CASE("changes_of_outage gives a session up after a minute, for good", "[unit]") {
  const instant from{5s};
  for (const auto until : {from + 60s + 1ns, never}) {
    CAPTURE(until.time_since_epoch().count());
    CHECK(changes_of_outage(from, until)
          == few<connection_change, 2>{{from, lost}, {from + 60s, down}});
  }
}

} // namespace
} // namespace deskstorm::desk
