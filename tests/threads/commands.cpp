// The commands that work with many threads, for .ci/threads: no others need be built for it.

#include "commands/commands.hpp"

#include <array>

namespace deskstorm::loadgen::cli {

std::span<const command> commands() {
  static const std::array all{run_command(), serve_command(), load_command()};
  return all;
}

} // namespace deskstorm::loadgen::cli
