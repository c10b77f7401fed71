#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/loadgen/scenario/lines.hpp>
#include <deskstorm/plan/distribution.hpp>

namespace deskstorm::loadgen::kinds {

namespace detail {

using plan::distributions::form;
using plan::distributions::parameter;
using plan::distributions::parameter_kind;
using numbers = std::vector<std::optional<double>>;

/// Calls `see(type_identity<Part>)` for each distribution.
template <class See, class... Parts>
constexpr void each_distribution(See&& see, std::type_identity<std::variant<Parts...>>) {
  (see(std::type_identity<Parts>{}), ...);
}

template <class See>
constexpr void each_distribution(See&& see) {
  each_distribution(see, std::type_identity<plan::distribution>{});
}

inline constexpr std::string_view file_key = "empirical-file";

inline std::vector<std::string_view> distribution_names() {
  std::vector<std::string_view> names;
  each_distribution([&]<class Part>(std::type_identity<Part>) { names.push_back(Part::name); });
  names.push_back(file_key);
  return names;
}

/// Reads one parameter; false where it is wrong, which is noted.
inline bool read_parameter(const json& value, const place& at, const parameter& row,
                           std::optional<double>& out) {
  const auto before = at.all().problems.size();
  if (row.kind == parameter_kind::time) {
    duration read{};
    time<>{}.read(value, at, read);
    out = plan::distributions::in_ns(read);
  } else {
    double read = 0;
    number{row.least, row.most}.read(value, at, read);
    out = read;
  }
  return at.all().problems.size() == before;
}

template <class Part>
std::optional<numbers> read_elements(const json& body, const place& at) {
  constexpr bool list = Part::written == form::list;
  constexpr std::size_t count = Part::parameters.size();
  constexpr std::size_t most = 1'000'000;
  if (!body.is_array() || (!list && body.size() != count) || body.size() > most) {
    at.refuse(list ? "a list of durations" : "a list of " + std::to_string(count) + " durations",
              body);
    return std::nullopt;
  }
  numbers read(body.size());
  bool good = true;
  for (std::size_t i = 0; i < body.size(); ++i)
    good = read_parameter(body[i], at / i, Part::parameters[list ? 0 : i], read[i]) && good;
  return good ? std::optional{read} : std::nullopt;
}

template <class Part>
std::optional<numbers> read_members(const json& body, const place& at) {
  const auto names = row_names(Part::parameters);
  if (!body.is_object()) {
    at.refuse("an object with " + one_of(names), body);
    return std::nullopt;
  }
  const auto before = at.all().problems.size();
  for (const auto& [name, value] : body.items())
    if (find_named(Part::parameters, name) == nullptr)
      (at / name).refuse("unknown key; expected " + one_of(names));
  numbers read(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto found = body.find(names[i]); found != body.end())
      read_parameter(*found, at / names[i], Part::parameters[i], read[i]);
    else if (Part::parameters[i].required)
      at.refuse("the key \"" + std::string{names[i]} + "\" is missing");
  return at.all().problems.size() == before ? std::optional{read} : std::nullopt;
}

template <class Part>
std::optional<numbers> read_parameters(const json& body, const place& at) {
  if constexpr (Part::written == form::object)
    return read_members<Part>(body, at);
  else if constexpr (Part::written == form::value) {
    numbers read(1);
    return read_parameter(body, at, Part::parameters[0], read[0]) ? std::optional{read}
                                                                  : std::nullopt;
  } else
    return read_elements<Part>(body, at);
}

template <class Part>
void make(const numbers& from, const place& at, plan::distribution& out) {
  if (const auto made = Part::from(from))
    out = *made;
  else
    (made.why().where.empty() ? at : at / made.why().where).refuse(made.why().text);
}

template <class Part>
json distribution_schema() {
  const auto of = [](const parameter& row) -> json {
    if (row.kind == parameter_kind::time)
      return time<>{}.schema();
    return number{row.least, row.most}.schema();
  };
  json body;
  if constexpr (Part::written == form::value)
    body = of(Part::parameters[0]);
  else if constexpr (Part::written == form::list)
    body = {{"type", "array"}, {"items", of(Part::parameters[0])}, {"minItems", 1}};
  else if constexpr (Part::written == form::tuple)
    body = {{"type", "array"},
            {"items", of(Part::parameters[0])},
            {"minItems", Part::parameters.size()},
            {"maxItems", Part::parameters.size()}};
  else {
    body = {{"type", "object"}, {"additionalProperties", false}, {"required", json::array()}};
    for (const auto& row : Part::parameters) {
      body["properties"][std::string{row.name}] = of(row);
      if (row.required)
        body["required"].push_back(row.name);
    }
    // Where two may be given, it is one of them.
    body["minProperties"] = body["maxProperties"] = 2;
  }
  return body;
}

} // namespace detail

/// A duration, or an object with one key that names a distribution.
struct distribution {
  using type = plan::distribution;

