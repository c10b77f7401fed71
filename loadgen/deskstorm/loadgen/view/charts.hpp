#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/view/markup.hpp>

namespace deskstorm::loadgen::view {

/// A line of a chart. Values belong to the x of the chart; NaN is a gap.
struct chart_line {
  std::string name;
  std::vector<double> values;
  int colour = 1; ///< 1 to 6 of the page's colours, 0 for what is bad, -1 for what is quiet
  bool dashed = false;
  std::vector<double> half_widths = {}; ///< of intervals around the values, drawn as a ribbon
};

/// A part of the x axis that is shaded.
struct chart_band {
  double from = 0;
  double until = 0;
  bool bad = false; ///< else it is only not counted
};

/// A chart over one x axis.
struct chart {
  std::string title;
  std::string note; ///< what it shows, in a sentence
  std::string x_name;
  std::string y_name;
  std::vector<double> x;
  std::vector<chart_line> lines;
  std::vector<chart_band> bands = {};
  std::vector<double> edges = {}; ///< where a dotted line goes from top to bottom
  double from = 0;                ///< where its x axis begins and ends
  double until = 1;
  bool stacked = false;
  bool log_x = false;
  bool log_y = false;
};

namespace detail {

inline json numbers_json(const std::vector<double>& values) {
  auto all = json::array();
  for (const double v : values)
    all.push_back(v == v ? json(v) : json(nullptr));
  return all;
}

inline json to_json(const chart& c) {
  auto lines = json::array();
  for (const auto& l : c.lines)
    lines.push_back({{"name", l.name},
                     {"values", numbers_json(l.values)},
                     {"colour", l.colour},
                     {"dashed", l.dashed},
                     {"halfWidths", numbers_json(l.half_widths)}});
  auto bands = json::array();
  for (const auto& b : c.bands)
    bands.push_back({{"from", b.from}, {"until", b.until}, {"bad", b.bad}});
  return {{"title", c.title}, {"x", numbers_json(c.x)}, {"xName", c.x_name}, {"yName", c.y_name},
          {"lines", lines},   {"bands", bands},         {"edges", c.edges},  {"from", c.from},
          {"until", c.until}, {"stacked", c.stacked},   {"logX", c.log_x},   {"logY", c.log_y}};
}

/// JSON that may stand inside a script element.
inline std::string script_json(const json& value) {
  std::string safe;
  for (const char c : value.dump(-1, ' ', false, json::error_handler_t::replace))
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  return safe;
}

inline constexpr std::string_view chart_style = R"(
.charts{display:grid;grid-template-columns:1fr;gap:26px 32px}
@media (min-width:900px){.charts{grid-template-columns:1fr 1fr}}
.charts h3{font-size:15px;margin:0}.charts figcaption{font-size:13px;margin-bottom:6px}
.plot{position:relative;height:230px}
@media print{.charts{grid-template-columns:1fr 1fr}
.plot{height:auto}.plot canvas{width:100%!important;height:auto!important}}
)";

/// Draws what `write_charts` wrote, with Chart.js.
inline constexpr std::string_view chart_script = R"js(
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const drawn = [];
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = n => style(n > 0 ? "--c" + n : n === 0 ? "--bad" : "--quiet");
  const short = v => Math.abs(v) >= 1e6 ? +(v / 1e6).toPrecision(3) + "M"
    : Math.abs(v) >= 1e4 ? +(v / 1e3).toPrecision(3) + "k" : String(+v.toPrecision(4));
  const bands = {
    id: "bands",
    beforeDatasetsDraw(chart, args, options) {
      const area = chart.chartArea;
      for (const b of options.list) {
        const from = Math.max(chart.scales.x.getPixelForValue(b.from), area.left);
        const until = Math.min(chart.scales.x.getPixelForValue(b.until), area.right);
        chart.ctx.fillStyle = style(b.bad ? "--bad-soft" : "--soft");
        chart.ctx.fillRect(from, area.top, Math.max(until - from, 1), area.bottom - area.top);
      }
      chart.ctx.save();
      chart.ctx.strokeStyle = style("--quiet");
      chart.ctx.setLineDash([1, 3]);
      chart.ctx.beginPath();
      for (const edge of options.edges) {
        const x = Math.round(chart.scales.x.getPixelForValue(edge)) + 0.5;
        chart.ctx.moveTo(x, area.top);
        chart.ctx.lineTo(x, area.bottom);
      }
      chart.ctx.stroke();
      chart.ctx.restore();
    }
  };
  const dataset = (line, chart) => ({
    label: line.name, data: chart.x.map((x, i) => ({x, y: line.values[i]})),
    borderColor: colour(line.colour),
    backgroundColor: colour(line.colour) + (chart.stacked ? "99" : ""),
    fill: chart.stacked, borderWidth: chart.stacked ? 1 : 1.8,
    pointRadius: chart.x.length < 20 && !line.dashed ? 3 : 0,
    pointHitRadius: 6, borderDash: line.dashed ? [6, 4] : [], spanGaps: false,
    halfWidths: line.halfWidths
  });
  const edge = (line, chart, sign, fill) => ({
    label: "",
    data: chart.x.map((x, i) => ({
      x, y: line.values[i] === null ? null
        : Math.max(line.values[i] + sign * line.halfWidths[i], Math.min(line.values[i], 0))
    })),
    borderWidth: 0, pointRadius: 0, pointHitRadius: 0, fill,
    backgroundColor: colour(line.colour) + "33"
  });
  const datasets = chart => chart.lines.flatMap(line => line.halfWidths.length === 0
    ? [dataset(line, chart)]
    : [edge(line, chart, -1, false), edge(line, chart, 1, "-1"), dataset(line, chart)]);
  const named = item => (item.text ?? item.dataset.label) !== "";
  const told = item => {
    const width = (item.dataset.halfWidths ?? [])[item.dataIndex];
    return item.dataset.label + ": " + item.formattedValue
      + (width ? " ± " + String(+width.toPrecision(2)) : "");
  };
  const nines = v => {
    const p = 100 * (1 - 1 / v);
    return Math.abs(Math.log10(v) % 1) < 1e-9 ? +p.toPrecision(8) + " %" : "";
  };
  const draw = (chart, i) => new Chart(document.getElementById("chart-" + i), {
    type: "line",
    data: {datasets: datasets(chart)},
    plugins: [bands],
    options: {
      animation: false, maintainAspectRatio: false, parsing: false, normalized: true,
      color: style("--ink"), interaction: {mode: "index", intersect: false},
      plugins: {bands: {list: chart.bands, edges: chart.edges},
        legend: {display: chart.lines.length > 1, position: "bottom",
          labels: {boxWidth: 14, boxHeight: 2, color: style("--ink"), filter: named}},
        tooltip: {filter: named,
          callbacks: {label: told, title: t => chart.xName + " " + t[0].label}}},
      scales: {
        x: {type: chart.logX ? "logarithmic" : "linear", min: chart.from, max: chart.until,
          grid: {display: false},
          title: {display: true, text: chart.xName, color: style("--quiet")},
          ticks: {color: style("--quiet"), maxRotation: 0, autoSkip: !chart.logX,
            callback: chart.logX ? nines : short}},
        y: {type: chart.logY ? "logarithmic" : "linear", stacked: chart.stacked,
          beginAtZero: !chart.logY, grid: {color: style("--line")},
          title: {display: true, text: chart.yName, color: style("--quiet")},
          ticks: {color: style("--quiet"), maxTicksLimit: 6, callback: short}}
      }
    }
  });
  const all = () => {
    while (drawn.length) drawn.pop().destroy();
    charts.forEach((chart, i) => drawn.push(draw(chart, i)));
  };
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  const page = document.documentElement.classList;
  addEventListener("beforeprint", () => {
    page.add("on-paper");
    all();
    drawn.forEach(c => c.resize(400, 220));
    document.querySelectorAll("details.scenario").forEach(d => d.open = true);
  });
  addEventListener("afterprint", () => { page.remove("on-paper"); all(); });
})();
)js";

} // namespace detail

/// Writes charts and what draws them. `library` is the text of Chart.js.
inline void write_charts(std::ostream& out, const std::vector<chart>& charts,
                         std::string_view library) {
  auto data = json::array();
  out << "<div class=\"charts\">\n";
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const auto& c = charts[i];
    data.push_back(detail::to_json(c));
    out << "<figure><h3>" << escaped(c.title) << "</h3><figcaption>" << escaped(c.note)
        << R"(</figcaption><div class="plot"><canvas id="chart-)" << i
        << R"(" role="img" aria-label=")" << escaped(c.title + ": " + c.note)
        << "\"></canvas></div></figure>\n";
  }
  out << "</div>\n<script id=\"charts\" type=\"application/json\">" << detail::script_json(data)
      << "</script>\n<script>" << library << "</script>\n<script>" << detail::chart_script
      << "</script>\n";
}

} // namespace deskstorm::loadgen::view
