#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/study/plan_result.hpp>

namespace deskstorm::loadgen::study {

namespace detail {

/// What `deskstorm plan` says to people.
class plan_text {
public:
  plan_text(const plan_result& r, const std::vector<std::string>& metrics)
    : r_(&r), metrics_(&metrics) {}

  std::string make() {
    line("{}  seed {}{}", fitted(r_->scenario, 50), r_->seed,
         r_->interrupted ? "  INTERRUPTED" : "");
    saturation();
    points();
    answer();
    if (!r_->points.empty())
      line("bottleneck {} (at {}): {}", r_->bottleneck.what, r_->bottleneck_at,
           r_->bottleneck.evidence);
    scalability();
    checks();
    sensitivity();
    warnings();
    return std::move(text_);
  }

private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  // Before any percentile, as it says whether there are any to believe.
  void saturation() {
    for (const auto& p : r_->points)
      if (p.piles_up)
        line("saturated  {} is not stationary, its percentiles mean little: {}", to_text(p.at),
             *p.piles_up);
  }

  void points() {
    std::size_t width = 12;
    for (const auto& p : r_->points)
      width = std::max(width, to_text(p.at).size());
    for (const auto& metric : *metrics_) {
      line("\n{:<{}}  {:>4}  {:<9}  {:>6}  {} at {:g} %", "point", width, "runs", "verdict", "sure",
           metric, r_->confidence * 100);
      for (const auto& p : r_->points) {
        const auto i = p.seen(metric);
        line("{:<{}}  {:>4}  {:<9}  {:>5.1f}%  {:.5g} +- {:.2g}{}", to_text(p.at), width,
             p.rows.size(), p.judged.empty() ? "-" : name_of(p.result), p.confidence() * 100,
             i.mean, i.half_width, p.piles_up ? "  NOT STATIONARY" : "");
      }
    }
    text_ += '\n';
  }

  void answer() {
    if (!r_->searched)
      return;
    if (!r_->answer) {
      line("answer     none: no value of {} that was tried holds", *r_->searched);
      return;
    }
    line("answer     {}", to_text(r_->answer->at));
    line("           {}", sure_text(*r_->answer));
    if (!r_->monotone)
      line("           NOT MONOTONE: a value holds beyond one that fails, so look at all points");
  }

  void scalability() {
    if (!r_->scalability)
      return;
    line("scaling    {}", law_text(*r_->scalability));
    line("           {}", knee_text(*r_->scalability, most_of_ladder(*r_)));
  }

  // At the answer, or at a few points: the result file has all.
  bool shows_theory(const studied_point& p) const {
    constexpr std::size_t few = 4;
    return r_->answer ? p.at == r_->answer->at : r_->points.size() <= few;
  }

  void checks() {
    for (const auto& p : r_->points)
      for (const auto& t : p.theory)
        if (shows_theory(p) && !p.piles_up)
          theory(p, t);
    double worst = 0;
    for (const auto& p : r_->points)
      for (const auto& c : p.little)
        worst = p.piles_up ? worst : std::max(worst, c.difference());
    if (!r_->points.empty())
      line("little     L and lambda W differ by {:.2f} % at most", worst * 100);
  }

  void theory(const studied_point& p, const theory_figure& t) {
    const auto seen = p.of(t.metric);
    line("theory     {} at {}: {} is {:.5g}, simulated {:.5g} +- {:.2g}{}", t.model, to_text(p.at),
         t.metric, t.exact, seen.mean, seen.half_width,
         std::abs(t.exact - seen.mean) <= seen.half_width ? "" : " (outside)");
  }

  void sensitivity() {
    if (r_->sensitivity.empty())
      return;
    line("\n{:<44}{:>12}{:>12}{:>12}",
         fitted("sensitivity of " + r_->sensitivity.front().metric, 44), "change", "+-",
         "elasticity");
    for (const auto& s : r_->sensitivity)
      line("{:<44}{:>12.4g}{:>12.2g}{:>12.2f}{}",
           fitted(s.pointer + " " + s.from + " -> " + s.to, 43), s.change.mean, s.change.half_width,
           s.elasticity, s.significant() ? "" : "  (noise)");
  }

  void warnings() {
    for (const auto& p : r_->points)
      for (const auto& w : p.warnings)
        line("warning    {}: {}", to_text(p.at), w);
  }

  const plan_result* r_;
  const std::vector<std::string>* metrics_;
  std::string text_;
};

} // namespace detail

/// Returns what `deskstorm plan` prints: a table a metric, or an objective by its text.
inline std::string text_of(const plan_result& r, const std::vector<std::string>& metrics) {
  return detail::plan_text{r, metrics}.make();
}

} // namespace deskstorm::loadgen::study
