#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/scenario/desk_keys.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/loadgen/scenario/place.hpp>
#include <deskstorm/loadgen/study/limit_choice.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm limits` as they were typed.
struct limits_texts {
  run_texts run;
  std::string limit;
  std::string quarantine = "30";
  std::string algorithms = "fixed-window";
  std::vector<std::string> rules;
  study::limit_bounds bounds = {};
};

/// The same, understood.
struct limits_options {
  run_options run;
  std::vector<study::limit_setting> settings;
};

inline void add_limits_options(CLI::App& app, limits_texts& to) {
  add_run_options(app, to.run);
  app.get_option("--csv")->description("Write a line a setting and persona");
  app.get_option("--junit")->description("Write the bounds, at the setting that is recommended or "
                                         "fails by least, as JUnit test cases");
  app.get_option("--trace")->description(
    "Write every delivered message of the first run at that setting as JSON Lines");
  app
    .add_option("--sweep-limit", to.limit,
                "The limits to try, requests a minute: voice.dial=1..20, *=30,60 for all requests")
    ->type_name("REQUEST=A..B|A,B,C")
    ->required();
  app
    .add_option("--sweep-quarantine", to.quarantine,
                "The quarantines to try, in seconds; 0: for ever")
    ->type_name("A,B,C")
    ->capture_default_str();
  app
    .add_option("--algorithms", to.algorithms,
                "fixed-window, sliding-log, sliding-counter, token-bucket, gcra")
    ->type_name("A,B,C")
    ->capture_default_str();
  app
    .add_option("--sweep-rule", to.rules,
                "What to try of what the manual leaves open, a key of /rate-limit: "
                "window=service-start,wall-clock or scope=tab,agent; may be given again")
    ->type_name("KEY=A,B")
    ->allow_extra_args(false);
  app
    .add_option("--max-false-alarms", to.bounds.false_alarms,
                "Refused requests of legitimate clients, an agent and shift of 8 h, at most")
    ->check(CLI::PositiveNumber)
    ->capture_default_str();
  app
    .add_option("--max-outage", to.bounds.outage_s,
                "Seconds that a legitimate client goes without success, at most")
    ->check(CLI::PositiveNumber)
    ->capture_default_str();
  app
    .add_option("--max-abuse", to.bounds.abusive_share,
                "Accepted requests of abusive clients, of those without limit, at most")
    ->check(CLI::PositiveNumber)
    ->capture_default_str();
  app
    .add_option("--max-herd", to.bounds.herd_growth,
                "The herd factor (busiest second, of the mean), of that without limit, at most")
    ->check(CLI::PositiveNumber)
    ->capture_default_str();
}

