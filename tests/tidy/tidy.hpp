#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskstorm::tidy {

/// One line of a file. A line of a table stands between `clang-format off` and `on`.
struct line {
  std::string text;
  bool in_table = false;
};

/// A file of the tree under the path that it has from the root.
struct source {
  std::string path;
  std::vector<line> lines;
};

/// Text that has no place in a folder, and what to use there.
struct ban {
  std::string_view folder;
  std::string_view text;
  std::string_view instead;
  std::array<std::string_view, 4> except = {}; ///< the files that may
};

/// A place that breaks a rule; the line is 0 where it is the file as a whole.
struct finding {
  std::string path;
  std::size_t line;
  std::string_view instead;

  friend bool operator==(const finding&, const finding&) = default;
};

inline source to_source(std::string path, std::string_view text) {
  source made{std::move(path), {}};
  bool in_table = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    in_table = (in_table || line.find("clang-format off") != line.npos)
               && line.find("clang-format on") == line.npos;
    made.lines.push_back({std::string{line}, in_table});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return made;
}

/// Returns all files below the folders `roots` of `tree` that end in one of `endings`, sorted by
/// path.
inline std::vector<source> read_tree(const std::filesystem::path& tree,
                                     std::span<const std::string_view> roots,
                                     std::span<const std::string_view> endings) {
  std::vector<source> found;
  for (const auto root : roots)
    for (const auto& entry : std::filesystem::recursive_directory_iterator{tree / root}) {
      const auto path = entry.path().lexically_relative(tree).generic_string();
      if (!std::ranges::any_of(endings, [&](auto ending) { return path.ends_with(ending); }))
        continue;
      std::ifstream file{entry.path(), std::ios::binary};
      found.push_back(to_source(path, std::string{std::istreambuf_iterator<char>{file}, {}}));
    }
  std::ranges::sort(found, {}, &source::path);
  return found;
}

inline std::vector<finding> banned_texts(const source& file, std::span<const ban> bans) {
  std::vector<finding> found;
  for (const auto& ban : bans) {
    if (!file.path.starts_with(ban.folder)
        || std::ranges::find(ban.except, file.path) != ban.except.end())
      continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      if (file.lines[i].text.find(ban.text) != std::string::npos)
        found.push_back({file.path, i + 1, ban.instead});
  }
  return found;
}

/// Counts characters, not bytes, of UTF-8.
inline std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
    text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Tables may be as wide and as long as they need.
inline std::vector<finding> too_wide(const source& file) {
  constexpr std::size_t most_columns = 100;
  std::vector<finding> found;
  for (std::size_t i = 0; i < file.lines.size(); ++i)
    if (!file.lines[i].in_table && columns(file.lines[i].text) > most_columns)
      found.push_back({file.path, i + 1, "at most 100 columns"});
  return found;
}

inline bool too_long(const source& file) {
  constexpr std::ptrdiff_t most_lines = 400;
  return std::ranges::count(file.lines, false, &line::in_table) > most_lines;
}

/// A header must be guarded and must not open namespaces but those of literals.
inline std::vector<finding> bad_header(const source& file) {
  if (!file.path.ends_with(".hpp"))
    return {};
  std::vector<finding> found;
  if (file.lines.empty() || file.lines.front().text != "#pragma once")
    found.push_back({file.path, 1, "start with #pragma once"});
  for (std::size_t i = 0; i < file.lines.size(); ++i)
    if (const auto& text = file.lines[i].text;
        text.starts_with("using namespace") && !text.ends_with("_literals;"))
      found.push_back({file.path, i + 1, "name what you use"});
  return found;
}

/// The changelog keeps to the headings of Keep a Changelog, what is not yet released first.
inline std::vector<finding> bad_headings(const source& changelog) {
  constexpr std::array<std::string_view, 6> kinds{"### Added",   "### Changed", "### Deprecated",
                                                  "### Removed", "### Fixed",   "### Security"};
  std::vector<finding> found;
  bool seen_release = false;
  for (std::size_t i = 0; i < changelog.lines.size(); ++i) {
    const std::string_view text = changelog.lines[i].text;
    const bool release = text.starts_with("## ");
    const bool known = release
                         ? text == "## [Unreleased]" || (seen_release && text.starts_with("## ["))
                         : std::ranges::find(kinds, text) != kinds.end();
    if (text.starts_with("##") && !known)
      found.push_back({changelog.path, i + 1, "a heading of Keep a Changelog"});
    seen_release = seen_release || release;
  }
  if (!seen_release)
    found.push_back({changelog.path, 0, "say what is unreleased"});
  return found;
}

} // namespace deskstorm::tidy
