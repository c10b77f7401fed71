#pragma once

#include <deskstorm/sim/fault.hpp>

namespace deskstorm::sim::faults {

/// What is sent during the outage is held and arrives in order once it is over, as long as there is
/// an end; clients that wait for longer than their time-out have given up by then. What is under
/// way when it begins still arrives.
inline constexpr fault backend_outage{
  plan::fault_kind::backend_outage, "backend-outage",
  "nobody reaches the backend; messages wait for the end, and tabs tell of the lost link",
  [](actors::verdict& fate, const plan::fault& rule, instant now, actors::stream&) {
    if (rule.until == never)
      fate.dropped = true;
    else
      fate.later += rule.until - now;
  }};

} // namespace deskstorm::sim::faults
