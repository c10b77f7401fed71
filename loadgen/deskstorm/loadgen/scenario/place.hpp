#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>

namespace deskstorm::loadgen {

/// Returns the text of a file, or why it cannot be read. Injected, so that tests and fuzzers touch
/// no file system.
using file_reader = std::function<result<std::string>(const std::filesystem::path&)>;

/// One file of a scenario and of those that it extends. Paths in it are relative to `folder`.
struct layer {
  std::string label; ///< what messages call it
  std::filesystem::path folder = {};
  json document = {};
};

/// A value that the command line gives.
struct overridden_value {
  std::string pointer;
  layer option; ///< what messages call it
};

/// What all parts of a scenario share while it is read.
struct session {
  file_reader read_file;
  std::vector<layer> layers = {}; ///< the scenario first, then what it extends
  std::vector<overridden_value> overridden = {};
  std::vector<problem> problems = {};
  std::vector<std::string> personas = {}; ///< their names, in the order of the plan
  std::vector<json> arguments = {json::array()};
  std::map<std::string, std::uint32_t> argument_numbers = {{"[]", 0}};

  /// Returns the number of an array of parameters; equal arrays have one number.
  std::uint32_t number_of(const json& parameters) {
    const auto next = static_cast<std::uint32_t>(arguments.size());
    const auto [at, fresh] = argument_numbers.try_emplace(parameters.dump(), next);
    if (fresh)
      arguments.push_back(parameters);
    return at->second;
  }

  /// Returns the layer that gives the value at `pointer`; the last is for what nobody gives.
  const layer& source_of(std::string_view pointer) const;
};

namespace detail {

/// Takes the first name off a JSON pointer that is not empty.
inline std::string take_name(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const auto raw = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(raw.size());
  std::string name;
  for (std::size_t i = 0; i < raw.size(); ++i)
    if (raw[i] == '~' && i + 1 < raw.size())
      name += raw[++i] == '0' ? '~' : '/';
    else
      name += raw[i];
  return name;
}

inline bool holds(const json& document, std::string_view pointer) {
  const json* at = &document;
  while (!pointer.empty()) {
    const auto name = take_name(pointer);
    if (at->is_object() && at->contains(name))
      at = &at->at(name);
    else if (at->is_array() && name.find_first_not_of("0123456789") == std::string::npos
             && name.size() < 10 && std::stoul(name) < at->size())
      at = &at->at(std::stoul(name));
    else
      return false;
  }
  return true;
}

inline bool within(std::string_view pointer, std::string_view part) {
  return pointer.starts_with(part)
         && (pointer.size() == part.size() || pointer[part.size()] == '/');
}

} // namespace detail

inline const layer& session::source_of(std::string_view pointer) const {
  const auto last =
    std::find_if(overridden.rbegin(), overridden.rend(),
                 [=](const overridden_value& one) { return detail::within(pointer, one.pointer); });
  if (last != overridden.rend())
    return last->option;
  for (const auto& one : layers)
    if (detail::holds(one.document, pointer))
      return one;
  return layers.front();
}

/// A place in the scenario: what is wrong there is said through it.
class place {
public:
  explicit place(session& all, std::string pointer = {})
    : all_(&all), pointer_(std::move(pointer)) {}

  /// Returns the place of the value of `key`, or of an element.
  place operator/(std::string_view key) const {
    std::string next = pointer_ + '/';
    for (const char c : key)
      if (c == '~')
        next += "~0";
      else if (c == '/')
        next += "~1";
      else
        next += c;
    return place{*all_, std::move(next)};
  }
  place operator/(std::size_t element) const { return *this / std::to_string(element); }

  /// Notes that something is wrong here.
  void refuse(std::string text) const {
    all_->problems.push_back({all_->source_of(pointer_).label, pointer_, std::move(text)});
  }

  /// Notes that `found` is not what is `expected` here.
  void refuse(std::string_view expected, const json& found) const {
    refuse("expected " + std::string{expected} + ", found " + shown(found));
  }

  /// True where nothing is wrong here or below.
  bool sound() const {
    return std::ranges::none_of(
      all_->problems, [&](const problem& p) { return detail::within(p.where, pointer_); });
  }

  session& all() const { return *all_; }
  const std::string& pointer() const { return pointer_; }

private:
  session* all_;
  std::string pointer_;
};

} // namespace deskstorm::loadgen
