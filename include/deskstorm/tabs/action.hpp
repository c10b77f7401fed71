#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::tabs {

/// What may happen to tabs and their browser.
enum class action_kind : std::uint8_t {
  open_tab,
  close_tab,
  cancel_close,
  crash_tab,
  reload_tab,
  reload_all,
  duplicate_tab,
  restore_session,
  hide_tab,
  show_tab,
  busy_tab,
  freeze_tab,
  bfcache,
  sleep,
  clock_step,
  kill_worker,
  quota_error,
  one_way_link,
  call_start,
  drop_at_unload,
  resign_tab,
  focus_tab,
};

/// An action as scenarios name it, with what its extent is and the usual bounds of it.
struct action_row {
  action_kind value;
  std::string_view name;
  std::string_view about;
  std::string_view extent; ///< the key of its bounds, "for" or "by"; empty: it has none
  duration low = {};
  duration high = {};
  bool on_tab = true;  ///< it happens to one tab, else to all
  bool in_runs = true; ///< runs simulate it, else a search for races alone
};

// clang-format off
inline constexpr auto action_rows = [] {
  using namespace std::chrono_literals;
  using enum action_kind;
  return std::to_array<action_row>({
    {open_tab, "open-tab", "opens one more tab",
     "", 0s, 0s, false},
    {close_tab, "close-tab", "closes a tab cleanly: beforeunload, then unload",
     "", 0s, 0s, true},
    {cancel_close, "cancel-close", "asks a tab to close; the agent cancels after a while",
     "for", 1ms, 2s, true},
    {crash_tab, "crash-tab", "ends a tab without a word, as a discard does",
     "", 0s, 0s, true},
    {reload_tab, "reload-tab", "closes a page and loads it again in its tab",
     "for", 50ms, 1s, true},
    {reload_all, "reload-all", "reloads all tabs at once",
     "for", 50ms, 1s, false},
    {duplicate_tab, "duplicate-tab", "opens a tab with a copy of another's session storage",
     "", 0s, 0s, true, false},
    {restore_session, "restore-session", "the browser dies and opens all its tabs again together",
     "for", 500ms, 2s, false, false},
    {hide_tab, "hide-tab", "hides a tab: its timers are throttled",
     "", 0s, 0s, true},
    {show_tab, "show-tab", "shows a hidden tab",
     "", 0s, 0s, true},
    {busy_tab, "busy-tab", "keeps a tab's only thread busy",
     "for", 50ms, 500ms, true},
    {freeze_tab, "freeze-tab", "freezes a tab; what was queued runs in any order afterwards",
     "for", 1s, 20s, true},
    {bfcache, "bfcache", "leads away from a page and back to it out of the cache",
     "for", 100ms, 20s, true, false},
    {sleep, "sleep", "puts the machine to sleep",
     "for", 1s, 20s, false},
    {clock_step, "clock-step", "steps the wall clock",
     "by", -60s, 60s, false, false},
    {kill_worker, "kill-worker", "ends the shared worker; it comes back empty",
     "", 0s, 0s, false, false},
    {quota_error, "quota-error", "refuses what a tab writes into storage",
     "for", 100ms, 10s, true, false},
    {one_way_link, "one-way-link", "loses what a tab says on the channel",
     "for", 100ms, 20s, true},
    {call_start, "call-start", "puts a tab on a call, which exempts it from throttling",
     "for", 1s, 30s, true, false},
    {drop_at_unload, "drop-at-unload", "closes a tab; what it says while it unloads is lost",
     "", 0s, 0s, true},
    {resign_tab, "resign-tab", "makes a tab give up leading without closing",
     "", 0s, 0s, true},
    {focus_tab, "focus-tab", "shows a tab and works in it",
     "", 0s, 0s, true},
  });
}();
// clang-format on

inline constexpr std::size_t action_count = action_rows.size();

constexpr const action_row& row_of(action_kind what) {
  return action_rows[static_cast<std::size_t>(what)];
}

constexpr std::string_view name_of(action_kind what) { return row_of(what).name; }

static_assert([] {
  for (std::size_t i = 0; i < action_count; ++i)
    if (action_rows[i].value != static_cast<action_kind>(i))
      return false;
  return true;
}());

} // namespace deskstorm::tabs
