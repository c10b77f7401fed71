#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/output/csv.hpp>
#include <deskstorm/loadgen/output/human.hpp>
#include <deskstorm/loadgen/output/junit.hpp>
#include <deskstorm/loadgen/study/limit_choice.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::study {

/// All that one call of `deskstorm limits` found out.
struct limit_study {
  std::string scenario = {};
  std::uint64_t seed = 1;
  std::uint32_t replications = 0;
  bool interrupted = false;
  std::vector<std::string> personas = {};
  std::vector<limit_point> points = {};
  limit_choice choice = {};
};

namespace detail {

/// A figure of a persona, as reports name it.
struct client_column {
  const char* name;
  double client_figures::*figure;
};

// clang-format off
inline constexpr std::array client_columns{
  client_column{"clients",          &client_figures::clients},
  client_column{"sent",             &client_figures::sent},
  client_column{"accepted",         &client_figures::accepted},
  client_column{"goodput",          &client_figures::goodput},
  client_column{"errors",           &client_figures::errors},
  client_column{"ignored",          &client_figures::ignored},
  client_column{"timed_out",        &client_figures::timed_out},
  client_column{"hurt_clients",     &client_figures::hurt_clients},
  client_column{"longest_outage_s", &client_figures::longest_outage_s},
  client_column{"mean_outage_s",    &client_figures::mean_outage_s},
  client_column{"edge_burst",       &client_figures::burst},
  client_column{"fairness",         &client_figures::fairness},
  client_column{"attempts",         &client_figures::attempts},
};
// clang-format on

inline ordered_json setting_json(const limit_setting& s) {
  ordered_json made{{"request", s.request.empty() ? "*" : s.request},
                    {"limit", s.limit},
                    {"quarantine_s", s.quarantine_s},
                    {"algorithm", s.algorithm}};
  if (!s.rules.empty())
    made["rules"] = to_json(s.rules);
  return made;
}

inline ordered_json outcome_json(const limit_outcome& o, const std::vector<std::string>& names) {
  ordered_json made{{"false_alarms_per_agent_shift", o.false_alarms.mean},
                    {"false_alarms_half_width", o.false_alarms.half_width},
                    {"longest_outage_s", o.longest_outage_s},
                    {"goodput_of_unlimited", o.legitimate_share},
                    {"abusive_accepted_of_unlimited", o.abusive_share},
                    {"abusive_accepted_per_minute", o.abusive_per_minute},
                    {"herd_factor", o.herd_factor},
                    {"herd_factor_of_unlimited", o.herd_growth}};
  auto& personas = made["personas"] = ordered_json::object();
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const auto& column : client_columns)
      personas[names[i]][column.name] = o.personas[i].*column.figure;
  return made;
}

inline ordered_json limit_point_json(const limit_point& p, const std::vector<std::string>& names) {
  ordered_json made{{"at", setting_json(p.at)}, {"feasible", p.feasible()}};
  auto& checks = made["checks"] = ordered_json::array();
  for (const auto& c : p.checks)
    checks.push_back({{"what", c.what},
                      {"value", c.value},
                      {"at_demand_120", c.at_more},
                      {"bound", c.bound},
                      {"margin", c.margin()}});
  made.update(outcome_json(p.seen, names));
  made["at_demand_120"] = outcome_json(p.at_more, names);
  return made;
}

} // namespace detail

/// Returns the lines of options that make a setting, ready to paste.
inline std::vector<std::string> option_lines(const limit_setting& s) {
  return {fmt::format("{}={}", s.option(), s.limit),
          fmt::format("service-client-api.rate-limit-quarantine-delay={}", s.quarantine_s)};
}

/// Returns the result file of a rate-limit study.
inline ordered_json to_json(const limit_study& r) {
  const auto setting = [&](const std::optional<std::size_t>& at) {
    return at ? detail::setting_json(r.points[*at].at) : ordered_json(nullptr);
  };
  ordered_json made{{"deskstorm", version},
                    {"scenario", r.scenario},
                    {"seed", r.seed},
                    {"replications", r.replications},
                    {"interrupted", r.interrupted},
                    {"recommended", setting(r.choice.recommended)},
                    {"why", r.choice.why}};
  if (r.choice.recommended)
    made["options"] = option_lines(r.points[*r.choice.recommended].at);
  made["runner_up"] = setting(r.choice.runner_up);
  made["nearest_failing"] = setting(r.choice.nearest_failing);
  auto& points = made["points"] = ordered_json::array();
  for (const auto& p : r.points)
    points.push_back(detail::limit_point_json(p, r.personas));
  return made;
}

/// Returns whether any setting is good, and the bounds at the one to look at, as test cases.
inline junit_suite junit_of(const limit_study& r) {
  junit_suite suite{.scenario = r.scenario};
  const auto add = [&](std::string name, bool passed, std::string message) {
    suite.cases.push_back(
      {std::move(name), passed ? case_outcome::passed : case_outcome::failed, std::move(message)});
  };
  add("a setting keeps all bounds", r.choice.recommended.has_value(), r.choice.why);
  if (const auto which = r.choice.shown())
    for (const auto& c : r.points[*which].checks)
      add(fmt::format("{} <= {:g}", c.what, c.bound), c.margin() >= 0,
          fmt::format("found {:.3g}{} with {}", c.value, c.at_more ? " at a fifth more demand" : "",
                      to_text(r.points[*which].at)));
  return suite;
}

