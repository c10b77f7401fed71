#pragma once

#include <array>
#include <cstdint>

#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/plan/distribution.hpp>

/// What agents do by themselves.
namespace deskstorm::plan {

/// Breaks of one kind. `every` is counted from the log-in and from the end of the break before.
struct rest {
  distribution every = {};
  distribution lasts = {};
  desk::agent_state state = {desk::state_code::not_ready};
};

/// Agents close each of their tabs after a while, and open it again.
struct tab_churn {
  distribution open = {};
  distribution closed = {};
};

/// How many interactions of each medium an agent takes at once.
using media_capacity = std::array<std::uint32_t, desk::media_count>;

inline constexpr media_capacity one_of_each{1, 1, 1, 1};

} // namespace deskstorm::plan
