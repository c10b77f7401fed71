#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/text.hpp>

/// Identifiers as clients see them. Those of cases and calls follow from the number of the
/// interaction, so that whoever knows the number knows them too.
namespace deskstorm::desk {

namespace detail {

/// So many hexadecimal digits made of `seed`.
inline std::string hex_digits(std::uint64_t seed, std::string_view digits, std::size_t count) {
  std::string text;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 16 == 0) { // splitmix64
      bits = (seed += 0x9E3779B97F4A7C15u);
      bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
      bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
      bits ^= bits >> 31;
    }
    text += digits[bits & 15U];
    bits >>= 4;
  }
  return text;
}

} // namespace detail

/// A UUID made of `seed`, in form a random one.
inline std::string uuid_text(std::uint64_t seed) {
  std::string text = detail::hex_digits(seed, "0123456789abcdef", 32);
  text[12] = '4';
  text[16] = 'a';
  for (const std::size_t at : {8U, 13U, 18U, 23U})
    text.insert(at, 1, '-');
  return text;
}

/// The id of the case that begins with that interaction.
inline std::string case_text(interaction_id first) { return uuid_text(first.value); }

/// The id of the case of the contact who turns out to be that interaction's.
inline std::string contact_case_text(interaction_id of) {
  return uuid_text((std::uint64_t{1} << 32U) | of.value);
}

/// The id that the switch gives the call: 32 upper-case letters and digits.
inline std::string call_text(interaction_id call) {
  return detail::hex_digits(~std::uint64_t{call.value}, "0123456789ABCDEF", 32);
}

/// Returns the interaction that a parameter names, which is the decimal text of its number, or
/// nothing.
inline std::optional<interaction_id> interaction_named(const json& parameter) {
  const auto* text = parameter.get_ptr<const std::string*>();
  const auto number = text == nullptr ? std::nullopt : whole_number<std::uint32_t>(*text);
  return number ? std::optional{interaction_id{*number}} : std::nullopt;
}

} // namespace deskstorm::desk
