// deskstorm_conformance ROOT writes docs/conformance.md; with --check it only compares.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "conformance/page.hpp"

int main(int argc, char** argv) {
  using namespace deskstorm::conformance;
  const bool check = argc == 3 && std::string_view{argv[1]} == "--check";
  if (argc != 2 && !check) {
    std::cerr << "usage: deskstorm_conformance [--check] ROOT\n";
    return 2;
  }
  const std::filesystem::path root = argv[argc - 1];
  const auto made = write_page(read_tests(root));
  for (const auto& row : made.untested)
    std::cerr << "no test has the tag [" << row << "]\n";
  const auto path = root / "docs" / "conformance.md";
  if (!check) {
    std::ofstream{path} << made.text;
    return made.untested.empty() ? 0 : 1;
  }
  std::ifstream in{path};
  const bool fresh = std::string{std::istreambuf_iterator<char>{in}, {}} == made.text;
  if (!fresh)
    std::cerr << path.string() << " is stale: run deskstorm_conformance " << root.string() << '\n';
  return made.untested.empty() && fresh ? 0 : 1;
}
