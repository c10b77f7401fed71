#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/statistics/series.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/loadgen/view/charts.hpp>
#include <deskstorm/loadgen/view/limit_windows.hpp>

namespace deskstorm::loadgen::view {

/// What the charts of a run need besides what was seen.
struct run_charts_order {
  const run_result& result;
  const run_series& series;
  duration warmup = {};
  std::uint32_t backend_workers = 0;
  limit_windows windows = {};
};

namespace detail {

/// Makes the charts of a run. What did not happen has no chart.
class run_chart_maker {
public:
  explicit run_chart_maker(const run_charts_order& order)
    : order_(&order), series_(&order.series), step_s_(in_seconds(order.series.bucket)) {
    for (std::size_t i = 0; i < series_->buckets.size(); ++i)
      times_.push_back(step_s_ * (static_cast<double>(i) + 0.5) / unit_s());
  }

  std::vector<chart> make() {
    if (any(&series_bucket::sent)) {
      add_latency();
      add_outcomes();
      add_spectrum();
      add_limits();
    }
    add_utilization();
    add_queues();
    add_agents();
    add_elections();
    add_campaigns();
    return std::move(charts_);
  }

private:
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  /// Short runs are shown in seconds, long ones in minutes or hours.
  double unit_s() const {
    const double length = step_s_ * static_cast<double>(series_->buckets.size());
    return length <= 300 ? 1 : length <= 4 * 3600 ? 60 : 3600;
  }
  const char* unit_name() const {
    return unit_s() == 1 ? "seconds" : unit_s() == 60 ? "minutes" : "hours";
  }

  bool any(std::uint64_t series_bucket::*what) const {
    return std::ranges::any_of(series_->buckets, [=](const auto& b) { return b.*what > 0; });
  }

  std::vector<double> each(auto value) const {
    std::vector<double> all;
    for (const auto& b : series_->buckets)
      all.push_back(value(b));
    return all;
  }

  /// A count in a bucket as a rate of one run.
  double rate(std::uint64_t count) const {
    return static_cast<double>(count) / step_s_ / series_->runs;
  }

  /// The mean count in each bucket, in one run.
  std::vector<double> mean(const level_series& level) const {
    std::vector<double> all;
    for (const double area : level.area_s)
      all.push_back(area / step_s_ / series_->runs);
    return all;
  }

  static bool all_zero(const std::vector<double>& values) {
    return std::ranges::all_of(values, [](double v) { return v == 0; });
  }

  chart over_time(std::string title, std::string note, std::string unit) const {
    chart c{.title = std::move(title),
            .note = std::move(note),
            .x_name = unit_name(),
            .y_name = std::move(unit),
            .x = times_,
            .lines = {},
            .until = step_s_ * static_cast<double>(times_.size()) / unit_s()};
    if (order_->warmup > duration::zero())
      c.bands.push_back({0, in_seconds(order_->warmup) / unit_s(), false});
    return c;
  }

  void add_latency() {
    auto c = over_time("Latency over time",
                       "Percentiles of the answers of each moment, from the time a request was "
                       "meant to go out.",
                       "ms");
    const auto line = [&](const char* name, double share, int colour) {
      c.lines.push_back({name, each([&](const series_bucket& b) {
                           return b.latency.count() == 0
                                    ? none
                                    : in_seconds(b.latency.percentile(share)) * 1e3;
                         }),
                         colour});
    };
    line("half of all", 0.5, 1);
    line("95 %", 0.95, 2);
    line("99 %", 0.99, 3);
    for (const auto& v : order_->result.verdicts)
      if (const auto t = parse_threshold(v.expression);
          t && t->metric.starts_with("requests.total.latency_ms.")
          && !(t->part && t->part->in_quarantine))
        c.lines.push_back({v.expression, limit_of(*t), v.passed ? -1 : 0, true});
    charts_.push_back(std::move(c));
  }

  /// The limit at the times that a threshold is about.
  std::vector<double> limit_of(const threshold& t) const {
    std::vector<double> values;
    for (const double time : times_)
      values.push_back(
        !t.part || t.part->window.contains(instant{duration{std::llround(time * unit_s() * 1e9)}})
          ? t.limit
          : none);
    return values;
  }

  void add_outcomes() {
    auto c = over_time("Requests by outcome", "How requests ended, when they did.", "per second");
    c.stacked = true;
    using actors::request_end;
    const auto line = [&](const char* name, request_end how, int colour) {
      auto values =
        each([&](const series_bucket& b) { return rate(b.ends[static_cast<std::size_t>(how)]); });
      if (!all_zero(values))
        c.lines.push_back({name, std::move(values), colour});
    };
    line("answered", request_end::ok, 1);
    line("failed", request_end::failed, 4);
    line("rate limited", request_end::rate_limited, 3);
    line("timed out", request_end::timed_out, 0);
    charts_.push_back(std::move(c));
  }

  void add_spectrum() {
    const auto latency = order_->result.seen.total().latency;
    if (latency.count() == 0)
      return;
    chart c{.title = "Latency spectrum",
            .note = "No more than the share on the axis took longer than the line says; each step "
                    "to the right is rarer.",
            .x_name = "share of requests that were as fast",
            .y_name = "ms",
            .x = {},
            .lines = {{"latency", {}, 1}},
            .from = 1,
            .log_x = true};
    for (double beyond = 1; beyond <= static_cast<double>(latency.count()) * 1.0001;
         beyond *= std::pow(10, 1.0 / 12)) {
      c.x.push_back(beyond);
      c.lines[0].values.push_back(in_seconds(latency.percentile(1 - 1 / beyond)) * 1e3);
    }
    c.until = c.x.back();
    if (c.x.size() > 1)
      charts_.push_back(std::move(c));
  }

