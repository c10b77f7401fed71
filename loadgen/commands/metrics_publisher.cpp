#include <deskstorm/loadgen/live/metrics_server.hpp>

#include "foundation.hpp"

namespace deskstorm::loadgen::cli {

live::metrics_publisher metrics_over_http() { return live::publish_metrics; }

} // namespace deskstorm::loadgen::cli
