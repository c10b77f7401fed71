#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/scenario/runnable.hpp>
#include <deskstorm/loadgen/study/batch.hpp>
#include <deskstorm/loadgen/study/judgement.hpp>
#include <deskstorm/loadgen/study/settled.hpp>
#include <deskstorm/loadgen/study/studied_point.hpp>
#include <deskstorm/loadgen/study/warmup.hpp>
#include <deskstorm/loadgen/thresholds.hpp>

namespace deskstorm::loadgen::study {

/// How points are studied.
struct planner_order {
  std::string scenario;
  overrides changes = {};
  std::string option = "--sweep"; ///< which asks for the points
  std::vector<threshold> objectives = {};
  std::vector<std::string> precise = {}; ///< metrics that `precision` is asked of
  std::optional<double> precision = {};  ///< half the width of an interval, of the mean, at most
  double confidence = 0.95;
  std::uint32_t replications = 10; ///< two at least
  std::uint32_t most_replications = 40;
};

/// Studies one point after the other. Replication n of every point has the same random numbers for
/// the same entities, so points differ by what was changed and little else.
class planner {
public:
  planner(planner_order order, scenario_reader read, workshop in)
    : order_(std::move(order)), read_(std::move(read)), in_(std::move(in)) {}

  /// Reads the scenario of a point. What is wrong with it is in the reading.
  scenario_reading reading_of(const point& at) const {
    auto changes = order_.changes;
    for (const auto& s : at)
      changes.asked.push_back({order_.option, s.text()});
    return read_(order_.scenario, changes);
  }

  /// False where the scenario of a point cannot be read: see `problems`. Ends early when stopped.
  bool can_read(const std::vector<point>& points) {
    for (const auto& at : points) {
      if (in_.stop)
        break;
      if (auto read = reading_of(at); !read.plan) {
        problems_ = std::move(read.problems);
        return false;
      }
    }
    return true;
  }

  /// Studies a point. Nothing where it was interrupted before all wanted replications were there,
  /// or where its scenario cannot be read: see `problems`.
  std::optional<studied_point> study(const point& at) {
    auto read = reading_of(at);
    if (!read.plan) {
      problems_ = std::move(read.problems);
      return std::nullopt;
    }
    if (const auto why = why_not_run(*read.plan, order_.scenario)) {
      problems_ = {*why};
      return std::nullopt;
    }
    auto& plan = *read.plan;
    runs_.clear();
    studied_point made{.at = at};
    if (!cut_warmup(plan, made))
      return std::nullopt;
    for (auto wanted = order_.replications;; wanted = wanted_of(made)) {
      if (!run_more(plan, wanted))
        return std::nullopt;
      sum_up(plan, made);
      if (wanted_of(made) <= runs_.size())
        break;
    }
    look_closer(plan, made);
    return made;
  }

  const std::vector<problem>& problems() const { return problems_; }
  std::uint64_t runs_done() const { return runs_done_; }

private:
  static constexpr std::uint32_t pilots = 3;

  // Where the scenario has no warm-up, a few runs say how long it must be. They are kept where it
  // need not be.
  bool cut_warmup(plan::floor_plan& plan, studied_point& to) {
    if (plan.warmup > duration::zero())
      return true;
    if (!run_more(plan, std::min(pilots, order_.replications)))
      return false;
    const auto cut = warmup_of(courses());
    if (!cut.settled)
      to.warnings.emplace_back("no steady state was seen: the first half is left out, but a longer "
                               "duration is needed");
    plan.warmup = cut.length;
    if (cut.length > duration::zero())
      runs_.clear();
    return true;
  }

  bool run_more(const plan::floor_plan& plan, std::uint32_t until) {
    std::vector<run_task> tasks;
    for (auto n = static_cast<std::uint32_t>(runs_.size()); n < until; ++n)
      tasks.push_back({&plan, n, order_.objectives});
    for (auto& run : run_batch(tasks, in_)) {
      if (!run)
        return false;
      runs_.push_back(*std::move(run));
      ++runs_done_;
    }
    return true;
  }

  std::vector<course> courses() const {
    std::vector<course> all;
    for (const auto& run : runs_)
      all.push_back(run.course);
    return all;
  }

  void sum_up(const plan::floor_plan& plan, studied_point& to) const {
    to.rows.clear();
    for (const auto& run : runs_)
      to.rows.push_back(run.found);
    to.intervals = intervals_of(to.rows, order_.confidence);
    to.warmup = plan.warmup;
    to.judged.clear();
    for (std::size_t i = 0; i < order_.objectives.size(); ++i)
      to.judged.push_back(judge_objective(i));
    to.result = together(to.judged);
    to.holds = std::ranges::all_of(to.judged, &judgement::holds);
    note_precision(to);
  }

  /// By the replications in which there was something to judge: there must be two.
  judgement judge_objective(std::size_t number) const {
    const auto& o = order_.objectives[number];
    std::vector<double> values;
    for (const auto& run : runs_)
      if (run.objectives[number].counts())
        values.push_back(run.objectives[number].value);
    if (values.size() > 1)
      return judge_mean(o, values, order_.confidence);
    return {.expression = o.expression,
            .metric = o.metric,
            .seen = {.confidence = order_.confidence},
            .limit = o.limit,
            .confidence = 1,
            .result = outcome::fail};
  }

