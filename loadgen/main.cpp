#include <cstddef>

#include <deskstorm/loadgen/cli/process.hpp>
#include <deskstorm/loadgen/cli/program.hpp>
#include <deskstorm/sim/huge_pages.hpp>

#include "commands/commands.hpp"
#include "commands/foundation.hpp"

int main(int argc, char** argv) {
  namespace cli = deskstorm::loadgen::cli;
  deskstorm::sim::restart_with_huge_pages(argv);
  cli::catch_interrupt();
  return cli::run_program({argv + 1, static_cast<std::size_t>(argc - 1)}, cli::commands(),
                          cli::of_this_process(cli::contact_centre(), cli::scenario_files(),
                                               cli::chart_library(), cli::metrics_over_http()));
}
