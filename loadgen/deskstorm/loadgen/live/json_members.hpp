#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <deskstorm/base/json.hpp>

/// Members of JSON objects that may be missing, or of another type than expected.
namespace deskstorm::loadgen::live {

/// Returns a whole number from 0 to `most`; nothing where there is none.
template <class Number>
std::optional<Number> number_at(const json& object, const char* key, std::uint64_t most) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > most)
    return std::nullopt;
  return static_cast<Number>(found->get<std::uint64_t>());
}

/// Returns a text, an empty one where there is none.
inline std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

inline bool flag_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && *found == true;
}

} // namespace deskstorm::loadgen::live
