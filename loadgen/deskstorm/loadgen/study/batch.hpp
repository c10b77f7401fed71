#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/output/trace_lines.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/fan_out.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/part_watch.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>
#include <deskstorm/loadgen/study/course.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/loadgen/vacuity.hpp>

namespace deskstorm::loadgen::study {

/// What one replication has for an objective.
struct objective_figure {
  double value = 0;
  std::optional<vacuity> empty = {};

  bool counts() const { return !empty || empty->holds; }
};

/// What one replication of one point found out.
struct finished_run {
  run_facts facts = {};
  figures found = {};
  std::vector<objective_figure> objectives = {}; ///< in the order of the objectives
  study::course course = {};
};

/// How a batch of runs is carried out.
struct workshop {
  simulator simulate;
  std::uint32_t jobs = 1;
  const std::atomic<bool>& stop;
  std::function<void(std::size_t done, std::size_t of)> tick = [](std::size_t, std::size_t) {};
};

namespace detail {

inline figures figures_of(const statistics& seen, const run_facts& facts,
                          const metric_subjects& subjects) {
  figures found;
  add_figures(statistics_json(seen, subjects), "", found);
  add_figures({{"simulated_s", in_seconds(facts.simulated)},
               {"messages", facts.messages},
               {"entities", loadgen::detail::entities_json(facts.entities)}},
              "", found);
  return found;
}

} // namespace detail

/// Runs one replication, and counts what happens in its measured time and in the parts that
/// objectives are about.
inline finished_run run_once(const simulator& run, const run_order& order,
                             const std::vector<threshold>& objectives,
                             const std::function<bool()>& keep_going) {
  const auto& plan = order.plan;
  const auto parts = parts_of(objectives);
  const auto setup = setup_of(plan);
  recorder counts{setup};
  course_watch watch{plan.length, setup.measured, !plan.personas.empty()};
  std::vector<part_watch> watched;
  watched.reserve(parts.size());
  std::vector<actors::observer*> told{&counts, &watch};
  for (const auto& part : parts)
    told.push_back(&watched.emplace_back(setup, plan.options.limits.quarantine, part).observer());
  fan_out all{told};
  const auto facts =
    run(order, all, {.keep_going = [&](instant, std::uint64_t) { return keep_going(); }});
  const instant end{facts.simulated};
  const auto subjects = subjects_of(plan);
  std::vector<statistics> seen{counts.finish(end)}; // of all that is measured, then of each part
  for (auto& one : watched)
    seen.push_back(one.finish(end));
  std::vector<figures> found;
  for (const auto& one : seen)
    found.push_back(detail::figures_of(one, facts, subjects));
  finished_run made{.facts = facts, .course = watch.finish(end)};
  for (const auto& o : objectives) {
    const auto part = std::ranges::find(parts, o.part) - parts.begin();
    const auto of = o.part ? static_cast<std::size_t>(part) + 1 : 0;
    const auto value = found[of].find(o.metric);
    made.objectives.push_back(
      {value == found[of].end() ? 0 : value->second, vacuity_of(o, seen[of], subjects)});
  }
  made.found = std::move(found.front());
  return made;
}

/// Runs the first replication of a plan, once more, and writes what is delivered in it.
inline void write_trace(const plan::floor_plan& plan, const workshop& in, std::ostream& out) {
  trace_lines lines{out};
  idle_observer nobody;
  in.simulate({plan}, nobody,
              {.keep_going = [&](instant, std::uint64_t) { return !in.stop; },
               .delivered = [&](const delivery& d) { lines.add(d); }});
  lines.flush();
}

/// Calls `work` with each number below `count` on worker threads, until all are done or `stop`
/// becomes true. The first exception of a worker ends the others, and is thrown.
inline void share_out(std::size_t count, const workshop& in,
                      const std::function<void(std::size_t, const std::function<bool()>&)>& work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::atomic<bool> broken = false;
  const std::function<bool()> keep_going = [&] { return !in.stop && !broken; };
  const auto worker = [&] {
    try {
      for (auto i = next++; i < count && keep_going(); i = next++) {
        work(i, keep_going);
        ++done;
      }
    } catch (...) {
      broken = true;
      throw;
    }
  };
  std::vector<std::future<void>> workers;
  for (std::size_t i = 0; i < std::min<std::size_t>(in.jobs, count); ++i)
    workers.push_back(std::async(std::launch::async, worker));
  for (auto& one : workers) {
    while (one.wait_for(std::chrono::milliseconds{200}) != std::future_status::ready)
      in.tick(done, count);
    one.get();
  }
}

/// One of the runs of a batch: the result does not depend on the others.
struct run_task {
  const plan::floor_plan* plan = nullptr;
  std::uint32_t replication = 0;
  const std::vector<threshold>& objectives;
};

/// Runs all tasks, until all are done or `stop` becomes true. Returns them in their order; those
/// that were stopped are missing.
inline std::vector<std::optional<finished_run>> run_batch(const std::vector<run_task>& tasks,
                                                          const workshop& in) {
  std::vector<std::optional<finished_run>> made(tasks.size());
  share_out(tasks.size(), in, [&](std::size_t i, const auto& keep_going) {
    const auto& task = tasks[i];
    auto one = run_once(in.simulate, {*task.plan, task.replication}, task.objectives, keep_going);
    if (!one.facts.interrupted)
      made[i] = std::move(one);
  });
  return made;
}

} // namespace deskstorm::loadgen::study
