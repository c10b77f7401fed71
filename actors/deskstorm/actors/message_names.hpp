#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/base/names.hpp>

namespace deskstorm::actors {

/// What traces call each kind of message.
// clang-format off
inline constexpr std::array message_names{
  named<std::uint16_t>{messages::wake::kind, "wake"},
  named<std::uint16_t>{messages::expire::kind, "expire"},
  named<std::uint16_t>{messages::hello::kind, "hello"},
  named<std::uint16_t>{messages::ask::kind, "ask"},
  named<std::uint16_t>{messages::subscribe::kind, "subscribe"},
  named<std::uint16_t>{messages::reply::kind, "reply"},
  named<std::uint16_t>{messages::notify::kind, "notify"},
  named<std::uint16_t>{messages::retry::kind, "retry"},
  named<std::uint16_t>{messages::served::kind, "served"},
  named<std::uint16_t>{messages::done::kind, "done"},
  named<std::uint16_t>{messages::peer_message::kind, "peer-message"},
  named<std::uint16_t>{messages::election_timer::kind, "election-timer"},
  named<std::uint16_t>{messages::peer_opened::kind, "peer-opened"},
  named<std::uint16_t>{messages::peer_closed::kind, "peer-closed"},
  named<std::uint16_t>{messages::close_tab::kind, "close-tab"},
  named<std::uint16_t>{messages::focus_tab::kind, "focus-tab"},
  named<std::uint16_t>{messages::real_time_event::kind, "real-time-event"},
  named<std::uint16_t>{messages::job::kind, "job"},
  named<std::uint16_t>{messages::worker_done::kind, "worker-done"},
  named<std::uint16_t>{messages::command::kind, "command"},
  named<std::uint16_t>{messages::offer::kind, "offer"},
  named<std::uint16_t>{messages::interaction_event::kind, "interaction-event"},
  named<std::uint16_t>{messages::call_released::kind, "call-released"},
  named<std::uint16_t>{messages::wrapped_up::kind, "wrapped-up"},
  named<std::uint16_t>{messages::script::kind, "script"},
  named<std::uint16_t>{messages::call_removed::kind, "call-removed"},
  named<std::uint16_t>{messages::assigned::kind, "assigned"},
  named<std::uint16_t>{messages::far_end::kind, "far-end"},
  named<std::uint16_t>{messages::auto_answer::kind, "auto-answer"},
  named<std::uint16_t>{messages::write_case::kind, "write-case"},
  named<std::uint16_t>{messages::contact_known::kind, "contact-known"},
  named<std::uint16_t>{messages::mark_done::kind, "mark-done"},
  named<std::uint16_t>{messages::call_arrives::kind, "call-arrives"},
  named<std::uint16_t>{messages::patience_ends::kind, "patience-ends"},
  named<std::uint16_t>{messages::withdrawn::kind, "withdrawn"},
  named<std::uint16_t>{messages::availability::kind, "availability"},
  named<std::uint16_t>{messages::unload::kind, "unload"},
  named<std::uint16_t>{messages::bury::kind, "bury"},
  named<std::uint16_t>{messages::carried_out::kind, "carried-out"},
  named<std::uint16_t>{messages::log_in::kind, "log-in"},
  named<std::uint16_t>{messages::open_page::kind, "open-page"},
  named<std::uint16_t>{messages::load_page::kind, "load-page"},
  named<std::uint16_t>{messages::activity::kind, "activity"},
  named<std::uint16_t>{messages::consulted_end::kind, "consulted-end"},
  named<std::uint16_t>{messages::consultation_begun::kind, "consultation-begun"},
  named<std::uint16_t>{messages::connection::kind, "connection"},
  named<std::uint16_t>{messages::mark_done_again::kind, "mark-done-again"},
  named<std::uint16_t>{messages::campaign_step::kind, "campaign-step"},
  named<std::uint16_t>{messages::record_due::kind, "record-due"},
  named<std::uint16_t>{messages::campaign_news::kind, "campaign-news"},
  named<std::uint16_t>{messages::outbound_availability::kind, "outbound-availability"},
  named<std::uint16_t>{messages::record_wanted::kind, "record-wanted"},
  named<std::uint16_t>{messages::record_offered::kind, "record-offered"},
  named<std::uint16_t>{messages::record_taken::kind, "record-taken"},
  named<std::uint16_t>{messages::call_placed::kind, "call-placed"},
  named<std::uint16_t>{messages::wrap_up_begins::kind, "wrap-up-begins"},
  named<std::uint16_t>{messages::record_moved::kind, "record-moved"},
  named<std::uint16_t>{messages::record_changed::kind, "record-changed"},
  named<std::uint16_t>{messages::line_answered::kind, "line-answered"},
  named<std::uint16_t>{messages::line_assigned::kind, "line-assigned"},
  named<std::uint16_t>{messages::preview_worked::kind, "preview-worked"},
  named<std::uint16_t>{messages::record_withdrawn::kind, "record-withdrawn"},
  named<std::uint16_t>{messages::joins_queue::kind, "joins-queue"},
  named<std::uint16_t>{messages::item_step::kind, "item-step"},
  named<std::uint16_t>{messages::habit::kind, "habit"},
  named<std::uint16_t>{messages::tab_event::kind, "tab-event"},
  named<std::uint16_t>{messages::page_frozen::kind, "page-frozen"},
  named<std::uint16_t>{messages::mishap::kind, "mishap"},
  named<std::uint16_t>{messages::page_reloaded::kind, "page-reloaded"},
  named<std::uint16_t>{messages::toast_clicked::kind, "toast-clicked"},
  named<std::uint16_t>{messages::passes_on::kind, "passes-on"},
  named<std::uint16_t>{messages::passed_on::kind, "passed-on"},
  named<std::uint16_t>{messages::join_tab::kind, "join-tab"},
  named<std::uint16_t>{messages::leave_tab::kind, "leave-tab"},
  named<std::uint16_t>{messages::embed_frame::kind, "embed-frame"},
  named<std::uint16_t>{messages::relayed::kind, "relayed"},
  named<std::uint16_t>{messages::drop_frame::kind, "drop-frame"},
  named<std::uint16_t>{messages::show_frame::kind, "show-frame"},
  named<std::uint16_t>{messages::show_tab::kind, "show-tab"},
  named<std::uint16_t>{messages::click_toast::kind, "click-toast"},
  named<std::uint16_t>{messages::record_added::kind, "record-added"},
  named<std::uint16_t>{messages::frame_loaded::kind, "frame-loaded"},
  named<std::uint16_t>{messages::page_begins::kind, "page-begins"},
  named<std::uint16_t>{messages::end_chat::kind, "end-chat"},
  named<std::uint16_t>{messages::unsubscribe::kind, "unsubscribe"},
};
// clang-format on

static_assert(std::ranges::all_of(message_names, [](const auto& one) {
  return 1 == std::ranges::count(message_names, one.value, &named<std::uint16_t>::value);
}));

} // namespace deskstorm::actors
