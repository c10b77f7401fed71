#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "commands/foundation.hpp"
#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

// The contents of the first code block of the README that begins with that line.
std::string block_of_readme(std::string_view first) {
  std::ifstream in{DESKSTORM_ROOT "/README.md"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto begin = text.find("```\n" + std::string{first}) + 4;
  return text.substr(begin, text.find("\n```\n", begin) - begin);
}

std::string scenario_of_readme() {
  std::ifstream in{DESKSTORM_ROOT "/README.md"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto begin = text.find("```json\n") + 8;
  return text.substr(begin, text.find("\n```\n", begin) - begin);
}

bool depends_on_the_machine(const std::string& line) {
  return line.find(" simulated in ") != std::string::npos;
}

// bench/readme writes them anew.
TEST_CASE("the README shows what the office hours print", "[golden]") {
  const desk_of_calls desk;
  const auto shown = lines_of(block_of_readme("office-hours  seed 1"));
  const auto printed = lines_of(
    desk.call({"run", DESKSTORM_ROOT "/scenarios/office-hours.json"}, contact_centre()).out);
  REQUIRE(shown.size() == printed.size());
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (!depends_on_the_machine(printed[i]))
      CHECK(shown[i] == printed[i]);
}

TEST_CASE("the README shows what its own scenario prints", "[golden]") {
  const desk_of_calls desk;
  desk_of_calls::put("mine.json", scenario_of_readme());
  const auto printed = desk.call({"run", "mine.json"}, contact_centre()).out;
  const auto shown = lines_of(block_of_readme("$ build/release/deskstorm run mine.json\n"));
  REQUIRE(shown.size() > 3);
  for (std::size_t i = 1; i < shown.size(); ++i)
    if (shown[i] != "...")
      CHECK_THAT(printed, Catch::Contains(shown[i] + "\n"));
}

} // namespace
} // namespace deskstorm::loadgen::cli
