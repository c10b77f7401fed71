#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/race_exports.hpp>
#include <deskstorm/loadgen/view/race_page.hpp>

#include "loadgen/view/small_race.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::view {
namespace {

constexpr std::string_view hostile = "</style><script>alert('1')</script>\"&\x01";

/// A race of each protocol that has one among a few hundred schedules.
struct shown_race {
  explicit shown_race(std::string_view protocol)
    : plan(tests::plan_of(protocol)), found(tests::find_race(plan)) {}

  race_view view() const {
    race_view v{.plan = plan, .failing = found.failing ? *found.failing : *found.passing};
    v.passing = found.failing && found.passing ? &*found.passing : nullptr;
    v.scenario = std::string{hostile};
    v.about = std::string{hostile};
    v.command = "deskstorm replay '" + std::string{hostile} + "'";
    v.critical = turning_point{instant{std::chrono::seconds{1}}, std::string{hostile}, "<b>"};
    return v;
  }

  sim::race_plan plan;
  tests::found_race found;
};

std::string written(auto write, const race_view& view) {
  std::ostringstream out;
  write(out, view);
  return out.str();
}

TEST_CASE("text has no markup left once it is escaped", "[view]") {
  CHECK(escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  CHECK(escaped("tab\x01 line\n") == "tab  line\n");
  CHECK(escaped("größer") == "größer");
}

TEST_CASE("the page of every protocol is one sound document without scripts or links", "[view]") {
  const auto row = GENERATE(from_range(deskstorm::tabs::elections));
  CAPTURE(row.name);
  const shown_race race{row.name};
  const auto page = written(write_race_html, race.view());
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  CHECK(page.find("@import") == std::string::npos);
  CHECK(page.find("nan") == std::string::npos);
  for (auto at = page.find("<svg"); at != std::string::npos; at = page.find("<svg", at + 1)) {
    const auto end = page.find("</svg>", at) + 6;
    pugi::xml_document parsed;
    const auto outcome = parsed.load_buffer(page.data() + at, end - at);
    CAPTURE(outcome.description(), page.substr(at, 300));
    CHECK(outcome);
  }
}

TEST_CASE("the page says what is violated, with which signature, and how to see it again",
          "[view]") {
  const shown_race race{"apply-and-wait"};
  REQUIRE(race.found.failing);
  auto view = race.view();
  view.command = "deskstorm replay one.json";
  const auto page = written(write_race_html, view);
  const auto& v = *view.shown();
  CHECK(page.find(sim::signature_of(v, "apply-and-wait")) != std::string::npos);
  CHECK(page.find("<pre>deskstorm replay one.json</pre>") != std::string::npos);
  CHECK(page.find("The nearest schedule that holds") != std::string::npos);
}

TEST_CASE("a schedule that holds has a page too", "[view]") {
  const auto plan = tests::plan_of("oldest-tab");
  sim::tests::plainest chooses;
  const auto outcome = sim::run_schedule(plan, chooses);
  const auto page = written(write_race_html, {.plan = plan, .failing = outcome});
  CHECK(page.find("Nothing is violated") != std::string::npos);
}

std::size_t count_of(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++count;
  return count;
}

TEST_CASE("a Mermaid diagram has 40 messages at most and a line for each thing", "[view]") {
  const auto row = GENERATE(from_range(deskstorm::tabs::elections));
  CAPTURE(row.name);
  const shown_race race{row.name};
  const auto text = written(write_race_mermaid, race.view());
  CHECK(text.starts_with("sequenceDiagram\n"));
  CHECK(count_of(text, "->>L") + count_of(text, "-xL") <= most_mermaid_messages);
  CHECK(text.find(';') == std::string::npos);
  std::istringstream lines{text};
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    CAPTURE(line);
    const bool known = line.starts_with("  title ") || line.starts_with("  participant L")
                       || line.starts_with("  Note over L") || line.starts_with("  L");
    CHECK(known);
  }
}

TEST_CASE("in a trace for Perfetto slices nest and each flow has both ends", "[view]") {
  const auto row = GENERATE(from_range(deskstorm::tabs::elections));
  CAPTURE(row.name);
  const shown_race race{row.name};
  const auto trace = json::parse(written(write_race_perfetto, race.view()));
  std::map<std::pair<int, int>, std::vector<std::pair<double, double>>> slices;
  std::map<std::string, int> flows;
  for (const auto& e : trace.at("traceEvents")) {
    const auto phase = e.at("ph").get<std::string>();
    if (phase == "X")
      slices[{e.at("pid"), e.at("tid")}].emplace_back(e.at("ts"), e.at("dur"));
    if (phase == "s" || phase == "f")
      flows[e.at("id")] += phase == "s" ? 1 : -1;
  }
  CHECK(std::ranges::all_of(flows, [](const auto& f) { return f.second == 0; }));
  bool nest = true;
  for (auto& [thread, all] : slices) {
    std::ranges::sort(all);
    for (std::size_t i = 1; i < all.size(); ++i) {
      const double end = all[i - 1].first + all[i - 1].second;
      nest = nest && (all[i].first >= end - 1e-6 || all[i].first + all[i].second <= end + 1e-6);
    }
  }
  CHECK(nest);
}

} // namespace
} // namespace deskstorm::loadgen::view
