#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/view/markup.hpp>
#include <deskstorm/loadgen/view/race_focus.hpp>
#include <deskstorm/loadgen/view/race_labels.hpp>
#include <deskstorm/loadgen/view/race_lanes.hpp>
#include <deskstorm/loadgen/view/race_names.hpp>
#include <deskstorm/loadgen/view/race_story.hpp>

namespace deskstorm::loadgen::view {

/// What a diagram is drawn of. All must outlive it.
struct diagram_order {
  const sim::race_plan& plan;
  const std::vector<sim::log_entry>& log;
  const race_story& story;
  race_focus focus = {};
  const sim::violation* violation = nullptr;
  const turning_point* critical = nullptr;
  std::string_view name = {};   ///< unique in the document
  std::string_view spoken = {}; ///< what it is, for those who cannot see it
};

namespace detail {

/// Draws a schedule from top to bottom: a lane a tab, time as far apart as its events need.
class race_diagram {
public:
  explicit race_diagram(const diagram_order& order)
    : order_(&order),
      lanes_(order.story),
      kept_(telling_entries(order.log, order.story, order.focus, most_entries)) {}

  std::string draw() {
    lay_out();
    put(R"svg(<svg class="race" role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}" )svg"
        R"svg(style="min-width:{:.0f}px;max-width:{:.0f}px">)svg",
        escaped(order_->spoken), lanes_.width(), height_, lanes_.width() * 0.9,
        lanes_.width() * 1.4);
    draw_lanes();
    draw_bands();
    for (const auto& line : lines_)
      out_ += line;
    for (std::size_t k = 0; k < kept_.size(); ++k)
      draw_entry(k);
    for (std::size_t k = 0; k < kept_.size(); ++k)
      draw_label(k);
    out_ += words_;
    draw_times();
    out_ += "</svg>\n";
    return std::move(out_);
  }

private:
  static constexpr std::size_t most_entries = 48;
  static constexpr double top = 40;
  static constexpr double row = 18;

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  const sim::log_entry& at(std::size_t i) const { return order_->log[i]; }

  // -- where things are --------------------------------------------------------------------------

  void lay_out() {
    double y = top;
    std::uint32_t taken = 0; // lanes that have a label in this row
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      const auto& e = at(kept_[k]);
      const auto lanes = lanes_under_label(e);
      const bool same_row = k > 0 && at(kept_[k - 1]).at == e.at && !breaks_before(k)
                            && ((taken & lanes) == 0 || are_one_broadcast(at(kept_[k - 1]), e));
      if (!same_row) {
        y = next_row(k, y) + (lanes_.other_end(e) ? 6 : 0); // its label stands above it
        taken = 0;
      }
      taken |= lanes;
      y_.push_back(y);
      y = mark_after(k, y);
    }
    height_ = y + 34;
    lines_.push_back(fmt::format(R"svg(<text class="time" x="{}" y="{:.1f}">{}</text>)svg"
                                 R"svg(<text class="note" x="{}" y="{:.1f}">end</text>)svg",
                                 race_lanes::time_x(), height_ - 8, moment_text(order_->story.end),
                                 race_lanes::time_x() + 10, height_ - 8));
  }

  /// A bit for each lane that the label of an entry takes room in.
  std::uint32_t lanes_under_label(const sim::log_entry& e) const {
    if (e.what == sim::race_event::heard)
      return 0;
    const auto lane = lanes_.of(e);
    if (!has_label(e)) // an arrow, with a word in its first half
      return std::uint32_t{1} << lane;
    const auto length = 16 + 6.2 * static_cast<double>(label_text(e).size());
    const auto over = static_cast<std::size_t>(length / race_lanes::distance);
    std::uint32_t taken = std::uint32_t{1} << lane;
    for (std::size_t i = 1; i <= over + 1; ++i) // the last lane's labels stand to its left
      if (lanes_.is_last(lane))
        taken |= std::uint32_t{1} << (lane - std::min(lane, i));
      else if (i <= over)
        taken |= std::uint32_t{1} << (lane + i);
    return taken;
  }

  std::string label_text(const sim::log_entry& e) const {
    return label_of(order_->plan, e) + (is_lost_duty(e) ? ": never done" : "");
  }

  static bool are_one_broadcast(const sim::log_entry& a, const sim::log_entry& b) {
    return a.what == sim::race_event::sent && b.what == a.what && a.tab == b.tab
           && a.code == b.code;
  }

  bool breaks_before(std::size_t k) const {
    return k > 0 && kept_[k - 1] < order_->focus.critical && order_->focus.critical <= kept_[k];
  }

  double mark_turn(double y) {
    if (order_->critical == nullptr || std::exchange(turn_drawn_, true))
      return y;
    y += 22;
    draw_line(y, "turn", "critical step: " + order_->critical->choice);
    return y;
  }

