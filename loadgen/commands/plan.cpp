#include <deskstorm/loadgen/cli/plan_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command plan_command() {
  return {"plan", "Find the load or the capacity that meets objectives", set_up_plan};
}

} // namespace deskstorm::loadgen::cli
