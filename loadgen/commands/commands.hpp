#pragma once

#include <span>

#include <deskstorm/loadgen/cli/command.hpp>

namespace deskstorm::loadgen::cli {

// One translation unit a command, so that they compile side by side.
command run_command();
command plan_command();
command limits_command();
command race_command();
command replay_command();
command serve_command();
command load_command();
command validate_command();
command schema_command();
command list_command();
command compare_command();
command import_command();
command selftest_command();

/// The commands of the program, in the order of its help.
std::span<const command> commands();

} // namespace deskstorm::loadgen::cli
