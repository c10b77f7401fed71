#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/scenario/agent_keys.hpp>
#include <deskstorm/loadgen/scenario/campaign_keys.hpp>
#include <deskstorm/loadgen/scenario/course_keys.hpp>
#include <deskstorm/loadgen/scenario/desk_keys.hpp>
#include <deskstorm/loadgen/scenario/later_keys.hpp>
#include <deskstorm/loadgen/scenario/layers.hpp>
#include <deskstorm/loadgen/scenario/overrides.hpp>
#include <deskstorm/loadgen/scenario/persona_keys.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/threshold_check.hpp>
#include <deskstorm/loadgen/thresholds.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen {

/// The scenario itself.
template <>
struct keys_of<plan::floor_plan> {
  using owner = plan::floor_plan;
  static constexpr duration year = std::chrono::hours{24 * 365};
  static constexpr std::tuple rows{
    note{"$schema", kinds::text{}, "for editors"},
    note{"extends", kinds::text{}, "a scenario that this one changes, relative to this file"},
    key{"name", &owner::name, kinds::text{200}, "its name in reports"},
    note{"description", kinds::text{10'000}, "for readers"},
    note{"about", kinds::text{10'000}, "what it shows, in a sentence or two"},
    key{"seed", &owner::seed, kinds::whole<std::uint64_t>{}, "of all random numbers; 1"},
    key{"duration", &owner::length, kinds::time<>{std::chrono::microseconds{1}, year},
        "all of simulated time, the warm-up included; 10m"},
    key{"warmup", &owner::warmup, kinds::time<>{{}, year}, "left out of all statistics; 0s"},
    note{"options", kinds::options{}, "options of the administrator, real names and values"},
    note{"options-file", kinds::text{}, "file of key=value lines; options win"},
    key{"rate-limit", &owner::limiter, kinds::object<limiter_rules>{},
        "readings of the rate limit where the vendor leaves it open"},
    key{"agents", &owner::agents, kinds::object<plan::agents>{}, "the agents with their tabs"},
    key{"personas", &owner::personas, kinds::personas{}, "the kinds of clients, by name"},
    key{"stages", &owner::stages, kinds::stages{}, "how load rises and falls"},
    key{"network", &owner::network, kinds::object<plan::network>{}, "latencies"},
    key{"tab", &owner::tab_service,
        kinds::under{"service-time", kinds::service_times{},
                     "time on the tab's main thread, by request; 0s"},
        "the browser tab"},
    key{"backend", &owner::backend, kinds::object<plan::backend>{}, "the servers behind"},
    key{"inbound", &owner::queues, kinds::list<kinds::object<plan::inbound>>{{}, 1000},
        "queues of callers that the agents serve"},
    key{"outgoing", &owner::outgoing, kinds::object<plan::outgoing>{},
        "calls and e-mails that agents begin for clients"},
    key{"campaigns", &owner::campaigns, kinds::list<kinds::object<plan::campaign>>{{}, 1000},
        "outbound campaigns"},
    key{"election", &owner::election, kinds::election{}, "how tabs agree on a leader"},
    key{"script", &owner::script, kinds::list<kinds::object<plan::script_step>>{},
        "what happens at fixed times"},
    key{"faults", &owner::faults, kinds::list<kinds::object<plan::fault>>{{}, 1000},
        "what goes wrong on links"},
    key{"thresholds", &owner::thresholds, kinds::list<kinds::text>{{}, 1000},
        "conditions on metrics that a run must meet, or a part of it: ... in [2m,4m)"},
    key{"race", &owner::race, kinds::kept<kinds::object<race_shape>>{},
        "what a search for races may vary"},
  };

  static void check(owner& out, const json& value, const place& at) {
    if (!value.contains("agents") && out.queues.empty())
      at.refuse(R"(the key "agents" is missing, or another source of work ("inbound"))");
    if (out.warmup >= out.length && (at / "warmup").sound() && (at / "duration").sound())
      (at / "warmup")
        .refuse("expected less than the duration of " + duration_text(out.length) + ", found "
                + duration_text(out.warmup));
    if (const auto file = value.find("options-file"); file != value.end() && file->is_string())
      detail::set_options_file(*file, at / "options-file", out.options);
    if (const auto object = value.find("options"); object != value.end() && object->is_object())
      detail::set_options_object(*object, at / "options", out.options);
    if ((at / "agents").sound())
      check_script(out, value.contains("race"), at / "script");
    check_thresholds(out, at / "thresholds");
    check_transfers(out, at / "inbound");
    if ((at / "agents").sound())
      check_recordings(out, at / "personas");
  }

private:
  static void check_transfers(const owner& out, const place& at) {
    for (std::size_t i = 0; i < out.queues.size(); ++i) {
      const auto& from = out.queues[i];
      const bool known = std::ranges::any_of(out.queues, [&](const plan::inbound& to) {
        return to.queue == from.transfer_to && to.media == from.media;
      });
      if (!from.transfer_to.empty() && !known)
        (at / i / "transfer-to")
          .refuse("expected the name of a queue of " + std::string{desk::name_of(from.media)});
    }
  }

  static void check_thresholds(const owner& out, const place& at) {
    metric_subjects subjects;
    for (const auto& one : out.personas)
      subjects.personas.push_back(one.name);
    for (const auto& one : out.queues)
      subjects.queues.push_back(one.queue);
    for (const auto& one : out.campaigns)
      subjects.campaigns.push_back(one.name);
    for (std::size_t i = 0; i < out.thresholds.size(); ++i)
      if (out.thresholds[i].empty())
        continue; // it was no text
      else if (const auto read = parse_threshold(out.thresholds[i]); !read)
        (at / i).refuse(read.why().text);
      else if (const auto wrong = check_threshold(*read, subjects, out.length))
        (at / i).refuse(wrong->text);
  }

  /// A recorded request must have a frame that sends it.
  static void check_recordings(const owner& out, const place& at) {
    std::uint64_t frames = 0;
    for (const auto& one : out.agents.frames)
      frames += one.count;
    for (const auto& one : out.personas) {
      const auto* trace = std::get_if<plan::trace_load>(&one.load);
      if (trace == nullptr)
        continue;
      const auto stray = std::ranges::find_if(trace->rows, [&](const plan::trace_row& row) {
        return row.agent > out.agents.count || row.frame >= frames;
      });
      if (stray != trace->rows.end())
        (at / one.name / "load" / "trace" / "file")
          .refuse("expected agents up to " + std::to_string(out.agents.count) + " and fewer than "
                  + std::to_string(frames) + " frames, found agent " + std::to_string(stray->agent)
                  + ", frame " + std::to_string(stray->frame));
    }
  }

  static void check_script(const owner& out, bool race, const place& at) {
    for (std::size_t i = 0; i < out.script.size(); ++i)
      if (const auto& row = row_of(out.script[i].action); !race && !row.in_runs)
        (at / i / "do")
          .refuse("\"" + std::string{row.name}
                  + "\" is of a search for races alone, and there is "
                    "no \"race\"; expected "
                  + kinds::one_of(kinds::detail::names_of_actions(true)));
      else if (out.script[i].agent > out.agents.count)
        (at / i / "agent")
          .refuse("expected an agent up to " + std::to_string(out.agents.count) + ", found "
                  + std::to_string(out.script[i].agent));
  }
};

namespace detail {

inline void keep_names_of_personas(session& all, const json& document) {
  if (!document.is_object() || !document.contains("personas"))
    return;
  const auto& personas = document.at("personas");
  if (personas.is_object())
    for (const auto& [name, inner] : personas.items())
      all.personas.push_back(name);
}

} // namespace detail

/// Reads a scenario from its text. `file` is what messages call it, and what other files that it
/// names are relative to.
inline scenario_reading read_scenario_text(std::string_view text, const std::filesystem::path& file,
                                           const file_reader& read_file,
                                           const overrides& wanted = {}) {
  session all{.read_file = read_file};
  auto document = parse_document(text, file.generic_string(), all.problems);
  if (!document)
    return {{}, std::move(all.problems)};
  all.layers.push_back({file.generic_string(), file.parent_path(), *std::move(document)});
  detail::read_bases(all);
  if (!all.problems.empty())
    return {{}, std::move(all.problems)};
  auto whole = merged(all);
  apply_overrides(whole, all, wanted);
  detail::keep_names_of_personas(all, whole);
  plan::floor_plan made;
  kinds::object<plan::floor_plan>{}.read(whole, place{all}, made);
  if (!all.problems.empty())
    return {{}, std::move(all.problems)};
  made.arguments = std::move(all.arguments);
  return {std::move(made), {}};
}

/// Reads the scenario at `path` with all files that it names.
inline scenario_reading read_scenario(const std::filesystem::path& path,
                                      const overrides& wanted = {}) {
  const auto text = read_text_file(path);
  if (!text)
    return {{}, {{path.generic_string(), "", "cannot read it: " + text.why().text}}};
  return read_scenario_text(*text, path.lexically_normal(), read_text_file, wanted);
}

} // namespace deskstorm::loadgen
