#include "tidy/tidy.hpp"

#include <string>
#include <tuple>
#include <vector>

#include "support/catch.hpp"
#include "tidy/rules.hpp"

namespace deskstorm::tidy {
namespace {

constexpr std::array<std::string_view, 6> roots{"include", "actors", "sim",
                                                "loadgen", "tests",  "bench"};
constexpr std::array<std::string_view, 2> code{".hpp", ".cpp"};

/// All code of the project but these rules, which name what they ban.
std::vector<source> code_of_the_project() {
  auto files = read_tree(DESKSTORM_ROOT, roots, code);
  std::erase_if(files, [](const source& file) { return file.path.starts_with("tests/tidy/"); });
  return files;
}

std::string text_of(const std::string& path) {
  std::ifstream file{DESKSTORM_ROOT "/" + path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string said(const std::vector<finding>& found) {
  std::string text;
  for (const auto& f : found) {
    text += f.path + ':' + std::to_string(f.line) + ": ";
    text += f.instead;
    text += '\n';
  }
  return text;
}

template <class Check>
std::string said_of_all(const std::vector<source>& files, Check check) {
  std::string text;
  for (const auto& file : files)
    text += said(check(file));
  return text;
}

} // namespace

TEST_CASE("the code holds no banned text", "[tidy]") {
  CHECK(said_of_all(code_of_the_project(), [](const source& f) { return banned_texts(f, bans); })
        == "");
}

TEST_CASE("the code keeps to 100 columns", "[tidy]") {
  CHECK(said_of_all(code_of_the_project(), too_wide) == "");
}

TEST_CASE("no file is longer than 400 lines but those that we know", "[tidy]") {
  std::vector<std::string> found;
  for (const auto& file : code_of_the_project())
    if (too_long(file))
      found.push_back(file.path);
  CHECK(found == std::vector<std::string>(known_long.begin(), known_long.end()));
}

TEST_CASE("every header has its guard and opens no namespace", "[tidy]") {
  CHECK(said_of_all(code_of_the_project(), bad_header) == "");
}

TEST_CASE("the changelog has the usual headings", "[tidy]") {
  const auto text = text_of("CHANGELOG.md");
  REQUIRE(!text.empty());
  CHECK(said(bad_headings(to_source("CHANGELOG.md", text))) == "");
}

TEST_CASE("the README shows the program that the consumer test runs", "[tidy]") {
  const auto program = text_of("tests/consumer/centre/main.cpp");
  REQUIRE(!program.empty());
  CHECK(text_of("README.md").find(program) != std::string::npos);
}

TEST_CASE("a banned text is found in its folder and nowhere else", "[tidy]") {
  const auto [path, text, lines] =
    GENERATE(table<std::string, std::string, std::vector<std::size_t>>({
      {"include/deskstorm/a.hpp", "#include <caf/actor.hpp>\n", {1}},
      {"include/deskstorm/a.hpp", "\nauto t = std::chrono::steady_clock::now();\n", {2}},
      {"actors/deskstorm/actors/caf.hpp", "#include <caf/actor.hpp>\n", {}},
      {"actors/deskstorm/actors/tab.hpp", "#include <caf/actor.hpp>\n", {1}},
      {"include/deskstorm/a.hpp", "#include <deskstorm/sim/world.hpp>\n", {1}},
      {"loadgen/deskstorm/loadgen/a.hpp", "#include <deskstorm/sim/world.hpp>\n", {}},
      {"include/deskstorm/base/json.hpp", "#include <nlohmann/json.hpp>\n", {}},
      {"tests/core/a_test.cpp", "#include <nlohmann/json.hpp>\n", {1}},
      {"sim/deskstorm/sim/a.hpp", "int a;\nstd::unordered_map<int, int> b; // TODO\n", {2, 2}},
      {"include/deskstorm/a.hpp", "#include <map>\n", {}},
    }));
  CAPTURE(path, text);

  std::vector<std::size_t> found;
  for (const auto& f : banned_texts(to_source(path, text), bans))
    found.push_back(f.line);

  CHECK(found == lines);
}

TEST_CASE("a line of 101 characters is found unless it is one of a table", "[tidy]") {
  const std::string exact(100, 'x');
  const std::string wide = exact + 'x';
  std::string accented = exact;
  accented.replace(0, 1, "\xC3\xA9");

  CHECK(too_wide(to_source("a.hpp", exact + '\n')).empty());
  CHECK(too_wide(to_source("a.hpp", accented + '\n')).empty());
  CHECK(said(too_wide(to_source("a.hpp", '\n' + wide))) == "a.hpp:2: at most 100 columns\n");
  CHECK(too_wide(to_source("a.hpp", "// clang-format off\n" + wide + "\n// clang-format on\n"))
          .empty());
}

TEST_CASE("a file of 401 lines is found", "[tidy]") {
  CHECK_FALSE(too_long(to_source("a.hpp", std::string(400, '\n'))));
  CHECK(too_long(to_source("a.hpp", std::string(401, '\n'))));
}

TEST_CASE("a header without its guard or with an open namespace is found", "[tidy]") {
  CHECK(bad_header(to_source("a.hpp", "#pragma once\n")).empty());
  CHECK(bad_header(to_source("a.cpp", "using namespace std;\n")).empty());
  CHECK(bad_header(to_source("a.hpp", "#pragma once\nusing namespace std::literals;\n")).size()
        == 1);
  CHECK(bad_header(to_source("a.hpp", "#pragma once\nusing namespace chrono_literals;\n")).empty());
  CHECK(bad_header(to_source("a.hpp", "int a;\n")).size() == 1);
  CHECK(bad_header(to_source("a.hpp", "#pragma once\nusing namespace std;\n")).size() == 1);
}

TEST_CASE("a heading that a changelog does not have is found", "[tidy]") {
  const auto bad = [](std::string_view text) { return bad_headings(to_source("c", text)).size(); };

  CHECK(bad("# Changelog\n## [Unreleased]\n### Added\n## [0.1.0] - 2026-01-01\n### Fixed\n") == 0);
  CHECK(bad("# Changelog\n") == 1);
  CHECK(bad("# Changelog\n## [0.1.0] - 2026-01-01\n") == 1);
  CHECK(bad("# Changelog\n## [Unreleased]\n### Improved\n") == 1);
}

} // namespace deskstorm::tidy
