#pragma once

#include <deskstorm/sim/fault.hpp>

namespace deskstorm::sim::faults {

inline constexpr fault delay{
  plan::fault_kind::delay, "delay",
  "the message takes that much longer, and those behind it on the link wait for it",
  [](actors::verdict& fate, const plan::fault& rule, instant, actors::stream& draw) {
    fate.later += plan::sample(rule.by, draw);
  }};

} // namespace deskstorm::sim::faults
