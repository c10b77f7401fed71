#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/scenario/document.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>

namespace deskstorm::loadgen {

namespace detail {

/// Reads the value of --set or of an option like it. What is no JSON is a text, if it can be
/// nothing else: a word that does not begin like JSON ({, [, ", a sign) and is no number, e.g. 5m,
/// 30/min or oldest-tab.
inline std::optional<json> override_value(std::string_view option, std::string_view text,
                                          std::vector<problem>& problems) {
  std::vector<problem> wrong;
  if (auto value = parse_document(text, std::string{option}, wrong))
    return value;
  const bool number = text.find_first_not_of("0123456789.+-eE") == std::string_view::npos;
  const bool word = text.find_first_of("{}[]\"'\\ \t\r\n") == std::string_view::npos;
  if (word && !number && text.front() != '-' && text.front() != '+'
      && json::accept('"' + std::string{text} + '"'))
    return json(text);
  problems.push_back({std::string{option}, "",
                      "expected JSON, found " + (text.empty() ? "nothing" : shown(text))
                        + " (a text is written in double quotes)"});
  return std::nullopt;
}

/// Returns the value that `pointer` names in `document`; missing objects on the way are made.
/// Nothing where it leads through a value that is no object, or to no element of a list.
inline json* value_at(json& document, std::string_view pointer) {
  json* at = &document;
  while (!pointer.empty()) {
    const auto name = take_name(pointer);
    if (at->is_null())
      *at = json::object();
    if (at->is_object()) {
      at = &(*at)[name];
    } else if (at->is_array() && name.find_first_not_of("0123456789") == std::string::npos
               && !name.empty() && name.size() < 10 && std::stoul(name) < at->size()) {
      at = &(*at)[std::stoul(name)];
    } else
      return nullptr;
  }
  return at;
}

/// True for valid UTF-8, as all text of a document is.
inline bool is_utf8(const std::string& text) {
  using handler = json::error_handler_t;
  const json value = text;
  return value.dump(-1, ' ', false, handler::ignore)
         == value.dump(-1, ' ', false, handler::replace);
}

/// Changes one value, as `option` asks.
inline void override_one(json& document, session& all, const std::string& option,
                         const std::string& setting) {
  const auto equals = setting.find('=');
  const auto refuse = [&](std::string text) {
    all.problems.push_back({option, "", std::move(text)});
  };
  if (equals == std::string::npos || !setting.starts_with('/'))
    return refuse("expected POINTER=JSON such as /agents/count=500, found " + shown(setting));
  if (!is_utf8(setting))
    return refuse("expected UTF-8, found " + shown(setting));
  const auto pointer = setting.substr(0, equals);
  if (std::ranges::count(pointer, '/') > static_cast<std::ptrdiff_t>(deepest_document))
    return refuse("expected at most " + std::to_string(deepest_document) + " levels");
  const auto value =
    override_value(option, std::string_view{setting}.substr(equals + 1), all.problems);
  if (!value)
    return;
  json changed = document;
  json* at = value_at(changed, pointer);
  if (at == nullptr)
    return refuse("the scenario has no place " + pointer);
  *at = *value;
  document = std::move(changed);
  all.overridden.push_back({pointer, {option}});
}

} // namespace detail

/// Changes `document` as the command line asks; what is wrong is noted. --seed and --duration win
/// over all others.
inline void apply_overrides(json& document, session& all, const overrides& wanted) {
  if (!document.is_object())
    return;
  for (const auto& setting : wanted.set)
    detail::override_one(document, all, "--set", setting);
  for (const auto& [option, setting] : wanted.asked)
    detail::override_one(document, all, option, setting);
  if (wanted.seed)
    document["seed"] = *wanted.seed;
  if (wanted.duration) {
    document["duration"] = *wanted.duration;
    all.overridden.push_back({"/duration", {"--duration"}});
  }
}

} // namespace deskstorm::loadgen
