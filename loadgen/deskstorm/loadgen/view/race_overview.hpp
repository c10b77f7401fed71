#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/race_labels.hpp>
#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>
#include <deskstorm/loadgen/view/race_view.hpp>

namespace deskstorm::loadgen::view {

/// What an overview shows. All must outlive it.
struct overview_order {
  const sim::race_plan& plan;
  const std::vector<sim::log_entry>& log;
  const race_story& story;
  instant until = {}; ///< where its axis ends
  const sim::violation* violation = nullptr;
  const turning_point* critical = nullptr;
  std::string_view name = {};   ///< unique in the document
  std::string_view spoken = {}; ///< what it is, for those who cannot see it
};

namespace detail {

/// Draws a schedule from left to right, true to time: a row a tab. It takes the width that it is
/// given, and letters keep their size.
class race_overview {
public:
  explicit race_overview(const overview_order& order) : order_(&order) {}

  std::string draw() {
    const auto rows = order_->story.tabs + (order_->story.duties_used ? 1 : 0);
    const double height = 14 + row * rows + 20;
    put(R"svg(<div class="strip"><div class="rows">)svg");
    for (std::uint8_t tab = 1; tab <= order_->story.tabs; ++tab)
      put("<div>{}</div>", tab_text(tab));
    if (order_->story.duties_used)
      put("<div>duties</div>");
    put(R"svg(</div><svg role="img" aria-label="{}" width="100%" height="{:.0f}">)svg",
        escaped(order_->spoken), height);
    put(R"svg(<defs><pattern id="{}-h" width="8" height="8" patternUnits="userSpaceOnUse" )svg"
        R"svg(patternTransform="rotate(45)"><path class="hatch" d="M0 4h8"/></pattern></defs>)svg",
        order_->name);
    draw_axis(height);
    draw_tabs(height);
    draw_marks(height);
    put("</svg></div>\n");
    return std::move(out_);
  }

private:
  static constexpr double row = 26;

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  double x(instant at) const {
    const double share = in_seconds(at - instant{}) / in_seconds(order_->until - instant{});
    return 1 + 98 * std::clamp(share, 0.0, 1.0);
  }

  static double y(std::uint8_t tab) { return 14 + row * (tab - 0.5); }
  double sink_y() const { return 14 + row * (order_->story.tabs + 0.5); }

  void draw_axis(double height) {
    constexpr int ticks = 4;
    for (int i = 0; i <= ticks; ++i) {
      const instant at{(order_->until - instant{}) * i / ticks};
      put(R"svg(<line class="grid" x1="{0:.2f}%" x2="{0:.2f}%" y1="12" y2="{1:.0f}"/>)svg", x(at),
          height - 16);
      put(R"svg(<text class="tick{}" x="{:.2f}%" y="{:.0f}">{:.4g} s</text>)svg",
          i == 0       ? " first"
          : i == ticks ? " last"
                       : "",
          x(at), height - 3, in_seconds(at - instant{}));
    }
  }

  void bar(std::string_view kind, const stretch& s, double middle, double thick) {
    if (s.from > order_->until)
      return;
    put(R"svg(<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{}"/>)svg", kind,
        x(s.from), middle - thick / 2, std::max(x(s.until) - x(s.from), 0.2), thick);
  }

  void draw_tabs(double height) {
    const auto& story = order_->story;
    for (const auto& o : story.overlaps)
      if (o.from <= order_->until)
        put(R"svg(<rect class="both" x="{:.2f}%" y="12" width="{:.2f}%" height="{:.0f}"/>)svg",
            x(o.from), std::max(x(o.until) - x(o.from), 0.3), height - 28);
    for (const auto& p : story.presences)
      bar("open", p, y(p.tab), 2);
    for (const auto& t : story.tenures)
      draw_tenure(t);
    for (const auto& a : story.absences)
      bar("absent", a, y(a.tab), 20);
    for (const auto& o : story.overlaps)
      for (std::uint8_t tab = 1; tab <= story.tabs; ++tab)
        if ((o.tabs >> tab & 1u) != 0 && o.from <= order_->until)
          put(
            R"svg(<rect fill="url(#{}-h)" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="14"/>)svg",
            order_->name, x(o.from), y(tab) - 7, std::max(x(o.until) - x(o.from), 0.3));
    for (const auto& t : story.tenures)
      if (t.state == frame_state::leading && x(t.until) - x(t.from) > 3
          && !epoch_text(t.epoch).empty())
        put(R"svg(<text class="epoch" x="{:.2f}%" dx="5" y="{:.1f}">{}</text>)svg", x(t.from),
            y(t.tab) + 4, t.epoch);
  }

  void draw_tenure(const tenure& t) {
    if (t.state == frame_state::following)
      bar("follows", t, y(t.tab), 6);
    if (t.state != frame_state::leading)
      return;
    bar(epoch_class(order_->story, t.epoch), t, y(t.tab), 14);
  }

  void dot(std::string_view kind, instant at, double middle, double radius) {
    if (at <= order_->until)
      put(R"svg(<circle class="{}" cx="{:.2f}%" cy="{:.1f}" r="{}"/>)svg", kind, x(at), middle,
          radius);
  }

  void draw_marks(double height) {
    for (const auto& e : order_->log) {
      const double middle = e.tab == 0 ? 14 : y(e.tab);
      if (e.what == sim::race_event::action)
        dot("act", e.at, middle, 4);
      if (e.what == sim::race_event::gone)
        dot("gone", e.at, middle, 3);
    }
    for (const auto& d : order_->story.duties) {
      dot(d.lost ? "bad" : "came", d.came, sink_y(), d.lost ? 4 : 2);
      for (const auto& effect : d.effects)
        dot(d.effects.size() > 1 ? "bad" : "done", effect.at, sink_y(),
            d.effects.size() > 1 ? 5 : 3);
    }
    if (order_->critical != nullptr)
      across("turn", order_->critical->at, height);
    if (order_->violation != nullptr)
      across("bad", order_->violation->at, height);
  }

  void across(std::string_view kind, instant at, double height) {
    put(R"svg(<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="4" y2="{2:.0f}"/>)svg", kind, x(at),
        height - 14);
  }

  const overview_order* order_;
  std::string out_;
};

} // namespace detail

/// Returns a schedule as HTML, as wide as its place.
inline std::string race_overview_of(const overview_order& order) {
  return detail::race_overview{order}.draw();
}

} // namespace deskstorm::loadgen::view
