#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/desk/event_paths.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/plan/expansion.hpp>
#include <deskstorm/plan/persona.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::loadgen {

namespace detail {

inline bool is_placeholder(const json& value) { return text_in(value).starts_with('$'); }

inline constexpr std::array<std::string_view, 3> placeholders{"$interaction", "$uuid", "$counter"};

inline bool is_known_placeholder(std::string_view text) {
  return std::ranges::find(placeholders, text) != placeholders.end()
         || (text.starts_with(plan::event_prefix) && text.size() > plan::event_prefix.size());
}

/// Checks every text of `value` that begins with $.
inline void check_placeholders(const json& value, const place& at) {
  if (value.is_structured()) {
    std::size_t element = 0;
    for (const auto& [name, inner] : value.items())
      check_placeholders(inner, value.is_array() ? at / element++ : at / name);
    return;
  }
  if (!is_placeholder(value))
    return;
  const auto text = text_in(value);
  if (is_known_placeholder(text))
    return;
  at.refuse(R"(expected "$interaction", "$uuid", "$counter" or "$event.…", found )" + shown(value)
            + kinds::meant_name(text, placeholders));
}

struct type_row {
  parameter_type type;
  std::string_view name;
  bool (*fits)(const json&);
};

// clang-format off
inline constexpr std::array parameter_types{
  type_row{parameter_type::text,   "a text",   [](const json& v) { return v.is_string(); }},
  type_row{parameter_type::number, "a number", [](const json& v) { return v.is_number(); }},
  type_row{parameter_type::flag,   "true or false", [](const json& v) { return v.is_boolean(); }},
  type_row{parameter_type::object, "an object", [](const json& v) { return v.is_object(); }},
  type_row{parameter_type::list,   "a list",   [](const json& v) { return v.is_array(); }},
  type_row{parameter_type::object_or_text, "an object or a text",
           [](const json& v) { return v.is_object() || v.is_string(); }},
  type_row{parameter_type::number_or_text, "a number or a text",
           [](const json& v) { return v.is_number() || v.is_string(); }},
  type_row{parameter_type::any, "any value", [](const json&) { return true; }},
};
// clang-format on

inline void check_parameter(const json& value, const place& at, const parameter_row& row) {
  const auto type = std::ranges::find(parameter_types, row.type, &type_row::type);
  const bool given = !value.is_null();
  if (given ? !type->fits(value) && !is_placeholder(value) : row.required)
    at.refuse(std::string{type->name} + " (" + std::string{row.name} + ")", value);
}

/// Checks the parameters of a request against its row.
inline void check_parameters(const json& parameters, const place& at, const request_row& row) {
  std::string names;
  for (const auto& p : row.parameters)
    names += (names.empty() ? "" : ", ") + std::string{p.name} + (p.required ? "" : " (optional)");
  const auto needed = static_cast<std::size_t>(
    std::ranges::count_if(row.parameters, [](const auto& p) { return p.required; }));
  if (parameters.size() < needed || parameters.size() > row.parameters.size())
    at.refuse(std::string{row.name} + " takes "
              + (names.empty() ? "no parameters" : "the parameters " + names) + ", found "
              + std::to_string(parameters.size()));
  for (std::size_t i = 0; i < std::min(parameters.size(), row.parameters.size()); ++i)
    check_parameter(parameters[i], at / i, row.parameters[i]);
  check_placeholders(parameters, at);
}

inline bool mentions(const json& value, std::string_view text) {
  return value.is_structured()
           ? std::ranges::any_of(value, [&](const json& inner) { return mentions(inner, text); })
           : text_in(value) == text;
}

/// Says where the interaction comes from that a request is about, or that it mentions.
inline plan::interaction_source interaction_of(const json& parameters, const place& at,
                                               request_kind request) {
  if (names_interaction(request) && !parameters.empty()) {
    const auto& id = parameters[0];
    if (id == plan::event_interaction)
      return plan::interaction_source::event;
    if (id == "$uuid" || id == "$counter")
      (at / 0).refuse(R"("$interaction", "$event.…" or an id)", id);
  }
  return mentions(parameters, "$interaction") ? plan::interaction_source::live
                                              : plan::interaction_source::none;
}

/// Refuses the values of events that no event has to which a client reacts like that.
inline void check_paths(const json& value, const place& at, event_channel channel,
                        std::optional<event_type> type) {
  if (value.is_structured()) {
    std::size_t element = 0;
    for (const auto& [name, inner] : value.items())
      check_paths(inner, value.is_array() ? at / element++ : at / name, channel, type);
    return;
  }
  auto path = text_in(value);
  if (!path.starts_with(plan::event_prefix))
    return;
  path.remove_prefix(plan::event_prefix.size());
  std::optional<desk::wrong_step> wrong;
  for (const auto& row : events) {
    if (row.channel != channel || (type && row.type != *type))
      continue;
    wrong = desk::wrong_step_of(row.type, path);
    if (!wrong)
      return;
  }
  if (wrong)
    at.refuse("no such event has \"" + std::string{wrong->step} + "\" where " + shown(value)
              + " looks for it" + kinds::meant_name(wrong->step, wrong->known));
}

} // namespace detail

namespace kinds {

struct request_name {
  using type = request_kind;

  void read(const json& value, const place& at, request_kind& out) const {
    const auto found =
      value.is_string() ? request_named(value.get_ref<const std::string&>()) : std::nullopt;
    if (!found)
      return refuse_name(at, "the name of a request", value, row_names(requests));
    out = *found;
  }

  json schema() const { return {{"$ref", "#/definitions/request-name"}}; }

  static json definition() { return {{"enum", row_names(requests)}}; }
};

/// An array of parameters, kept in the plan's table of them.
struct parameters {
  using type = std::uint32_t;

  void read(const json& value, const place& at, std::uint32_t& out) const {
    if (!value.is_array())
      return at.refuse("a list of parameters", value);
    out = at.all().number_of(value);
  }

  json schema() const { return {{"type", "array"}}; }
};

} // namespace kinds

template <>
struct keys_of<plan::request_choice> {
  using owner = plan::request_choice;
  static constexpr std::tuple rows{
    key{"request", &owner::request, kinds::request_name{}, "name of the request",
        presence::required},
    key{"parameters", &owner::arguments, kinds::parameters{},
        "its parameters in order; $interaction, $event.…, $uuid and $counter are filled in"},
    key{"weight", &owner::weight, kinds::number{0, 1e6},
        "how often it is chosen against the others; 1"},
  };

  static void check(owner& out, const json& value, const place& at) {
    const auto name = value.find("request");
    if (name == value.end() || !name->is_string()
        || !request_named(name->get_ref<const std::string&>()))
      return;
    static const json none = json::array();
    const auto given = value.find("parameters");
    if (given != value.end() && !given->is_array())
      return;
    const auto& all = given == value.end() ? none : *given;
    const auto inside = given == value.end() ? at : at / "parameters";
    loadgen::detail::check_parameters(all, inside, row_of(out.request));
    out.interaction = loadgen::detail::interaction_of(all, inside, out.request);
  }
};

} // namespace deskstorm::loadgen
