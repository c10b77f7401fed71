#pragma once

#include <deskstorm/sim/fault.hpp>

namespace deskstorm::sim::faults {

inline constexpr fault drop{
  plan::fault_kind::drop, "drop", "the message never arrives",
  [](actors::verdict& fate, const plan::fault&, instant, actors::stream&) { fate.dropped = true; }};

} // namespace deskstorm::sim::faults
