#include "commands.hpp"

#include <array>

namespace deskstorm::loadgen::cli {

std::span<const command> commands() {
  static const std::array all{
    run_command(),     plan_command(),   limits_command(),   race_command(),   replay_command(),
    serve_command(),   load_command(),   validate_command(), schema_command(), list_command(),
    compare_command(), import_command(), selftest_command()};
  return all;
}

} // namespace deskstorm::loadgen::cli
