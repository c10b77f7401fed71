#include <deskstorm/loadgen/contact_centre.hpp>

#include "foundation.hpp"

namespace deskstorm::loadgen::cli {

simulator contact_centre() { return simulate; }

} // namespace deskstorm::loadgen::cli
