#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/race/race_plan.hpp>

namespace deskstorm::loadgen {

namespace detail {

/// Fills a race plan from the parts of a scenario whose shape the reader has checked. The first
/// thing that makes no sense stops it.
class race_compiler {
public:
  explicit race_compiler(const plan::floor_plan& scenario)
    : scenario_(&scenario), race_(&scenario.race) {}

  result<sim::race_plan> compile() {
    choose_protocol();
    read_times();
    read_tabs();
    read_delays();
    read_actions();
    read_script();
    read_duties();
    read_sink();
    read_browser();
    read_limits();
    read_properties();
    if (wrong_)
      return *std::move(wrong_);
    return std::move(out_);
  }

private:
  void refuse(std::string where, std::string text) {
    if (!wrong_)
      wrong_ = failure{std::move(text), std::move(where)};
  }

  const json* at(const char* key) const {
    const auto found = race_->find(key);
    return found == race_->end() ? nullptr : &*found;
  }

  static duration time_in(const json& value) {
    auto text = text_in(value);
    const bool back = text.starts_with('-');
    text.remove_prefix(back ? 1 : 0);
    const auto size = parse_duration(text).value_or(duration{});
    return back ? -size : size;
  }

  static sim::bounds bounds_in(const json& pair) {
    return {time_in(pair.at(0)), time_in(pair.at(1))};
  }

  void choose_protocol() {
    const auto& chosen = scenario_->election;
    out_.protocol = find_named(tabs::elections, chosen.algorithm);
    if (out_.protocol == nullptr)
      return refuse("/election/algorithm", "there is no such protocol");
    auto rules = out_.protocol->make(
      {chosen.times, chosen.release_at_unload, chosen.resign_on_hide, chosen.numbers});
    if (rules)
      out_.rules = *std::move(rules);
    else
      refuse("/election/" + rules.why().where, rules.why().text);
  }

  void read_times() {
    if (const auto* horizon = at("horizon"))
      out_.horizon = time_in(*horizon);
    out_.settle = std::min(out_.settle, out_.horizon / 2);
    if (const auto* settle = at("settle"))
      out_.settle = time_in(*settle);
    if (out_.horizon <= duration::zero())
      refuse("/race/horizon", "expected more than 0s");
    if (out_.settle > out_.horizon)
      refuse("/race/settle", "expected no more than the horizon of " + duration_text(out_.horizon));
  }

  void read_tabs() {
    out_.fewest_tabs = out_.most_tabs_at_start = scenario_->agents.tabs;
    if (const auto* tabs = at("tabs")) {
      const bool range = tabs->is_array();
      out_.fewest_tabs = (range ? tabs->at(0) : *tabs).get<std::uint32_t>();
      out_.most_tabs_at_start = (range ? tabs->at(1) : *tabs).get<std::uint32_t>();
    }
    if (out_.most_tabs_at_start > sim::most_tabs)
      refuse(at("tabs") != nullptr ? "/race/tabs" : "/agents/tabs",
             "a race has at most " + std::to_string(sim::most_tabs) + " tabs");
    if (out_.fewest_tabs == 0)
      refuse("/race/tabs", "expected at least 1");
  }

  void read_delays() {
    const auto* delays = at("delays");
    if (delays == nullptr)
      return;
    for (const auto& [name, pair] : delays->items())
      if (const auto* row = find_named(sim::medium_rows, name))
        out_.delays[static_cast<std::size_t>(row->value)] = bounds_in(pair);
  }

  std::optional<sim::action_plan> action_in(const json& value, const std::string& where) {
    const auto name = value.is_object() ? text_in(value.at("action")) : text_in(value);
    const auto* row = find_named(sim::action_rows, name);
    if (row == nullptr) {
      refuse(where, "there is no such action");
      return std::nullopt;
    }
    sim::action_plan made{row->value, {row->low, row->high}};
    if (!value.is_object())
      return made;
    for (const auto& [key, pair] : value.items())
      if (key == row->extent)
        made.extent = bounds_in(pair);
      else if (key != "action")
        refuse(where + "/" + key,
               std::string{name} + " has no such bounds"
                 + (row->extent.empty() ? "" : "; it has \"" + std::string{row->extent} + "\""));
    return made;
  }

