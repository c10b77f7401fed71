#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/study/limit_report.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/page.hpp>

namespace deskstorm::loadgen::view {

/// What a report of a rate-limit study is made of. All must outlive it. Texts are plain.
struct limits_report {
  const study::limit_study& result;
  std::string scenario_text = {}; ///< of the file
  std::string command = {};       ///< that studies it again
  std::string_view library = {};  ///< the text of Chart.js
  clock_choice clock = clock_choice::virtual_time;
};

namespace detail {

/// Makes curves over the limit, one for each quarantine and way of counting.
class limit_chart_maker {
public:
  explicit limit_chart_maker(const study::limit_study& r) : r_(&r) {
    std::set<double> limits;
    for (const auto& p : r.points)
      limits.insert(p.at.limit);
    x_.assign(limits.begin(), limits.end());
  }

  std::vector<chart> make() const {
    if (x_.size() < 2)
      return {};
    std::vector<chart> made;
    made.push_back(curves(
      "False alarms", "Refused and ignored requests of legitimate clients, an agent and shift.",
      "a shift", "false alarms an agent and shift", [](const auto& o) { return o.false_alarms; }));
    made.push_back(curves("Longest outage", "How long a legitimate client goes without success.",
                          "seconds", "seconds of the longest outage of a legitimate client",
                          [](const auto& o) { return interval{o.longest_outage_s}; }));
    made.push_back(curves("Goodput", "Successes of legitimate clients, of those without limit.",
                          "%", "",
                          [](const auto& o) { return interval{100 * o.legitimate_share}; }));
    made.push_back(curves("Abuse", "Accepted requests of abusive clients, of those without limit.",
                          "share", "share of abusive requests that is accepted",
                          [](const auto& o) { return interval{o.abusive_share}; }));
    made.push_back(curves(
      "Herds", "The busiest second against the mean, of the same without limit.", "factor",
      "herd factor against no limit", [](const auto& o) { return interval{o.herd_growth}; }));
    return made;
  }

private:
  chart curves(std::string title, std::string note, std::string y_name, std::string_view bound,
               auto seen) const {
    chart c{.title = std::move(title),
            .note = std::move(note),
            .x_name = "limit, requests a minute",
            .y_name = std::move(y_name),
            .x = x_,
            .lines = {},
            .from = x_.front(),
            .until = x_.back()};
    std::map<std::pair<std::string, std::uint32_t>, chart_line> lines;
    for (const auto& p : r_->points) {
      auto& line = lines[{p.at.counting(), p.at.quarantine_s}];
      if (line.values.empty()) {
        line.name = name_of(p.at);
        line.values.assign(x_.size(), std::numeric_limits<double>::quiet_NaN());
        line.half_widths = line.values;
        line.colour = static_cast<int>((lines.size() - 1) % 6) + 1;
      }
      const auto at =
        static_cast<std::size_t>(std::ranges::lower_bound(x_, p.at.limit) - x_.begin());
      const interval i = seen(p.seen);
      line.values[at] = i.mean;
      line.half_widths[at] = i.half_width;
    }
    for (auto& [key, line] : lines)
      c.lines.push_back(std::move(line));
    for (const auto& check : r_->points.front().checks)
      if (check.what == bound)
        c.lines.push_back({"bound", std::vector<double>(x_.size(), check.bound), 0, true});
    return c;
  }

  bool all_have(auto value) const {
    return std::ranges::all_of(r_->points, [&](const study::limit_point& p) {
      return p.at.*value == r_->points.front().at.*value;
    });
  }

  /// What tells a line from the others. What they have in common would only make it long.
  std::string name_of(const study::limit_setting& at) const {
    const bool only_rules = !at.rules.empty() && all_have(&study::limit_setting::algorithm);
    const auto counting = only_rules ? at.rules_text() : at.counting();
    return all_have(&study::limit_setting::quarantine_s)
             ? counting
             : fmt::format("{}, quarantine {} s", counting, at.quarantine_s);
  }

  const study::limit_study* r_;
  std::vector<double> x_ = {};
};

/// Writes the report of a rate-limit study: what to set and why, who is hurt, and the curves.
class limits_page {
public:
  limits_page(std::ostream& out, const limits_report& report)
    : page_(out), report_(&report), r_(&report.result) {}

