#include <deskstorm/loadgen/cli/compare_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command compare_command() {
  return {"compare", "Two results side by side, with a verdict on each metric", set_up_compare};
}

} // namespace deskstorm::loadgen::cli
