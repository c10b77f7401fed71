#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/style.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::view {

/// What is good, what is bad, and what says nothing.
enum class tone : std::uint8_t { neutral, good, bad };

/// What a report says of its command on the wall clock.
inline constexpr std::string_view never_twice =
  "On the wall clock no two runs are alike: other numbers come, which should tell the same.";

/// What the report of a study says of its command.
constexpr std::string_view again(clock_choice clock) {
  return clock == clock_choice::real_time
           ? never_twice
           : "The same version gives the same numbers, with every --jobs.";
}

/// A report of figures as one HTML file that needs no other file and no network. Texts are plain.
class page {
public:
  using cells = std::vector<std::string>;

  explicit page(std::ostream& out) : out_(&out) {}

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    *out_ << fmt::format(format, std::forward<Args>(args)...);
  }

  /// Begins the page: a small line over the title.
  void begin(std::string_view over, std::string_view title) {
    *out_ << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<link rel=\"icon\" href=\"data:,\">";
    put("<title>{}</title>\n<style>", escaped(title));
    *out_ << base_style << detail::chart_style << style << "</style></head>\n<body>\n";
    put("<div class=\"over\">{}</div><h1>{}</h1>\n", escaped(over), escaped(title));
  }

  /// What the reader must know, if nothing else: a few words, then the rest of the sentence.
  void verdict(tone how, std::string_view words, std::string_view rest = {}) {
    constexpr std::array<const char*, 3> classes{"", " good", " bad"};
    put("<div class=\"verdict{}\"><strong>{}</strong>{}</div>\n",
        classes[static_cast<std::size_t>(how)], escaped(words), escaped(rest));
  }

  void heading(std::string_view text) { put("<h2>{}</h2>\n", escaped(text)); }
  void paragraph(std::string_view text) { put("<p>{}</p>\n", escaped(text)); }

  void begin_facts() { *out_ << "<div class=\"facts\">"; }
  void fact(std::string_view value, std::string_view name) {
    put("<span><b>{}</b>{}</span>", escaped(value), escaped(name));
  }
  void end_facts() { *out_ << "</div>\n"; }

  /// Begins a table; all columns but the first are of numbers.
  void begin_table(const std::vector<std::string>& names) {
    *out_ << "<div class=\"scroll\"><table><tr>";
    for (std::size_t i = 0; i < names.size(); ++i)
      put("<th{}>{}</th>", i == 0 ? "" : " class=\"n\"", escaped(names[i]));
    *out_ << "</tr>\n";
  }
  void row(const cells& all, bool emphasised = false) {
    *out_ << (emphasised ? "<tr class=\"sum\">" : "<tr>");
    for (std::size_t i = 0; i < all.size(); ++i)
      put("<td{}>{}</td>", i == 0 ? "" : " class=\"n\"", escaped(all[i]));
    *out_ << "</tr>\n";
  }
  void end_table() { *out_ << "</table></div>\n"; }

  /// Charts under a heading; nothing where there are none.
  void charts(std::string_view title, const std::vector<chart>& all, std::string_view library) {
    if (all.empty())
      return;
    heading(title);
    write_charts(*out_, all, library);
  }

  void preformatted(std::string_view text) { put("<pre>{}</pre>\n", escaped(text)); }

  /// Begins and ends what is only seen on demand; on paper, only the scenario.
  void begin_details(std::string_view summary, std::string_view attributes = {}) {
    put("<details{}><summary>{}</summary>\n", attributes, escaped(summary));
  }
  void end_details() { *out_ << "</details>\n"; }

  /// Ends the page: the command, what it gives again, and the scenario that it is about, if any.
  void end(std::string_view command, std::string_view what_it_gives, std::string_view scenario) {
    heading("To see it again");
    preformatted(command);
    put("<p class=\"quiet\">{}</p>\n", escaped(what_it_gives));
    if (!scenario.empty()) {
      begin_details("The scenario", " class=\"scenario\"");
      preformatted(scenario);
      end_details();
    }
    put("<footer>deskstorm {}</footer>\n</body></html>\n", version);
  }

private:
  static constexpr std::string_view style = R"(
.facts{display:flex;flex-wrap:wrap;gap:4px 26px;margin:10px 0;font-variant-numeric:tabular-nums}
.facts b{display:block;font-size:19px}
.facts span{color:var(--quiet);font-size:13px}
td.n,th.n{text-align:right;white-space:nowrap}
td code{overflow-wrap:anywhere}
td.pass{color:var(--good);font-weight:600}
td.fail{color:var(--bad);font-weight:600}
tr.sum td{font-weight:600}
td:first-child{min-width:8em}
.range{display:block;width:180px;height:16px;margin-top:3px}
details{margin:8px 0}
summary{cursor:pointer;color:var(--quiet)}
@media print{details:not(.scenario){display:none}.scroll{overflow:visible;background:none}
body{padding:0}table{font-size:11.5px}th,td{padding-right:8px}
th.n{white-space:normal}td:first-child{overflow-wrap:anywhere}td:last-child{padding-right:0}}
)";

  std::ostream* out_;
};

} // namespace deskstorm::loadgen::view
