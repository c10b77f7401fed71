#pragma once

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace deskstorm::sim {

/// Restarts the program with a heap of huge pages, unless it is or the user has set
/// GLIBC_TUNABLES. To be called first of all in main. A large world touches its memory at random;
/// without huge pages the processor spends more time on finding pages than on actors. The C library
/// takes this setting from nowhere but the environment, and at the start.
inline void restart_with_huge_pages(char** arguments) {
  if (std::getenv("GLIBC_TUNABLES") != nullptr)
    return;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed || setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", 1) != 0)
    return;
  execv(program.c_str(), arguments); // returns only where it cannot
}

} // namespace deskstorm::sim
