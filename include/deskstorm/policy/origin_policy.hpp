#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

/// A set of kinds of requests.
class request_set {
public:
  static request_set all() { return request_set{std::bitset<request_count>{}.set()}; }

  bool has(request_kind kind) const { return kinds_.test(static_cast<std::size_t>(kind)); }
  void add(request_kind kind) { kinds_.set(static_cast<std::size_t>(kind)); }
  void add(const request_set& others) { kinds_ |= others.kinds_; }
  bool empty() const { return kinds_.none(); }

  request_set() = default;
  friend bool operator==(const request_set&, const request_set&) = default;

private:
  explicit request_set(std::bitset<request_count> kinds) : kinds_(kinds) {}

  std::bitset<request_count> kinds_;
};

/// What becomes of a request because of where its page comes from.
enum class origin_access : std::uint8_t {
  granted,
  unlisted, ///< the origin is not in the list
  filtered, ///< the origin is, but this request is not among its filters
};

/// How a request without access is answered. The vendor does not say; by default a stranger learns
/// nothing and a listed page learns why.
struct refusal_rules {
  bool reply_to_unlisted = false;
  bool reply_to_filtered = true;

  bool reply_to(origin_access verdict) const {
    return verdict == origin_access::unlisted ? reply_to_unlisted : reply_to_filtered;
  }
};

/// Which page may make which request. Made by parse_origins; by default nobody may do anything.
/// Source: option service-client-api.accepted-web-content-origins.
class origin_policy {
public:
  struct entry {
    std::string origin; ///< as normal_origin returns it
    request_set rights;

    friend bool operator==(const entry&, const entry&) = default;
  };

  origin_policy() = default;

  /// Any page may make any request: the value "*".
  static origin_policy anyone() {
    origin_policy made;
    made.anyone_ = true;
    return made;
  }

  /// Adds rights of an origin to those that it already has.
  void allow(std::string_view origin, const request_set& rights);

  /// Returns the rights of the page of that origin, or nothing where it is not listed. Who asks
  /// often keeps them.
  std::optional<request_set> rights_of(std::string_view origin) const;

  origin_access judge(std::string_view origin, request_kind kind) const {
    const auto rights = rights_of(origin);
    if (!rights)
      return origin_access::unlisted;
    return rights->has(kind) ? origin_access::granted : origin_access::filtered;
  }

  /// Returns what the page may ask, in the order of `requests`: the reply to
  /// system.getAllowedServices.
  std::vector<request_kind> allowed_to(std::string_view origin) const;

  friend bool operator==(const origin_policy&, const origin_policy&) = default;

private:
  std::vector<entry> entries_;
  bool anyone_ = false;
};

/// Returns scheme, host and port of a page's address in lower case: no path, no port that the
/// scheme has anyway, no slash at the end. A text without a scheme is a host.
inline std::string normal_origin(std::string_view address) {
  std::string origin{address};
  std::ranges::transform(origin, origin.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto scheme_end = origin.find("://");
  const auto host = scheme_end == std::string::npos ? 0 : scheme_end + 3;
  origin.resize(std::min(origin.size(), origin.find_first_of("/?#", host)));
  using port_of = std::pair<std::string_view, std::string_view>;
  constexpr std::array usual_ports{port_of{"http://", ":80"}, port_of{"https://", ":443"}};
  for (const auto& [scheme, port] : usual_ports)
    if (origin.starts_with(scheme) && origin.ends_with(port))
      origin.resize(origin.size() - port.size());
  return origin;
}

inline void origin_policy::allow(std::string_view origin, const request_set& rights) {
  auto normal = normal_origin(origin);
  const auto found = std::ranges::find(entries_, normal, &entry::origin);
  if (found == entries_.end())
    entries_.push_back({std::move(normal), rights});
  else
    found->rights.add(rights);
}

inline std::optional<request_set> origin_policy::rights_of(std::string_view origin) const {
  if (anyone_)
    return request_set::all();
  const auto found = std::ranges::find(entries_, normal_origin(origin), &entry::origin);
  return found == entries_.end() ? std::nullopt : std::optional{found->rights};
}

inline std::vector<request_kind> origin_policy::allowed_to(std::string_view origin) const {
  std::vector<request_kind> allowed;
  if (const auto rights = rights_of(origin))
    for (const auto& row : requests)
      if (rights->has(row.kind))
        allowed.push_back(row.kind);
  return allowed;
}

} // namespace deskstorm
