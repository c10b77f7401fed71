#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/on_clock.hpp>
#include <deskstorm/loadgen/result.hpp>
#include <deskstorm/loadgen/run_part.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/fan_out.hpp>
#include <deskstorm/loadgen/statistics/part_watch.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>
#include <deskstorm/loadgen/statistics/series.hpp>
#include <deskstorm/loadgen/study/course.hpp>

namespace deskstorm::loadgen {

/// Which runs are wanted.
struct replications_order {
  const plan::floor_plan& plan;
  std::uint32_t count = 1;
  std::uint32_t jobs = 1; ///< worker threads at most; the outcome does not depend on it
  clock_choice clock = clock_choice::virtual_time;
  std::function<void(const delivery&)> trace = {}; ///< of the first replication
  std::uint32_t buckets = 0;        ///< of the series that are kept of the runs; 0 keeps none
  std::vector<run_part> parts = {}; ///< that are counted by themselves, too
};

/// How far all runs together are. Read by one thread while others write.
struct progress {
  std::atomic<duration::rep> simulated_ns = 0;
  std::atomic<std::uint64_t> messages = 0;
  std::atomic<std::uint64_t> errors = 0; ///< requests that ended other than well
};

/// What the runs found out, merged in the order of their numbers.
struct replications_outcome {
  statistics seen = {};
  std::vector<replication_row> rows = {};
  std::vector<figures> figures_of_rows = {};
  std::optional<run_series> series = {};
  std::vector<statistics> seen_in_parts = {}; ///< in the order of the parts
  std::vector<study::course> courses = {};    ///< one a row
};

/// Returns the seed that repeats one replication of `seed` alone, as its first: streams of random
/// numbers mix the two in the same way.
constexpr std::uint64_t seed_of_replication(std::uint64_t seed, std::uint32_t number) {
  return seed ^ (std::uint64_t{number} * 0x9E3779B97F4A7C15u);
}

inline metric_subjects subjects_of(const plan::floor_plan& plan) {
  metric_subjects made;
  for (const auto& persona : plan.personas)
    made.personas.push_back(persona.name);
  for (const auto& queue : plan.queues)
    made.queues.push_back(queue.queue);
  for (const auto& campaign : plan.campaigns)
    made.campaigns.push_back(campaign.name);
  return made;
}

inline recorder_setup setup_of(const plan::floor_plan& plan) {
  std::vector<std::uint32_t> at_once;
  for (const auto& queue : plan.queues)
    at_once.push_back(plan.agents.capacity[static_cast<std::size_t>(queue.media)]);
  return {.measured = {instant{plan.warmup}, instant{plan.length}},
          .personas = static_cast<std::uint32_t>(plan.personas.size()),
          .agents = plan.agents.count,
          .queues = static_cast<std::uint32_t>(plan.queues.size()),
          .at_once = std::move(at_once),
          .backend_workers = plan.backend.workers,
          .campaigns = static_cast<std::uint32_t>(plan.campaigns.size())};
}

inline series_setup series_setup_of(const plan::floor_plan& plan, std::uint32_t buckets) {
  return {.length = plan.length,
          .buckets = buckets,
          .queues = static_cast<std::uint32_t>(plan.queues.size()),
          .campaigns = static_cast<std::uint32_t>(plan.campaigns.size())};
}

/// Runs independent replications of a plan on worker threads. Those that were stopped early count
/// only where none went to its end.
class replications {
public:
  replications(replications_order order, simulator run)
    : order_(std::move(order)),
      run_(on_clock(std::move(run), order_.clock)),
      subjects_(subjects_of(order_.plan)),
      waiting_(order_.count) {}

  /// Runs them all, or until `stop` becomes true; calls `tick` every 0.2 s in the meantime.
  replications_outcome run(const std::atomic<bool>& stop, const std::function<void()>& tick) {
    std::vector<std::future<void>> workers;
    for (std::uint32_t i = 0; i < std::min(order_.jobs, order_.count); ++i)
      workers.push_back(std::async(std::launch::async, [&] { work(stop); }));
    for (auto& worker : workers) {
      while (worker.wait_for(std::chrono::milliseconds{200}) != std::future_status::ready)
        tick();
      worker.get();
    }
    if (merged_ == 0)
      return {.seen = recorder{setup_of(order_.plan)}.finish({})};
    return std::move(complete_.rows.empty() ? partial_ : complete_);
  }

  const progress& so_far() const { return progress_; }

private:
  struct finished {
    run_facts facts;
    statistics seen;
    std::optional<run_series> series;
    std::vector<statistics> seen_in_parts;
    study::course course;
  };

