#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

#include <pugixml.hpp>

#include <deskstorm/loadgen/output/csv.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/output/trace_lines.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A folder that goes away with the test.
struct scratch {
  fs::path path =
    fs::temp_directory_path() / ("deskstorm-output-test-" + std::to_string(::getpid()));
  scratch() { fs::create_directories(path); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { fs::remove_all(path); }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{path}, {}));
  }
};

std::string text_of(const fs::path& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST_CASE("CSV has one column a number, with quotes where a name has a comma", "[unit]") {
  std::ostringstream out;
  write_csv(ordered_json::parse(
              R"({"scenario": "x", "messages": 3, "queues": {"a,\"b": {"occupancy": 0.25}}})"),
            out);
  CHECK(out.str() == "messages,\"queues.a,\"\"b.occupancy\"\n3,0.25\n");
}

TEST_CASE("CSV says what became of each threshold", "[unit]") {
  constexpr auto* result = R"x({"messages": 3, "thresholds": [
    {"expression": "messages < 2", "value": 3.0, "passed": false},
    {"expression": "x > 1 in [2m,4m)", "value": 7.5, "passed": true}]})x";
  std::ostringstream out;
  write_csv(ordered_json::parse(result), out);
  CHECK(out.str()
        == "messages,thresholds.messages < 2.value,thresholds.messages < 2.passed,"
           "\"thresholds.x > 1 in [2m,4m).value\",\"thresholds.x > 1 in [2m,4m).passed\"\n"
           "3,3.0,0,7.5,1\n");
}

TEST_CASE("JUnit output is well-formed XML with a test case a threshold", "[unit]") {
  const run_result r{.scenario = "a<b & \"c\"",
                     .verdicts = {{"tabs.utilization_max < 0.8", 0.5, true},
                                  {"backend.utilization < 0.8", 0.9, false}}};
  std::ostringstream out;
  write_junit(r, out);

  pugi::xml_document read;
  REQUIRE(read.load_string(out.str().c_str()));
  const auto suite = read.child("testsuites").child("testsuite");
  CHECK(std::string{suite.attribute("name").value()} == "a<b & \"c\"");
  CHECK(suite.attribute("tests").as_int() == 2);
  CHECK(suite.attribute("failures").as_int() == 1);
  const auto passed = suite.child("testcase");
  CHECK(std::string{passed.attribute("name").value()} == "tabs.utilization_max < 0.8");
  CHECK_FALSE(passed.child("failure"));
  CHECK(std::string{passed.next_sibling().child("failure").attribute("message").value()}
        == "expected backend.utilization < 0.8, found 0.9");
}

TEST_CASE("what is undecided is skipped in JUnit output, with its reason", "[unit]") {
  std::ostringstream out;
  write_junit({.scenario = "office",
               .cases = {{"a < 1", case_outcome::undecided, "sure by 60 %"},
                         {"b < 1", case_outcome::failed, "found 2"}}},
              out);
  pugi::xml_document read;
  REQUIRE(read.load_string(out.str().c_str()));
  const auto suite = read.child("testsuites").child("testsuite");
  CHECK(suite.attribute("failures").as_int() == 1);
  CHECK(suite.attribute("skipped").as_int() == 1);
  const auto skipped = suite.child("testcase").child("skipped");
  CHECK(std::string{skipped.attribute("message").value()} == "sure by 60 %");
  CHECK_FALSE(suite.child("testcase").child("failure"));
}

TEST_CASE("a trace has one JSON object a delivery", "[unit]") {
  std::ostringstream out;
  trace_lines lines{out};
  lines.add({instant{1ms}, 3, 4, "request"});
  lines.flush();
  CHECK(out.str() == "{\"at_ns\":1000000,\"from\":3,\"to\":4,\"kind\":\"request\"}\n");
}

TEST_CASE("an output file is in its place only when it is whole", "[unit]") {
  const scratch folder;
  const auto path = folder.path / "result.json";
  std::ofstream{path} << "old";
  auto file = output_file::open(path.string(), std::cout);
  REQUIRE(file);
  auto written = *std::move(file);
  written.stream() << "new";
  CHECK(text_of(path) == "old");
  CHECK_FALSE(written.commit());
  CHECK(text_of(path) == "new");
  CHECK(folder.files() == 1);
}

TEST_CASE("an output file that is given up leaves nothing behind", "[unit]") {
  const scratch folder;
  {
    auto file = output_file::open((folder.path / "result.json").string(), std::cout);
    REQUIRE(file);
    auto written = *std::move(file);
    written.stream() << "half";
  }
  CHECK(folder.files() == 0);
}

TEST_CASE("an output file goes through a link and leaves devices what they are", "[unit]") {
  const scratch folder;
  std::ofstream{folder.path / "target"} << "old";
  fs::create_symlink(folder.path / "target", folder.path / "link");
  for (const auto& path : {(folder.path / "link").string(), std::string{"/dev/null"}}) {
    CAPTURE(path);
    auto file = output_file::open(path, std::cout);
    REQUIRE(file);
    auto written = *std::move(file);
    written.stream() << "text";
    CHECK_FALSE(written.commit());
  }
  CHECK(fs::is_symlink(folder.path / "link"));
  CHECK(text_of(folder.path / "target") == "text");
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a place that cannot be written is told at once", "[unit]") {
  const scratch folder;
  CHECK(output_file::open(folder.path.string(), std::cout).why().text
        == "cannot write '" + folder.path.string() + "': it is a folder");
  const auto missing = (folder.path / "no" / "result.json").string();
  CHECK(output_file::open(missing, std::cout).why().text
        == "cannot write '" + missing + "': No such file or directory");
}

TEST_CASE("a lone minus is standard output", "[unit]") {
  std::ostringstream standard_output;
  auto file = output_file::open("-", standard_output);
  REQUIRE(file);
  auto written = *std::move(file);
  written.stream() << "text";
  CHECK_FALSE(written.commit());
  CHECK(standard_output.str() == "text");
}

TEST_CASE("a disk that is full is told", "[unit]") {
  auto file = output_file::open("/dev/full", std::cout);
  REQUIRE(file);
  auto written = *std::move(file);
  written.stream() << "text";
  const auto why = written.commit();
  REQUIRE(why);
  CHECK(why->text == "could not write /dev/full: No space left on device");
}

} // namespace
} // namespace deskstorm::loadgen
