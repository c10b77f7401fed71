#include "loadgen/scenario/reading.hpp"

#include <deskstorm/loadgen/scenario/scenario.hpp>

namespace deskstorm::loadgen {

scenario_reading read(const std::string& text, const files& others, const overrides& wanted) {
  const file_reader open = [&](const std::filesystem::path& path) -> result<std::string> {
    const auto found = others.find(path.generic_string());
    if (found == others.end())
      return failure{"there is no such file"};
    return found->second;
  };
  return read_scenario_text(text, "test.json", open, wanted);
}

} // namespace deskstorm::loadgen
