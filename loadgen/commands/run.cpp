#include <deskstorm/loadgen/cli/run_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command run_command() {
  return {"run", "Simulate a contact centre and print a summary", set_up_run};
}

} // namespace deskstorm::loadgen::cli
