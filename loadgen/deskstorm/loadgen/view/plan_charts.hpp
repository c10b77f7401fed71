#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/study/plan_result.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/loadgen/study/studied_point.hpp>
#include <deskstorm/loadgen/view/charts.hpp>

namespace deskstorm::loadgen::view {

namespace detail {

/// A number that a study varies, as an axis shows it.
struct varied_number {
  double value = 0;
  std::string unit = {};
};

/// Reads the value of a setting as a number with or without a unit.
inline std::optional<varied_number> varied_number_of(const study::setting& s) {
  const auto value = study::value_of(s);
  if (value.is_number())
    return varied_number{value.get<double>()};
  const auto read =
    value.is_string() ? study::detail::number_at(value.get<std::string>()) : std::nullopt;
  if (!read)
    return std::nullopt;
  return varied_number{static_cast<double>(read->steps) / std::pow(10, read->decimals), read->unit};
}

/// Makes the charts of a plan whose points differ by numbers: curves over the number that has most
/// values, one for each combination of the others.
class plan_chart_maker {
public:
  plan_chart_maker(const study::plan_result& r, const std::vector<std::string>& metrics)
    : r_(&r), metrics_(&metrics) {}

  std::vector<chart> make() {
    if (!find_axis())
      return {};
    for (const auto& metric : *metrics_)
      charts_.push_back(of_metric(metric));
    add_busy();
    add_scalability();
    return std::move(charts_);
  }

private:
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  /// Finds the place that has most different numbers, two at least.
  bool find_axis() {
    std::size_t most = 1;
    for (std::size_t place = 0; !r_->points.empty() && place < r_->points[0].at.size(); ++place) {
      std::set<double> values;
      std::set<std::string> units;
      for (const auto& p : r_->points) {
        const auto number = varied_number_of(p.at[place]);
        values.insert(number ? number->value : 0);
        units.insert(number ? number->unit : "?" + p.at[place].value);
      }
      if (units.size() != 1 || values.size() <= most)
        continue;
      most = values.size();
      axis_ = place;
      unit_ = *units.begin();
      x_.assign(values.begin(), values.end());
    }
    return most > 1;
  }

  std::size_t column_of(const study::studied_point& p) const {
    const auto value = varied_number_of(p.at[axis_])->value;
    return static_cast<std::size_t>(std::ranges::lower_bound(x_, value) - x_.begin());
  }

  std::string others_of(const study::studied_point& p) const {
    auto rest = p.at;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(axis_));
    return rest.empty() ? "mean" : study::to_text(rest);
  }

  chart over_axis(std::string title, std::string note, std::string y_name) const {
    const auto& pointer = r_->points.front().at[axis_].pointer;
    chart c{.title = std::move(title),
            .note = std::move(note),
            .x_name = unit_.empty() ? pointer : pointer + ", " + unit_,
            .y_name = std::move(y_name),
            .x = x_,
            .lines = {},
            .from = x_.front(),
            .until = x_.back()};
    shade_unsettled(c);
    return c;
  }

  /// Shades the neighbourhood of points that are not stationary.
  void shade_unsettled(chart& c) const {
    for (const auto& p : r_->points) {
      if (!p.piles_up)
        continue;
      const auto i = column_of(p);
      const double from = i == 0 ? x_[i] : (x_[i - 1] + x_[i]) / 2;
      const double until = i + 1 == x_.size() ? x_[i] : (x_[i] + x_[i + 1]) / 2;
      c.bands.push_back({from, until, true});
    }
  }

  std::vector<double> nothing() const {
    std::vector<double> made(x_.size(), none);
    return made;
  }

  /// Adds a curve for each combination of the other settings; `seen` gives an interval of a point.
  void add_curves(chart& c, auto seen) const {
    std::map<std::string, chart_line> lines;
    int colour = 0;
    for (const auto& p : r_->points) {
      auto& line = lines[others_of(p)];
      if (line.values.empty()) {
        line = {.name = others_of(p), .values = nothing(), .colour = colour++ % 6 + 1};
        line.half_widths = nothing();
      }
      const interval i = seen(p);
      line.values[column_of(p)] = i.mean;
      line.half_widths[column_of(p)] = i.half_width;
    }
    for (auto& [name, line] : lines)
      c.lines.push_back(std::move(line));
  }

  chart of_metric(const std::string& metric) const {
    auto c = over_axis(metric, "The mean of each point, with its interval.", unit_of(metric));
    add_curves(c, [&](const auto& p) { return p.seen(metric); });
    for (const auto& j : r_->points.front().judged)
      if (j.metric == metric || j.expression == metric)
        c.lines.push_back({j.expression, std::vector<double>(x_.size(), j.limit), 0, true});
    return c;
  }

  static std::string unit_of(const std::string& metric) {
    for (const auto* unit : {"_ms", "_s"})
      if (metric.find(std::string{unit} + ".") != std::string::npos)
        return unit + 1;
    return metric.find("rate_per_s") != std::string::npos ? "per second" : "";
  }

  void add_busy() {
    auto c = over_axis("What is busy", "The busiest is what limits more.", "%");
    std::set<std::string> combinations;
    for (const auto& p : r_->points)
      combinations.insert(others_of(p));
    if (combinations.size() > 1)
      return;
    const auto line = [&](const std::string& name, const std::string& metric, int colour) {
      chart_line made{.name = name, .values = nothing(), .colour = colour};
      for (const auto& p : r_->points)
        made.values[column_of(p)] = 100 * p.of(metric).mean;
      if (std::ranges::any_of(made.values, [](double v) { return v > 0; }))
        c.lines.push_back(std::move(made));
    };
    line("backend", "backend.utilization", 1);
    line("busiest tab", "tabs.utilization_max", 2);
    int colour = 3;
    for (const auto& [name, seen] : r_->points.front().intervals)
      if (name.starts_with("queues.") && name.ends_with(".occupancy"))
        line("agents: " + name.substr(7, name.size() - 7 - 10), name, colour++);
    if (!c.lines.empty())
      charts_.push_back(std::move(c));
  }

  void add_scalability() {
    if (!r_->scalability)
      return;
    auto c =
      over_axis("How requests scale", "The rate of requests, and the fitted law.", "per second");
    add_curves(c, [](const auto& p) { return p.of("requests.total.rate_per_s"); });
    chart_line law{.name = "law of scalability", .values = {}, .colour = -1, .dashed = true};
    for (const double n : x_)
      law.values.push_back(r_->scalability->at(n));
    c.lines.push_back(std::move(law));
    charts_.push_back(std::move(c));
  }

  const study::plan_result* r_;
  const std::vector<std::string>* metrics_;
  std::size_t axis_ = 0; // the place of the settings that the x axis shows
  std::string unit_ = {};
  std::vector<double> x_ = {};
  std::vector<chart> charts_ = {};
};

} // namespace detail

/// Returns the sweep curves of a plan: these metrics, what is busy, and how requests scale. None
/// where its points do not differ by a number.
inline std::vector<chart> charts_of(const study::plan_result& r,
                                    const std::vector<std::string>& metrics) {
  return detail::plan_chart_maker{r, metrics}.make();
}

} // namespace deskstorm::loadgen::view
