#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

namespace detail {

inline failure no_such_filter(std::string_view filter) {
  std::vector<std::string> known;
  known.reserve(2 * request_count);
  for (const auto& row : requests) {
    known.emplace_back(row.name);
    known.push_back(std::string{row.name.substr(0, row.name.find('.'))} + ".*");
  }
  return {"the filter '" + std::string{filter} + "' fits no request" + did_you_mean(filter, known)};
}

/// Returns what a filter of the origin list stands for: "*", "agent.*" or "voice.dial".
inline result<request_set> filter_named(std::string_view filter) {
  if (filter.empty())
    return failure{"a filter is missing"};
  if (filter == "*")
    return request_set::all();
  request_set found;
  const bool whole_namespace = filter.ends_with(".*");
  const auto space = filter.substr(0, filter.size() - 1);
  for (const auto& row : requests)
    if (row.name == filter || (whole_namespace && row.name.starts_with(space)))
      found.add(row.kind);
  if (found.empty())
    return no_such_filter(filter);
  return found;
}

/// Reads the value of the option from left to right.
class origin_reader {
public:
  explicit origin_reader(std::string_view text) : text_(text) {}

  result<origin_policy> read() {
    origin_policy policy;
    do {
      if (auto wrong = read_entry(policy))
        return *std::move(wrong);
    } while (take(','));
    return policy;
  }

private:
  std::optional<failure> read_entry(origin_policy& policy) {
    const auto origin = word();
    if (origin.empty())
      return failure{"an origin is missing"};
    if (origin == "*")
      return failure{"'*' must stand alone"};
    const auto host = origin.find("://");
    if (host == 0 || host == std::string_view::npos || origin.size() == host + 3
        || origin.find_first_of("* \t\r\n") != std::string_view::npos)
      return failure{"'" + std::string{origin} + "' is no origin: scheme://host or with :port"};
    auto rights = read_filters();
    if (!rights)
      return failure{rights.why().text + " at '" + std::string{origin} + "'"};
    policy.allow(origin, *rights);
    if (!text_.empty() && text_.front() != ',')
      return failure{"there is more than filters at '" + std::string{origin} + "'"};
    return std::nullopt;
  }

  result<request_set> read_filters() {
    if (!take('('))
      return request_set::all();
    request_set rights;
    do {
      const auto name = word();
      skip_arguments();
      auto more = filter_named(name);
      if (!more)
        return more;
      rights.add(*more);
    } while (take(','));
    if (!take(')'))
      return failure{"')' is missing"};
    return rights;
  }

  /// Skips "(a, b)" behind the name of a request, as the manual prints some filters.
  void skip_arguments() {
    if (!take('('))
      return;
    cut(text_, ')');
    text_ = trimmed(text_);
  }

  std::string_view word() {
    const auto end = std::min(text_.size(), text_.find_first_of(",()"));
    const auto found = trimmed(text_.substr(0, end));
    text_.remove_prefix(end);
    return found;
  }

  bool take(char mark) {
    if (text_.empty() || text_.front() != mark)
      return false;
    text_.remove_prefix(1);
    text_ = trimmed(text_);
    return true;
  }

  std::string_view text_;
};

} // namespace detail

/// Reads a list of origins with optional filters, e.g. "http://a, http://b (agent.*, voice.dial)",
/// or "*" for any page. Blanks do not matter, an origin that comes twice has the rights of both.
/// An empty text gives nobody access. Errors: an origin without scheme or with wildcards, "*"
/// beside others, a filter that fits no request, a missing parenthesis. Source: option
/// service-client-api.accepted-web-content-origins; wildcards in hosts and "*" with filters are not
/// defined by the vendor.
inline result<origin_policy> parse_origins(std::string_view text) {
  text = trimmed(text);
  if (text.empty())
    return origin_policy{};
  if (text == "*")
    return origin_policy::anyone();
  return detail::origin_reader{text}.read();
}

} // namespace deskstorm
