#pragma once

#include <span>

#include <deskstorm/loadgen/cli/command.hpp>

namespace deskstorm::loadgen::cli {

// One translation unit a command, so that they compile side by side.
command run_command();
command validate_command();
command schema_command();
command list_command();

/// What the commands live on, compiled once each.
simulator contact_centre();
scenario_reader scenario_files();

/// The commands of the program, in the order of its help.
std::span<const command> commands();

} // namespace deskstorm::loadgen::cli