  void read(const json& value, const place& at, plan::distribution& out) const {
    if (value.is_object() && value.size() == 1)
      return read_named(value.begin().key(), value.front(), at, out);
    duration constant{};
    if (!value.is_string())
      return at.refuse(R"(a duration or a distribution such as {"exponential":"10s"})", value);
    const auto before = at.all().problems.size();
    time<>{}.read(value, at, constant);
    if (at.all().problems.size() == before)
      out = plan::distributions::constant{constant};
  }

  json schema() const { return {{"$ref", "#/definitions/distribution"}}; }

  /// What `schema` refers to.
  static json definition() {
    json forms = json::array({time<>{}.schema()});
    const auto add = [&](std::string_view name, const json& body) {
      forms.push_back({{"type", "object"},
                       {"properties", {{std::string{name}, body}}},
                       {"required", {name}},
                       {"additionalProperties", false}});
    };
    detail::each_distribution([&]<class Part>(std::type_identity<Part>) {
      add(Part::name, detail::distribution_schema<Part>());
    });
    add(detail::file_key, {{"type", "string"}, {"minLength", 1}});
    return {{"anyOf", forms}};
  }

private:
  static void read_named(const std::string& name, const json& body, const place& at,
                         plan::distribution& out) {
    if (name == detail::file_key)
      return read_file(body, at / name, out);
    bool known = false;
    detail::each_distribution([&]<class Part>(std::type_identity<Part>) {
      if (Part::name != name)
        return;
      known = true;
      if (const auto from = detail::read_parameters<Part>(body, at / name))
        detail::make<Part>(*from, at / name, out);
    });
    if (known)
      return;
    (at / name).refuse(unknown("distribution", name, detail::distribution_names()));
  }

  /// One duration a line. A first line that ends in "_ms" or another unit heads a column of bare
  /// numbers in that unit.
  static void read_file(const json& name, const place& at, plan::distribution& out) {
    const auto file = read_named_file(name, at);
    if (!file)
      return;
    constexpr std::size_t most = 1'000'000;
    std::string_view rest = file->text;
    std::string unit;
    detail::numbers read;
    const auto before = at.all().problems.size();
    for (std::size_t line = 1; !rest.empty(); ++line) {
      const auto cell = take_line(rest);
      const auto under = cell.rfind('_');
      if (line == 1 && under != std::string_view::npos
          && find_named(time_units, cell.substr(under + 1)) != nullptr) {
        unit = cell.substr(under + 1);
      } else if (const auto found = parse_duration(std::string{cell} + unit); found) {
        read.emplace_back(plan::distributions::in_ns(*found));
      } else if (!cell.empty()) {
        refuse_line(at, *file, line,
                    "expected " + (unit.empty() ? "a duration" : "a number of " + unit) + ", found "
                      + shown(std::string{cell.substr(0, 100)}));
        return;
      }
      if (read.size() > most)
        return at.refuse("expected at most " + std::to_string(most) + " lines");
    }
    if (at.all().problems.size() == before)
      detail::make<plan::distributions::empirical>(read, at, out);
  }
};

} // namespace deskstorm::loadgen::kinds