  void add_limits() {
    using actors::request_end;
    auto limited = each([&](const series_bucket& b) {
      return rate(b.ends[static_cast<std::size_t>(request_end::rate_limited)]);
    });
    auto ignored = each([&](const series_bucket& b) { return rate(b.ignored); });
    if (all_zero(limited) && all_zero(ignored))
      return;
    auto c = over_time("Rate limits",
                       "Refused with an error, and met with silence in quarantine (shaded). "
                         + order_->windows.note,
                       "per second");
    add_quarantines(c);
    for (const duration edge : order_->windows.edges)
      c.edges.push_back(in_seconds(edge) / unit_s());
    c.lines.push_back(
      {"sent", each([&](const series_bucket& b) { return rate(b.sent); }), -1, true});
    c.lines.push_back({"refused with an error", std::move(limited), 3});
    c.lines.push_back({"ignored", std::move(ignored), 0});
    charts_.push_back(std::move(c));
  }

  void add_quarantines(chart& c) const {
    const double step = step_s_ / unit_s();
    for (std::size_t i = 0; i < series_->buckets.size(); ++i) {
      if (series_->buckets[i].ignored == 0)
        continue;
      const double from = step * static_cast<double>(i);
      if (!c.bands.empty() && c.bands.back().bad && c.bands.back().until >= from - step / 2)
        c.bands.back().until = from + step;
      else
        c.bands.push_back({from, from + step, true});
    }
  }

  void add_utilization() {
    auto c = over_time("Utilisation", "Busy share of the backend's workers and of all tabs.", "%");
    const double capacity = step_s_ * order_->backend_workers * series_->runs;
    auto backend = each(
      [&](const series_bucket& b) { return capacity > 0 ? 100 * b.backend_busy_s / capacity : 0; });
    std::vector<double> tabs;
    for (std::size_t i = 0; i < series_->buckets.size(); ++i) {
      double open = 0;
      for (const auto& state : series_->tabs)
        open += state.area_s[i];
      tabs.push_back(open > 0 ? 100 * series_->buckets[i].tabs_busy_s / open : 0);
    }
    if (all_zero(backend) && all_zero(tabs))
      return;
    c.lines.push_back({"backend", std::move(backend), 1});
    c.lines.push_back({"tabs", std::move(tabs), 2});
    charts_.push_back(std::move(c));
  }

  void add_queues() {
    auto c = over_time("Queues",
                       "Callers who are not yet answered, and the longest queue of the "
                       "backend in each moment.",
                       "waiting");
    for (std::size_t q = 0; q < series_->callers.size(); ++q)
      c.lines.push_back({order_->result.subjects.queues[q], mean(series_->callers[q]),
                         static_cast<int>(q % 5) + 2});
    auto backend =
      each([](const series_bucket& b) { return static_cast<double>(b.backend_queued_max); });
    c.lines.push_back({"backend", std::move(backend), 1});
    if (!std::ranges::all_of(c.lines, [](const auto& l) { return all_zero(l.values); }))
      charts_.push_back(std::move(c));
  }

  void add_agents() {
    auto c = over_time("Agents by state", "Busy with a call of a queue, wrap-up included, or free.",
                       "agents");
    c.stacked = true;
    std::vector<double> free(times_.size(),
                             static_cast<double>(order_->result.facts.entities.agents));
    for (std::size_t q = 0; q < series_->engaged.size(); ++q) {
      auto busy = mean(series_->engaged[q]);
      for (std::size_t i = 0; i < busy.size(); ++i)
        free[i] = std::max(0.0, free[i] - busy[i]);
      c.lines.push_back({"busy: " + order_->result.subjects.queues[q], std::move(busy),
                         static_cast<int>(q % 5) + 2});
    }
    if (c.lines.empty())
      return;
    c.lines.push_back({"free", std::move(free), -1});
    charts_.push_back(std::move(c));
  }

  void add_elections() {
    auto c = over_time("Tabs by their part in the election",
                       "One tab of each agent should lead, all others follow.", "tabs");
    c.stacked = true;
    constexpr std::array<std::pair<const char*, int>, 3> states{
      {{"negotiating", 0}, {"leading", 1}, {"following", -1}}};
    for (std::size_t s = 0; s < states.size(); ++s) {
      auto values = mean(series_->tabs[s]);
      if (!all_zero(values))
        c.lines.push_back({states[s].first, std::move(values), states[s].second});
    }
    if (!c.lines.empty())
      charts_.push_back(std::move(c));
  }

  void add_campaigns() {
    for (std::size_t i = 0; i < series_->campaigns.size(); ++i) {
      auto c =
        over_time("Campaign " + order_->result.subjects.campaigns[i],
                  "Numbers dialed, and what became of customers who answered.", "per minute");
      const auto line = [&](const char* name, std::uint64_t campaign_bucket::*what, int colour) {
        std::vector<double> values;
        for (const auto& b : series_->campaigns[i])
          values.push_back(60 * rate(b.*what));
        c.lines.push_back({name, std::move(values), colour});
      };
      line("dialed", &campaign_bucket::dialed, 1);
      line("reached an agent", &campaign_bucket::answered, 2);
      line("met no agent", &campaign_bucket::abandoned, 0);
      if (!all_zero(c.lines[0].values))
        charts_.push_back(std::move(c));
    }
  }

  const run_charts_order* order_;
  const run_series* series_;
  double step_s_;
  std::vector<double> times_ = {};
  std::vector<chart> charts_ = {};
};

} // namespace detail

/// Returns the charts of a run, in the order of a report.
inline std::vector<chart> charts_of(const run_charts_order& order) {
  return detail::run_chart_maker{order}.make();
}

} // namespace deskstorm::loadgen::view
