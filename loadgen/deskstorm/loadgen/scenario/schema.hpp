#pragma once

#include <ostream>

#include <deskstorm/loadgen/scenario/scenario.hpp>

namespace deskstorm::loadgen {

/// Returns the JSON Schema (draft 7) of the scenario file, made of the tables that read it. What
/// concerns several values, such as an unknown persona, only the reader finds.
inline json scenario_schema() {
  json all = kinds::object<plan::floor_plan>{}.schema();
  all["$schema"] = "http://json-schema.org/draft-07/schema#";
  all["title"] = "deskstorm scenario";
  std::string units;
  for (const auto& unit : time_units)
    units += (units.empty() ? "" : "|") + std::string{unit.name};
  all["definitions"] = {
    {"duration", {{"type", "string"}, {"pattern", "^[0-9]+([.][0-9]+)?(" + units + ")$"}}},
    {"rate", {{"type", "string"}, {"pattern", "^[0-9]+([.][0-9]+)?/(" + units + ")$"}}},
    {"distribution", kinds::distribution::definition()},
    {"request-name", kinds::request_name::definition()},
  };
  return all;
}

inline void print_schema(std::ostream& out) { out << scenario_schema().dump(2) << '\n'; }

} // namespace deskstorm::loadgen