  void work(const std::atomic<bool>& stop) {
    try {
      for (auto number = next_++; number < order_.count && !stop && !broken_; number = next_++)
        add(number, run_one(number, stop));
    } catch (...) {
      broken_ = true; // for the other workers; whoever waits for this one gets the exception
      throw;
    }
  }

  // Merges what is complete from the first replication on.
  void add(std::uint32_t number, finished&& done) {
    const std::lock_guard<std::mutex> one_at_a_time{merging_};
    waiting_[number] = std::move(done);
    while (merged_ < order_.count && waiting_[merged_]) {
      merge(merged_, *waiting_[merged_]);
      waiting_[merged_++].reset();
    }
  }

  finished run_one(std::uint32_t number, const std::atomic<bool>& stop) {
    const auto setup = setup_of(order_.plan);
    recorder counts{setup};
    study::course_watch course{order_.plan.length, setup.measured, !order_.plan.personas.empty()};
    std::optional<series_recorder> series;
    if (order_.buckets > 0)
      series.emplace(series_setup_of(order_.plan, order_.buckets));
    std::vector<actors::observer*> told{&counts, &course};
    if (series)
      told.push_back(&*series);
    std::vector<part_watch> parts;
    parts.reserve(order_.parts.size());
    for (const auto& part : order_.parts)
      told.push_back(
        &parts.emplace_back(setup, order_.plan.options.limits.quarantine, part).observer());
    fan_out all{told};
    instant told_time{};
    std::uint64_t told_messages = 0;
    std::uint64_t told_errors = 0;
    const run_hooks hooks{
      .keep_going =
        [&](instant now, std::uint64_t messages) {
          progress_.simulated_ns += (now - std::exchange(told_time, now)).count();
          progress_.messages += messages - std::exchange(told_messages, messages);
          const auto errors = counts.errors();
          progress_.errors += errors - std::exchange(told_errors, errors);
          return !stop && !broken_;
        },
      .delivered = number == 0 ? order_.trace : nullptr,
    };
    const auto facts = run_({order_.plan, number}, all, hooks);
    const instant end{facts.simulated};
    finished made{facts, counts.finish(end), {}, {}, course.finish(end)};
    if (series)
      made.series = series->finish(end);
    for (auto& part : parts)
      made.seen_in_parts.push_back(part.finish(end));
    return made;
  }

  void merge(std::uint32_t number, const finished& one) {
    auto& into = one.facts.interrupted ? partial_ : complete_;
    if (into.rows.empty()) {
      into.seen = one.seen;
      into.series = one.series;
      into.seen_in_parts = one.seen_in_parts;
    } else {
      into.seen.merge(one.seen);
      if (into.series)
        into.series->merge(*one.series);
      for (std::size_t i = 0; i < into.seen_in_parts.size(); ++i)
        into.seen_in_parts[i].merge(one.seen_in_parts[i]);
    }
    into.courses.push_back(one.course);
    into.rows.push_back({seed_of_replication(order_.plan.seed, number), one.facts});
    figures found;
    add_figures(statistics_json(one.seen, subjects_), "", found);
    into.figures_of_rows.push_back(std::move(found));
  }

  replications_order order_;
  simulator run_;
  metric_subjects subjects_;
  progress progress_;
  std::atomic<std::uint32_t> next_ = 0;
  std::atomic<bool> broken_ = false;
  std::mutex merging_; // guards all below
  std::vector<std::optional<finished>> waiting_;
  std::uint32_t merged_ = 0;
  replications_outcome complete_;
  replications_outcome partial_;
};

/// Returns the facts of several runs as those of one: the digest of their digests in order, the sum
/// of messages, means of the rest.
inline run_facts merged_facts(const std::vector<replication_row>& rows) {
  if (rows.empty())
    return {.interrupted = true};
  if (rows.size() == 1)
    return rows.front().facts;
  run_facts sum{.digest = 0xCBF29CE484222325u};
  for (const auto& row : rows) {
    const auto& facts = row.facts;
    for (int shift = 0; shift < 64; shift += 8)
      sum.digest = (sum.digest ^ ((facts.digest >> shift) & 0xFFu)) * 0x100000001B3u;
    sum.messages += facts.messages;
    sum.simulated += facts.simulated;
    sum.interrupted = sum.interrupted || facts.interrupted;
    sum.entities += facts.entities;
  }
  sum.simulated /= static_cast<duration::rep>(rows.size());
  sum.entities /= rows.size();
  return sum;
}

} // namespace deskstorm::loadgen
