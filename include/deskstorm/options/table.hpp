#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/options/options.hpp>
#include <deskstorm/policy/origin_grammar.hpp>
#include <deskstorm/policy/user_data_policy.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

/// One option of the section interaction-workspace, or of the sections that describe pages. A new
/// one is a member of `options` and a row of option_table.
struct option_row {
  std::string_view key;      ///< "x.<request>" stands for one option for each request name,
                             ///< "<section>/x" for one of each section
  std::string_view fallback; ///< its value where it is not set
  std::string_view range;
  std::string_view unit;
  std::string_view source;
  std::string_view about;
  /// Reads the value into the options. `request` counts only where the key has "<request>".
  std::optional<failure> (*set)(options& to, std::string_view value, request_kind request);

  static constexpr std::string_view placeholder = "<request>";
  static constexpr std::string_view any_section = "<section>";

  constexpr bool per_request() const { return key.ends_with(placeholder); }

  constexpr bool of_sections() const { return key.starts_with(any_section); }

  /// True where that is this option, and of no request.
  constexpr bool is_for(std::string_view one) const {
    if (!of_sections())
      return key == one && !per_request();
    const auto slash = one.find('/');
    return slash != 0 && slash < one.size() && one.substr(slash) == key.substr(any_section.size());
  }

  /// Returns the key without the placeholder.
  constexpr std::string_view stem() const {
    return per_request() ? key.substr(0, key.size() - placeholder.size()) : key;
  }
};

namespace detail {

/// Reads a whole number of at least `least` and hands it to `use`.
template <class Use>
std::optional<failure> set_number(std::string_view value, std::uint32_t least, Use use) {
  const auto number = whole_number<std::uint32_t>(value);
  if (!number || *number < least)
    return failure{"'" + std::string{value} + "' is no whole number from " + std::to_string(least)
                   + " to 4294967295"};
  use(*number);
  return std::nullopt;
}

inline std::optional<failure> set_origins(options& to, std::string_view value, request_kind) {
  auto read = parse_origins(value);
  if (!read)
    return read.why();
  to.origins = *std::move(read);
  return std::nullopt;
}

inline std::optional<failure> set_limit(options& to, std::string_view value, request_kind) {
  return set_number(value, 0, [&](std::uint32_t n) { to.limits.all = n; });
}

inline std::optional<failure> set_own_limit(options& to, std::string_view value,
                                            request_kind request) {
  return set_number(
    value, 0, [&](std::uint32_t n) { to.limits.each[static_cast<std::size_t>(request)] = n; });
}

inline std::optional<failure> set_quarantine(options& to, std::string_view value, request_kind) {
  return set_number(value, 0,
                    [&](std::uint32_t n) { to.limits.quarantine = std::chrono::seconds{n}; });
}

inline std::optional<failure> set_read(options& to, std::string_view value, request_kind) {
  to.user_data.read = parse_keys(value);
  return std::nullopt;
}

inline std::optional<failure> set_write(options& to, std::string_view value, request_kind) {
  to.user_data.write = parse_keys(value);
  return std::nullopt;
}

inline std::optional<failure> set_block_timeout(options& to, std::string_view value, request_kind) {
  return set_number(
    value, 1, [&](std::uint32_t n) { to.block_markdone_timeout = std::chrono::milliseconds{n}; });
}

/// Reads the names of sections, separated by commas.
template <std::vector<std::string> options::*Sections>
std::optional<failure> set_sections(options& to, std::string_view value, request_kind) {
  auto& names = to.*Sections;
  names.clear();
  while (!value.empty())
    if (const auto name = trimmed(cut(value, ',')); !name.empty())
      names.emplace_back(name);
  return std::nullopt;
}

/// It counts as it is written.
inline std::optional<failure> set_nothing(options&, std::string_view, request_kind) {
  return std::nullopt;
}

} // namespace detail

/// Every option there is. The fallback of block-markdone-timeout is our choice, the vendor's is not
/// public.
inline constexpr std::array option_table{
  option_row{"service-client-api.accepted-web-content-origins", "",
             "list of origins with optional filters, or *", "", "manual, overview page",
             "pages that may use the interface, and what for", detail::set_origins},
  option_row{"service-client-api.rate-limit", "0", "whole number, 0 is unlimited", "requests/min",
             "manual, overview page", "limit on requests of any kind", detail::set_limit},
  option_row{"service-client-api.rate-limit.<request>", "0", "whole number, 0 is unlimited",
             "requests/min", "manual, overview page", "limit on requests of one name",
             detail::set_own_limit},
  option_row{"service-client-api.rate-limit-quarantine-delay", "30", "whole number, 0 is for ever",
             "s", "manual, overview page",
             "how long requests are ignored once their limit is reached", detail::set_quarantine},
  option_row{"service-client-api.user-data.read-allowed", "*", "list of keys, or *", "",
             "manual, overview page", "keys of user data that clients see", detail::set_read},
  option_row{"service-client-api.user-data.write-allowed", "*", "list of keys, or *", "",
             "manual, overview page", "keys of user data that clients may change",
             detail::set_write},
  option_row{"service-client-api.block-markdone-timeout", "30000", "whole number from 1", "ms",
             "manual, options page", "the longest that mark-done can be blocked",
             detail::set_block_timeout},
  option_row{"workspace.web-content", "", "list of sections", "", "vendor's sample",
             "sections that describe the pages of the workspace",
             detail::set_sections<&options::workspace_web_content>},
  option_row{"interaction.web-content", "", "list of sections", "", "vendor's sample",
             "sections that describe the pages beside an interaction",
             detail::set_sections<&options::interaction_web_content>},
  option_row{"<section>/label", "", "text", "", "vendor's sample",
             "what such a page is called on the desktop", detail::set_nothing},
  option_row{"<section>/url", "", "address", "", "vendor's sample", "where such a page is",
             detail::set_nothing},
};

} // namespace deskstorm
