#include <deskstorm/loadgen/cli/limits_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command limits_command() {
  return {"limits", "Compare rate limits, and recommend one", set_up_limits};
}

} // namespace deskstorm::loadgen::cli
