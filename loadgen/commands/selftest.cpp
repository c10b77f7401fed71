#include <deskstorm/loadgen/cli/selftest_command.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command selftest_command() {
  return {"selftest", "Compare textbook cases with what theory knows", set_up_selftest};
}

} // namespace deskstorm::loadgen::cli
