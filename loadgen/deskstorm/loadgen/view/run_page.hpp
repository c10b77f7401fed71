#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/style.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::view {

/// What a report of a run is made of. All must outlive it. Texts are plain.
struct run_report {
  const run_result& result;
  std::vector<chart> charts = {};
  std::string scenario_text = {}; ///< of the file
  std::string command = {};       ///< that gives the same numbers
  std::string_view library = {};  ///< the text of Chart.js
};

namespace detail {

inline constexpr std::string_view run_style = R"(
.facts{display:flex;flex-wrap:wrap;gap:4px 26px;margin:10px 0;font-variant-numeric:tabular-nums}
.facts b{display:block;font-size:19px}
.facts span{color:var(--quiet);font-size:13px}
td.n,th.n{text-align:right;white-space:nowrap}
td code{overflow-wrap:anywhere}
td.pass{color:var(--good);font-weight:600}
td.fail{color:var(--bad);font-weight:600}
tr.sum td{font-weight:600}
details{margin:8px 0}
summary{cursor:pointer;color:var(--quiet)}
@media print{details{display:none}}
)";

/// Writes the report of a run: the same numbers, equally rounded, as the summary on the console.
class run_page {
public:
  run_page(std::ostream& out, const run_report& report)
    : out_(&out), report_(&report), r_(&report.result) {}

