#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm {

/// How often requests may be made. Source: options service-client-api.rate-limit,
/// service-client-api.rate-limit.<request name> and service-client-api.rate-limit-quarantine-delay.
struct request_limits {
  std::uint32_t all = 0; ///< requests a minute of any kind; 0 is unlimited
  /// Requests a minute of one kind. 0 is unlimited, nothing is an option that was not set.
  std::array<std::optional<std::uint32_t>, request_count> each = {};
  duration quarantine = std::chrono::seconds{30}; ///< 0 is for ever

  friend bool operator==(const request_limits&, const request_limits&) = default;
};

/// Where the minutes begin that requests are counted in. The vendor says that they are fixed and do
/// not slide, and no more.
enum class window_start : std::uint8_t {
  service_start, ///< with the service, hence with its tab
  wall_clock,    ///< with the minutes of the clock; a run starts on a full one
  first_request, ///< with the first request that is counted, anew after each minute
};

/// Which request puts its kind into quarantine.
enum class quarantine_start : std::uint8_t {
  error, ///< the first one above the limit, which gets the error
  limit, ///< the last one within the limit; the next one gets the error
};

enum class count_after_quarantine : std::uint8_t { kept, reset };

/// How often a client is told that the limit is reached, before it meets silence.
enum class error_reply : std::uint8_t { each_quarantine, each_window, once };

/// What service-client-api.rate-limit limits.
enum class global_limit : std::uint8_t {
  total, ///< all requests together
  each,  ///< every kind for itself
};

/// What is in quarantine once the total is used up.
enum class global_quarantine : std::uint8_t { everything, request };

/// What holds for a request that has a limit of its own besides the global one.
enum class specific_limit : std::uint8_t { both, instead };

/// Which comes first for a request: the filter of its origin, or the limit, which then counts what
/// the filter refuses, too.
enum class first_check : std::uint8_t { filter, limit };

/// Who shares one limiter.
enum class limiter_scope : std::uint8_t { tab, frame, origin, agent };

/// Names of the knobs' values, as scenarios have them.
// clang-format off
inline constexpr std::array window_starts{
  named<window_start>{window_start::service_start, "service-start"},
  named<window_start>{window_start::wall_clock,    "wall-clock"},
  named<window_start>{window_start::first_request, "first-request"},
};
inline constexpr std::array quarantine_starts{
  named<quarantine_start>{quarantine_start::error, "error"},
  named<quarantine_start>{quarantine_start::limit, "limit"},
};
inline constexpr std::array counts_after_quarantine{
  named<count_after_quarantine>{count_after_quarantine::kept,  "kept"},
  named<count_after_quarantine>{count_after_quarantine::reset, "reset"},
};
inline constexpr std::array error_replies{
  named<error_reply>{error_reply::each_quarantine, "each-quarantine"},
  named<error_reply>{error_reply::each_window,     "each-window"},
  named<error_reply>{error_reply::once,            "once"},
};
inline constexpr std::array global_limits{
  named<global_limit>{global_limit::total, "total"},
  named<global_limit>{global_limit::each,  "each"},
};
inline constexpr std::array global_quarantines{
  named<global_quarantine>{global_quarantine::everything, "everything"},
  named<global_quarantine>{global_quarantine::request,    "request"},
};
inline constexpr std::array specific_limits{
  named<specific_limit>{specific_limit::both,    "both"},
  named<specific_limit>{specific_limit::instead, "instead"},
};
inline constexpr std::array first_checks{
  named<first_check>{first_check::filter, "filter"},
  named<first_check>{first_check::limit,  "limit"},
};
inline constexpr std::array limiter_scopes{
  named<limiter_scope>{limiter_scope::tab,    "tab"},
  named<limiter_scope>{limiter_scope::frame,  "frame"},
  named<limiter_scope>{limiter_scope::origin, "origin"},
  named<limiter_scope>{limiter_scope::agent,  "agent"},
};
// clang-format on

/// How the limits are read where the vendor leaves it open: the `rate-limit` object of a scenario,
/// whose keys are the members' names with dashes. Each default is the reading that serves clients
/// as promised.
struct limiter_rules {
  window_start window = window_start::service_start;
  deskstorm::quarantine_start quarantine_start = deskstorm::quarantine_start::error;
  bool window_lifts_quarantine = false; ///< the next minute ends a quarantine early
  deskstorm::count_after_quarantine count_after_quarantine =
    deskstorm::count_after_quarantine::kept;
  bool count_refused = false;       ///< refused and ignored requests count as well
  bool count_subscriptions = false; ///< subscribes and unsubscribes have the global limit, too
  deskstorm::first_check first_check = deskstorm::first_check::filter;
  deskstorm::error_reply error_reply = deskstorm::error_reply::each_quarantine;
  global_limit global = global_limit::total;
  deskstorm::global_quarantine global_quarantine = deskstorm::global_quarantine::everything;
  specific_limit specific = specific_limit::both;
  limiter_scope scope = limiter_scope::tab;
  std::uint8_t algorithm = 0; ///< index into limiter_algorithms

  friend bool operator==(const limiter_rules&, const limiter_rules&) = default;
};

} // namespace deskstorm
