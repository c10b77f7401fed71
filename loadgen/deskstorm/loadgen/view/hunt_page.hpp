#pragma once

#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/race/race_report.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/style.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/search/shrink.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::view {

namespace detail {

inline std::string size_cell(const sim::schedule_size& s) {
  return fmt::format("{} tabs, {} actions, {} duties, {} choices", s.tabs, s.actions, s.duties,
                     s.choices);
}

/// Writes what a search has found as the parts of a page.
class hunt_page {
public:
  hunt_page(std::ostream& out, const race_report& report, std::string_view command)
    : out_(&out), report_(&report), command_(command) {}

  void write() {
    const auto title = escaped(report_->scenario);
    put("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{}"
        "</style></head><body>\n<p class=\"over\">deskstorm race</p><h1>{}</h1>\n",
        title, base_style, title);
    verdict();
    findings();
    figures();
    put("<h2>To search again</h2><pre>{}</pre>\n<footer>deskstorm {}</footer></body></html>\n",
        escaped(command_), version);
  }

private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::ostreambuf_iterator<char>{*out_}, format, std::forward<Args>(args)...);
  }

  void verdict() {
    const auto& found = report_->found;
    const bool bad = !report_->findings.empty();
    put("<div class=\"verdict {}\"><strong>{}</strong><p>{} schedules of {}, {} of them different; "
        "strategy {}, seed {}{}{}</p></div>\n",
        bad ? "bad" : "good",
        bad ? fmt::format("{} different violations", report_->findings.size()) : "No violation",
        human_count(found.schedules), report_->protocol, human_count(found.distinct),
        report_->strategy, report_->seed, found.exhausted ? "; these are all there are" : "",
        found.stopped ? "; interrupted" : "");
    for (const auto& warning : report_->warnings)
      put("<p class=\"verdict\">{}</p>\n", escaped(warning));
  }

  void findings() {
    for (const auto& f : report_->findings) {
      put("<section><h2>{}</h2><div class=\"scroll\"><table>"
          "<tr><th>first in schedule</th><td>{}, shown by {}</td></tr>"
          "<tr><th>as it was found</th><td>{}</td></tr><tr><th>shrunk to</th><td>{}</td></tr>"
          "<tr><th>at</th><td>{}</td></tr></table></div>\n",
          escaped(sim::signature_of(f.shrunk.what, report_->protocol)), f.first.schedule,
          f.first.times, size_cell(f.size), size_cell(f.shrunk.size),
          human_time(in_ms(f.shrunk.what.at.time_since_epoch()) / 1e3));
      if (!f.trace.empty())
        put("<pre>deskstorm replay {} --html race.html</pre>\n", escaped(f.trace));
      put("</section>\n");
    }
  }

  void figures() {
    const auto& m = report_->found.measured;
    put("<h2>Over all schedules</h2><div class=\"scroll\"><table>"
        "<tr><th>two or more believe to lead</th><td>{} times, {} at most</td></tr>"
        "<tr><th>tabs name different leaders</th><td>{} times, {} at most</td></tr>"
        "<tr><th>duties</th><td>{}, of which {} done twice, {} lost, {} refused</td></tr>"
        "<tr><th>messages, writes, wake-ups</th><td>{}, {}, {}</td></tr>"
        "<tr><th>changes of leader</th><td>{}</td></tr></table></div>\n",
        m.overlap.count, human_time(in_ms(m.overlap.longest) / 1e3), m.disagreement.count,
        human_time(in_ms(m.disagreement.longest) / 1e3), m.duties, m.twice, m.lost, m.fenced,
        m.messages, m.writes, m.wakeups, m.changes);
  }

  std::ostream* out_;
  const race_report* report_;
  std::string_view command_;
};

} // namespace detail

/// Writes what a search has found as an HTML file that needs no other file and no network.
/// `command` finds it again.
inline void write_hunt_html(std::ostream& out, const race_report& report,
                            std::string_view command) {
  detail::hunt_page{out, report, command}.write();
}

} // namespace deskstorm::loadgen::view
