#include <memory>

#include <deskstorm/loadgen/live/live_centre.hpp>

#include "foundation.hpp"

namespace deskstorm::loadgen::cli {

live::centre_opener live_centres() {
  return [](const live::centre_order& order, actors::observer& seen) {
    return std::make_unique<live::live_centre>(order, seen);
  };
}

} // namespace deskstorm::loadgen::cli
