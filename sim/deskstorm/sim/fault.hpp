#pragma once

#include <string_view>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::sim {

/// One way in which a link can fail. `strike` does to the fate of a message sent at `now` what
/// `rule` says; it draws from a stream that no other rule draws from.
struct fault {
  plan::fault_kind kind;
  std::string_view name;  ///< as scenarios name it
  std::string_view about; ///< one line for `deskstorm list faults`
  void (*strike)(actors::verdict& fate, const plan::fault& rule, instant now, actors::stream& draw);
};

} // namespace deskstorm::sim
