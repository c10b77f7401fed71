#pragma once

#include <cstdint>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/ids.hpp>

/// What real browsers send into a run, kinds from 200 on. See messages.hpp.
namespace deskstorm::actors::messages {

/// To an agent: a browser opens a tab, which talks through that port of the live floor. Whoever is
/// new has nothing to do with what the agent did before.
struct join_tab {
  static constexpr std::uint16_t kind = 200;
  std::uint32_t port;
  bool is_new;
};

/// To an agent: the browser has closed that tab, or is gone.
struct leave_tab {
  static constexpr std::uint16_t kind = 201;
  tab_ordinal tab;
};

/// To a live tab: a page is put into that frame, which is a new one or one that was dropped; the
/// document says where it comes from.
struct embed_frame {
  static constexpr std::uint16_t kind = 202;
  document_id origin;
  frame_slot frame;
};

/// To a live tab, and from there to the frame: a page has posted the document.
struct relayed {
  static constexpr std::uint16_t kind = 203;
  document_id document;
  frame_slot frame;
};

/// To a live tab, and from there to the frame: the page of that frame is gone.
struct drop_frame {
  static constexpr std::uint16_t kind = 204;
  frame_slot frame;
};

/// To a live tab: the view of that frame comes to the front, or goes behind another.
struct show_frame {
  static constexpr std::uint16_t kind = 205;
  frame_slot frame;
  bool visible;
};

/// To a live tab: the browser hides or shows all of it.
struct show_tab {
  static constexpr std::uint16_t kind = 206;
  bool visible;
};

/// To a live tab: the agent clicks a button of one of its toasts.
struct click_toast {
  static constexpr std::uint16_t kind = 207;
  std::uint32_t toast;
  std::uint32_t button;
};

/// To a campaign: the document is a record more.
struct record_added {
  static constexpr std::uint16_t kind = 208;
  document_id record;
};

/// To a live tab: another page has loaded in that frame, or the same anew. The last `early`
/// messages of the frame are its own: it has posted them while it loaded.
struct frame_loaded {
  static constexpr std::uint16_t kind = 209;
  std::uint32_t early;
  frame_slot frame;
};

/// To a live frame: another page stands in it, or the same anew; the document says where it comes
/// from. The last `early` messages are its own.
struct page_begins {
  static constexpr std::uint16_t kind = 210;
  document_id origin;
  std::uint32_t early;
};

/// To an agent: the person ends a chat by hand, which no request of the interface does.
struct end_chat {
  static constexpr std::uint16_t kind = 211;
  interaction_id interaction;
};

/// Live frame to tab: its page wants no more of a subscription, which the frame knows.
struct unsubscribe {
  static constexpr std::uint16_t kind = 212;
  reference_id reference;
  frame_slot frame;
};

} // namespace deskstorm::actors::messages