  void note_precision(studied_point& to) const {
    to.precision.clear();
    if (!order_.precision)
      return;
    for (const auto& metric : order_.precise) {
      const auto seen = to.of(metric);
      const double relative = seen.mean == 0 ? 0 : seen.half_width / std::abs(seen.mean);
      to.precision.push_back({metric, relative, relative <= *order_.precision});
    }
  }

  /// Returns how many replications it takes for what is asked, as far as those at hand can tell.
  std::uint32_t wanted_of(const studied_point& seen) const {
    const auto n = static_cast<double>(seen.rows.size());
    double wanted = n;
    for (const auto& p : seen.precision)
      if (!p.reached) // a half width shrinks with the root of the number
        wanted = std::max(wanted, std::ceil(1.1 * n * std::pow(p.relative / *order_.precision, 2)));
    if (seen.result == outcome::undecided)
      wanted = std::max(wanted, 2 * n);
    return static_cast<std::uint32_t>(
      std::min(wanted, static_cast<double>(order_.most_replications)));
  }

  void look_closer(const plan::floor_plan& plan, studied_point& to) const {
    const auto seen = courses();
    const period measured{instant{plan.warmup}, instant{plan.length}};
    to.piles_up = what_piles_up(seen, measured);
    if (to.piles_up && !plan.stages.empty()) { // as the load itself does
      to.warnings.push_back(*to.piles_up + ", while the load changes by its stages");
      to.piles_up.reset();
    }
    if (to.piles_up) {
      to.holds = false;
      to.result = order_.objectives.empty() ? to.result : outcome::fail;
    }
    for (const auto& queue : subjects_of(plan).queues)
      question_waits(queue, to);
    to.little = little_checks(seen, measured);
    to.theory = theory_of(plan);
    to.bottleneck = bottleneck_of(subjects_of(plan), [&](auto name) { return to.of(name).mean; });
    warn(to);
  }

  /// Waits are those of answered callers: where most leave or still wait at the end, they are short
  /// for the wrong reason.
  void question_waits(const std::string& queue, studied_point& to) const {
    const auto is_of_waits = [of = "queues." + queue + ".wait_s."](const threshold& o) {
      return o.metric.starts_with(of);
    };
    const double offered = to.of("queues." + queue + ".offered").mean;
    const double answered = to.of("queues." + queue + ".answered").mean;
    constexpr double most = 0.9;
    if (answered >= most * offered || std::ranges::none_of(order_.objectives, is_of_waits))
      return;
    to.warnings.push_back(fmt::format(
      "{:.0f} % of the callers of {} were answered, and waits are theirs alone: those who left or "
      "still wait do not count",
      100 * answered / offered, queue));
  }

  void note_emptiness(std::size_t number, studied_point& to) const {
    std::size_t empty = 0;
    std::size_t left_out = 0;
    std::string_view why;
    for (const auto& run : runs_) {
      const auto& seen = run.objectives[number];
      if (!seen.empty)
        continue;
      ++empty;
      if (!seen.counts())
        ++left_out;
      why = seen.empty->why;
    }
    const auto& text = order_.objectives[number].expression;
    const auto all = runs_.size();
    if (left_out > 0 && all - left_out < 2)
      to.warnings.push_back(
        fmt::format("'{}' cannot hold: in {} of {} replications {}", text, left_out, all, why));
    else if (left_out > 0)
      to.warnings.push_back(fmt::format("'{}' is judged by {} of {} replications: in the others {}",
                                        text, all - left_out, all, why));
    else if (empty == all)
      to.warnings.push_back(fmt::format("'{}' says nothing: {}", text, why));
  }

  void warn(studied_point& to) const {
    for (std::size_t i = 0; i < order_.objectives.size(); ++i)
      note_emptiness(i, to);
    for (const auto& check : to.little)
      if (check.difference() > 0.02 && !to.piles_up)
        to.warnings.push_back(fmt::format(
          "Little's law is off by {:.1f} % for {}: the run is short against what it simulates",
          check.difference() * 100, pile_names[static_cast<std::size_t>(check.which)]));
    constexpr double few = 100;
    const auto sent = to.of("requests.total.sent").mean;
    if (sent > 0 && sent < few)
      to.warnings.push_back(fmt::format(
        "a run measures {:.0f} requests: too few for percentiles, use a longer duration", sent));
    for (const auto& p : to.precision)
      if (!p.reached)
        to.warnings.push_back(fmt::format("{} is known to {:.1f} % after {} replications", p.metric,
                                          p.relative * 100, to.rows.size()));
  }

  planner_order order_;
  scenario_reader read_;
  workshop in_;
  std::vector<finished_run> runs_;
  std::vector<problem> problems_;
  std::uint64_t runs_done_ = 0;
};

} // namespace deskstorm::loadgen::study
