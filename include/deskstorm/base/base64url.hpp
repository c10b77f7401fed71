#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace deskstorm {

/// Returns `bytes` in the alphabet that is safe in addresses, without padding. Source: RFC 4648,
/// section 5.
inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  text.reserve(bytes.size() * 4 / 3 + 2);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<std::uint8_t>(c);
    for (held += 8; held >= 6;) {
      held -= 6;
      text += alphabet[(bits >> held) & 63U];
    }
  }
  if (held > 0)
    text += alphabet[(bits << (6 - held)) & 63U];
  return text;
}

} // namespace deskstorm
