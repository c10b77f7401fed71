#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/protocol/messages.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

constexpr std::string_view name_of(parameter_type type) {
  switch (type) {
  case parameter_type::text: return "a text";
  case parameter_type::number: return "a number";
  case parameter_type::flag: return "true or false";
  case parameter_type::object: return "an object";
  case parameter_type::list: return "a list";
  case parameter_type::object_or_text: return "an object or a text";
  case parameter_type::number_or_text: return "a number or a text";
  case parameter_type::any: return "a value";
  }
  return {};
}

/// True where `value` is of that type.
inline bool fits(parameter_type type, const json& value) {
  switch (type) {
  case parameter_type::text: return value.is_string();
  case parameter_type::number: return value.is_number();
  case parameter_type::flag: return value.is_boolean();
  case parameter_type::object: return value.is_object();
  case parameter_type::list: return value.is_array();
  case parameter_type::object_or_text: return value.is_object() || value.is_string();
  case parameter_type::number_or_text: return value.is_number() || value.is_string();
  case parameter_type::any: return true;
  }
  return false;
}

/// Compares a request's parameters with its row. Null is absent. Errors, with the parameter's name:
/// one that is missing or of another type; more than the request has.
inline std::optional<failure> check_parameters(const request_row& row, const json& parameters) {
  for (std::size_t i = 0; i < row.parameters.size(); ++i) {
    const auto& expected = row.parameters[i];
    const auto error = [&](std::string_view found) {
      return failure{std::string{row.name} + ": parameter " + std::to_string(i + 1) + ", "
                       + std::string{expected.name} + ", must be "
                       + std::string{name_of(expected.type)} + ", found " + std::string{found},
                     std::string{expected.name}};
    };
    if (i >= parameters.size() || parameters[i].is_null()) {
      if (expected.required)
        return error("nothing");
    } else if (!fits(expected.type, parameters[i])) {
      return error(parameters[i].type_name());
    }
  }
  if (parameters.size() > row.parameters.size())
    return failure{std::string{row.name} + " has " + std::to_string(row.parameters.size())
                     + " parameters, found " + std::to_string(parameters.size()),
                   "parameters"};
  return std::nullopt;
}

/// Returns which request a message is. Errors: an unknown name, with the nearest known one, or
/// those of check_parameters.
inline result<request_kind> check_request(const request_message& message) {
  const auto kind = request_named(message.request);
  if (!kind) {
    std::array<std::string_view, request_count> known;
    std::ranges::transform(requests, known.begin(), &request_row::name);
    return failure{"unknown request '" + message.request + "'"
                     + did_you_mean(message.request, known),
                   "request"};
  }
  const json nothing = json::array();
  const bool given = message.parameters && message.parameters->is_array();
  if (auto wrong = check_parameters(row_of(*kind), given ? *message.parameters : nothing))
    return *std::move(wrong);
  return *kind;
}

} // namespace deskstorm
