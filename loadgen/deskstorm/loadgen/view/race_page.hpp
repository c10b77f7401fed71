#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/race_diagram.hpp>
#include <deskstorm/loadgen/view/race_focus.hpp>
#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_overview.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>
#include <deskstorm/loadgen/view/race_words.hpp>
#include <deskstorm/loadgen/view/style.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::view {

namespace detail {

inline constexpr std::string_view race_style = R"(
.strip{display:flex;gap:10px;align-items:flex-start;margin:4px 0 2px}
.strip .rows{flex:none;padding-top:14px;font-size:12px;color:var(--quiet)}
.strip .rows div{height:26px;line-height:26px}
.strip svg{flex:1;min-width:0;display:block;overflow:visible}
.pair{display:grid;grid-template-columns:1fr;gap:12px 36px}
@media (min-width:1000px){.pair{grid-template-columns:1fr 1fr}}
@media print{.pair{grid-template-columns:1fr}}
svg.race{display:block;width:100%;height:auto;margin-top:6px}
figcaption{font-size:13px}figcaption b{color:var(--ink);font-size:14px}
svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
svg text.time{text-anchor:end;fill:var(--quiet);font-variant-numeric:tabular-nums}
svg .fine{font-size:8px;opacity:.75}
svg text.gap{text-anchor:end;fill:var(--quiet);font-size:10px;font-style:italic}
svg path.gap{stroke:var(--line);stroke-dasharray:2 4;fill:none}
svg text.note,svg text.tick{fill:var(--quiet)}svg text.tick{text-anchor:middle}
svg text.tick.first{text-anchor:start}svg text.tick.last{text-anchor:end}
svg text.head{text-anchor:middle;font-weight:600;stroke:none}
svg rect.head{fill:var(--soft);stroke:var(--line)}
svg text.word{text-anchor:middle;font-size:10px;fill:var(--quiet)}
svg text.say.left{text-anchor:end}svg text.say.act{font-weight:600;fill:var(--turn)}
svg text.bad{fill:var(--bad);font-weight:600}svg text.turn{fill:var(--turn);font-weight:600}
svg path.line{stroke:var(--line);stroke-width:1.5;fill:none}svg .grid{stroke:var(--line)}
svg path.way{stroke:var(--quiet);stroke-width:1.2;fill:none}svg path.old{stroke-dasharray:3 3}
svg path.lost{stroke:var(--bad);stroke-width:1.2;stroke-dasharray:4 3;fill:none}
svg path.bad,svg line.bad{stroke:var(--bad);stroke-width:2;fill:none}
svg path.turn,svg line.turn{stroke:var(--turn);stroke-width:2;stroke-dasharray:6 4;fill:none}
svg circle.dot{fill:var(--quiet)}svg circle.bad{fill:var(--bad)}
svg circle.act{fill:var(--turn);stroke:var(--paper);stroke-width:1}svg circle.gone{fill:var(--ink)}
svg circle.came{fill:var(--quiet)}svg circle.done{fill:var(--good)}
svg rect.e1{fill:var(--c1)}svg rect.e2{fill:var(--c2)}svg rect.e3{fill:var(--c3)}
svg rect.e4{fill:var(--c4)}svg rect.e5{fill:var(--c5)}svg rect.e6{fill:var(--c6)}
svg rect.follows{fill:var(--line)}svg rect.open{fill:var(--line)}
svg rect.absent{fill:var(--quiet);opacity:.35}svg rect.both{fill:var(--bad-soft)}
svg text.epoch{font-weight:600}
svg .hatch{stroke:var(--bad);stroke-width:1.6;fill:none}
.key{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13px;color:var(--quiet);margin:8px 0 0}
.key svg{width:22px;height:14px;vertical-align:-2px;margin-right:5px}
)";

struct key_row {
  std::string_view drawing;
  std::string_view meaning;
};

