#include <deskstorm/loadgen/cli/replay_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command replay_command() {
  return {"replay", "Play a trace of race again, and show it", set_up_replay};
}

} // namespace deskstorm::loadgen::cli
