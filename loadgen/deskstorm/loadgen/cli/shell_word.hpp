#pragma once

#include <string>
#include <string_view>

namespace deskstorm::loadgen::cli {

/// A word as a shell reads it.
inline std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-=,:";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
    return text;
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

} // namespace deskstorm::loadgen::cli