namespace detail {

/// Reads "1..20" or "1,5,10". Errors: names the option and what was found.
inline result<std::vector<std::uint32_t>>
whole_numbers(std::string_view option, std::string_view text, std::uint32_t least) {
  constexpr std::uint32_t most = 1'000'000;
  constexpr std::size_t most_values = 1'000;
  std::vector<std::uint32_t> made;
  const auto wrong = failure{fmt::format("{}: expected numbers such as 1..20 or 1,5,10 from {} to "
                                         "{}, found '{}'",
                                         option, least, most, text)};
  if (const auto dots = text.find(".."); dots != std::string_view::npos) {
    const auto first = deskstorm::whole_number<std::uint32_t>(text.substr(0, dots));
    const auto last = deskstorm::whole_number<std::uint32_t>(text.substr(dots + 2));
    if (!first || !last || *first < least || *last > most || *last < *first
        || *last - *first >= most_values)
      return wrong;
    for (auto n = *first; n <= *last; ++n)
      made.push_back(n);
    return made;
  }
  for (const auto& part : study::split_values(text)) {
    const auto number = deskstorm::whole_number<std::uint32_t>(part);
    if (!number || *number < least || *number > most)
      return wrong;
    made.push_back(*number);
  }
  if (const auto again = study::detail::first_twice(made))
    return study::detail::found_twice(option, *again, text);
  return made;
}

/// Reads "scope=tab,agent". Errors: there is no such rule, or a value that it cannot have.
inline result<study::sweep> rule_sweep(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return failure{
      fmt::format("--sweep-rule: expected KEY=A,B such as scope=tab,agent, found '{}'", text)};
  const std::string key{text.substr(0, equals)};
  if (key == "algorithm")
    return failure{"--sweep-rule: use --algorithms to try several algorithms"};
  study::sweep made{"/rate-limit/" + key, study::split_values(text.substr(equals + 1))};
  for (const auto& value : made.values) {
    session all;
    all.layers.push_back({""});
    limiter_rules rules;
    const json document{{key, study::value_of({made.pointer, value})}};
    kinds::object<limiter_rules>{}.read(document, place{all}, rules);
    if (!all.problems.empty())
      return failure{"--sweep-rule: " + key + ": " + all.problems.front().text};
  }
  if (const auto again = study::detail::first_twice(study::detail::meanings(made)))
    return study::detail::found_twice("--sweep-rule", again->dump(), text);
  return made;
}

/// The limits to try, of one request or of all together.
struct limit_sweep {
  std::string request; ///< "" for all
  std::vector<std::uint32_t> limits;
};

/// Reads "voice.dial=1..20" or "*=30,60". Errors: names the option and what was found.
inline result<limit_sweep> limits_in(const std::string& text) {
  const auto equals = text.find('=');
  const auto request = text.substr(0, equals);
  if (equals == std::string::npos || request.empty())
    return failure{"--sweep-limit: expected REQUEST=A..B such as voice.dial=1..20, found '" + text
                   + "'"};
  if (request != "*" && find_named(requests, request) == nullptr)
    return failure{"--sweep-limit: there is no request '" + request + "'"
                   + did_you_mean(request, row_names(requests))};
  auto limits = whole_numbers("--sweep-limit", std::string_view{text}.substr(equals + 1), 1);
  if (!limits)
    return limits.why();
  return limit_sweep{request == "*" ? "" : request, *std::move(limits)};
}

/// Reads "fixed-window,gcra". Errors: names the option and what was found.
inline result<std::vector<std::string>> algorithms_in(const std::string& text) {
  auto algorithms = study::split_values(text);
  for (const auto& name : algorithms)
    if (find_named(limiter_algorithms, name) == nullptr)
      return failure{"--algorithms: there is no algorithm '" + name + "'"
                     + did_you_mean(name, row_names(limiter_algorithms))};
  if (const auto again = study::detail::first_twice(algorithms))
    return study::detail::found_twice("--algorithms", *again, text);
  return algorithms;
}

/// Returns every combination of what is to be tried. Errors: those of one option.
inline result<std::vector<study::limit_setting>> settings_of(const limits_texts& typed) {
  const auto swept = limits_in(typed.limit);
  if (!swept)
    return swept.why();
  const auto quarantines = whole_numbers("--sweep-quarantine", typed.quarantine, 0);
  if (!quarantines)
    return quarantines.why();
  const auto algorithms = algorithms_in(typed.algorithms);
  if (!algorithms)
    return algorithms.why();
  const auto rules = study::parse_sweeps("--sweep-rule", typed.rules, rule_sweep);
  if (!rules)
    return rules.why();
  std::vector<study::limit_setting> all;
  for (const auto& algorithm : *algorithms)
    for (const auto& tried : study::grid(*rules))
      for (const auto quarantine : *quarantines)
        for (const auto limit : swept->limits)
          all.push_back({swept->request, limit, quarantine, algorithm, tried});
  return all;
}

} // namespace detail

/// Understands what was typed. Errors: the option, what was expected and what was found.
inline result<limits_options> understand(const limits_texts& typed) {
  auto run = understand(typed.run);
  if (!run)
    return run.why();
  if (run->replications < 2)
    return failure{"--replications: expected 2 at least, for an interval, found '"
                   + typed.run.replications + "'"};
  auto settings = detail::settings_of(typed);
  if (!settings)
    return settings.why();
  return limits_options{*std::move(run), *std::move(settings)};
}

} // namespace deskstorm::loadgen::cli
