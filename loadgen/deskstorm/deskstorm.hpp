#pragma once

/// All that a program needs to read a scenario, simulate it and report what happened.
#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/loadgen/output/summary.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/scenario/scenario.hpp>
#include <deskstorm/version.hpp>
