#pragma once

#include <array>

#include <deskstorm/base/names.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen {

// clang-format off
/// The links as scenarios and the control API call them.
inline constexpr std::array link_names{
  named<plan::link>{plan::link::post_message,      "post-message"},
  named<plan::link>{plan::link::broadcast_channel, "broadcast-channel"},
  named<plan::link>{plan::link::backend,           "backend"},
};
// clang-format on

} // namespace deskstorm::loadgen
