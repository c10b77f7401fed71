#pragma once

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/study/plan_result.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/page.hpp>
#include <deskstorm/loadgen/view/plan_charts.hpp>

namespace deskstorm::loadgen::view {

/// What a report of a plan is made of. All must outlive it. Texts are plain.
struct plan_report {
  const study::plan_result& result;
  const std::vector<std::string>& metrics; ///< that are shown, or objectives by their texts
  std::string scenario_text = {};          ///< of the file
  std::string command = {};                ///< that studies it again
  std::string_view library = {};           ///< the text of Chart.js
  clock_choice clock = clock_choice::virtual_time;
};

namespace detail {

/// Writes the report of a plan: what the console says, and the curves.
class plan_page {
public:
  plan_page(std::ostream& out, const plan_report& report)
    : page_(out), report_(&report), r_(&report.result) {}

  void write() {
    page_.begin(
      fmt::format("A capacity plan, seed {}, intervals at {:g} %", r_->seed, r_->confidence * 100),
      r_->scenario);
    verdict();
    warnings();
    bottleneck();
    scalability();
    page_.charts("Curves", charts_of(*r_, report_->metrics), report_->library);
    points();
    objectives();
    sensitivity();
    checks();
    page_.end(report_->command, again(report_->clock), report_->scenario_text);
  }

private:
  // -- the verdict -------------------------------------------------------------------------------

  void verdict() {
    if (r_->interrupted)
      page_.verdict(tone::bad, "Interrupted",
                    ": what follows is of the points that were finished.");
    if (r_->searched)
      return answer();
    const auto judged =
      std::ranges::any_of(r_->points, [](const auto& p) { return !p.judged.empty(); });
    if (!judged)
      return page_.verdict(tone::neutral, "No verdict", ": nothing was asked to hold.");
    const auto all = r_->points.size();
    const auto hold = std::ranges::count(r_->points, true, &study::studied_point::holds);
    page_.verdict(hold > 0 ? tone::good : tone::bad,
                  all == 1 ? (hold == 1 ? "All objectives hold" : "An objective does not hold")
                           : fmt::format("{} of {} points hold", hold, all));
  }

  void answer() {
    if (!r_->answer)
      return page_.verdict(tone::bad, "No answer",
                           fmt::format(": no value of {} that was tried holds.", *r_->searched));
    page_.verdict(tone::good, study::to_text(r_->answer->at), ". " + sure_text(*r_->answer));
    if (!r_->monotone)
      page_.verdict(tone::bad, "Not monotone",
                    ": a value holds beyond one that fails, so look at all points.");
  }

  void bottleneck() {
    if (!r_->points.empty())
      page_.paragraph(fmt::format("Bottleneck: {} (at {}): {}.", r_->bottleneck.what,
                                  r_->bottleneck_at, r_->bottleneck.evidence));
  }

  void scalability() {
    if (r_->scalability)
      page_.paragraph(fmt::format("How requests scale: {}; {}.", study::law_text(*r_->scalability),
                                  study::knee_text(*r_->scalability, study::most_of_ladder(*r_))));
  }

  void warnings() {
    const auto unsettled =
      std::ranges::count_if(r_->points, [](const auto& p) { return p.piles_up.has_value(); });
    if (unsettled > 0)
      page_.verdict(tone::bad,
                    fmt::format("{} of {} points {} not stationary", unsettled, r_->points.size(),
                                unsettled == 1 ? "is" : "are"),
                    ": percentiles mean little there.");
    for (const auto& p : r_->points) {
      if (p.piles_up)
        page_.paragraph(study::to_text(p.at) + ": " + *p.piles_up + ".");
      for (const auto& w : p.warnings)
        page_.paragraph(study::to_text(p.at) + ": " + w + ".");
    }
  }

  // -- tables ------------------------------------------------------------------------------------

  static std::string shown(const interval& i) {
    return fmt::format("{:.5g} ± {:.2g}", i.mean, i.half_width);
  }

  void points() {
    page_.heading("Points");
    std::vector<std::string> names{"point", "runs", "verdict", "sure"};
    names.insert(names.end(), report_->metrics.begin(), report_->metrics.end());
    page_.begin_table(names);
    for (const auto& p : r_->points) {
      page::cells cells{study::to_text(p.at), fmt::format("{}", p.rows.size()),
                        p.judged.empty() ? "-" : name_of(p.result),
                        fmt::format("{:.1f} %", p.confidence() * 100)};
      for (const auto& metric : report_->metrics)
        cells.push_back(shown(p.seen(metric)));
      page_.row(cells, r_->answer && p.at == r_->answer->at);
    }
    page_.end_table();
  }

  void objectives() {
    const auto* p = r_->verdict_point();
    if (p == nullptr || p->judged.empty())
      return;
    page_.heading("Objectives at " + study::to_text(p->at));
    page_.begin_table({"objective", "found", "verdict", "sure"});
    for (const auto& j : p->judged)
      page_.row({j.expression, shown(j.seen), name_of(j.result),
                 fmt::format("{:.1f} %", j.confidence * 100)});
    page_.end_table();
  }

  void sensitivity() {
    if (r_->sensitivity.empty())
      return;
    page_.heading("What moves " + r_->sensitivity.front().metric);
    page_.begin_table({"parameter", "from", "to", "change", "elasticity"});
    for (const auto& s : r_->sensitivity)
      page_.row({s.pointer, s.from, s.to, shown(s.change),
                 s.significant() ? fmt::format("{:.2f}", s.elasticity) : "noise"},
                s.significant());
    page_.end_table();
  }

  void checks() {
    if (std::ranges::all_of(r_->points, [](const auto& p) { return p.theory.empty(); }))
      return;
    page_.heading("Against theory");
    page_.begin_table({"model", "metric", "exact", "simulated", "inside"});
    for (const auto& p : r_->points)
      for (const auto& t : p.theory) {
        const auto seen = p.of(t.metric);
        const bool inside = std::abs(t.exact - seen.mean) <= seen.half_width;
        page_.row({t.model + " at " + study::to_text(p.at), t.metric,
                   fmt::format("{:.5g}", t.exact), shown(seen),
                   p.piles_up ? "not stationary"
                   : inside   ? "yes"
                              : "no"});
      }
    page_.end_table();
  }

  page page_;
  const plan_report* report_;
  const study::plan_result* r_;
};

} // namespace detail

/// Writes the report of a plan as an HTML file that needs no other file and no network.
inline void write_plan_html(std::ostream& out, const plan_report& report) {
  detail::plan_page{out, report}.write();
}

} // namespace deskstorm::loadgen::view
