#include <deskstorm/loadgen/cli/import_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command import_command() {
  return {"import", "Make a scenario of recorded traffic", set_up_import};
}

} // namespace deskstorm::loadgen::cli
