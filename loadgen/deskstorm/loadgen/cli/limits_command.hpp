#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/loadgen/cli/command_line.hpp>
#include <deskstorm/loadgen/cli/limits_options.hpp>
#include <deskstorm/loadgen/cli/output_files.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/on_clock.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/output/progress_line.hpp>
#include <deskstorm/loadgen/scenario/runnable.hpp>
#include <deskstorm/loadgen/study/limit_report.hpp>
#include <deskstorm/loadgen/view/limits_page.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

/// The command that studies the same again.
inline std::string command_of(const limits_texts& typed) {
  const limits_texts usual;
  const auto number = [](double value) { return fmt::format("{:g}", value); };
  return line_of("limits", typed.run, "5")
    .option("--sweep-limit", typed.limit)
    .option("--sweep-quarantine", typed.quarantine, usual.quarantine)
    .option("--algorithms", typed.algorithms, usual.algorithms)
    .options("--sweep-rule", typed.rules)
    .option("--max-false-alarms", number(typed.bounds.false_alarms),
            number(usual.bounds.false_alarms))
    .option("--max-outage", number(typed.bounds.outage_s), number(usual.bounds.outage_s))
    .option("--max-abuse", number(typed.bounds.abusive_share), number(usual.bounds.abusive_share))
    .option("--max-herd", number(typed.bounds.herd_growth), number(usual.bounds.herd_growth))
    .text();
}

/// One call of `deskstorm limits`, once its arguments are understood.
class limits_call {
public:
  limits_call(const surroundings& at, const limits_texts& typed, const limits_options& wanted,
              const plan::floor_plan& base)
    : at_(&at), typed_(&typed), wanted_(&wanted) {
    found_.scenario = base.name;
    found_.seed = base.seed;
    found_.replications = wanted.run.replications;
    for (const auto& persona : base.personas)
      found_.personas.push_back(persona.name);
  }

  int execute() {
    output_files files;
    if (const auto wrong = output_files::open(typed_->run.outputs, at_->out, files))
      return refuse(*at_, wrong->text);
    if (!study_all())
      return refuse_all(*at_, problems_);
    line_.reset();
    found_.interrupted = at_->interrupted;
    found_.choice = study::choose(found_.points);
    if (auto* out = files.stream_of("--json"))
      *out << json_text(to_json(found_)) << '\n';
    if (auto* out = files.stream_of("--csv"))
      study::write_csv(found_, *out);
    if (auto* out = files.stream_of("--junit"))
      write_junit(study::junit_of(found_), *out);
    if (auto* out = files.stream_of("--html"))
      write_report(*out);
    if (auto* out = files.stream_of("--trace"); out != nullptr && found_.choice.shown())
      if (const auto plan = read(found_.points[*found_.choice.shown()].at))
        study::write_trace(*plan, workshop(), *out);
    if (const auto wrong = files.commit()) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->run.quiet)
      (typed_->run.outputs.take_standard_output() ? at_->err : at_->out) << study::text_of(found_);
    if (found_.interrupted)
      return exit_code::interrupted;
    return found_.choice.recommended ? exit_code::done : exit_code::threshold_failed;
  }