  void write() {
    page_.begin(
      fmt::format("A study of rate limits, seed {}, {} replications", r_->seed, r_->replications),
      r_->scenario);
    choice();
    if (!r_->points.empty())
      page_.charts("Curves", limit_chart_maker{*r_}.make(), report_->library);
    settings();
    personas();
    page_.end(report_->command, again(report_->clock), report_->scenario_text);
  }

private:
  void choice() {
    const auto& c = r_->choice;
    if (r_->interrupted)
      page_.verdict(tone::bad, "Interrupted",
                    ": what follows is of the settings that were finished.");
    if (!c.recommended)
      page_.verdict(tone::bad, "No setting is recommended", ": " + c.why + ".");
    else {
      const auto& at = r_->points[*c.recommended].at;
      page_.verdict(tone::good, study::to_text(at), ": " + c.why + ".");
      std::string lines;
      for (const auto& line : study::option_lines(at))
        lines += line + '\n';
      page_.preformatted(lines);
    }
    const auto tell = [&](std::string_view what, const std::optional<std::size_t>& which) {
      if (which)
        page_.paragraph(fmt::format("{}: {}: {}.", what, study::to_text(r_->points[*which].at),
                                    study::reason_of(r_->points[*which])));
    };
    tell("Runner-up", c.runner_up);
    tell("Nearest setting that fails", c.nearest_failing);
  }

  static std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

  void settings() {
    page_.heading("Settings");
    page_.begin_table({"limit", "quarantine", "counting", "false alarms", "outage", "goodput",
                       "abuse", "herd", "verdict"});
    for (std::size_t i = 0; i < r_->points.size(); ++i) {
      const auto& p = r_->points[i];
      page_.row(
        {fmt::format("{} a minute", p.at.limit), fmt::format("{} s", p.at.quarantine_s),
         p.at.counting(),
         fmt::format("{:.3g} ± {:.2g}", p.seen.false_alarms.mean, p.seen.false_alarms.half_width),
         fmt::format("{:.0f} s", p.seen.longest_outage_s), percent(p.seen.legitimate_share),
         percent(p.seen.abusive_share), fmt::format("{:.2f}", p.seen.herd_growth),
         p.feasible() ? "good" : "fails"},
        r_->choice.recommended == i);
    }
    page_.end_table();
    page_.paragraph("False alarms an agent and shift of eight hours; the longest outage of a "
                    "legitimate client; goodput, accepted abuse and herd factor against no limit. "
                    "Verdicts are at a fifth more demand, too.");
  }

  /// Who meets what at the recommended setting, or at the one that fails by least.
  void personas() {
    const auto which = r_->choice.shown();
    if (!which)
      return;
    const auto& p = r_->points[*which];
    page_.heading("Who is hurt at " + study::to_text(p.at));
    page_.begin_table({"persona", "sent", "accepted", "refused", "ignored", "given up",
                       "clients hurt", "longest outage", "recovery", "burst in 60 s", "fairness",
                       "attempts"});
    for (std::size_t i = 0; i < r_->personas.size(); ++i) {
      const auto& f = p.seen.personas[i];
      page_.row({r_->personas[i], human_mean(f.sent), human_mean(f.accepted), human_mean(f.errors),
                 human_mean(f.ignored), human_mean(f.timed_out), percent(f.hurt_clients),
                 fmt::format("{:.0f} s", f.longest_outage_s),
                 fmt::format("{:.0f} s", f.mean_outage_s), human_mean(f.burst),
                 fmt::format("{:.2f}", f.fairness), fmt::format("{:.3g}", f.attempts)});
    }
    page_.end_table();
    page_.paragraph(
      "A run at the demand of the scenario. Recovery is the mean outage, attempts are "
      "requests sent for each that succeeds.");
  }

  page page_;
  const limits_report* report_;
  const study::limit_study* r_;
};

} // namespace detail

/// Writes the report of a rate-limit study as an HTML file that needs no other file and no network.
inline void write_limits_html(std::ostream& out, const limits_report& report) {
  detail::limits_page{out, report}.write();
}

} // namespace deskstorm::loadgen::view
