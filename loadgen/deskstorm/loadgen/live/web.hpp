#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What HTTP requests mean to us, without any network.
namespace deskstorm::loadgen::live {

/// What counts of an HTTP request.
struct web_request {
  std::string method = "GET";
  std::string target = "/";
  std::string host = {};
  std::optional<std::string> origin = {}; ///< browsers alone send one
  std::string token = {};
  std::string body = {};
  std::string fetch_site =
    {}; ///< `Sec-Fetch-Site`: "same-origin", "cross-site" ...; empty: not said

  /// The target without its query.
  std::string_view path() const {
    return std::string_view{target}.substr(0, target.find_first_of("?#"));
  }
};

struct web_answer {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

inline web_answer plain(unsigned status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text) + "\n"};
}

/// Returns a part of a query in its meaning: %XX is a byte, + a blank. What is no such code stays.
inline std::string query_decoded(std::string_view raw) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9')
      return c - '0';
    const char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
  };
  std::string value;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool coded =
      raw[i] == '%' && i + 2 < raw.size() && digit(raw[i + 1]) >= 0 && digit(raw[i + 2]) >= 0;
    if (coded)
      value += static_cast<char>(digit(raw[i + 1]) * 16 + digit(raw[i + 2]));
    else
      value += raw[i] == '+' ? ' ' : raw[i];
    i += coded ? 2 : 0;
  }
  return value;
}

/// Returns the value of a key of the query, decoded; nothing where it is not there.
inline std::optional<std::string> query_value(std::string_view target, std::string_view key) {
  const auto mark = target.find('?');
  auto rest = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) == key)
      return query_decoded(pair.substr(std::min(equals + 1, pair.size())));
  }
  return std::nullopt;
}

/// Keeps other web sites out: they can make a browser send requests to us, but neither with our
/// token nor with our origin, and where they point a name of theirs at us, it shows in `Host`.
class web_guard {
public:
  /// `desk`: where the desktop page is, for example "127.0.0.1:8090"; `clients`: where the sample
  /// pages are, which must be another origin; `more`: further names of the desk.
  web_guard(std::string_view desk, std::string_view clients, std::vector<std::string> more,
            std::string token)
    : desk_(without_default_port(desk)),
      clients_(without_default_port(clients)),
      more_(std::move(more)),
      token_(std::move(token)) {
    for (auto& name : more_)
      name = without_default_port(std::string{name});
  }

  const std::string& desk() const { return desk_; }
  const std::string& token() const { return token_; }

  bool is_desk(std::string_view host) const {
    const auto name = without_default_port(host);
    return name == desk_ || std::ranges::find(more_, name) != more_.end();
  }
  bool is_clients(std::string_view host) const { return without_default_port(host) == clients_; }

  /// Whether a request comes from our own page, or from no page at all. Browsers say where a
  /// request comes from also where they send no `Origin`. Source: Fetch Metadata Request
  /// Headers, 2.4.
  bool is_same_site(const web_request& r) const {
    const bool fetched_by_us =
      r.fetch_site.empty() || r.fetch_site == "same-origin" || r.fetch_site == "none";
    return is_desk(r.host) && fetched_by_us
           && (!r.origin || *r.origin == "http://" + std::string{without_default_port(r.host)});
  }

  /// Whether a request may open a tab: our own page, or a program by any of our names.
  bool may_open_tab(const web_request& r) const {
    return is_same_site(r) || (is_clients(r.host) && !r.origin);
  }

  /// Whether a request may change something.
  bool may_control(const web_request& r) const { return is_same_site(r) && r.token == token_; }

private:
  /// As browsers write hosts in `Host` and `Origin`.
  static std::string_view without_default_port(std::string_view host) {
    constexpr std::string_view port = ":80";
    if (!host.ends_with(port))
      return host;
    const auto name = host.substr(0, host.size() - port.size());
    const bool has_other_port = !name.ends_with(']') && name.find(':') != std::string_view::npos;
    return has_other_port ? host : name;
  }

  std::string desk_;
  std::string clients_;
  std::vector<std::string> more_;
  std::string token_;
};

} // namespace deskstorm::loadgen::live
