#pragma once

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/page.hpp>

namespace deskstorm::loadgen::view {

/// What a report of a run is made of. All must outlive it. Texts are plain.
struct run_report {
  const run_result& result;
  std::vector<chart> charts = {};
  std::string scenario_text = {}; ///< of the file
  std::string command = {};       ///< that runs it again
  std::string_view library = {};  ///< the text of Chart.js
};

namespace detail {

/// Writes the report of a run: the same numbers, equally rounded, as the summary on the console.
class run_page {
public:
  run_page(std::ostream& out, const run_report& report)
    : page_(out), report_(&report), r_(&report.result) {}

  void write() {
    page_.begin(fmt::format("A simulated contact centre, seed {}{}", r_->seed, replications()),
                r_->scenario);
    verdict();
    saturation();
    facts();
    page_.charts("Over time", report_->charts, report_->library);
    requests_table();
    personas_table();
    queues_table();
    campaigns_table();
    intervals_table();
    page_.end(report_->command,
              r_->clock == clock_choice::real_time
                ? std::string{never_twice}
                : fmt::format("The same version gives the same digest, {}, and the same numbers.",
                              digest_text(r_->facts.digest)),
              report_->scenario_text);
  }

private:
  std::string replications() const {
    const auto count = r_->replications.size();
    return count > 1 ? fmt::format(", {} replications: counts are sums over all", count) : "";
  }

  // -- the verdict -------------------------------------------------------------------------------

  void verdict() {
    const auto all = r_->verdicts.size();
    const auto failed =
      static_cast<std::size_t>(std::ranges::count(r_->verdicts, false, &loadgen::verdict::passed));
    if (r_->facts.interrupted)
      page_.verdict(tone::bad, "Interrupted", ": what follows is of the part that was simulated.");
    if (all == 0)
      return page_.verdict(tone::neutral, "No verdict", ": the scenario has no thresholds.");
    if (failed == 0)
      page_.verdict(tone::good, fmt::format("{} of {} thresholds held", all, all));
    else
      page_.verdict(tone::bad, fmt::format("{} of {} thresholds failed", failed, all));
    page_.begin_table({"threshold", "", "found"});
    for (const auto& v : r_->verdicts)
      page_.put("<tr><td><code>{}</code></td><td class=\"{}\">{}</td><td "
                "class=\"n\">{:.6g}</td></tr>\n",
                escaped(v.expression), v.passed ? "pass" : "fail", v.passed ? "held" : "failed",
                v.value);
    page_.end_table();
    for (const auto& v : r_->verdicts)
      if (!v.note.empty())
        page_.put("<p class=\"quiet\"><code>{}</code> {}: {}.</p>\n", escaped(v.expression),
                  v.passed ? "says nothing" : "cannot hold", escaped(v.note));
  }

  void saturation() {
    if (!r_->stationary)
      page_.verdict(tone::bad, "Not stationary",
                    ", so that percentiles mean little: " + r_->piles_up + ".");
    else if (!r_->piles_up.empty())
      page_.paragraph("While the load changes by its stages, " + r_->piles_up + ".");
  }

  // -- tables ------------------------------------------------------------------------------------

  void fact(const std::string& value, std::string_view name) { page_.fact(value, name); }

  void facts() {
    const auto& f = r_->facts;
    const auto& s = r_->seen;
    const auto total = s.total();
    page_.begin_facts();
    fact(clock_text(f.simulated), "simulated");
    fact(human_count(f.entities.agents), "agents");
    fact(human_count(f.entities.tabs), "tabs");
    fact(human_count(f.entities.frames), "frames");
    fact(human_count(f.entities.interactions), "interactions");
    if (total.sent > 0) {
      fact(human_count(total.sent), "requests");
      fact(human_time(in_seconds(total.latency.percentile(0.99))), "latency, 99 %");
    }
    fact(human_percent(s.backend.utilization()), "backend busy");
    fact(human_percent(s.tabs.utilization()), "tabs busy");
    fact(human_count(s.election.elections), "elections");
    fact(human_time(s.election.leaderless_s), "leaderless");
    fact(human_time(s.election.overlap_s), "two leaders");
    if (s.election.duties_done + s.election.duties_lost > 0)
      fact(fmt::format("{} / {} / {}", human_count(s.election.duties_done),
                       human_count(s.election.duties_twice), human_count(s.election.duties_lost)),
           "duties done / twice / lost");
    page_.end_facts();
  }

