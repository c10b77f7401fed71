#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include <deskstorm/loadgen/result.hpp>

namespace deskstorm::loadgen {

enum class case_outcome : std::uint8_t { passed, failed, undecided };

/// One test case, and why it did not pass, if it did not.
struct junit_case {
  std::string name;
  case_outcome outcome = case_outcome::passed;
  std::string message = {};
};

/// Test cases of one scenario.
struct junit_suite {
  std::string scenario;
  std::vector<junit_case> cases = {};
  double wall_s = 0;
};

/// Writes test cases the way that build servers read them: what is undecided is skipped, with its
/// reason. A suite may be empty.
inline void write_junit(const junit_suite& all, std::ostream& out) {
  const auto count = [&](case_outcome how) {
    return static_cast<unsigned long long>(
      std::ranges::count(all.cases, how, &junit_case::outcome));
  };
  pugi::xml_document document;
  auto suite = document.append_child("testsuites").append_child("testsuite");
  suite.append_attribute("name") = all.scenario.c_str();
  suite.append_attribute("tests") = static_cast<unsigned long long>(all.cases.size());
  suite.append_attribute("failures") = count(case_outcome::failed);
  suite.append_attribute("errors") = 0;
  suite.append_attribute("skipped") = count(case_outcome::undecided);
  suite.append_attribute("time") = all.wall_s;
  for (const auto& one : all.cases) {
    auto test = suite.append_child("testcase");
    test.append_attribute("classname") = ("deskstorm." + all.scenario).c_str();
    test.append_attribute("name") = one.name.c_str();
    test.append_attribute("time") = 0;
    if (one.outcome == case_outcome::passed)
      continue;
    const bool failed = one.outcome == case_outcome::failed;
    auto why = test.append_child(failed ? "failure" : "skipped");
    if (failed)
      why.append_attribute("type") = "threshold";
    why.append_attribute("message") = one.message.c_str();
  }
  document.save(out, "  ");
}

/// Writes the thresholds of a run as test cases.
inline void write_junit(const run_result& r, std::ostream& out) {
  junit_suite suite{.scenario = r.scenario, .wall_s = r.wall_s};
  for (const auto& v : r.verdicts)
    suite.cases.push_back({v.expression, v.passed ? case_outcome::passed : case_outcome::failed,
                           v.note.empty()
                             ? fmt::format("expected {}, found {}", v.expression, v.value)
                             : fmt::format("expected {}, but {}", v.expression, v.note)});
  write_junit(suite, out);
}

} // namespace deskstorm::loadgen
