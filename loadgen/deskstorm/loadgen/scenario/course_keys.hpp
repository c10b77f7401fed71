#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/faults.hpp>
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

} // namespace kinds

// clang-format off
inline constexpr std::array script_actions{
  named<plan::script_action>{plan::script_action::open_tab,  "open-tab"},
  named<plan::script_action>{plan::script_action::close_tab, "close-tab"},
  named<plan::script_action>{plan::script_action::focus_tab, "focus-tab"},
};

/// What a search for races may do, and a script once it is simulated.
inline constexpr std::array<std::string_view, 22> action_names{
  "open-tab", "close-tab", "cancel-close", "crash-tab", "reload-tab", "reload-all", "duplicate-tab",
  "restore-session", "hide-tab", "show-tab", "busy-tab", "freeze-tab", "bfcache", "sleep",
  "clock-step", "kill-worker", "quota-error", "one-way-link", "call-start", "drop-at-unload",
  "resign-tab", "focus-tab",
};

inline constexpr std::array links{
  named<plan::link>{plan::link::post_message,      "post-message"},
  named<plan::link>{plan::link::broadcast_channel, "broadcast-channel"},
  named<plan::link>{plan::link::backend,           "backend"},
};
// clang-format on

namespace kinds {

namespace detail {

/// Notes that an action of the contract is not simulated yet; false where `value` is none.
inline bool refuse_later(const json& value, const place& at, const std::string& expected) {
  if (std::ranges::find(action_names, text_in(value)) == action_names.end())
    return false;
  at.refuse(shown(value) + " is not simulated yet; expected " + expected);
  return true;
}

} // namespace detail

struct script_action {
  using type = plan::script_action;

  void read(const json& value, const place& at, plan::script_action& out) const {
    const choice<plan::script_action> now{script_actions};
    const bool simulated =
      std::ranges::find(script_actions, text_in(value), &named<plan::script_action>::name)
      != script_actions.end();
    if (simulated || !detail::refuse_later(value, at, one_of(now.names())))
      now.read(value, at, out);
  }

  json schema() const { return choice<plan::script_action>{script_actions}.schema(); }
};

struct fault_name {
  using type = plan::fault_kind;

  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& row : sim::fault_table)
      all.push_back(row.name);
    return all;
  }

  void read(const json& value, const place& at, plan::fault_kind& out) const {
    const auto found = std::ranges::find(sim::fault_table, text_in(value), &sim::fault::name);
    if (found != sim::fault_table.end())
      out = found->kind;
    else if (!detail::refuse_later(value, at, one_of(names())))
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

template <>
struct keys_of<plan::script_step> {
  using owner = plan::script_step;
  static constexpr std::tuple rows{
    key{"at", &owner::at, kinds::time<instant>{}, "when, since the start", presence::required},
    key{"do", &owner::action, kinds::script_action{}, "open-tab, close-tab or focus-tab",
        presence::required},
    key{"agent", &owner::agent, kinds::agent_number{}, "number of the agent, or all; 1"},
    key{"tab", &owner::tab, kinds::tab_choice{}, "leader, last-active or a number; leader"},
  };
};

template <>
struct keys_of<plan::fault> {
  using owner = plan::fault;
  static constexpr std::tuple rows{
    key{"fault", &owner::what, kinds::fault_name{}, "drop, delay, duplicate or backend-outage",
        presence::required},
    key{"link", &owner::where, kinds::choice{links},
        "the link it happens on; an outage is always on that to the backend"},
    key{"probability", &owner::probability, kinds::number{0, 1}, "for each message; 1"},
    key{"by", &owner::by, kinds::distribution{}, "how much later, for delay and duplicate"},
    key{"from", &owner::from, kinds::time<instant>{}, "when it begins; 0s"},
    key{"until", &owner::until, kinds::time<instant>{}, "when it ends; never"},
  };

  static void check(owner& out, const json& value, const place& at) {
    const bool delay = value.value("fault", json{}) == "delay";
    if (delay && !value.contains("by"))
      at.refuse("the key \"by\" is missing, which says how long the delay is");
    if (value.value("fault", json{}) == "drop" && value.contains("by"))
      (at / "by").refuse("a message that is dropped does not come later; remove the key");
    if (!value.contains("probability"))
      out.probability = 1;
    const bool outage = value.value("fault", json{}) == "backend-outage";
    for (const char* other : {"link", "probability", "by"})
      if (outage && value.contains(other))
        (at / other).refuse(R"(an outage has "from" and "until" alone; remove the key)");
    if (outage)
      out.where = plan::link::backend;
    else if (!value.contains("link"))
      at.refuse("the key \"link\" is missing");
    if (out.until < out.from)
      (at / "until").refuse("expected no time before \"from\"");
  }
};

namespace kinds {

/// The election of the leading tab: an algorithm, and parameters of it.
struct election {
  using type = plan::election;

  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& row : tabs::elections)
      all.push_back(row.name);
    return all;
  }

  void read(const json& value, const place& at, plan::election& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    if (const auto name = value.find("algorithm"); name != value.end()) {
      if (find_named(tabs::elections, text_in(*name)) == nullptr)
        return refuse_name(at / "algorithm", "an election algorithm", *name, names());
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
  /// A time, never (or null), a number, or a flag that counts as 0 or 1.
  static void read_parameter(const tabs::election_parameter& parameter, const json& value,
                             const place& at, plan::election& out) {
    const std::string name{parameter.name};
    if (parameter.kind == tabs::parameter_kind::time) {
      if (value.is_null() || text_in(value) == "never")
        out.times[name] = duration::max();
      else
        time<>{std::chrono::microseconds{1}}.read(value, at, out.times[name]);
    } else if (value.is_boolean()) {
      out.numbers[name] = value.get<bool>() ? 1 : 0;
    } else {
      std::uint32_t number = 0;
      whole<>{0, 1'000'000}.read(value, at, number);
      out.numbers[name] = number;
    }
  }

  static json schema_of(const tabs::election_parameter& parameter) {
    if (parameter.kind == tabs::parameter_kind::number)
      return {{"type", {"integer", "boolean"}}, {"minimum", 0}};
    return {{"oneOf", {time<>{}.schema(), {{"enum", {"never", nullptr}}}}}};
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
