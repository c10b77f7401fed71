#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
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

namespace detail {

/// Goes on after prefixes of one schedule.
class moments_of {
public:
  moments_of(const race_plan& plan, const choice_list& whole, tabs::property what,
             std::uint32_t continuations, std::uint64_t seed)
    : whole_(&whole),
      horizon_(instant{} + plan.horizon),
      what_(what),
      continuations_(continuations),
      seed_(seed),
      world_(plan) {}

  moment after(std::size_t prefix) {
    const bool all = prefix == whole_->size();
    moment m{prefix, all ? horizon_ : (*whole_)[prefix].at};
    prefix_replay goes_on{*whole_, prefix};
    for (m.continuations = 0; m.continuations < (all ? 1 : continuations_); ++m.continuations) {
      goes_on.begin({seed_, m.continuations});
      const auto& shown = world_.run(goes_on).violations;
      if (std::ranges::find(shown, what_, &violation::what) != shown.end())
        ++m.violations;
    }
    return m;
  }

private:
  const choice_list* whole_;
  instant horizon_;
  tabs::property what_;
  std::uint32_t continuations_;
  std::uint64_t seed_;
  race_world world_;
};

/// Returns where the last unbroken run of moments begins that are certain.
inline std::size_t first_certain(const std::vector<moment>& curve) {
  auto at = curve.size();
  while (at > 0 && curve[at - 1].violations == curve[at - 1].continuations)
    --at;
  return std::min(at, curve.size() - 1);
}

} // namespace detail

/// Goes on at random, so many times, after each prefix of a schedule; of a long one after some 200
/// and those just before it is certain. `whole` are all choices of a schedule that violates the
/// property. Where it is told to stop there is no curve.
inline critical_moment critical_moment_of(
  const race_plan& plan, const choice_list& whole, tabs::property what, std::uint32_t continuations,
  const std::function<bool()>& keep_going = [] { return true; }, std::uint64_t seed = 1) {
  detail::moments_of moments{plan, whole, what, continuations, seed};
  critical_moment found;
  constexpr std::size_t most = 200;
  const auto step = whole.size() / most + 1;
  for (std::size_t prefix = 0; prefix < whole.size() && keep_going(); prefix += step)
    found.curve.push_back(moments.after(prefix));
  if (!keep_going())
    return {};
  found.curve.push_back(moments.after(whole.size()));
  found.critical = detail::first_certain(found.curve);
  if (found.critical == 0)
    return found;
  const auto between = found.curve.begin() + static_cast<std::ptrdiff_t>(found.critical);
  std::vector<moment> finer;
  for (auto p = std::prev(between)->prefix + 1; p < between->prefix && keep_going(); ++p)
    finer.push_back(moments.after(p));
  found.curve.insert(between, finer.begin(), finer.end());
  found.critical = detail::first_certain(found.curve);
  return found;
}

} // namespace deskstorm::sim
