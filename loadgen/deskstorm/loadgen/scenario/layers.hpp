#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/document.hpp>
#include <deskstorm/loadgen/scenario/load_kinds.hpp>

namespace deskstorm::loadgen {

/// How many files may extend one another.
inline constexpr std::size_t most_layers = 16;

namespace detail {

/// True for an object that chooses one of several forms by its only key: a distribution, a load or
/// arrivals. Such an object replaces another form instead of merging with it.
inline bool chooses_form(const json& value) {
  if (!value.is_object() || value.size() != 1)
    return false;
  const auto& name = value.begin().key();
  const auto has = [&](const auto& names) { return std::ranges::find(names, name) != names.end(); };
  return has(kinds::detail::distribution_names()) || has(kinds::load::names())
         || has(kinds::choice<plan::arrivals::process>{arrival_processes}.names());
}

/// Lays `over` on `base`: objects merge key by key, everything else replaces.
inline void lay_over(json& base, const json& over) {
  if (!base.is_object() || !over.is_object()
      || (chooses_form(over) && !base.contains(over.begin().key()))) {
    base = over;
    return;
  }
  for (const auto& [name, value] : over.items())
    if (const auto found = base.find(name); found != base.end())
      lay_over(*found, value);
    else
      base[name] = value;
}

/// Reads the file that `document` extends, and those that it extends, as layers of `all`.
inline void read_bases(session& all) {
  for (;;) {
    const auto& document = all.layers.back().document;
    if (!document.is_object() || !document.contains("extends"))
      return;
    const auto name = document.at("extends");
    const auto wrong = [&](const std::string& text) {
      all.problems.push_back({all.layers.back().label, "/extends", text});
    };
    if (text_in(name).empty()) {
      if (all.layers.size() > 1) // the reader of keys sees that of the first alone
        wrong("expected a text, found " + shown(name));
      return;
    }
    const auto path =
      (all.layers.back().folder / std::filesystem::path{text_in(name)}).lexically_normal();
    const auto label = path.generic_string();
    if (std::ranges::find(all.layers, label, &layer::label) != all.layers.end())
      return wrong("expected a file that does not extend this one, found " + shown(name));
    if (all.layers.size() == most_layers)
      return wrong("expected at most " + std::to_string(most_layers) + " files one upon the other");
    const auto text = all.read_file(path);
    if (!text)
      return wrong("cannot read " + label + ": " + text.why().text);
    auto base = parse_document(*text, label, all.problems);
    if (!base)
      return;
    all.layers.push_back({label, path.parent_path(), *std::move(base)});
  }
}

} // namespace detail

/// Returns the scenario that all layers make together.
inline json merged(const session& all) {
  json document = all.layers.back().document;
  for (auto one = std::next(all.layers.rbegin()); one != all.layers.rend(); ++one)
    detail::lay_over(document, one->document);
  return document;
}

} // namespace deskstorm::loadgen
