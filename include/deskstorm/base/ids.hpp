#pragma once

#include <cstdint>

#include <deskstorm/base/strong.hpp>

namespace deskstorm {

/// Number of an agent, from 1 in the order of the scenario.
using agent_id = strong<struct agent_tag, std::uint32_t>;

/// Number of a browser tab among the tabs its agent ever opened, from 1.
using tab_id = strong<struct tab_tag, std::uint32_t>;

/// Number of a client frame within its tab, from 0. It is the `frameId` of the hello.
using frame_id = strong<struct frame_tag, std::uint32_t>;

/// Number of an interaction, unique in a run, from 1; 0 is none. On the wire it is its decimal
/// text.
using interaction_id = strong<struct interaction_tag, std::uint32_t>;

/// What a client numbers its requests with, from 0. On the wire it is its decimal text.
using reference_id = strong<struct reference_tag, std::uint32_t>;

/// What the service numbers subscriptions with, unique in a tab, from 1.
using subscription_id = strong<struct subscription_tag, std::uint32_t>;

} // namespace deskstorm
