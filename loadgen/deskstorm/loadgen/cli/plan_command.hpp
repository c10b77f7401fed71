#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/command_line.hpp>
#include <deskstorm/loadgen/cli/output_files.hpp>
#include <deskstorm/loadgen/cli/plan_options.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/on_clock.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/output/progress_line.hpp>
#include <deskstorm/loadgen/study/plan_result.hpp>
#include <deskstorm/loadgen/study/plan_text.hpp>
#include <deskstorm/loadgen/study/planner.hpp>
#include <deskstorm/loadgen/study/search.hpp>
#include <deskstorm/loadgen/study/sensitivity.hpp>
#include <deskstorm/loadgen/view/plan_page.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

/// One call of `deskstorm plan`, once its arguments are understood.
class plan_call {
public:
  plan_call(const surroundings& at, const plan_texts& typed, const plan_options& wanted,
            const plan::floor_plan& base, std::vector<threshold> objectives)
    : at_(&at), typed_(&typed), wanted_(&wanted), objectives_(std::move(objectives)) {
    found_.scenario = base.name;
    found_.seed = base.seed;
    found_.confidence = wanted.run.confidence;
    for (const auto& o : objectives_)
      shown_.push_back(o.part ? o.expression : o.metric);
    shown_.insert(shown_.end(), typed.metric.begin(), typed.metric.end());
    if (shown_.empty())
      shown_ = base.personas.empty() && !base.queues.empty()
                 ? std::vector<std::string>{"queues." + base.queues.front().queue + ".wait_s.mean"}
                 : std::vector<std::string>{"requests.total.latency_ms.mean",
                                            "requests.total.latency_ms.p99"};
  }

  int execute() {
    output_files files;
    if (const auto wrong = output_files::open(typed_->run.outputs, at_->out, files))
      return refuse(*at_, wrong->text);
    study::planner planner{order(), at_->read, workshop()};
    if (!study_all(planner))
      return refuse_all(*at_, planner.problems());
    line_.reset();
    found_.interrupted = at_->interrupted;
    name_bottleneck();
    if (!found_.searched)
      found_.scalability = study::scalability_of(found_.points);
    write(files);
    if (auto* out = files.stream_of("--trace"))
      write_trace(planner, *out);
    if (const auto wrong = files.commit()) {
      at_->err << "deskstorm: " << wrong->text << '\n';
      return exit_code::internal;
    }
    if (!typed_->run.quiet)
      (typed_->run.outputs.take_standard_output() ? at_->err : at_->out)
        << study::text_of(found_, shown_);
    return code();
  }

private:
  study::planner_order order() const {
    study::planner_order made{.scenario = typed_->run.scenario,
                              .changes = wanted_->run.changes,
                              .option = wanted_->find ? "--find" : "--sweep",
                              .objectives = objectives_,
                              .precision = wanted_->precision,
                              .confidence = wanted_->run.confidence,
                              .replications = wanted_->run.replications,
                              .most_replications = wanted_->most_replications};
    for (const auto& name : shown_)
      if (name.find(' ') == std::string::npos) // a metric, not an objective over a window
        made.precise.push_back(name);
    return made;
  }

  study::workshop workshop() {
    study::workshop made{.simulate = on_clock(at_->simulate, wanted_->run.clock),
                         .jobs = wanted_->run.jobs,
                         .stop = at_->interrupted};
    if (typed_->run.quiet || !at_->err_terminal)
      return made;
    line_ = std::make_unique<progress_line>(at_->err);
    made.tick = [this](std::size_t done, std::size_t of) {
      line_->show(fmt::format("{} points studied; {}: {} of {} runs", found_.points.size(),
                              fitted(now_at_, 40), done, of));
    };
    return made;
  }

  /// Studies all that is asked. False where the scenario of a point cannot be read.
  bool study_all(study::planner& planner) {
    const auto points = study::grid(wanted_->sweeps);
    if (wanted_->find)
      search(planner, *wanted_->find);
    else if (planner.can_read(points))
      for (const auto& at : points)
        if (studied(planner, at) == nullptr)
          break;
    if (planner.problems().empty() && typed_->sensitivity && !at_->interrupted)
      look_around(planner);
    return planner.problems().empty();
  }

  const study::studied_point* studied(study::planner& planner, const study::point& at) {
    now_at_ = study::to_text(at);
    auto made = planner.study(at);
    if (!made)
      return nullptr;
    found_.points.push_back(*std::move(made));
    return &found_.points.back();
  }

  void search(study::planner& planner, const study::number_range& range) {
    const auto end = wanted_->end;
    study::bisection search{range.first, range.last, end,
                            [&](std::int64_t n) -> std::optional<bool> {
                              const auto* seen = studied(planner, {range.at(n)});
                              return seen == nullptr ? std::nullopt : std::optional{seen->holds};
                            }};
    const auto outcome = search.run();
    found_.searched = range.pointer;
    found_.monotone = outcome.monotone;
    sort_points(range, outcome);
    if (outcome.answer)
      found_.answer = study::plan_answer{.at = {range.at(*outcome.answer)}};
    if (found_.answer)
      find_sure_ends();
  }

