#include <deskstorm/loadgen/cli/race_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command race_command() {
  return {"race", "Hunt for races between the tabs of an agent", set_up_race};
}

} // namespace deskstorm::loadgen::cli
