#pragma once

#include <string>
#include <string_view>

namespace deskstorm::loadgen::view {

/// Returns a text for the inside of an HTML or SVG element or a quoted attribute: what would be
/// markup becomes entities, and control characters, which no document may have, become blanks.
inline std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text)
    switch (c) {
    case '&': safe += "&amp;"; break;
    case '<': safe += "&lt;"; break;
    case '>': safe += "&gt;"; break;
    case '"': safe += "&quot;"; break;
    case '\'': safe += "&#39;"; break;
    default: safe += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  return safe;
}

} // namespace deskstorm::loadgen::view
