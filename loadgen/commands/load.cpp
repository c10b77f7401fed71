#include <deskstorm/loadgen/cli/load_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command load_command() {
  return {"load", "Load a live desktop over the network with the personas of a scenario",
          set_up_load};
}

} // namespace deskstorm::loadgen::cli
