#include <deskstorm/loadgen/scenario/scenario.hpp>

#include "foundation.hpp"

namespace deskstorm::loadgen::cli {

scenario_reader scenario_files() { return read_scenario; }

} // namespace deskstorm::loadgen::cli
