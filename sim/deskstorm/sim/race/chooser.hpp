#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>

/// Where a race and the search for it meet. A schedule is played without any chance of its own:
/// whatever may go one way or another is put to a `chooser`, as an integer under a stable name.
namespace deskstorm::sim {

/// What a choice is about.
enum class choice_kind : std::uint8_t {
  tabs,
  open_at,
  actions,
  action,
  action_at,
  action_tab,
  action_extent,
  duties,
  duty_at,
  duty_near,
  next,
  token,
  broadcast_delay,
  storage_delay,
  timer_late,
  lock_delay,
  transaction_delay,
  worker_delay,
  duty_delay,
  unload_delay,
};

// clang-format off
inline constexpr auto choice_kinds = std::to_array<named<choice_kind>>({
  {choice_kind::tabs,              "tabs"},
  {choice_kind::open_at,           "open-at"},
  {choice_kind::actions,           "actions"},
  {choice_kind::action,            "action"},
  {choice_kind::action_at,         "action-at"},
  {choice_kind::action_tab,        "action-tab"},
  {choice_kind::action_extent,     "action-extent"},
  {choice_kind::duties,            "duties"},
  {choice_kind::duty_at,           "duty-at"},
  {choice_kind::duty_near,         "duty-near"},
  {choice_kind::next,              "next"},
  {choice_kind::token,             "token"},
  {choice_kind::broadcast_delay,   "broadcast-channel"},
  {choice_kind::storage_delay,     "storage"},
  {choice_kind::timer_late,        "timer-late"},
  {choice_kind::lock_delay,        "lock-grant"},
  {choice_kind::transaction_delay, "transaction"},
  {choice_kind::worker_delay,      "worker-port"},
  {choice_kind::duty_delay,        "duty"},
  {choice_kind::unload_delay,      "unload"},
});
// clang-format on

constexpr std::string_view name_of(choice_kind kind) { return name_in(choice_kinds, kind); }

/// One decision that a schedule needs: an integer in [low, high]. Delays and times are nanoseconds.
/// `low` is the plainest answer: no delay, no action, the first of the ready. The stable name is
/// (kind, tab, peer, ordinal).
struct choice_point {
  choice_kind kind{};
  std::uint16_t tab = 0;     ///< whom it concerns, from 1; 0 is nobody in particular
  std::uint16_t peer = 0;    ///< the other side, likewise
  std::uint32_t ordinal = 0; ///< how many of this kind, tab and peer the run had before
  std::int64_t low = 0;
  std::int64_t high = 0;
  instant now = {};
  std::span<const std::int64_t> landmarks = {}; ///< values in the range that are worth trying
};

/// Answers choices. The same answers give the same schedule. Asked only where low < high.
class chooser {
public:
  chooser() = default;
  chooser(const chooser&) = default;
  chooser& operator=(const chooser&) = default;
  virtual ~chooser() = default;

  /// Returns an integer in [asked.low, asked.high].
  virtual std::int64_t choose(const choice_point& asked) = 0;
};

} // namespace deskstorm::sim
