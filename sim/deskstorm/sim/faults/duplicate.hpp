#pragma once

#include <deskstorm/sim/fault.hpp>

namespace deskstorm::sim::faults {

inline constexpr fault duplicate{
  plan::fault_kind::duplicate, "duplicate", "the message arrives twice, the copy that much later",
  [](actors::verdict& fate, const plan::fault& rule, instant, actors::stream& draw) {
    fate.doubled = true;
    fate.second = plan::sample(rule.by, draw);
  }};

} // namespace deskstorm::sim::faults
