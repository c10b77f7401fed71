#pragma once

#include <algorithm>
#include <ostream>
#include <string>

#include <pugixml.hpp>

#include <deskstorm/loadgen/race/race_report.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/tabs/property.hpp>

namespace deskstorm::loadgen {

namespace detail {

inline void add_failure(pugi::xml_node test, const race_finding& of, const race_report& report) {
  const auto signature = sim::signature_of(of.shrunk.what, report.protocol);
  auto failed = test.append_child("failure");
  failed.append_attribute("type") = "violation";
  failed.append_attribute("message") = signature.c_str();
  if (!of.trace.empty())
    failed.text().set(("deskstorm replay " + of.trace).c_str());
}

} // namespace detail

/// Writes the properties of a search as test cases, the way that build servers read them. One that
/// was violated fails with each of its violations.
inline void write_junit(const race_report& r, const sim::race_plan& plan, std::ostream& out) {
  pugi::xml_document document;
  auto suite = document.append_child("testsuites").append_child("testsuite");
  suite.append_attribute("name") = r.scenario.c_str();
  unsigned tests = 0;
  unsigned failures = 0;
  for (const auto& row : tabs::properties) {
    if (!plan.properties.has(row.value))
      continue;
    auto test = suite.append_child("testcase");
    test.append_attribute("classname") = ("deskstorm." + r.scenario).c_str();
    test.append_attribute("name") = std::string{row.name}.c_str();
    test.append_attribute("time") = 0;
    ++tests;
    for (const auto& finding : r.findings)
      if (finding.shrunk.what.what == row.value)
        detail::add_failure(test, finding, r);
    if (test.first_child())
      ++failures;
  }
  suite.append_attribute("tests") = tests;
  suite.append_attribute("failures") = failures;
  suite.append_attribute("errors") = 0;
  suite.append_attribute("skipped") = 0;
  suite.append_attribute("time") = r.wall_s;
  document.save(out, "  ");
}

} // namespace deskstorm::loadgen
