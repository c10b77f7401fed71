#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <sys/resource.h>

#include <deskstorm/base/result.hpp>

namespace deskstorm::loadgen::live {

/// How many connections this process may have, after as many as the system lets it: each is a file,
/// and a few dozen files are others.
inline std::size_t allow_connections() {
  constexpr std::size_t others = 64;
  rlimit now{};
  if (getrlimit(RLIMIT_NOFILE, &now) != 0)
    return others;
  rlimit wanted = now;
  wanted.rlim_cur = wanted.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &wanted) == 0)
    now = wanted;
  return now.rlim_cur > others ? static_cast<std::size_t>(now.rlim_cur) - others : 1;
}

/// Returns what to tell somebody who wants more connections than there can be.
inline std::optional<failure> too_many(std::size_t wanted, std::size_t possible) {
  if (wanted <= possible)
    return std::nullopt;
  return failure{std::to_string(wanted)
                 + " connections need as many open files, and the system allows "
                 + std::to_string(possible) + " of them: raise its hard limit (ulimit -Hn)"};
}

} // namespace deskstorm::loadgen::live