  double next_row(std::size_t k, double y) {
    if (order_->focus.critical <= kept_[k])
      y = mark_turn(y);
    if (k == 0)
      return y + row;
    const duration passed = at(kept_[k]).at - at(kept_[k - 1]).at;
    const auto left_out = messages_between(kept_[k - 1], kept_[k]);
    if (left_out == 0 && passed < std::chrono::milliseconds{500})
      return y + row + (passed > std::chrono::milliseconds{5} ? 6 : 0);
    y += 16;
    lines_.push_back(fmt::format(
      R"svg(<path class="gap" d="M{} {:.1f}H{}"/><text class="gap" x="{}" y="{:.1f}">{}</text>)svg",
      race_lanes::time_x() + 8, y - 3, lanes_.width() - 4, race_lanes::time_x(), y,
      passed > duration::zero() ? "+" + length_text(passed) : ""));
    if (left_out > 0)
      lines_.push_back(
        fmt::format(R"svg(<text class="gap" x="{}" y="{:.1f}">{} message{} not shown</text>)svg",
                    lanes_.width() - 4, y + 4, left_out, left_out == 1 ? "" : "s"));
    return y + row;
  }

  /// Draws what stands below an entry and is no entry itself.
  double mark_after(std::size_t k, double y) {
    const bool last = k + 1 == kept_.size();
    const bool here = order_->focus.violation < (last ? nowhere : kept_[k + 1]);
    if (order_->violation == nullptr || violation_drawn_ || !here)
      return y;
    violation_drawn_ = true;
    if (order_->focus.critical <= order_->focus.violation)
      y = mark_turn(y);
    y += 22;
    draw_line(y, "bad",
              fmt::format("{} is violated, {}", tabs::name_of(order_->violation->what),
                          moment_text(order_->violation->at)));
    return y;
  }

  void draw_line(double y, std::string_view kind, std::string_view text) {
    const auto fitting = static_cast<std::size_t>(lanes_.width() / 6.2);
    lines_.push_back(fmt::format(R"svg(<path class="{}" d="M4 {:.1f}H{}"/>)svg"
                                 R"svg(<text class="{}" x="6" y="{:.1f}">{}</text>)svg",
                                 kind, y, lanes_.width() - 4, kind, y - 4,
                                 escaped(fitted(text, fitting))));
  }

  std::size_t messages_between(std::size_t from, std::size_t to) const {
    std::size_t count = 0;
    for (auto i = from + 1; i < to; ++i)
      count += at(i).what == sim::race_event::sent ? 1u : 0u;
    return count;
  }

  /// Where an entry is, also one that is not drawn.
  double y_of(std::size_t entry) const {
    const auto next = std::ranges::lower_bound(kept_, entry);
    const auto k = static_cast<std::size_t>(next - kept_.begin());
    if (next == kept_.end())
      return height_ - 22;
    if (*next == entry)
      return y_[k];
    return k == 0 ? top - 8 : (y_[k] + y_[k - 1]) / 2;
  }

  bool is_drawn(std::size_t entry) const { return std::ranges::binary_search(kept_, entry); }

  // -- lanes and bands ---------------------------------------------------------------------------

  void draw_lanes() {
    put(R"svg(<defs><pattern id="{}-h" width="8" height="8" patternUnits="userSpaceOnUse" )svg"
        R"svg(patternTransform="rotate(45)"><path class="hatch" d="M0 4h8"/></pattern></defs>)svg",
        order_->name);
    for (std::size_t lane = 0; lane < lanes_.count(); ++lane) {
      const double x = race_lanes::x(lane);
      put(R"svg(<rect class="head" x="{:.1f}" y="4" width="{}" height="20" rx="5"/>)svg"
          R"svg(<text class="head" x="{:.1f}" y="18">{}</text>)svg",
          x - 34, 68, x, lanes_.name(lane));
      if (!lanes_.is_tab(lane))
        put(R"svg(<path class="line" d="M{:.1f} 26V{:.1f}"/>)svg", x, height_ - 22);
    }
    for (const auto& p : order_->story.presences)
      put(R"svg(<path class="line" d="M{:.1f} {:.1f}V{:.1f}"/>)svg", race_lanes::of_tab(p.tab),
          y_of(p.first), y_of(p.end));
  }

  void band(std::string_view kind, const stretch& s, std::uint8_t tab, double width) {
    const double from = y_of(s.first);
    put(R"svg(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)svg", kind,
        race_lanes::of_tab(tab) - width / 2, from, width, std::max(y_of(s.end) - from, 2.0));
  }

