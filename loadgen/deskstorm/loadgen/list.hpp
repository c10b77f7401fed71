#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/metric_names.hpp>
#include <deskstorm/loadgen/scenario/course_keys.hpp>
#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/schema.hpp>
#include <deskstorm/options/table.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/search/strategies.hpp>

namespace deskstorm::loadgen {

/// A table that `deskstorm list` prints.
struct listing {
  std::vector<std::string> columns;
  std::vector<json> rows = {}; ///< objects with a value for each column
  std::string note = {};       ///< for people, below the table
};

namespace detail {

inline listing list_requests() {
  listing all{{"name", "parameters", "changes", "result", "source"}};
  for (const auto& row : requests) {
    json parameters = json::array();
    for (const auto& p : row.parameters)
      parameters.push_back(std::string{p.name} + (p.required ? "" : "?"));
    all.rows.push_back({{"name", row.name},
                        {"parameters", parameters},
                        {"changes", row.changes},
                        {"result", row.result},
                        {"source", row.source}});
  }
  all.note = "Parameters with ? are optional. Tabs forward what changes something to the backend.";
  return all;
}

inline listing list_events() {
  listing all{{"channel", "name", "about"}};
  for (const auto& row : events)
    all.rows.push_back(
      {{"channel", name_of(row.channel)}, {"name", row.name}, {"about", row.when}});
  return all;
}

inline listing list_options() {
  listing all{{"name", "default", "range", "unit", "about"}};
  for (const auto& row : option_table)
    all.rows.push_back({{"name", row.key},
                        {"default", row.fallback},
                        {"range", row.range},
                        {"unit", row.unit},
                        {"about", row.about}});
  return all;
}

inline std::string usual_text(const tabs::election_parameter& p) {
  if (p.kind == tabs::parameter_kind::number)
    return std::to_string(p.usual);
  return p.usual == duration::max().count() ? "never" : duration_text(duration{p.usual});
}

inline listing list_elections() {
  listing all{{"name", "parameters", "about"}};
  for (const auto& row : tabs::elections) {
    json parameters = json::array();
    for (const auto& p : row.parameters)
      parameters.push_back(std::string{p.name} + "=" + usual_text(p));
    all.rows.push_back({{"name", row.name}, {"parameters", parameters}, {"about", row.about}});
  }
  return all;
}

inline listing list_strategies() {
  listing all{{"name", "about"}};
  for (const auto& row : sim::strategy_rows)
    all.rows.push_back({{"name", row.name}, {"about", row.about}});
  return all;
}

inline listing list_faults() {
  listing all{{"name", "about"}};
  for (const auto& row : sim::fault_table)
    all.rows.push_back({{"name", row.name}, {"about", row.about}});
  for (const auto& row : sim::action_rows)
    all.rows.push_back({{"name", row.name}, {"about", row.about}});
  all.note = "Those up to backend-outage happen on links, the others to tabs.";
  return all;
}

inline listing list_distributions() {
  listing all{{"name", "parameters", "about"}};
  kinds::detail::each_distribution([&]<class Part>(std::type_identity<Part>) {
    json parameters = json::array();
    for (const auto& p : Part::parameters)
      parameters.push_back(std::string{p.name} + (p.required ? "" : "?"));
    all.rows.push_back({{"name", Part::name}, {"parameters", parameters}, {"about", Part::about}});
  });
  return all;
}

inline listing list_metrics() {
  listing all{{"name", "unit", "about"}};
  for (const auto& line : metric_lines())
    all.rows.push_back({{"name", line.name}, {"unit", line.unit}, {"about", line.about}});
  return all;
}

/// Adds every key below one object of the schema, with its path.
inline void add_keys(const json& schema, const std::string& path, listing& to) {
  for (const auto& [form, name] :
       {std::pair{"items", "/0"}, std::pair{"additionalProperties", "/NAME"}})
    if (const auto inner = schema.find(form); inner != schema.end() && inner->is_object())
      add_keys(*inner, path + name, to);
  for (const char* many : {"anyOf", "oneOf"})
    for (const auto& one : schema.value(many, json::array()))
      add_keys(one, path, to);
  const auto properties = schema.value("properties", json::object());
  for (const auto& [name, inner] : properties.items()) {
    if (inner.contains("description"))
      to.rows.push_back({{"name", path + "/" + name}, {"about", inner.at("description")}});
    add_keys(inner, path + "/" + name, to);
  }
}

inline listing list_keys() {
  listing all{{"name", "about"}};
  add_keys(scenario_schema(), "", all);
  all.note = "Keys of scenarios as JSON pointers: /0 is any element of a list, /NAME any name.";
  return all;
}

} // namespace detail

/// What `deskstorm list` can list.
// clang-format off
inline constexpr std::array listings{
  part<listing (*)()>{"requests", "requests of the Service Client API", detail::list_requests},
  part<listing (*)()>{"events", "events that clients can subscribe to", detail::list_events},
  part<listing (*)()>{"options", "options of the administrator", detail::list_options},
  part<listing (*)()>{"elections", "election protocols of tabs", detail::list_elections},
  part<listing (*)()>{"strategies", "search strategies of race", detail::list_strategies},
  part<listing (*)()>{"faults", "what can go wrong on links", detail::list_faults},
  part<listing (*)()>{"distributions", "distributions of times", detail::list_distributions},
  part<listing (*)()>{"metrics", "figures of results", detail::list_metrics},
  part<listing (*)()>{"keys", "keys of the scenario file", detail::list_keys},
};
// clang-format on

/// Returns the table of that name. Errors: there is none; the failure names those that there are.
inline result<listing> list_table(std::string_view what) {
  if (const auto* found = find_named(listings, what))
    return found->make();
  std::vector<std::string_view> names;
  for (const auto& one : listings)
    names.push_back(one.name);
  const auto meant = nearest(what, names);
  return failure{"expected " + kinds::one_of(names) + ", found \"" + std::string{what} + "\""
                 + (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)")};
}

/// Returns the rows as `deskstorm list --json` prints them.
inline json to_json(const listing& table) { return table.rows; }

namespace detail {

inline std::string cell_text(const json& value) {
  if (value.is_boolean())
    return value.get<bool>() ? "yes" : "no";
  if (!value.is_array())
    return std::string{text_in(value)};
  std::string all;
  for (const auto& one : value)
    all += (all.empty() ? "" : ", ") + std::string{text_in(one)};
  return all;
}

} // namespace detail

/// Prints the table in columns.
inline void print(std::ostream& out, const listing& table) {
  std::vector<std::vector<std::string>> lines{table.columns};
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (const auto& column : table.columns)
      lines.back().push_back(detail::cell_text(row.at(column)));
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], line[i].size());
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i)
      text += line[i] + std::string(widths[i] - line[i].size() + 2, ' ');
    out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
  }
  if (!table.note.empty())
    out << '\n' << table.note << '\n';
}

} // namespace deskstorm::loadgen
