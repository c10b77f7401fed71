#include <deskstorm/loadgen/cli/table_commands.hpp>

#include "commands.hpp"

namespace deskstorm::loadgen::cli {

command validate_command() {
  return {"validate", "Check scenario files, and say all that is wrong", set_up_validate};
}

command schema_command() {
  return {"schema", "Print the JSON Schema of the scenario file", set_up_schema};
}

command list_command() {
  return {"list", "Print requests, events, options, metrics and others", set_up_list};
}

} // namespace deskstorm::loadgen::cli
