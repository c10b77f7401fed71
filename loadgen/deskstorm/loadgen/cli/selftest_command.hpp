#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/cli/numbers.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/output/progress_line.hpp>
#include <deskstorm/loadgen/study/batch.hpp>
#include <deskstorm/loadgen/study/models.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm selftest` as they were typed.
struct selftest_texts {
  std::string seed = std::to_string(validation::usual_seed);
  std::string customers = "10000";
  std::optional<std::string> jobs;
  std::string json;
  bool quiet = false;
};

namespace detail {

/// One figure of one model, exact and simulated.
struct selftest_row {
  std::string model;
  std::string figure;
  double exact = 0;
  interval seen = {};
  bool inside = false;          ///< of its own interval of 95 %
  bool inside_together = false; ///< of the wider one, where all hold together at 95 %
};

struct selftest_options {
  std::uint64_t seed = 1;
  std::uint32_t customers = 10'000;
  std::uint32_t jobs = 1;
};

inline result<selftest_options> understand(const selftest_texts& typed) {
  const auto seed =
    whole_number<std::uint64_t>("--seed", typed.seed, 0, std::numeric_limits<std::uint64_t>::max());
  const auto customers =
    whole_number<std::uint32_t>("--customers", typed.customers, 1'000, 100'000'000);
  const auto jobs = whole_number<std::uint32_t>(
    "--jobs",
    typed.jobs.value_or(std::to_string(std::max(1U, std::thread::hardware_concurrency()))), 1,
    1024);
  if (!seed)
    return seed.why();
  if (!customers)
    return customers.why();
  if (!jobs)
    return jobs.why();
  return selftest_options{*seed, *customers, *jobs};
}

/// Returns a row a figure of all models; fewer where it was interrupted.
inline std::vector<selftest_row> run_selftest(const std::vector<validation::model>& models,
                                              const study::workshop& in) {
  const std::size_t count = validation::replications;
  std::vector<std::vector<double>> seen(models.size() * count);
  study::share_out(seen.size(), in, [&](std::size_t i, const auto& keep_going) {
    seen[i] = validation::measure_once(
      models[i / count], static_cast<std::uint32_t>(i % count), in.simulate,
      {.keep_going = [&](instant, std::uint64_t) { return keep_going(); }});
  });
  std::size_t figures = 0;
  for (const auto& m : models)
    figures += m.figures.size();
  std::vector<selftest_row> rows;
  for (std::size_t m = 0; m < models.size() && !in.stop; ++m)
    for (std::size_t f = 0; f < models[m].figures.size(); ++f) {
      std::vector<double> values;
      for (std::size_t n = 0; n < count; ++n)
        values.push_back(seen[m * count + n][f]);
      const auto& figure = models[m].figures[f];
      const auto one = student_interval(values, 0.95);
      const auto all = student_interval(values, 1 - 0.05 / static_cast<double>(figures));
      const double off = std::abs(figure.exact - one.mean);
      rows.push_back({models[m].name, figure.name, figure.exact, one, off <= one.half_width,
                      off <= all.half_width});
    }
  return rows;
}

inline ordered_json selftest_json(const std::vector<selftest_row>& rows, bool interrupted) {
  ordered_json made{{"interrupted", interrupted}, {"figures", ordered_json::array()}};
  for (const auto& r : rows)
    made["figures"].push_back({{"model", r.model},
                               {"figure", r.figure},
                               {"exact", r.exact},
                               {"mean", r.seen.mean},
                               {"half_width", r.seen.half_width},
                               {"inside", r.inside},
                               {"inside_together", r.inside_together}});
  return made;
}

inline void print_selftest(std::ostream& out, const std::vector<selftest_row>& rows) {
  out << fmt::format("{:<30}{:<18}{:>12}{:>12}{:>11}  {}\n", "model", "figure", "exact",
                     "simulated", "+- 95 %", "");
  for (const auto& r : rows)
    out << fmt::format("{:<30}{:<18}{:>12.6f}{:>12.6f}{:>11.6f}  {}\n", r.model, r.figure, r.exact,
                       r.seen.mean, r.seen.half_width,
                       !r.inside_together ? "WRONG"
                       : r.inside         ? "inside"
                                          : "outside");
  const auto outside = std::ranges::count(rows, false, &selftest_row::inside);
  const auto wrong = std::ranges::count(rows, false, &selftest_row::inside_together);
  out << fmt::format("{} figures, {} outside of their 95 % ({:.1f} are to be expected), {} outside "
                     "of where all are together at 95 %\n",
                     rows.size(), outside, 0.05 * static_cast<double>(rows.size()), wrong);
}

inline int selftest(const surroundings& at, const selftest_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  std::optional<output_file> file;
  if (!typed.json.empty()) {
    auto opened = output_file::open(typed.json, at.out);
    if (!opened)
      return refuse(at, "--json: " + opened.why().text);
    file.emplace(*std::move(opened));
  }
  std::optional<progress_line> line;
  study::workshop in{.simulate = at.simulate, .jobs = wanted->jobs, .stop = at.interrupted};
  if (!typed.quiet && at.err_terminal) {
    line.emplace(at.err);
    in.tick = [&](std::size_t done, std::size_t of) {
      line->show(fmt::format("{} of {} runs", done, of));
    };
  }
  const auto models = validation::models(validation::length_for(wanted->customers), wanted->seed);
  const auto rows = run_selftest(models, in);
  line.reset();
  if (file) {
    file->stream() << json_text(selftest_json(rows, at.interrupted)) << '\n';
    if (const auto wrong = file->commit()) {
      at.err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
  }
  if (!typed.quiet)
    print_selftest(typed.json == "-" ? at.err : at.out, rows);
  if (at.interrupted)
    return exit_code::interrupted;
  return std::ranges::all_of(rows, &selftest_row::inside_together) ? exit_code::done
                                                                   : exit_code::threshold_failed;
}

} // namespace detail

/// `deskstorm selftest`: simulated against exact.
inline std::function<int()> set_up_selftest(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<selftest_texts>();
  app.add_option("--seed", typed->seed, "Of all runs")->type_name("N")->capture_default_str();
  app
    .add_option("--customers", typed->customers,
                "Measured in a run at a utilisation of 0.95; fewer at others")
    ->type_name("N")
    ->capture_default_str();
  app.add_option("--jobs", typed->jobs, "Worker threads [all cores]")->type_name("N");
  app.add_option("--json", typed->json, "Write the figures as JSON ('-': standard output)")
    ->type_name("FILE");
  app.add_flag("--quiet", typed->quiet, "No progress and no table");
  app.footer(R"(Examples:
  deskstorm selftest
  deskstorm selftest --customers 500000 --seed 7 --json selftest.json

Contact centres that queueing theory has solved (M/M/c, M/D/1, M/E4/1, Erlang A, B and C, closed
systems, rate limits under random arrivals; docs/validation.md names the sources) run 20 times each.
With the usual seed all lie inside their 95 %, with others one in twenty does not, as it should be.
Exit codes: 0 no exact value is outside of where all are together at 95 %; 1 one is;
2 unusable arguments; 3 internal failure; 130 interrupted.)");
  return [&at, typed] { return detail::selftest(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