  static page::cells request_cells(std::string_view name, const request_tally& t) {
    using actors::request_end;
    using actors::request_loss;
    const auto latency = [&](double share) {
      return human_time(in_seconds(t.latency.percentile(share)));
    };
    return {std::string{name},
            human_count(t.sent),
            human_count(t.ended(request_end::ok)),
            human_count(t.ended(request_end::failed)),
            human_count(t.ended(request_end::rate_limited)),
            human_count(t.ended(request_end::timed_out)),
            human_count(t.lost(request_loss::ignored)),
            latency(0.5),
            latency(0.95),
            latency(0.99)};
  }

  void begin_requests(std::string_view what) {
    page_.heading(what);
    page_.begin_table(
      {"", "sent", "ok", "failed", "limited", "timeout", "ignored", "p50", "p95", "p99"});
  }

  void requests_table() {
    const auto total = r_->seen.total();
    if (total.sent == 0)
      return;
    begin_requests("Requests");
    for (const auto& one : requests)
      if (const auto tally = r_->seen.of(one.kind); tally.sent > 0)
        page_.row(request_cells(one.name, tally));
    page_.row(request_cells("total", total), true);
    page_.end_table();
  }

  void personas_table() {
    if (r_->subjects.personas.size() < 2)
      return;
    begin_requests("Requests by persona");
    for (std::size_t i = 0; i < r_->subjects.personas.size(); ++i)
      page_.row(request_cells(r_->subjects.personas[i], r_->seen.of_persona(i)));
    page_.end_table();
  }

  void queues_table() {
    if (r_->subjects.queues.empty())
      return;
    page_.heading("Queues");
    page_.begin_table({"", "offered", "answered", "abandoned", "had wait", "wait", "p95", "busy"});
    for (std::size_t i = 0; i < r_->subjects.queues.size(); ++i) {
      const auto& q = r_->seen.queues[i];
      page_.row({r_->subjects.queues[i], human_count(q.offered), human_count(q.answered),
                 human_count(q.abandoned), human_percent(q.waited_ratio()),
                 human_time(q.waits.mean_ns() / 1e9),
                 human_time(in_seconds(q.waits.percentile(0.95))),
                 fmt::format("{:.0f}%", q.occupancy() * 100)});
    }
    page_.end_table();
  }

  void campaigns_table() {
    if (r_->subjects.campaigns.empty())
      return;
    page_.heading("Campaigns");
    page_.begin_table({"", "records", "dialed", "reached an agent", "met no agent", "share"});
    for (std::size_t i = 0; i < r_->subjects.campaigns.size(); ++i) {
      const auto& c = r_->seen.campaigns[i];
      page_.row({r_->subjects.campaigns[i], human_count(c.records), human_count(c.dialed),
                 human_count(c.answered), human_count(c.abandoned),
                 human_percent(c.abandoned_ratio())});
    }
    page_.end_table();
  }

  void intervals_table() {
    if (r_->intervals.empty())
      return;
    page_.begin_details(fmt::format("All metrics over replications, with intervals at {:g} %",
                                    r_->intervals.front().second.confidence * 100));
    page_.begin_table({"metric", "mean", "+-"});
    for (const auto& [name, i] : r_->intervals)
      page_.row({name, fmt::format("{:.6g}", i.mean), fmt::format("{:.3g}", i.half_width)});
    page_.end_table();
    page_.end_details();
  }

  page page_;
  const run_report* report_;
  const run_result* r_;
};

} // namespace detail

/// Writes the report of a run as an HTML file that needs no other file and no network.
inline void write_run_html(std::ostream& out, const run_report& report) {
  detail::run_page{out, report}.write();
}

} // namespace deskstorm::loadgen::view
