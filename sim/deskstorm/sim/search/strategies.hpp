#pragma once

#include <array>
#include <concepts>
#include <memory>

#include <deskstorm/sim/search/strategies/delay_bounded.hpp>
#include <deskstorm/sim/search/strategies/exhaustive.hpp>
#include <deskstorm/sim/search/strategies/feedback.hpp>
#include <deskstorm/sim/search/strategies/pct.hpp>
#include <deskstorm/sim/search/strategies/portfolio.hpp>
#include <deskstorm/sim/search/strategies/pos.hpp>
#include <deskstorm/sim/search/strategies/random.hpp>
#include <deskstorm/sim/search/strategy.hpp>

/// Every way to search for races. A new one is a header of the folder `strategies` and a row here.
namespace deskstorm::sim {

namespace detail {

template <class Strategy>
std::unique_ptr<strategy> make_strategy(const search_memory& known) {
  if constexpr (std::constructible_from<Strategy, const search_memory&>)
    return std::make_unique<Strategy>(known);
  else
    return std::make_unique<Strategy>();
}

} // namespace detail

// clang-format off
inline constexpr auto strategy_rows = std::to_array<strategy_row>({
  {"portfolio", "the default: all below but exhaustive take turns", false,
   detail::make_strategy<strategies::portfolio>},
  {"random", "each choice on its own; every other time beside a time that the protocol knows", false,
   detail::make_strategy<strategies::random>},
  {"pct", "priorities of tabs that change at 1 to 4 points: for bugs of depth 2 to 5", false,
   detail::make_strategy<strategies::pct>},
  {"pos", "the order of messages to one tab is drawn, not their times", false,
   detail::make_strategy<strategies::pos>},
  {"delay-bounded", "all goes without delay but for 1 to 5 deviations", false,
   detail::make_strategy<strategies::delay_bounded>},
  {"feedback", "varies schedules that showed something new", false,
   detail::make_strategy<strategies::feedback>},
  {"exhaustive", "every schedule of a small world, those with the same order of events left out", true,
   detail::make_strategy<strategies::exhaustive>},
});
// clang-format on

} // namespace deskstorm::sim