// clang-format off
inline constexpr auto race_key = std::to_array<key_row>({
  {R"svg(<rect class="e1" y="1" width="22" height="12"/>)svg",
   "leads; another colour, another epoch"},
  {R"svg(<rect class="e1" width="22" height="12"/>)svg"
   R"svg(<rect fill="url(#fo-h)" width="22" height="12"/>)svg",
   "believes to lead, and so does another"},
  {R"svg(<rect class="follows" y="4" width="22" height="6"/>)svg", "follows"},
  {R"svg(<rect class="absent" width="22" height="14"/>)svg", "frozen, asleep or busy"},
  {R"svg(<path class="way" d="M0 4L20 10m-5 -4l5 4l-6 2"/>)svg",
   "a message, from sent to received"},
  {R"svg(<path class="lost" d="M0 7h14"/><path class="bad" d="M14 3l8 8m0 -8l-8 8"/>)svg", "lost"},
  {R"svg(<circle class="act" cx="11" cy="7" r="4"/>)svg", "done to the tabs from outside"},
  {R"svg(<circle class="bad" cx="11" cy="7" r="5"/>)svg", "a duty done twice or lost"},
  {R"svg(<path class="turn" d="M0 7h22"/>)svg", "the critical step"},
});
// clang-format on

/// Writes the page of one race.
class race_page {
public:
  race_page(std::ostream& out, const race_view& view)
    : out_(&out),
      view_(&view),
      story_(story_of(view.plan, view.failing.log)),
      focus_(focus_of(view, story_)) {
    if (view.passing != nullptr)
      other_ = story_of(view.plan, view.passing->log);
  }

  void write() {
    head();
    verdict();
    overview();
    details();
    key();
    again();
    *out_ << "<footer>deskstorm " << version << "</footer>\n</body></html>\n";
  }

private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    *out_ << fmt::format(format, std::forward<Args>(args)...);
  }

  static std::string times_text(std::uint64_t times) {
    return fmt::format("{} time{}", times, times == 1 ? "" : "s");
  }

  const sim::violation* shown() const { return view_->shown(); }

  std::string title() const {
    return view_->scenario.empty() ? std::string{view_->plan.protocol->name} : view_->scenario;
  }

  void head() {
    *out_ << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<link rel=\"icon\" href=\"data:,\">";
    put("<title>{}</title>\n<style>", escaped(title()));
    *out_ << base_style << race_style << "</style></head>\n<body>\n";
    put("<div class=\"over\">A race between tabs, protocol {}, browser {}</div><h1>{}</h1>\n",
        view_->plan.protocol->name, view_->plan.browser->name, escaped(title()));
    if (!view_->about.empty())
      put("<p class=\"quiet\">{}</p>\n", escaped(view_->about));
  }

  void verdict() {
    const auto words = words_of(*view_, story_, focus_);
    const auto* v = shown();
    if (v == nullptr)
      put("<div class=\"verdict good\"><strong>Nothing is violated</strong></div>\n");
    else
      put("<div class=\"verdict bad\"><strong>{} is violated</strong> at {}<br>"
          "<code>{}</code></div>\n",
          tabs::name_of(v->what), moment_text(v->at),
          escaped(sim::signature_of(*v, view_->plan.protocol->name)));
    put("<div class=\"pair\"><section><h2>What happened</h2><p>{}</p></section>\n",
        escaped(words.happened));
    if (!words.why.empty())
      put("<section><h2>Why</h2><p>{}</p></section>", escaped(words.why));
    *out_ << "</div>\n";
  }

  /// The whole schedule where the end is what matters, else a little more than up to the
  /// violation.
  instant axis_end() const {
    const auto* v = shown();
    if (v == nullptr)
      return story_.end;
    const instant until = v->at + (v->at - instant{}) / 4;
    return std::clamp(until, instant{std::chrono::milliseconds{1}}, story_.end);
  }

  void overview() {
    const auto* turn = view_->critical ? &*view_->critical : nullptr;
    *out_ << "<h2>Who leads, in true time</h2>\n<figure>";
    if (view_->passing != nullptr)
      *out_ << "<figcaption><b>This schedule</b></figcaption>";
    *out_ << race_overview_of({view_->plan, view_->failing.log, story_, axis_end(), shown(), turn,
                               "fo", "Who leads over time in the failing schedule"})
          << "</figure>\n";
    if (view_->passing != nullptr)
      *out_ << "<figure><figcaption><b>The nearest schedule that holds</b></figcaption>"
            << race_overview_of({view_->plan, view_->passing->log, other_, axis_end(), nullptr,
                                 nullptr, "po", "Who leads over time in the schedule that holds"})
            << "</figure>\n";
  }

  void details() {
    const auto* turn = view_->critical ? &*view_->critical : nullptr;
    *out_ << "<h2>Step by step</h2>\n<p class=\"quiet\">From top to bottom; time is in seconds, "
             "and what repeats without effect is left out.</p>\n<div class=\"pair\"><figure>"
             "<figcaption><b>This schedule</b></figcaption><div class=\"scroll\">";
    *out_ << race_diagram_of({view_->plan, view_->failing.log, story_, focus_, shown(), turn, "fd",
                              "The failing schedule step by step"})
          << "</div></figure>\n";
    if (view_->passing != nullptr)
      *out_ << "<figure><figcaption><b>The nearest schedule that holds</b></figcaption>"
               "<div class=\"scroll\">"
            << race_diagram_of({view_->plan, view_->passing->log, other_,
                                same_times(focus_, view_->failing.log, view_->passing->log),
                                nullptr, nullptr, "pd", "The passing schedule step by step"})
            << "</div></figure>\n";
    *out_ << "</div>\n";
  }

  void key() {
    *out_ << "<div class=\"key\">";
    for (const auto& row : race_key)
      put(R"(<span><svg viewBox="0 0 22 14" aria-hidden="true">{}</svg>{}</span>)", row.drawing,
          row.meaning);
    *out_ << "</div>\n";
  }

  void again() {
    if (!view_->command.empty())
      put("<h2>To see it again</h2><pre>{}</pre>\n", escaped(view_->command));
    const auto& m = view_->failing.measured;
    put("<h2>In figures</h2><div class=\"scroll\"><table>"
        "<tr><th>tabs that opened</th><td>{}</td></tr>"
        "<tr><th>terms of leaders</th><td>{}</td></tr>"
        "<tr><th>two or more believe to lead</th><td>{}, {} in all</td></tr>"
        "<tr><th>messages between tabs</th><td>{}</td></tr>"
        "<tr><th>duties</th><td>{}, of which {} done twice, {} lost, {} refused</td></tr>"
        "<tr><th>simulated time</th><td>{}, calm for the last {}</td></tr></table></div>\n",
        story_.tabs, m.changes, times_text(m.overlap.count), length_text(m.overlap.total),
        m.messages, m.duties, m.twice, m.lost, m.fenced, length_text(view_->plan.horizon),
        length_text(view_->plan.settle));
  }

  std::ostream* out_;
  const race_view* view_;
  race_story story_;
  race_focus focus_;
  race_story other_ = {};
};

} // namespace detail

/// Writes one race as an HTML file that needs no other file and no network.
inline void write_race_html(std::ostream& out, const race_view& view) {
  detail::race_page{out, view}.write();
}

} // namespace deskstorm::loadgen::view
