#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/study/comparison.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/page.hpp>

namespace deskstorm::loadgen::view {

/// What a report of two results is made of. All must outlive it. Texts are plain.
struct compare_report {
  std::string before; ///< the name of the file
  std::string after;
  std::string how; ///< they are compared, in words
  const std::vector<study::compared_metric>& metrics;
  std::string scenario = {};
  std::string command = {};
};

namespace detail {

/// Writes a comparison: what got worse first, then every metric with its interval as a picture.
class compare_page {
public:
  compare_page(std::ostream& out, const compare_report& report) : page_(out), r_(&report) {}

  void write() {
    page_.begin("Two results compared", r_->scenario);
    verdict();
    page_.put("<p>Before: <code>{}</code><br>After: <code>{}</code><br>{}.</p>\n",
              escaped(r_->before), escaped(r_->after), escaped(sentence(r_->how)));
    table(study::change::worse, "Worse");
    table(study::change::improved, "Improved");
    table(study::change::higher, "Changed, neither better nor worse");
    table(study::change::unknown, "Different, but nothing is known of chance");
    table(study::change::none, "No change that could be told from chance");
    page_.end(r_->command,
              "Intervals are of the difference, after less before, so wide that all "
              "hold together. Pictures show them in percent of before.",
              {});
  }

private:
  static std::string sentence(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
      text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  /// Higher and lower are told together.
  static bool belongs(const study::compared_metric& m, study::change group) {
    return m.verdict == group
           || (group == study::change::higher && m.verdict == study::change::lower);
  }

  auto count(study::change group) const {
    return std::ranges::count_if(r_->metrics, [=](const auto& m) { return belongs(m, group); });
  }

  void verdict() {
    const auto all = r_->metrics.size();
    if (const auto unknown = count(study::change::unknown); unknown > 0)
      return page_.verdict(tone::neutral, "Undecided",
                           fmt::format(": {} of {} metrics differ, but a single run each says "
                                       "nothing of chance. Use run --replications.",
                                       unknown, all));
    const auto worse = count(study::change::worse);
    const auto rest = fmt::format(", {} improved, {} changed otherwise.",
                                  count(study::change::improved), count(study::change::higher));
    if (worse > 0)
      page_.verdict(tone::bad, fmt::format("{} of {} metrics got worse", worse, all), rest);
    else
      page_.verdict(tone::good, fmt::format("None of {} metrics got worse", all), rest);
  }

  void table(study::change group, std::string_view title) {
    if (count(group) == 0)
      return;
    page_.heading(title);
    page_.begin_table({"metric", "before", "after", "difference", "", "percent"});
    for (const auto& m : r_->metrics)
      if (belongs(m, group))
        row(m);
    page_.end_table();
  }

  void row(const study::compared_metric& m) {
    const bool known = m.verdict != study::change::unknown;
    page_.put("<tr><td>{}</td><td class=\"n\">{:.5g}</td><td class=\"n\">{:.5g}</td>"
              "<td class=\"n\">{:+.4g}{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n",
              escaped(m.metric), m.before, m.after, m.difference.mean,
              known ? fmt::format(" ± {:.2g}", m.difference.half_width) : "", picture(m),
              percent(m));
  }

  static std::string percent(const study::compared_metric& m) {
    if (m.before == 0)
      return "-";
    constexpr double nothing = 0.0005; // which would be shown as -0.0 %
    const double share = m.difference.mean / std::abs(m.before);
    return fmt::format("{:+.1f} %", std::abs(share) < nothing ? 0 : 100 * share);
  }

  /// The interval on an axis from -w to w percent of before, with a tick at 0.
  static std::string picture(const study::compared_metric& m) {
    if (m.before == 0 || m.verdict == study::change::unknown)
      return {};
    const double middle = m.difference.mean / std::abs(m.before);
    const double half = m.difference.half_width / std::abs(m.before);
    const double widest = std::max(std::abs(middle) + half, 0.01) * 1.1;
    const auto x = [=](double value) { return 90 + 88 * value / widest; };
    const auto colour = m.verdict == study::change::worse      ? "--bad"
                        : m.verdict == study::change::improved ? "--good"
                                                               : "--quiet";
    return fmt::format(R"svg(<svg class="range" viewBox="0 0 180 16" role="img")svg"
                       R"svg( aria-label="{:+.1f} to {:+.1f} percent">)svg"
                       R"svg(<path d="M90 0V16" stroke="var(--line)"/>)svg"
                       R"svg(<path d="M{:.1f} 8H{:.1f}" stroke="var({})" stroke-width="2"/>)svg"
                       R"svg(<circle cx="{:.1f}" cy="8" r="3.5" fill="var({})"/></svg>)svg",
                       100 * (middle - half), 100 * (middle + half), x(middle - half),
                       x(middle + half), colour, x(middle), colour);
  }

  page page_;
  const compare_report* r_;
};

} // namespace detail

/// Writes a comparison as an HTML file that needs no other file and no network.
inline void write_compare_html(std::ostream& out, const compare_report& report) {
  detail::compare_page{out, report}.write();
}

} // namespace deskstorm::loadgen::view