/// Writes a line for each setting and persona.
inline void write_csv(const limit_study& r, std::ostream& out) {
  using loadgen::detail::csv_field;
  out << "request,limit,quarantine_s,algorithm,feasible,persona";
  for (const auto& column : detail::client_columns)
    out << ',' << column.name;
  out << ",counting\n";
  for (const auto& p : r.points)
    for (std::size_t i = 0; i < r.personas.size(); ++i) {
      out << (p.at.request.empty() ? "*" : p.at.request) << ',' << p.at.limit << ','
          << p.at.quarantine_s << ',' << p.at.algorithm << ',' << (p.feasible() ? "true" : "false")
          << ',' << csv_field(r.personas[i]);
      for (const auto& column : detail::client_columns)
        out << ',' << json(p.seen.personas[i].*column.figure).dump();
      out << ',' << csv_field(p.at.counting()) << '\n';
    }
}

namespace detail {

/// What `deskstorm limits` says to people.
class limit_text {
public:
  explicit limit_text(const limit_study& r) : r_(&r) {}

  std::string make() {
    line("{}  seed {}  {} replications{}\n", fitted(r_->scenario, 50), r_->seed, r_->replications,
         r_->interrupted ? "  INTERRUPTED" : "");
    table();
    choice();
    who_is_hurt();
    return std::move(text_);
  }

private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  void table() {
    std::size_t width = 14;
    for (const auto& p : r_->points)
      width = std::max(width, p.at.counting().size());
    line("{:>5} {:>5}  {:<{}}{:>16}{:>9}{:>9}{:>9}{:>7}  {}", "limit", "quar.", "counting", width,
         "false alarms", "outage", "goodput", "abusive", "herd", "verdict");
    for (const auto& p : r_->points)
      line("{:>5} {:>4}s  {:<{}}{:>10.3g}+-{:<4.2g}{:>8.0f}s{:>8.1f}%{:>8.1f}%{:>7.2f}  {}",
           p.at.limit, p.at.quarantine_s, p.at.counting(), width, p.seen.false_alarms.mean,
           p.seen.false_alarms.half_width, p.seen.longest_outage_s, p.seen.legitimate_share * 100,
           p.seen.abusive_share * 100, p.seen.herd_growth,
           p.feasible() ? "good" : "fails: " + reason_of(p));
    line(
      "\nFalse alarms an agent and shift; longest outage of a legitimate client; goodput, accepted "
      "abuse and\nherd factor against no limit. Verdicts are at a fifth more demand, too.\n");
  }

  void choice() {
    const auto& c = r_->choice;
    if (!c.recommended)
      line("recommended  none: {}", c.why);
    else {
      line("recommended  {}\n             {}", to_text(r_->points[*c.recommended].at), c.why);
      for (const auto& option : option_lines(r_->points[*c.recommended].at))
        line("             {}", option);
    }
    if (c.runner_up)
      line("runner-up    {}: {}", to_text(r_->points[*c.runner_up].at),
           reason_of(r_->points[*c.runner_up]));
    if (c.nearest_failing)
      line("nearest that fails  {}: {}", to_text(r_->points[*c.nearest_failing].at),
           reason_of(r_->points[*c.nearest_failing]));
  }

  void who_is_hurt() {
    const auto which = r_->choice.shown();
    if (!which)
      return;
    const auto& p = r_->points[*which];
    line("\nat {}, a run:", to_text(p.at));
    line("{:<16}{:>9}{:>9}{:>9}{:>9}{:>9}{:>7}{:>8}{:>9}{:>7}{:>9}{:>9}", "persona", "sent",
         "accepted", "refused", "ignored", "given up", "hurt", "outage", "recovery", "burst",
         "fairness", "attempts");
    for (std::size_t i = 0; i < r_->personas.size(); ++i) {
      const auto& f = p.seen.personas[i];
      line("{:<16}{:>9}{:>9}{:>9}{:>9}{:>9}{:>6.0f}%{:>7.0f}s{:>8.0f}s{:>7}"
           "{:>9.2f}{:>9.3g}",
           fitted(r_->personas[i], 16), human_mean(f.sent), human_mean(f.accepted),
           human_mean(f.errors), human_mean(f.ignored), human_mean(f.timed_out),
           f.hurt_clients * 100, f.longest_outage_s, f.mean_outage_s, human_mean(f.burst),
           f.fairness, f.attempts);
    }
  }

  const limit_study* r_;
  std::string text_;
};

} // namespace detail

inline std::string text_of(const limit_study& r) { return detail::limit_text{r}.make(); }

} // namespace deskstorm::loadgen::study