  void write() {
    head();
    verdict();
    facts();
    if (!report_->charts.empty()) {
      *out_ << "<h2>Over time</h2>\n";
      write_charts(*out_, report_->charts, report_->library);
    }
    requests_table();
    personas_table();
    queues_table();
    campaigns_table();
    intervals_table();
    again();
    put("<footer>deskstorm {}</footer>\n</body></html>\n", version);
  }

private:
  using cells = std::vector<std::string>;

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    *out_ << fmt::format(format, std::forward<Args>(args)...);
  }

  void head() {
    const auto title = escaped(r_->scenario);
    *out_ << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<link rel=\"icon\" href=\"data:,\">";
    put("<title>{}</title>\n<style>", title);
    *out_ << base_style << chart_style << run_style << "</style></head>\n<body>\n";
    put("<div class=\"over\">A simulated contact centre, seed {}{}</div><h1>{}</h1>\n", r_->seed,
        r_->replications.size() > 1
          ? fmt::format(", {} replications: counts are sums over all", r_->replications.size())
          : "",
        title);
  }

  // -- the verdict -------------------------------------------------------------------------------

  void verdict() {
    const auto failed =
      static_cast<std::size_t>(std::ranges::count(r_->verdicts, false, &verdict::passed));
    if (r_->facts.interrupted)
      put("<div class=\"verdict bad\"><strong>Interrupted</strong>: what follows is of the part "
          "that was simulated.</div>\n");
    if (r_->verdicts.empty()) {
      put("<div class=\"verdict\"><strong>No verdict</strong>: the scenario has no "
          "thresholds.</div>\n");
      return;
    }
    put("<div class=\"verdict {}\"><strong>{}</strong></div>\n", failed == 0 ? "good" : "bad",
        failed == 0 ? fmt::format("{} of {} thresholds held", r_->verdicts.size() - failed,
                                  r_->verdicts.size())
                    : fmt::format("{} of {} thresholds failed", failed, r_->verdicts.size()));
    begin_table({"threshold", "", "found"});
    for (const auto& v : r_->verdicts)
      put("<tr><td><code>{}</code></td><td class=\"{}\">{}</td><td class=\"n\">{:.6g}</td></tr>\n",
          escaped(v.expression), v.passed ? "pass" : "fail", v.passed ? "held" : "failed", v.value);
    end_table();
  }

  // -- tables ------------------------------------------------------------------------------------

  void begin_table(const std::vector<std::string_view>& names) {
    *out_ << "<div class=\"scroll\"><table><tr>";
    for (std::size_t i = 0; i < names.size(); ++i)
      put("<th{}>{}</th>", i == 0 ? "" : " class=\"n\"", names[i]);
    *out_ << "</tr>\n";
  }
  void end_table() { *out_ << "</table></div>\n"; }

  void row(const cells& all, bool sum = false) {
    *out_ << (sum ? "<tr class=\"sum\">" : "<tr>");
    for (std::size_t i = 0; i < all.size(); ++i)
      put("<td{}>{}</td>", i == 0 ? "" : " class=\"n\"", escaped(all[i]));
    *out_ << "</tr>\n";
  }

  void fact(const std::string& value, std::string_view name) {
    put("<span><b>{}</b>{}</span>", escaped(value), name);
  }

  void facts() {
    const auto& f = r_->facts;
    const auto& s = r_->seen;
    const auto total = s.total();
    *out_ << "<div class=\"facts\">";
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
    *out_ << "</div>\n";
  }

  static cells request_cells(std::string_view name, const request_tally& t) {
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
    put("<h2>{}</h2>\n", what);
    begin_table({"", "sent", "ok", "failed", "limited", "timeout", "ignored", "p50", "p95", "p99"});
  }

  void requests_table() {
    const auto total = r_->seen.total();
    if (total.sent == 0)
      return;
    begin_requests("Requests");
    for (const auto& one : requests)
      if (const auto tally = r_->seen.of(one.kind); tally.sent > 0)
        row(request_cells(one.name, tally));
    row(request_cells("total", total), true);
    end_table();
  }

  void personas_table() {
    if (r_->subjects.personas.size() < 2)
      return;
    begin_requests("Requests by persona");
    for (std::size_t i = 0; i < r_->subjects.personas.size(); ++i)
      row(request_cells(r_->subjects.personas[i], r_->seen.of_persona(i)));
    end_table();
  }

  void queues_table() {
    if (r_->subjects.queues.empty())
      return;
    *out_ << "<h2>Queues</h2>\n";
    begin_table({"", "offered", "answered", "abandoned", "had wait", "wait", "p95", "busy"});
    for (std::size_t i = 0; i < r_->subjects.queues.size(); ++i) {
      const auto& q = r_->seen.queues[i];
      row({r_->subjects.queues[i], human_count(q.offered), human_count(q.answered),
           human_count(q.abandoned), human_percent(q.waited_ratio()),
           human_time(q.waits.mean_ns() / 1e9), human_time(in_seconds(q.waits.percentile(0.95))),
           fmt::format("{:.0f}%", q.occupancy() * 100)});
    }
    end_table();
  }

  void campaigns_table() {
    if (r_->subjects.campaigns.empty())
      return;
    *out_ << "<h2>Campaigns</h2>\n";
    begin_table({"", "records", "dialed", "reached an agent", "met no agent", "share"});
    for (std::size_t i = 0; i < r_->subjects.campaigns.size(); ++i) {
      const auto& c = r_->seen.campaigns[i];
      row({r_->subjects.campaigns[i], human_count(c.records), human_count(c.dialed),
           human_count(c.answered), human_count(c.abandoned), human_percent(c.abandoned_ratio())});
    }
    end_table();
  }

  void intervals_table() {
    if (r_->intervals.empty())
      return;
    put("<details><summary>All metrics over replications, with intervals at {:g} %</summary>\n",
        r_->intervals.front().second.confidence * 100);
    begin_table({"metric", "mean", "+-"});
    for (const auto& [name, i] : r_->intervals)
      row({name, fmt::format("{:.6g}", i.mean), fmt::format("{:.3g}", i.half_width)});
    *out_ << "</table></div></details>\n";
  }

  void again() {
    put("<h2>To see it again</h2><pre>{}</pre>\n<p class=\"quiet\">The same version gives the same "
        "digest, {}, and the same numbers.</p>\n",
        escaped(report_->command), digest_text(r_->facts.digest));
    if (!report_->scenario_text.empty())
      put("<details><summary>The scenario</summary><pre>{}</pre></details>\n",
          escaped(report_->scenario_text));
  }

  std::ostream* out_;
  const run_report* report_;
  const run_result* r_;
};

} // namespace detail

/// Writes the report of a run as an HTML file that needs no other file and no network.
inline void write_run_html(std::ostream& out, const run_report& report) {
  detail::run_page{out, report}.write();
}

} // namespace deskstorm::loadgen::view
