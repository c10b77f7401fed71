#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen {

/// One thing that is wrong with an input: where it stands, what was found and what was expected.
struct problem {
  std::string file;  ///< as the user named it, or "--set"
  std::string where; ///< a JSON pointer, or "line 3" or "line 3, column 7"; empty is all of it
  std::string text;

  friend bool operator==(const problem&, const problem&) = default;
};

/// Returns the line that a user reads: "file: where: text".
inline std::string to_text(const problem& p) {
  return p.file + ": " + (p.where.empty() ? "" : p.where + ": ") + p.text;
}

/// Returns the text that `value` is, or "" where it is none.
inline std::string_view text_in(const json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

/// Returns how a message shows `found`: short values as they are, others by their kind.
inline std::string shown(const json& found) {
  constexpr std::size_t longest = 60;
  if (found.is_object())
    return "an object";
  if (found.is_array())
    return "a list of " + std::to_string(found.size());
  // What comes from the command line or a CSV file need not be UTF-8.
  auto text = found.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() <= longest)
    return text;
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end; // not within a character
  return text.substr(0, end) + "...";
}

} // namespace deskstorm::loadgen
