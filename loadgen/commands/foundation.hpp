#pragma once

#include <string_view>

#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/metrics_publisher.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen::cli {

// What commands and tests live on, in translation units of its own: it takes long to compile.
simulator contact_centre();
scenario_reader scenario_files();
live::centre_opener live_centres();
live::metrics_publisher metrics_over_http();

/// The text of Chart.js; empty where this was compiled without.
std::string_view chart_library();

} // namespace deskstorm::loadgen::cli
