#include <chrono>
#include <sstream>
#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/view/run_charts.hpp>
#include <deskstorm/loadgen/view/run_page.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::view {
namespace {

using namespace std::chrono_literals;

/// A minute with one answered request, and one that was ignored in the second half.
struct small_run {
  small_run() {
    recorder counts{{.measured = {instant{}, instant{60s}}, .personas = 1, .backend_workers = 1}};
    series_recorder over_time{{.length = 60s, .buckets = 60}};
    for (actors::observer* seen :
         {static_cast<actors::observer*>(&counts), static_cast<actors::observer*>(&over_time)}) {
      seen->request_sent(0, request_kind::agent_get, instant{10s});
      seen->request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{10s},
                          instant{10s + 42ms});
      seen->request_sent(0, request_kind::agent_get, instant{40s});
      seen->request_lost(0, request_kind::agent_get, actors::request_loss::ignored, instant{40s});
      seen->request_ended(0, request_kind::agent_get, actors::request_end::timed_out, instant{40s},
                          instant{50s});
    }
    result.scenario = "<b>small</b>";
    result.facts.simulated = 60s;
    result.subjects.personas = {"crm"};
    result.seen = counts.finish(instant{60s});
    result.verdicts = {{"requests.total.latency_ms.p99 < 40", 42, false}};
    series = over_time.finish(instant{60s});
  }

  std::string page() const {
    std::ostringstream out;
    write_run_html(out, {.result = result,
                         .charts = charts_of({result, series, 5s, 1, {"Dotted.", {30s}}}),
                         .scenario_text = R"({"name": "</pre><script>"})",
                         .command = "deskstorm run 'a & b.json'",
                         .library = "/* library */"});
    return out.str();
  }

  run_result result;
  run_series series;
};

TEST_CASE("a report says first whether the thresholds held", "[view]") {
  const auto page = small_run{}.page();
  const auto verdict = page.find("1 of 1 thresholds failed");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("<h2>"));
  CHECK(page.find("<td class=\"fail\">failed</td><td class=\"n\">42</td>") != std::string::npos);
}

TEST_CASE("the line of a threshold is drawn where the threshold is about", "[view]") {
  small_run run;
  run.result.verdicts = {{"requests.total.latency_ms.p99 < 40 in [10s,20s)", 42, true, "a <note>"},
                         {"requests.total.latency_ms.p99 < 40 while quarantine", 42, false}};
  const auto charts = charts_of({run.result, run.series, 5s, 1});
  const auto& lines = charts.front().lines;
  REQUIRE(lines.size() == 4); // of three percentiles, and that of the window
  for (std::size_t i = 0; i < 60; ++i) {
    CAPTURE(i);
    CHECK((lines[3].values[i] == 40) == (i >= 10 && i < 20));
  }
  CHECK(run.page().find("says nothing: a &lt;note&gt;") != std::string::npos);
}

TEST_CASE("a report has the numbers of the console", "[view]") {
  const auto page = small_run{}.page();
  CHECK(page.find("<td>agent.get</td><td class=\"n\">2</td><td class=\"n\">1</td>")
        != std::string::npos);
  CHECK(page.find("<td class=\"n\">42.0ms</td>") != std::string::npos);
}

TEST_CASE("a report says whether its command gives the same numbers", "[view]") {
  small_run run;
  CHECK(run.page().find("gives the same digest") != std::string::npos);
  run.result.clock = clock_choice::real_time;
  CHECK(run.page().find("gives the same digest") == std::string::npos);
  CHECK(run.page().find("On the wall clock no two runs are alike") != std::string::npos);
}

TEST_CASE("texts of scenarios are text in a report", "[view]") {
  const auto page = small_run{}.page();
  CHECK(page.find("<b>small") == std::string::npos);
  CHECK(page.find("&lt;b&gt;small&lt;/b&gt;") != std::string::npos);
  CHECK(page.find("</pre><script>") == std::string::npos);
  CHECK(page.find("deskstorm run &#39;a &amp; b.json&#39;") != std::string::npos);
  CHECK(page.find("<script src") == std::string::npos);
}

/// The charts as the page's script finds them.
json charts_in(const std::string& page) {
  const std::string begin = "type=\"application/json\">";
  const auto from = page.find(begin) + begin.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST_CASE("charts show what happened when, and what did not happen has none", "[view]") {
  const auto charts = charts_in(small_run{}.page());
  const auto of = [&](const std::string& title) {
    for (const auto& c : charts)
      if (c.at("title") == title)
        return c;
    return json{};
  };
  CHECK(of("Latency over time").at("lines")[0].at("values")[10] == Approx(42).epsilon(0.001));
  CHECK(of("Latency over time").at("lines")[0].at("values")[11].is_null());
  CHECK(of("Latency over time").at("lines")[3].at("values")[0] == 40);
  CHECK(of("Latency over time").at("bands")[0].at("until") == 5);
  CHECK(of("Requests by outcome").at("lines").size() == 2);
  CHECK(of("Rate limits").at("bands")[1] == json({{"from", 40}, {"until", 41}, {"bad", true}}));
  CHECK(of("Rate limits").at("edges") == json{30});
  CHECK(of("Agents by state").is_null());
  CHECK(of("Utilisation").is_null());
}

} // namespace
} // namespace deskstorm::loadgen::view
