#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/replay.hpp>
#include <deskstorm/tabs/property.hpp>

namespace deskstorm::sim {

/// How likely a violation is once the first choices of a schedule are made.
struct moment {
  std::size_t prefix = 0; ///< so many choices are made
  instant at = {};        ///< when the next one is
  std::uint32_t violations = 0;
  std::uint32_t continuations = 0;

  double probability() const {
    return continuations == 0 ? 0 : static_cast<double>(violations) / continuations;
  }
};

/// How the probability of a violation rises along a schedule.
struct critical_moment {
  std::vector<moment> curve = {};
  std::size_t critical = 0; ///< in `curve`: from here on every continuation violates the property
};

/// Goes on at random, so many times, after each prefix of a schedule, or after some 200 of a long
/// one. `whole` are all choices of a schedule that violates the property.
inline critical_moment critical_moment_of(const race_plan& plan, const choice_list& whole,
                                          tabs::property what, std::uint32_t continuations,
                                          std::uint64_t seed = 1) {
  race_world world{plan};
  critical_moment found;
  constexpr std::size_t most = 200;
  const auto step = whole.size() / most + 1;
  for (std::size_t prefix = 0; prefix <= whole.size(); prefix += step) {
    moment m{prefix, prefix < whole.size() ? whole[prefix].at : instant{} + plan.horizon};
    prefix_replay goes_on{whole, prefix};
    const auto many = prefix == whole.size() ? 1 : continuations;
    for (std::uint32_t i = 0; i < many; ++i) {
      goes_on.begin({seed, i});
      const auto& shown = world.run(goes_on).violations;
      if (std::ranges::find(shown, what, &violation::what) != shown.end())
        ++m.violations;
      ++m.continuations;
    }
    found.curve.push_back(m);
  }
  found.critical = found.curve.size();
  while (found.critical > 0
         && found.curve[found.critical - 1].violations
              == found.curve[found.critical - 1].continuations)
    --found.critical;
  found.critical = std::min(found.critical, found.curve.size() - 1);
  return found;
}

} // namespace deskstorm::sim
