#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/stage.hpp>

namespace deskstorm::sim {

/// An action on a stage. `page` is the tab it happens to; `extent` is as the action's row says.
using deed = void (*)(race_stage& on, race_stage::page_number page, duration extent);

namespace deeds {

using page_number = race_stage::page_number;
using ending = race_stage::ending;

inline void load_later(race_stage& on, page_number page, duration after) {
  on.at(on.now() + after, {.what = happening::open, .page = page, .from = 1});
}

inline void open_tab(race_stage& on, page_number, duration) { on.open_tab(); }

inline void close_tab(race_stage& on, page_number page, duration) { on.end(page, ending::clean); }

inline void cancel_close(race_stage& on, page_number page, duration asked_for) {
  on.cancel_close(page, asked_for);
}

inline void crash_tab(race_stage& on, page_number page, duration) { on.end(page, ending::crash); }

inline void reload_tab(race_stage& on, page_number page, duration loading) {
  on.end(page, ending::clean);
  load_later(on, page, loading);
}

/// Ends all living tabs and loads each again, at times of its own.
inline void again_together(race_stage& on, ending how, duration within) {
  for (std::size_t i = 0; i < on.pages().size(); ++i) {
    const auto page = static_cast<page_number>(i);
    if (!on.of(page).alive)
      continue;
    on.end(page, how);
    const auto least = std::chrono::milliseconds{50};
    load_later(on, page,
               least + duration{on.pick(choice_kind::open_at, i + 1, 1, 0, within.count())});
  }
}

inline void reload_all(race_stage& on, page_number, duration within) {
  again_together(on, ending::clean, within);
}

inline void duplicate_tab(race_stage& on, page_number page, duration) { on.open_tab(page); }

inline void restore_session(race_stage& on, page_number, duration within) {
  again_together(on, ending::crash, within);
  on.kill_worker();
}

inline void hide_tab(race_stage& on, page_number page, duration) { on.set_visible(page, false); }

inline void show_tab(race_stage& on, page_number page, duration) { on.set_visible(page, true); }

inline void busy_tab(race_stage& on, page_number page, duration extent) {
  on.pause(page, extent, action_kind::busy_tab);
}

inline void freeze_tab(race_stage& on, page_number page, duration extent) {
  on.pause(page, extent, action_kind::freeze_tab);
}

inline void bfcache(race_stage& on, page_number page, duration extent) {
  on.enter_cache(page, extent);
}

inline void sleep(race_stage& on, page_number, duration extent) { on.sleep(extent); }

inline void clock_step(race_stage& on, page_number, duration by) { on.step_clock(by); }

inline void kill_worker(race_stage& on, page_number, duration) { on.kill_worker(); }

inline void quota_error(race_stage& on, page_number page, duration extent) {
  on.of(page).full_until = std::min(on.now() + extent, on.settles_at());
}

inline void one_way_link(race_stage& on, page_number page, duration extent) {
  on.of(page).mute_until = std::min(on.now() + extent, on.settles_at());
}

inline void call_start(race_stage& on, page_number page, duration extent) {
  on.of(page).on_call_until = on.now() + extent;
}

inline void drop_at_unload(race_stage& on, page_number page, duration) {
  on.end(page, ending::unheard);
}

inline void resign_tab(race_stage& on, page_number page, duration) { on.resign(page); }

inline void focus_tab(race_stage& on, page_number page, duration) { on.focus(page); }

} // namespace deeds

/// What each action does, in the order of `action_rows`.
inline constexpr auto deed_table = std::to_array<deed>({
  deeds::open_tab,    deeds::close_tab,    deeds::cancel_close,  deeds::crash_tab,
  deeds::reload_tab,  deeds::reload_all,   deeds::duplicate_tab, deeds::restore_session,
  deeds::hide_tab,    deeds::show_tab,     deeds::busy_tab,      deeds::freeze_tab,
  deeds::bfcache,     deeds::sleep,        deeds::clock_step,    deeds::kill_worker,
  deeds::quota_error, deeds::one_way_link, deeds::call_start,    deeds::drop_at_unload,
  deeds::resign_tab,  deeds::focus_tab,
});

static_assert(deed_table.size() == action_count);

} // namespace deskstorm::sim
