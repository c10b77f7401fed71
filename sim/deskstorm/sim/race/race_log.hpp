#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <deskstorm/base/names.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::sim {

/// What happened in a schedule.
enum class race_event : std::uint8_t {
  opened, ///< a page began; value: its tab id
  gone,   ///< a page ended; code: 1 if it crashed
  state,  ///< code: the frame state; value: its epoch if it leads, else whom it follows
  view,   ///< the tab names another leader; value: its tab id, 0 for nobody
  term,   ///< a leader's epoch changed; value: the epoch
  paused, ///< until `until`; code: the action
  resumed,
  action,  ///< code: the action; value: its extent in ns
  sent,    ///< to `peer`, arriving at `until`; code: the kind of message
  heard,   ///< from `peer`
  lost,    ///< a message to `peer` that nobody will hear
  woken,   ///< by a timer
  written, ///< into storage; code: the key
  noticed, ///< another's write; code: the key
  refused, ///< a write, the storage being full; code: the key
  asked,   ///< for the lock; code: how
  granted, ///< the lock; value: its generation
  denied,  ///< the lock was not free
  stolen,  ///< the lock was taken away
  freed,   ///< the lock was given back
  to_worker,
  from_worker,
  worker_died,
  transacted, ///< a transaction ran
  duty_came,  ///< value: number of the duty; code: its kind; peer: duty_of
  duty_begun, ///< value: number of the duty
  effect,     ///< value: number of the duty; code: how often it has taken effect now; until: epoch
  fenced,     ///< the sink refused an effect of a deposed leader; value: number of the duty
  unproven,   ///< the transaction of an effect found that the tab does not lead
  settled,    ///< from here on nothing goes wrong
};

// clang-format off
inline constexpr auto race_events = std::to_array<named<race_event>>({
  {race_event::opened, "opened"},           {race_event::gone, "gone"},
  {race_event::state, "state"},             {race_event::view, "view"},
  {race_event::term, "term"},               {race_event::paused, "paused"},
  {race_event::resumed, "resumed"},         {race_event::action, "action"},
  {race_event::sent, "sent"},               {race_event::heard, "heard"},
  {race_event::lost, "lost"},               {race_event::woken, "woken"},
  {race_event::written, "written"},         {race_event::noticed, "noticed"},
  {race_event::refused, "refused"},         {race_event::asked, "asked"},
  {race_event::granted, "granted"},         {race_event::denied, "denied"},
  {race_event::stolen, "stolen"},           {race_event::freed, "freed"},
  {race_event::to_worker, "to-worker"},     {race_event::from_worker, "from-worker"},
  {race_event::worker_died, "worker-died"}, {race_event::transacted, "transacted"},
  {race_event::duty_came, "duty-came"},     {race_event::duty_begun, "duty-begun"},
  {race_event::effect, "effect"},           {race_event::fenced, "fenced"},
  {race_event::unproven, "unproven"},       {race_event::settled, "settled"},
});
// clang-format on

constexpr std::string_view name_of(race_event what) { return name_in(race_events, what); }

/// One line of the log. Tabs are numbered from 1 in the order in which they opened; 0 is none.
struct log_entry {
  instant at;
  instant until = {};
  std::uint64_t value = 0;
  race_event what{};
  std::uint8_t tab = 0;
  std::uint8_t peer = 0;
  std::uint8_t code = 0;

  friend bool operator==(const log_entry&, const log_entry&) = default;
};

} // namespace deskstorm::sim
