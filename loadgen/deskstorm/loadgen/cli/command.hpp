#pragma once

#include <functional>
#include <string_view>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/surroundings.hpp>

namespace deskstorm::loadgen::cli {

/// One sub-command of the program. `set_up` adds its options and returns what it does.
struct command {
  std::string_view name;
  std::string_view about; ///< one line for the help of the program
  std::function<int()> (*set_up)(CLI::App&, const surroundings&);
};

} // namespace deskstorm::loadgen::cli
