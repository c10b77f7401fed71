#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/link_names.hpp>
#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/faults.hpp>
#include <deskstorm/tabs/action.hpp>
#include <deskstorm/tabs/elections.hpp>

/// The objects of a scenario that say what happens in the course of a run.
namespace deskstorm::loadgen {

template <>
struct keys_of<plan::stage> {
  using owner = plan::stage;
  static constexpr std::tuple rows{
    key{"until", &owner::until, kinds::time<instant>{}, "end of the stage, since the start",
        presence::required},
    key{"scale", &owner::scale, kinds::number{0, 1e6}, "what arrival rates are multiplied with; 1"},
    key{"step", &owner::step, kinds::flag{}, "at once rather than on a straight line; false"},
  };
};

namespace kinds {

struct stages {
  using type = std::vector<plan::stage>;

  void read(const json& value, const place& at, type& out) const {
    const auto before = at.all().problems.size();
    list<object<plan::stage>>{{}, 10'000}.read(value, at, out);
    if (at.all().problems.size() != before)
      return;
    for (std::size_t i = 1; i < out.size(); ++i)
      if (out[i].until < out[i - 1].until)
        (at / i / "until").refuse("expected no time before that of the stage before");
  }

  json schema() const { return list<object<plan::stage>>{{}, 10'000}.schema(); }
};

namespace detail {

/// The names of the actions that runs simulate, or of all.
inline std::vector<std::string_view> names_of_actions(bool in_runs) {
  std::vector<std::string_view> all;
  for (const auto& row : tabs::action_rows)
    if (row.in_runs || !in_runs)
      all.push_back(row.name);
  return all;
}

} // namespace detail

struct tab_action {
  using type = tabs::action_kind;

  void read(const json& value, const place& at, tabs::action_kind& out) const {
    const auto* row = find_named(tabs::action_rows, text_in(value));
    if (row == nullptr)
      return refuse_name(at, "the name of an action", value, detail::names_of_actions(false));
    out = row->value;
  }

  json schema() const { return {{"enum", detail::names_of_actions(false)}}; }
};

/// A fault of links, or an action that happens to tabs now and then.
struct fault_name {
  using type = plan::fault_kind;

  static std::vector<std::string_view> names() {
    auto all = row_names(sim::fault_table);
    for (const auto& name : detail::names_of_actions(true))
      all.push_back(name);
    return all;
  }

  void read(const json& value, const place& at, plan::fault_kind& out) const {
    const auto* action = find_named(tabs::action_rows, text_in(value));
    if (const auto* fault = find_named(sim::fault_table, text_in(value)))
      out = fault->kind;
    else if (action != nullptr && action->in_runs)
      out = plan::fault_kind::mishap;
    else if (action != nullptr)
      at.refuse(shown(value) + " is of a search for races alone; expected " + one_of(names()));
    else
      refuse_name(at, "a fault", value, names());
  }

  json schema() const { return {{"enum", names()}}; }
};

/// Number of an agent from 1, or "all", which the plan has as 0.
struct agent_number {
  using type = std::uint32_t;

  void read(const json& value, const place& at, std::uint32_t& out) const {
    if (value == "all")
      out = 0;
    else if (value.is_number())
      whole<>{1, 10'000'000}.read(value, at, out);
    else
      at.refuse("the number of an agent or \"all\"", value);
  }

  json schema() const {
    return {{"oneOf", {whole<>{1, 10'000'000}.schema(), {{"enum", {"all"}}}}}};
  }
};

/// "leader", "last-active", or the number of a tab from 1.
struct tab_choice {
  using type = plan::tab_choice;

  void read(const json& value, const place& at, plan::tab_choice& out) const {
    if (value == "leader")
      out = {plan::tab_choice::by::leader, 0};
    else if (value == "last-active")
      out = {plan::tab_choice::by::last_active, 0};
    else if (value.is_number()) {
      out.rule = plan::tab_choice::by::number;
      whole<>{1, 100'000}.read(value, at, out.number);
    } else
      at.refuse(R"("leader", "last-active" or the number of a tab)", value);
  }

  json schema() const {
    return {{"oneOf", {whole<>{1, 100'000}.schema(), {{"enum", {"leader", "last-active"}}}}}};
  }
};

} // namespace kinds

/// What an action has beside its name; `on` has the keys of the scenario.
inline void check_action(const tabs::action_row& row, const json& value, const place& at) {
  for (const std::string key : {"for", "by"})
    if (value.contains(key) && key != row.extent)
      (at / key).refuse("\"" + std::string{row.name} + "\" has no such key; remove it");
  if (!row.extent.empty() && !value.contains(row.extent))
    at.refuse("the key \"" + std::string{row.extent} + "\" is missing, which says "
              + (row.extent == "for" ? "how long" : "by how much"));
  if (!row.on_tab && value.contains("tab"))
    (at / "tab").refuse("\"" + std::string{row.name} + "\" is of no single tab; remove the key");
}

template <>
struct keys_of<plan::script_step> {
  using owner = plan::script_step;
  static constexpr std::tuple rows{
    key{"at", &owner::at, kinds::time<instant>{}, "when, since the start", presence::required},
    key{"do", &owner::action, kinds::tab_action{}, "what happens to tabs", presence::required},
    key{"agent", &owner::agent, kinds::agent_number{}, "number of the agent, or all; 1"},
    key{"tab", &owner::tab, kinds::tab_choice{}, "leader, last-active or a number; leader"},
    key{"for", &owner::extent, kinds::time<>{std::chrono::nanoseconds{1}},
        "how long it lasts, or until the page is loaded again"},
    key{"by", &owner::extent, kinds::step{}, "how far a clock steps"},
  };

  static void check(owner& out, const json& value, const place& at) {
    if (value.contains("do") && (at / "do").sound())
      check_action(row_of(out.action), value, at);
  }
};

template <>
struct keys_of<plan::fault> {
  using owner = plan::fault;
  static constexpr std::tuple rows{
    key{"fault", &owner::what, kinds::fault_name{},
        "what goes wrong: a fault of links, or an action on tabs", presence::required},
    key{"link", &owner::where, kinds::choice{link_names},
        "the link it happens on; an outage is always on that to the backend"},
    key{"probability", &owner::probability, kinds::number{0, 1}, "for each message; 1"},
    key{"by", &owner::by, kinds::distribution{}, "how much later, for delay and duplicate"},
    key{"from", &owner::from, kinds::time<instant>{}, "when it begins; 0s"},
    key{"until", &owner::until, kinds::time<instant>{}, "when it ends; never"},
    key{"rate", &owner::per_second, kinds::rate{}, "of actions: how often, to each agent"},
    key{"tab", &owner::tab, kinds::tab_choice{},
        "of actions: leader, last-active or a number; leader"},
    key{"for", &owner::extent, kinds::distribution{}, "of actions: how long they last"},
  };

  static void check(owner& out, const json& value, const place& at) {
    if (!value.contains("fault") || !(at / "fault").sound())
      return;
    if (out.what == plan::fault_kind::mishap)
      check_mishap(out, value, at);
    else
      check_fault_of_link(out, value, at);
    if (out.until < out.from)
      (at / "until").refuse("expected no time before \"from\"");
  }

private:
  static void check_mishap(owner& out, const json& value, const place& at) {
    const auto& row = *find_named(tabs::action_rows, text_in(value.at("fault")));
    out.action = row.value;
    check_action(row, value, at);
    for (const char* other : {"link", "probability"})
      if (value.contains(other))
        (at / other).refuse("it happens to tabs, not to messages; remove the key");
    if (!value.contains("rate"))
      at.refuse("the key \"rate\" is missing, which says how often it happens to an agent");
  }

  static void check_fault_of_link(owner& out, const json& value, const place& at) {
    for (const char* other : {"rate", "tab", "for"})
      if (value.contains(other))
        (at / other).refuse("it happens to messages, not to tabs; remove the key");
    const auto name = text_in(value.at("fault"));
    if (name == "delay" && !value.contains("by"))
      at.refuse("the key \"by\" is missing, which says how long the delay is");
    if (name == "drop" && value.contains("by"))
      (at / "by").refuse("a message that is dropped does not come later; remove the key");
    if (!value.contains("probability"))
      out.probability = 1;
    const bool outage = name == "backend-outage";
    for (const char* other : {"link", "probability", "by"})
      if (outage && value.contains(other))
        (at / other).refuse(R"(an outage has "from" and "until" alone; remove the key)");
    if (outage)
      out.where = plan::link::backend;
    else if (!value.contains("link"))
      at.refuse("the key \"link\" is missing");
  }
};

namespace kinds {

/// The election of the leading tab: an algorithm, and parameters of it.
struct election {
  using type = plan::election;

  void read(const json& value, const place& at, plan::election& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    if (const auto name = value.find("algorithm"); name != value.end()) {
      if (find_named(tabs::elections, text_in(*name)) == nullptr)
        return refuse_name(at / "algorithm", "an election algorithm", *name,
                           row_names(tabs::elections));
      out.algorithm = name->get<std::string>();
    }
    read_times(*find_named(tabs::elections, out.algorithm), value, at, out);
  }

  json schema() const {
    json forms = json::array();
    for (const auto& row : tabs::elections) {
      json form{{"type", "object"},
                {"properties",
                 {{"algorithm", {{"enum", {row.name}}}},
                  {"release-at-unload", flag{}.schema()},
                  {"resign-on-hide", flag{}.schema()}}},
                {"additionalProperties", false}};
      for (const auto& p : row.parameters)
        form["properties"][std::string{p.name}] = schema_of(p);
      forms.push_back(std::move(form));
    }
    return {{"oneOf", forms}};
  }

private:
  static constexpr time<> a_time{std::chrono::microseconds{1}, tabs::longest_election_time};

  /// A time, never (or null) where that can be, a number, or a flag that counts as 0 or 1.
  static void read_parameter(const tabs::election_parameter& parameter, const json& value,
                             const place& at, plan::election& out) {
    const std::string name{parameter.name};
    if (parameter.kind == tabs::parameter_kind::time) {
      if (tabs::may_be_never(parameter) && (value.is_null() || text_in(value) == "never"))
        out.times[name] = duration::max();
      else
        a_time.read(value, at, out.times[name]);
    } else if (value.is_boolean()) {
      out.numbers[name] = value.get<bool>() ? 1 : 0;
    } else {
      std::uint32_t number = 0;
      whole<>{0, tabs::highest_election_number}.read(value, at, number);
      out.numbers[name] = number;
    }
  }

  static json schema_of(const tabs::election_parameter& parameter) {
    if (parameter.kind == tabs::parameter_kind::number)
      return {{"type", {"integer", "boolean"}},
              {"minimum", 0},
              {"maximum", tabs::highest_election_number}};
    if (!tabs::may_be_never(parameter))
      return a_time.schema();
    return {{"oneOf", {a_time.schema(), {{"enum", {"never", nullptr}}}}}};
  }

  static void read_times(const tabs::election_row& row, const json& value, const place& at,
                         plan::election& out) {
    std::vector<std::string_view> known{"algorithm", "release-at-unload", "resign-on-hide"};
    for (const auto& p : row.parameters)
      known.push_back(p.name);
    for (const auto& [name, inner] : value.items())
      if (const auto* parameter = find_named(row.parameters, name))
        read_parameter(*parameter, inner, at / name, out);
      else if (name == "release-at-unload")
        flag{}.read(inner, at / name, out.release_at_unload);
      else if (name == "resign-on-hide")
        flag{}.read(inner, at / name, out.resign_on_hide);
      else if (name != "algorithm")
        (at / name).refuse(unknown("key", name, known));
  }
};

} // namespace kinds

} // namespace deskstorm::loadgen