private:
  void write_report(std::ostream& out) const {
    view::limits_report report{
      .result = found_, .library = at_->chart_library, .clock = wanted_->run.clock};
    if (auto text = read_text_file(typed_->run.scenario))
      report.scenario_text = *std::move(text);
    report.command = command_of(*typed_);
    view::write_limits_html(out, report);
  }

  static constexpr double more_demand = 1.2;

  /// False where the scenario of a setting cannot be read.
  bool study_all() {
    const auto in = workshop();
    const auto first = read({wanted_->settings.front().request, 0, 30, "fixed-window"});
    if (!first)
      return false;
    const auto count = wanted_->run.replications;
    const auto confidence = wanted_->run.confidence;
    const auto free = study::study_clients(*first, count, in, confidence);
    const auto more = study::under_demand(*first, more_demand);
    const auto free_at_more = free ? study::study_clients(more, count, in, confidence) : free;
    if (!free_at_more)
      return true;
    for (const auto& setting : wanted_->settings) {
      const auto plan = read(setting);
      if (!plan)
        return false;
      auto seen = study::study_clients(*plan, count, in, confidence);
      auto seen_at_more =
        seen ? study::study_clients(study::under_demand(*plan, more_demand), count, in, confidence)
             : seen;
      if (!seen_at_more)
        return true;
      study::compare_with(*plan, *free, *seen);
      study::compare_with(*plan, *free_at_more, *seen_at_more);
      auto checks =
        study::check_bounds(*seen, *seen_at_more, typed_->bounds,
                            std::ranges::any_of(plan->personas, &plan::persona::abusive));
      found_.points.push_back(
        {setting, *std::move(seen), *std::move(seen_at_more), std::move(checks)});
    }
    return true;
  }

  std::optional<plan::floor_plan> read(const study::limit_setting& s) {
    auto changes = wanted_->run.changes;
    const auto ask = [&](const char* option, std::string setting) {
      changes.asked.push_back({option, std::move(setting)});
    };
    ask("--sweep-limit", fmt::format("/options/{}=\"{}\"", s.option(), s.limit));
    ask("--sweep-quarantine",
        fmt::format("/options/service-client-api.rate-limit-quarantine-delay=\"{}\"",
                    s.quarantine_s));
    ask("--algorithms", fmt::format("/rate-limit/algorithm=\"{}\"", s.algorithm));
    for (const auto& rule : s.rules)
      ask("--sweep-rule", rule.text());
    auto made = at_->read(typed_->run.scenario, changes);
    problems_ = std::move(made.problems);
    return std::move(made.plan);
  }

  study::workshop workshop() {
    study::workshop made{.simulate = on_clock(at_->simulate, wanted_->run.clock),
                         .jobs = wanted_->run.jobs,
                         .stop = at_->interrupted};
    if (typed_->run.quiet || !at_->err_terminal)
      return made;
    line_ = std::make_unique<progress_line>(at_->err);
    made.tick = [this](std::size_t done, std::size_t of) {
      line_->show(fmt::format("{} of {} settings studied; {} of {} runs of the next",
                              found_.points.size(), wanted_->settings.size(), done, of));
    };
    return made;
  }

  const surroundings* at_;
  const limits_texts* typed_;
  const limits_options* wanted_;
  study::limit_study found_;
  std::vector<problem> problems_;
  std::unique_ptr<progress_line> line_;
};

inline int study_limits(const surroundings& at, const limits_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  const auto read = at.read(typed.run.scenario, wanted->run.changes);
  if (!read.plan)
    return refuse_all(at, read.problems);
  if (const auto why = why_not_run(*read.plan, typed.run.scenario))
    return refuse_all(at, {*why});
  if (!typed.run.outputs.html.empty() && at.chart_library.empty())
    return refuse(at, no_chart_library);
  if (read.plan->personas.empty())
    return refuse(at, "limits: expected a scenario with personas, whose requests may be limited");
  return limits_call{at, typed, *wanted, *read.plan}.execute();
}

} // namespace detail

/// `deskstorm limits`: which rate limit stops whom.
inline std::function<int()> set_up_limits(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<limits_texts>();
  typed->run.replications = "5";
  add_limits_options(app, *typed);
  app.footer(R"(Examples:
  deskstorm limits storm.json --sweep-limit voice.dial=1..20
  deskstorm limits storm.json --sweep-limit voice.dial=4,8,16 --sweep-quarantine 0,30,60 \
      --algorithms fixed-window,sliding-log,token-bucket --json limits.json
  deskstorm limits storm.json --sweep-limit '*=60,120' --max-abuse 0.2
  deskstorm limits storm.json --sweep-limit voice.dial=4,8 \
      --sweep-rule window=service-start,wall-clock --sweep-rule count-refused=false,true

Personas marked "legitimate" (or, if none is, all but the abusive) must not be hurt; those
marked "abusive" should be contained. Every setting is also studied at a fifth more demand.
Exit codes: 0 a setting is recommended; 1 none keeps all bounds; 2 unusable arguments or
scenario, nothing written; 3 internal failure; 130 interrupted: outputs are written for the
settings that were finished.)");
  return [&at, typed] { return detail::study_limits(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
