#include <deskstorm/desk/interaction_state.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("interaction_state is written as the manual writes it",
          "[object:interaction-state][object:call-type][object:direction]") {
  CHECK(name_of(interaction_state::none) == "UNKNOWN");
  CHECK(name_of(interaction_state::dialing) == "DIALING");
  CHECK(name_of(interaction_state::previewing) == "PREVIEWING");
  CHECK(name_of(call_type::internal) == "Internal");
  CHECK(name_of(call_type::inbound) == "INBOUND");
  CHECK(name_of(call_direction::out) == "OUT");
}

TEST_CASE("interaction_state knows previews by their type", "[unit]") {
  CHECK(is_preview(call_type::outbound_preview));
  CHECK(is_preview(call_type::outbound_push_preview));
  CHECK_FALSE(is_preview(call_type::outbound));
}

} // namespace
} // namespace deskstorm::desk
