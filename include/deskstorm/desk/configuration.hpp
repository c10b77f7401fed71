#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/options/options.hpp>

namespace deskstorm::desk {

/// The section that patterns without one mean.
inline constexpr std::string_view workspace_section = "interaction-workspace";

/// Options as an administrator wrote them: by section, then by name.
using configuration = std::map<std::string, std::map<std::string, std::string>, std::less<>>;

/// Returns all options that were set, each in its section.
inline configuration configuration_of(const options& all) {
  configuration made;
  for (const auto& [key, value] : all.written) {
    const auto slash = key.find('/');
    if (slash == std::string::npos)
      made[std::string{workspace_section}][key] = value;
    else
      made[key.substr(0, slash)][key.substr(slash + 1)] = value;
  }
  return made;
}

/// True where `text` is what `pattern` describes, in which each `*` stands for any text.
constexpr bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// configuration.getOption: the options that one of the patterns describes. "voice.*" means the
/// section of the workspace, "MySection/*" another one, and then names in the result have the
/// section in front; the vendor does not show results. Errors: a pattern that is no text.
inline result<json> options_like(const configuration& all, const json& patterns) {
  json found = json::object();
  for (const auto& pattern : patterns) {
    if (!pattern.is_string())
      return failure{"A pattern of options must be a text.", "patterns"};
    const std::string_view text = pattern.get_ref<const std::string&>();
    const auto slash = text.find('/');
    const bool in_workspace = slash == std::string_view::npos;
    const auto section = all.find(in_workspace ? workspace_section : text.substr(0, slash));
    if (section == all.end())
      continue;
    const auto prefix = in_workspace ? std::string{} : section->first + '/';
    for (const auto& [name, value] : section->second)
      if (matches(in_workspace ? text : text.substr(slash + 1), name))
        found[prefix + name] = value;
  }
  return found;
}

} // namespace deskstorm::desk
