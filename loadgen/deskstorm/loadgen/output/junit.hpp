#pragma once

#include <ostream>
#include <string>

#include <fmt/format.h>
#include <pugixml.hpp>

#include <deskstorm/loadgen/result.hpp>

namespace deskstorm::loadgen {

/// Writes the thresholds of a run as test cases, the way that build servers read them. A run
/// without thresholds is an empty suite.
inline void write_junit(const run_result& r, std::ostream& out) {
  pugi::xml_document document;
  auto suite = document.append_child("testsuites").append_child("testsuite");
  suite.append_attribute("name") = r.scenario.c_str();
  suite.append_attribute("tests") = static_cast<unsigned long long>(r.verdicts.size());
  suite.append_attribute("failures") =
    static_cast<unsigned long long>(std::ranges::count(r.verdicts, false, &verdict::passed));
  suite.append_attribute("errors") = 0;
  suite.append_attribute("skipped") = 0;
  suite.append_attribute("time") = r.wall_s;
  for (const auto& v : r.verdicts) {
    auto test = suite.append_child("testcase");
    test.append_attribute("classname") = ("deskstorm." + r.scenario).c_str();
    test.append_attribute("name") = v.expression.c_str();
    test.append_attribute("time") = 0;
    if (v.passed)
      continue;
    auto failed = test.append_child("failure");
    failed.append_attribute("type") = "threshold";
    failed.append_attribute("message") =
      fmt::format("expected {}, found {}", v.expression, v.value).c_str();
  }
  document.save(out, "  ");
}

} // namespace deskstorm::loadgen