  void read_actions() {
    if (const auto* actions = at("actions"))
      for (std::size_t i = 0; i < actions->size(); ++i)
        if (const auto made = action_in((*actions)[i], "/race/actions/" + std::to_string(i)))
          out_.actions.push_back(*made);
    constexpr std::uint32_t usual = 4;
    out_.max_actions = out_.actions.empty() ? 0 : usual;
    if (const auto* most = at("max-actions"))
      out_.max_actions = most->get<std::uint32_t>();
    if (out_.max_actions > sim::most_actions)
      refuse("/race/max-actions",
             "a schedule has at most " + std::to_string(sim::most_actions) + " actions");
  }

  void read_script() {
    for (std::size_t i = 0; i < scenario_->script.size(); ++i) {
      const auto& step = scenario_->script[i];
      const auto where = "/script/" + std::to_string(i);
      if (i >= sim::most_actions)
        return refuse(where,
                      "a schedule has at most " + std::to_string(sim::most_actions) + " actions");
      if (step.agent > 1)
        refuse(where + "/agent", "a race has one agent");
      if (step.tab.rule == plan::tab_choice::by::last_active)
        refuse(where + "/tab", "expected \"leader\" or the number of a tab");
      if (step.tab.number > sim::most_tabs)
        refuse(where + "/tab", "a race has at most " + std::to_string(sim::most_tabs) + " tabs");
      out_.script.push_back({step.at,
                             {step.action, {step.extent, step.extent}},
                             static_cast<std::uint8_t>(step.tab.number)});
    }
  }

  static std::vector<std::string> names_in(const auto& rows) {
    std::vector<std::string> all;
    for (const auto& row : rows)
      all.emplace_back(row.name);
    return all;
  }

  void read_duties() {
    const auto* duties = at("duties");
    if (duties == nullptr)
      return;
    for (const auto& [name, mean] : duties->items()) {
      const auto* row = find_named(sim::duty_rows, name);
      if (row == nullptr)
        return refuse("/race/duties/" + name,
                      "unknown duty" + did_you_mean(name, names_in(sim::duty_rows)));
      if (time_in(mean) <= duration::zero())
        return refuse("/race/duties/" + name, "expected more than 0s");
      out_.duties.push_back({row, time_in(mean)});
    }
  }

  void read_sink() {
    if (const auto* fencing = at("fencing"))
      out_.fencing = fencing->get<bool>();
    const auto* sink = at("sink");
    if (sink == nullptr)
      return;
    out_.fencing = sink->value("fencing", out_.fencing);
    out_.idempotent = sink->value("idempotent", false);
  }

  void read_browser() {
    const auto* browser = at("browser");
    if (browser == nullptr)
      return;
    out_.browser = find_named(sim::browser_profiles, text_in(*browser));
    if (out_.browser == nullptr)
      refuse("/race/browser",
             "unknown browser" + did_you_mean(text_in(*browser), names_in(sim::browser_profiles)));
  }

  void read_limits() {
    if (const auto* within = at("leader-within"))
      out_.leader_within = time_in(*within);
    const auto* flapping = at("flapping");
    if (flapping == nullptr)
      return;
    out_.flapping_changes = flapping->value("changes", out_.flapping_changes);
    if (const auto window = flapping->find("window"); window != flapping->end())
      out_.flapping_window = time_in(*window);
  }

  /// Those that the scenario names, else all that the protocol claims.
  void read_properties() {
    const auto* wanted = at("properties");
    for (const auto& row : tabs::properties) {
      const bool claimed =
        out_.protocol != nullptr
        && (out_.protocol->claims.has(row.value)
            || (out_.fencing && out_.protocol->claims_when_fenced.has(row.value)));
      const bool asked = wanted != nullptr && std::ranges::find(*wanted, row.name) != wanted->end();
      if (wanted != nullptr ? asked : claimed)
        out_.properties.add(row.value);
    }
  }

  const plan::floor_plan* scenario_;
  const json* race_;
  sim::race_plan out_;
  std::optional<failure> wrong_;
};

} // namespace detail

/// Returns what a scenario asks a search for races to do. Errors: what its `race` says makes no
/// sense; the failure names the place by a JSON pointer.
inline result<sim::race_plan> race_plan_of(const plan::floor_plan& scenario) {
  return detail::race_compiler{scenario}.compile();
}

} // namespace deskstorm::loadgen