  void draw_bands() {
    for (const auto& t : order_->story.tenures)
      if (t.state == frame_state::leading)
        band(epoch_class(order_->story, t.epoch), t, t.tab, 14);
      else if (t.state == frame_state::following)
        band("follows", t, t.tab, 6);
    for (const auto& a : order_->story.absences)
      band("absent", a, a.tab, 22);
    for (const auto& o : order_->story.overlaps)
      for (std::uint8_t tab = 1; tab <= order_->story.tabs; ++tab)
        if ((o.tabs >> tab & 1u) != 0)
          put(R"svg(<rect fill="url(#{}-h)" x="{:.1f}" y="{:.1f}" width="14" height="{:.1f}"/>)svg",
              order_->name, race_lanes::of_tab(tab) - 7, y_of(o.first),
              std::max(y_of(o.end) - y_of(o.first), 3.0));
  }

  // -- entries -----------------------------------------------------------------------------------

  void draw_entry(std::size_t k) {
    const auto& e = at(kept_[k]);
    const double x = race_lanes::x(lanes_.of(e));
    if (const auto m = order_->story.message_of[kept_[k]]; m != nowhere)
      return draw_message(order_->story.messages[m], kept_[k]);
    if (const auto other = lanes_.other_end(e))
      draw_arrow(other->inwards ? race_lanes::x(other->lane) : x, y_[k],
                 other->inwards ? x : race_lanes::x(other->lane), y_[k], arrow_class(e), "");
    else
      put(R"svg(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3"/>)svg", class_of(e), x, y_[k]);
  }

  std::string_view class_of(const sim::log_entry& e) const {
    if (e.what == sim::race_event::action)
      return "act";
    if (e.what == sim::race_event::effect && e.code > 1)
      return "bad";
    return is_bad(e.what) || is_lost_duty(e) ? "bad" : "dot";
  }

  std::string_view arrow_class(const sim::log_entry& e) const {
    return class_of(e) == "bad" ? "bad" : "way";
  }

  bool is_lost_duty(const sim::log_entry& e) const {
    return e.what == sim::race_event::duty_came
           && std::ranges::any_of(order_->story.duties, [&](const duty_course& d) {
                return d.number == e.value && d.lost;
              });
  }

  void draw_label(std::size_t k) {
    const auto& e = at(kept_[k]);
    const auto text = label_text(e);
    if (text.empty())
      return;
    const double x = race_lanes::x(lanes_.of(e));
    const bool left = lanes_.is_last(lanes_.of(e));
    const double above = lanes_.other_end(e) ? 4 : -4; // an arrow is not written across
    put(R"svg(<text class="say {}{}" x="{:.1f}" y="{:.1f}">{}</text>)svg", class_of(e),
        left ? " left" : "", left ? x - 11 : x + 11, y_[k] - above, escaped(text));
  }

  void draw_message(const said& m, std::size_t entry) {
    const double from = race_lanes::of_tab(m.from);
    const double to = race_lanes::of_tab(m.to);
    const auto word = word_text(order_->plan, m.word);
    if (entry == m.heard && is_drawn(m.sent))
      return; // drawn where it was sent
    const double y = y_of(entry);
    if (m.lost || m.heard == nowhere) {
      const double x = from + (to - from) * 0.6;
      draw_arrow(from, y, x, y + 4, "lost", word + (m.lost ? ", lost" : ""));
      put(R"svg(<path class="bad" d="M{0:.1f} {1:.1f}l8 8m0 -8l-8 8"/>)svg", x - 4, y);
    } else if (entry == m.heard || !is_drawn(m.heard)) {
      draw_arrow(from, y, to, y, "way old", word);
    } else {
      draw_arrow(from, y, to, y_of(m.heard), "way", word);
    }
  }

  void draw_arrow(double x1, double y1, double x2, double y2, std::string_view kind,
                  const std::string& word) {
    const double way = x2 > x1 ? 1 : -1;
    const double start = x1 + 8 * way;
    const double tip = x2 - 8 * way;
    put(R"svg(<path class="{}" d="M{:.1f} {:.1f}L{:.1f} {:.1f})svg"
        R"svg(m{:.1f} -3.5l{:.1f} 3.5l{:.1f} 3.5"/>)svg",
        kind, start, y1, tip, y2, -6 * way, 6 * way, -6 * way);
    if (!word.empty())
      words_ += fmt::format(R"svg(<text class="word" x="{:.1f}" y="{:.1f}">{}</text>)svg",
                            start + (tip - start) * 0.4, y1 + (y2 - y1) * 0.4 - 3, escaped(word));
  }

  /// The time of each row in which it is another than above.
  void draw_times() {
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      if (k > 0 && (y_[k] == y_[k - 1] || at(kept_[k]).at == at(kept_[k - 1]).at))
        continue;
      const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(at(kept_[k]).at.time_since_epoch());
      put(R"svg(<text class="time" x="{}" y="{:.1f}">{}.{:03})svg"
          R"svg(<tspan class="fine">{:03}</tspan></text>)svg",
          race_lanes::time_x(), y_[k] + 4, us.count() / 1'000'000, us.count() / 1000 % 1000,
          us.count() % 1000);
    }
  }

  const diagram_order* order_;
  race_lanes lanes_;
  std::vector<std::size_t> kept_;
  std::vector<double> y_ = {};          // of the entries that are drawn
  std::vector<std::string> lines_ = {}; // across all lanes
  std::string words_ = {};              // of messages, written over everything else
  std::string out_ = {};
  double height_ = 0;
  bool turn_drawn_ = false;
  bool violation_drawn_ = false;
};

} // namespace detail

/// Returns a schedule as SVG, as it went step by step.
inline std::string race_diagram_of(const diagram_order& order) {
  return detail::race_diagram{order}.draw();
}

} // namespace deskstorm::loadgen::view