  // By value, for the reader.
  void sort_points(const study::number_range& range, const study::search_result& outcome) {
    std::vector<study::studied_point> sorted;
    for (const auto& [number, holds] : outcome.tried)
      for (auto& p : found_.points)
        if (p.at == study::point{range.at(number)})
          sorted.push_back(std::move(p));
    found_.points = std::move(sorted);
  }

  // From the answer on towards more, and back towards less.
  void find_sure_ends() {
    auto points = pointers_to(found_.points);
    if (wanted_->end == study::wanted_end::smallest)
      std::ranges::reverse(points);
    const auto answer = std::ranges::find(points, found_.at(found_.answer->at));
    for (auto at = points.begin(); at <= answer; ++at)
      if ((*at)->holds && (*at)->result == study::outcome::pass)
        found_.answer->surely_holds = (*at)->at;
    const auto fails = std::find_if(
      answer, points.end(), [](const auto* p) { return p->result == study::outcome::fail; });
    if (fails != points.end())
      found_.answer->surely_fails = (*fails)->at;
  }

  static std::vector<const study::studied_point*>
  pointers_to(const std::vector<study::studied_point>& points) {
    std::vector<const study::studied_point*> made;
    for (const auto& p : points)
      made.push_back(&p);
    return made;
  }

  /// What limits the answer shows at the first point beyond it; without an answer, where most is
  /// asked.
  void name_bottleneck() {
    if (found_.points.empty())
      return;
    const auto* seen = &found_.points.back();
    if (found_.searched && wanted_->end == study::wanted_end::smallest)
      seen = &found_.points.front();
    if (found_.answer)
      if (const auto* beyond = first_that_fails())
        seen = beyond;
    found_.bottleneck = seen->bottleneck;
    found_.bottleneck_at = study::to_text(seen->at);
  }

  const study::studied_point* first_that_fails() const {
    auto points = pointers_to(found_.points);
    if (wanted_->end == study::wanted_end::smallest)
      std::ranges::reverse(points);
    const auto answer = std::ranges::find(points, found_.at(found_.answer->at));
    const auto failing =
      std::find_if(answer, points.end(), [](const auto* p) { return !p->holds; });
    return failing == points.end() ? nullptr : *failing;
  }

  // -- sensitivity

  void look_around(study::planner& planner) {
    const auto at = found_.answer ? found_.answer->at : study::point{};
    const auto* base = found_.at(at);
    const auto from = base != nullptr ? std::optional{*base} : planner.study(at);
    if (!from)
      return;
    const auto& metric =
      shown_.front().find(' ') == std::string::npos ? shown_.front() : objectives_.front().metric;
    for (const auto& q : study::raised_quantities(document())) {
      auto changed = at;
      std::erase_if(changed, [&](const auto& s) { return s.pointer == q.pointer; });
      changed.push_back({q.pointer, q.to});
      if (!planner.reading_of(changed).plan) // e.g. the lower end of a range above its upper one
        continue;
      now_at_ = study::to_text(changed);
      const auto after = planner.study(changed);
      if (!after)
        return;
      found_.sensitivity.push_back(
        study::sensitivity_of(q, metric, *from, *after, wanted_->run.confidence));
    }
    std::ranges::stable_sort(found_.sensitivity, std::greater{}, [](const auto& row) {
      return row.significant() ? std::abs(row.elasticity) : -1;
    });
  }

  /// The scenario as text has it, with what the command line changes of it.
  json document() const {
    json merged = document_of(typed_->run.scenario, 0);
    for (const auto& text : wanted_->run.changes.set)
      if (const auto equals = text.find('='); equals != std::string::npos) {
        const study::setting s{text.substr(0, equals), text.substr(equals + 1)};
        merged[json::json_pointer{s.pointer}] = study::value_of(s);
      }
    if (found_.answer)
      for (const auto& s : found_.answer->at)
        merged[json::json_pointer{s.pointer}] = study::value_of(s);
    return merged;
  }

  static json document_of(const std::filesystem::path& path, int depth) {
    std::ifstream in{path};
    auto read = json::parse(std::string{std::istreambuf_iterator<char>{in}, {}}, nullptr, false);
    constexpr int deepest = 16;
    if (!read.is_object() || !read.contains("extends") || depth == deepest)
      return read.is_object() ? read : json::object();
    auto base = document_of(path.parent_path() / read["extends"].get<std::string>(), depth + 1);
    base.merge_patch(read);
    return base;
  }

  // -- outputs

