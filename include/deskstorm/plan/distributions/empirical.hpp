#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <numeric>
#include <vector>

#include <deskstorm/plan/distributions/parameter.hpp>

namespace deskstorm::plan::distributions {

/// One of the given times, each as likely as the others. Copies share them.
struct empirical {
  static constexpr std::string_view name = "empirical";
  static constexpr std::string_view about =
    "one of the listed times, drawn anew each time; empirical-file reads them from a file";
  static constexpr form written = form::list;
  static constexpr std::array parameters{parameter{"times"}};

  std::shared_ptr<const std::vector<duration>> times; ///< not null, not empty

  static result<empirical> from(values v) {
    if (v.empty())
      return failure{"at least one time is needed"};
    std::vector<duration> all;
    all.reserve(v.size());
    for (const auto& ns : v)
      all.push_back(nanoseconds(*ns));
    return empirical{std::make_shared<const std::vector<duration>>(std::move(all))};
  }

  duration expected() const {
    const auto sum = [](double s, duration t) { return s + in_ns(t); };
    return nanoseconds(std::accumulate(times->begin(), times->end(), 0.0, sum)
                       / static_cast<double>(times->size()));
  }

  template <class Draw>
  duration sample(Draw& draw) const {
    const auto at = static_cast<std::size_t>(draw.uniform() * static_cast<double>(times->size()));
    return (*times)[at];
  }
};

} // namespace deskstorm::plan::distributions
