#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/options/options.hpp>
#include <deskstorm/options/table.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

/// One option as it was written.
struct option_setting {
  std::string key;
  std::string value;
  std::string where; ///< "line 3", or the JSON pointer of the value
};

inline constexpr std::size_t longest_options_text = std::size_t{1} << 20;

/// Reads lines "key=value". Blank lines and those that begin with '#' do not count, nor do blanks
/// around keys and values. Errors, with the line: no '=', no key, the same key twice; a text above
/// longest_options_text.
inline result<std::vector<option_setting>> read_option_lines(std::string_view text) {
  if (text.size() > longest_options_text)
    return failure{"the options are longer than 1048576 bytes"};
  std::vector<option_setting> found;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto line = trimmed(cut(text, '\n'));
    auto where = "line " + std::to_string(number);
    if (line.empty() || line.front() == '#')
      continue;
    if (line.find('=') == std::string_view::npos)
      return failure{"expected key=value, found '" + std::string{line} + "'", where};
    const auto key = trimmed(cut(line, '='));
    if (key.empty())
      return failure{"expected an option before '='", where};
    if (const auto first = std::ranges::find(found, key, &option_setting::key);
        first != found.end())
      return failure{"the option '" + first->key + "' is also set on " + first->where, where};
    found.push_back({std::string{key}, std::string{trimmed(line)}, std::move(where)});
  }
  return found;
}

/// Reads an object of texts. Errors, with the JSON pointer: anything else.
inline result<std::vector<option_setting>> read_option_object(const json& object) {
  if (!object.is_object())
    return failure{"expected an object of options"};
  std::vector<option_setting> found;
  for (const auto& [key, value] : object.items()) {
    auto where = (json::json_pointer{} / key).to_string();
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr)
      return failure{"expected the value of '" + key + "' as text, found "
                       + std::string{value.type_name()},
                     std::move(where)};
    found.push_back({key, std::string{trimmed(*text)}, std::move(where)});
  }
  return found;
}

/// Returns every key that can be set, those of requests included, those of sections not.
inline std::vector<std::string> option_keys() {
  std::vector<std::string> keys;
  for (const auto& option : option_table)
    if (option.per_request())
      for (const auto& request : requests)
        keys.push_back(std::string{option.stem()} + std::string{request.name});
    else if (!option.of_sections())
      keys.emplace_back(option.key);
  return keys;
}

/// Sets one option. Errors: an unknown key, with the nearest known one, or a value out of range.
inline std::optional<failure> set_option(options& to, const option_setting& setting) {
  const std::string_view key = setting.key;
  const option_row* row = nullptr;
  auto request = request_kind{};
  for (const auto& option : option_table) {
    if (option.is_for(key))
      row = &option;
    if (option.per_request() && key.starts_with(option.stem()))
      if (const auto named = request_named(key.substr(option.stem().size()))) {
        row = &option;
        request = *named;
      }
  }
  if (row == nullptr)
    return failure{"unknown option '" + setting.key + "'" + did_you_mean(key, option_keys()),
                   setting.where};
  if (auto wrong = row->set(to, setting.value, request))
    return failure{setting.key + ": " + wrong->text, setting.where};
  to.written.insert_or_assign(setting.key, setting.value);
  return std::nullopt;
}

/// Sets options in their order; the last one of a key holds. Returns all that is wrong.
inline std::vector<failure> set_options(options& to, const std::vector<option_setting>& settings) {
  std::vector<failure> wrong;
  for (const auto& setting : settings)
    if (auto why = set_option(to, setting))
      wrong.push_back(*std::move(why));
  return wrong;
}

namespace detail {

inline result<options> options_of(const result<std::vector<option_setting>>& settings) {
  if (!settings)
    return settings.why();
  options made;
  for (const auto& setting : *settings)
    if (auto wrong = set_option(made, setting))
      return *std::move(wrong);
  return made;
}

} // namespace detail

/// Returns the options that a text of "key=value" lines sets, defaults for the others. Errors: the
/// first of read_option_lines and set_option.
inline result<options> parse_options(std::string_view text) {
  return detail::options_of(read_option_lines(text));
}

/// Returns the options that a JSON object of texts sets, defaults for the others. Errors: the first
/// of read_option_object and set_option.
inline result<options> options_from_json(const json& object) {
  return detail::options_of(read_option_object(object));
}

} // namespace deskstorm