  void write(output_files& files) const {
    if (auto* out = files.stream_of("--json"))
      *out << json_text(to_json(found_)) << '\n';
    if (auto* out = files.stream_of("--csv"))
      study::write_csv(found_, *out);
    if (auto* out = files.stream_of("--junit"))
      write_junit(study::junit_of(found_), *out);
    if (auto* out = files.stream_of("--html"))
      view::write_plan_html(*out, {.result = found_,
                                   .metrics = shown_,
                                   .scenario_text = text_of_scenario(),
                                   .command = command(),
                                   .library = at_->chart_library,
                                   .clock = wanted_->run.clock});
  }

  // Of the point that the verdict is about, or else of the last one.
  void write_trace(const study::planner& planner, std::ostream& out) {
    const auto* seen = found_.verdict_point();
    if (seen == nullptr && !found_.points.empty())
      seen = &found_.points.back();
    if (seen == nullptr)
      return;
    if (const auto read = planner.reading_of(seen->at); read.plan)
      study::write_trace(*read.plan, workshop(), out);
  }

  std::string text_of_scenario() const {
    auto text = read_text_file(typed_->run.scenario);
    return text ? *std::move(text) : std::string{};
  }

  std::string command() const {
    return line_of("plan", typed_->run, "10")
      .option("--find", typed_->find)
      .flag("--minimize", typed_->minimize)
      .options("--sweep", typed_->sweep)
      .options("--subject-to", typed_->subject_to)
      .options("--metric", typed_->metric)
      .option("--precision", typed_->precision)
      .option("--max-replications", typed_->most_replications)
      .flag("--sensitivity", typed_->sensitivity)
      .text();
  }

  int code() const {
    if (found_.interrupted)
      return exit_code::interrupted;
    const auto imprecise = [](const study::studied_point& p) {
      return std::ranges::any_of(p.precision, [](const auto& one) { return !one.reached; });
    };
    if (std::ranges::any_of(found_.points, imprecise))
      return exit_code::undecided;
    const auto* seen = found_.verdict_point();
    if (typed_->confidence_asked && seen != nullptr && seen->result == study::outcome::undecided)
      return exit_code::undecided;
    if (objectives_.empty())
      return exit_code::done;
    return std::ranges::any_of(found_.points, &study::studied_point::holds)
             ? exit_code::done
             : exit_code::threshold_failed;
  }

  const surroundings* at_;
  const plan_texts* typed_;
  const plan_options* wanted_;
  std::vector<threshold> objectives_;
  std::vector<std::string> shown_;
  study::plan_result found_;
  std::string now_at_;
  std::unique_ptr<progress_line> line_;
};

inline int plan_capacity(const surroundings& at, const plan_texts& typed) {
  const auto wanted = understand(typed);
  if (!wanted)
    return refuse(at, wanted.why().text);
  const auto read = at.read(typed.run.scenario, wanted->run.changes);
  if (!read.plan)
    return refuse_all(at, read.problems);
  if (!typed.run.outputs.html.empty() && at.chart_library.empty())
    return refuse(at, no_chart_library);
  const auto subjects = subjects_of(*read.plan);
  for (const auto& name : typed.metric)
    if (const auto wrong = check_study_metric("--metric", name, subjects))
      return refuse(at, wrong->text);
  auto objectives =
    objectives_of(typed.subject_to, read.plan->thresholds, subjects, read.plan->length);
  if (!objectives)
    return refuse(at, objectives.why().text);
  if (wanted->find && objectives->empty())
    return refuse(at, "--find: expected --subject-to, as the scenario has no thresholds");
  return plan_call{at, typed, *wanted, *read.plan, *std::move(objectives)}.execute();
}

} // namespace detail

/// `deskstorm plan`: capacity planning over points of a scenario.
inline std::function<int()> set_up_plan(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<plan_texts>();
  typed->run.replications = "10";
  add_plan_options(app, *typed);
  app.footer(R"(Examples:
  deskstorm plan office.json --find /agents/count=1..5000 \
      --subject-to 'requests.total.latency_ms.p99 < 200'
  deskstorm plan office.json --find /backend/workers=1..32 --minimize --json plan.json
  deskstorm plan office.json --sweep /backend/workers=1,2,4,8 --sweep /agents/count=100,200
  deskstorm plan office.json --precision 0.05 --metric requests.total.latency_ms.p99
  deskstorm plan office.json --sensitivity

Without --find and --sweep the scenario itself is the only point. All points meet the same
random numbers. A point is judged by the means over its replications; pass and fail are sure
at --confidence, undecided is not, and adds replications up to --max-replications.
Exit codes: 0 done; 1 no point holds; 2 unusable arguments or scenario, nothing written;
3 internal failure; 4 --precision, or a
--confidence that was given, was not reached; 130 interrupted: outputs are written for
the points that were finished.)");
  const auto* confidence = app.get_option("--confidence");
  return [&at, typed, confidence] {
    typed->confidence_asked = confidence->count() > 0;
    return detail::plan_capacity(at, *typed);
  };
}

} // namespace deskstorm::loadgen::cli
