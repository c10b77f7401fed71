#include <deskstorm/loadgen/cli/serve_command.hpp>

#include "commands.hpp"
#include "foundation.hpp"

namespace deskstorm::loadgen::cli {

command serve_command() {
  return {
    "serve", "Serve a live desktop to real browsers and client pages",
    [](CLI::App& app, const surroundings& at) { return set_up_serve(app, at, live_centres()); }};
}

} // namespace deskstorm::loadgen::cli
