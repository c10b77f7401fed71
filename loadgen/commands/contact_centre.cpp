#include <deskstorm/loadgen/contact_centre.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

simulator contact_centre() { return simulate; }

} // namespace deskstorm::loadgen::cli
