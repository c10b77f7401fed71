#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen {

/// A change that another option than --set asks for.
struct asked_change {
  std::string option;
  std::string setting; ///< POINTER=JSON
};

/// What the command line changes of a scenario.
struct overrides {
  std::vector<std::string> set = {};    ///< POINTER=JSON, later ones win
  std::vector<asked_change> asked = {}; ///< these win over --set
  std::optional<std::uint64_t> seed = {};
  std::optional<std::string> duration = {};
};

/// A scenario that was read, or all that is wrong with it.
struct scenario_reading {
  std::optional<plan::floor_plan> plan = {}; ///< none where there are problems
  std::vector<problem> problems = {};
};

/// Reads the scenario at a path with all files that it names. `read_scenario` of scenario.hpp is
/// one; who only calls it does not compile it.
using scenario_reader =
  std::function<scenario_reading(const std::filesystem::path&, const overrides&)>;

/// Returns the text of what can be read once, such as a pipe, without the byte order mark that
/// some programs write first. Errors: it cannot be read.
inline result<std::string> read_text_once(const std::filesystem::path& path) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::error_code wrong;
  if (!std::filesystem::exists(path, wrong))
    return failure{"there is no such file"};
  if (std::filesystem::is_directory(path, wrong))
    return failure{"it is not a file"};
  std::ifstream in{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in)
    return failure{"it cannot be read"};
  if (text.starts_with(byte_order_mark))
    text.erase(0, byte_order_mark.size());
  return text;
}

/// Returns the text of a file, which may be read again. Errors: it cannot be read.
inline result<std::string> read_text_file(const std::filesystem::path& path) {
  std::error_code wrong;
  if (std::filesystem::exists(path, wrong) && !std::filesystem::is_regular_file(path, wrong))
    return failure{"it is not a file"};
  return read_text_once(path);
}

} // namespace deskstorm::loadgen
