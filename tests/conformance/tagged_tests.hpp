#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskstorm::conformance {

/// A test that says in a tag what it tests.
struct tagged_test {
  std::string name;
  std::string file; ///< path from the root of the project
};

/// Tests by tag, e.g. "request:voice.dial" or "event:interaction/HELD", in the order of the files.
using tagged_tests = std::map<std::string, std::vector<tagged_test>, std::less<>>;

namespace detail {

/// The text that the string literals at the beginning of `source` make together.
inline std::string literals(std::string_view source) {
  std::string text;
  for (;;) {
    const auto begin = source.find('"');
    const auto between = source.substr(0, begin);
    if (begin == std::string_view::npos || between.find_first_of(",)") != std::string_view::npos)
      return text;
    source.remove_prefix(begin + 1);
    while (!source.empty() && source.front() != '"') {
      if (source.front() == '\\')
        source.remove_prefix(1);
      text += source.front();
      source.remove_prefix(1);
    }
    if (!source.empty())
      source.remove_prefix(1);
  }
}

inline void add_tests(std::string_view source, const std::string& file, tagged_tests& to) {
  constexpr std::string_view macro = "TEST_CASE(";
  for (auto at = source.find(macro); at != std::string_view::npos;) {
    const auto next = source.find(macro, at + macro.size());
    const auto one = source.substr(at + macro.size(), next - at - macro.size());
    const auto name = literals(one);
    const auto head = one.substr(0, one.find('{'));
    for (const std::string_view kind : {"[request:", "[event:", "[table:", "[object:", "[rule:"})
      for (auto tag = head.find(kind); tag != std::string_view::npos;
           tag = head.find(kind, tag + 1))
        to[std::string{head.substr(tag + 1, head.find(']', tag) - tag - 1)}].push_back(
          {name, file});
    at = next;
  }
}

} // namespace detail

/// Reads the sources of all tests below `root`.
inline tagged_tests read_tests(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root / "tests"})
    if (entry.path().string().ends_with("_test.cpp"))
      files.push_back(entry.path());
  std::ranges::sort(files);
  tagged_tests all;
  for (const auto& path : files) {
    std::ifstream in{path};
    const std::string source{std::istreambuf_iterator<char>{in}, {}};
    detail::add_tests(source, path.lexically_relative(root).generic_string(), all);
  }
  return all;
}

} // namespace deskstorm::conformance
