#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/live_frame.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/subscriptions.hpp>

namespace deskstorm::actors {

/// What a tab does that a real browser shows, beside what all tabs do.
template <class Tab>
class live_tab {
public:
  /// Puts a page into a new frame, or into one that was dropped. Any other is refused.
  void on(const messages::embed_frame& what, const context& about) {
    auto& t = self();
    auto from = t.run_->live->take(what.origin).origin;
    if (t.closed_)
      return;
    if (what.frame == t.frames_.size() && what.frame < live_page::most_frames)
      add_frame();
    else if (what.frame >= t.frames_.size() || !t.frames_[what.frame].live->gone)
      return t.live_->refuse(what.frame);
    auto& frame = t.frames_[what.frame];
    frame.subscribed = live_page::everything();
    frame.live = std::make_unique<live_guest>(std::move(from), t.run_->live->rules());
    t.service_.desktop().page().show(frame_id{what.frame}, true);
    begin(what.frame, 0, about.now);
    greet(what.frame, about.now);
  }

  /// Passes on what a page has posted. Its origin is that which the browser reports.
  void on(const messages::relayed& what, const context& about) {
    auto& t = self();
    const auto posted = t.run_->live->read(what.document);
    auto* frame = frame_at(what.frame);
    if (!posted || frame == nullptr)
      return t.run_->live->forget(what.document);
    const bool is_other = posted->origin != frame->live->origin;
    if (frame->live->comes_from(posted->origin, t.run_->live->rules()))
      frame->subscribed = frame->live->rights ? live_page::everything() : subscriptions{};
    if (is_other) { // the page that was embedded has led elsewhere
      begin(what.frame, 0, about.now);
      greet(what.frame, about.now);
    }
    if (!frame->live->rights)
      return t.run_->live->forget(what.document);
    t.post(*frame->to, about.now, what);
  }

  void on(const messages::frame_loaded& what, const context& about) {
    if (frame_at(what.frame) == nullptr)
      return;
    begin(what.frame, what.early, about.now);
    greet(what.frame, about.now);
  }

  void on(const messages::drop_frame& what, const context& about) {
    auto* frame = frame_at(what.frame);
    if (frame == nullptr)
      return;
    self().post(*frame->to, about.now, what);
    frame->live->gone = true;
    frame->subscribed = {};
  }

  void on(const messages::show_frame& what, const context&) {
    self().service_.desktop().page().show(frame_id{what.frame}, what.visible);
  }

  void on(const messages::show_tab& what, const context& about) {
    self().show(what.visible, about.now);
  }

  void on(const messages::click_toast& what, const context& about) {
    auto& desktop = self().service_.desktop();
    const auto event = desktop.click(what.toast, what.button, about.now);
    if (!event)
      return;
    self().tell(*event, about.now);
    self().live_->show(desktop.page(), about.now);
  }

protected:
  /// Returns the document of an event as this tab shows it.
  messages::document_id as_shown(const messages::real_time_event& event) {
    auto& t = self();
    const bool used = t.live_ || t.run_->wanted[static_cast<std::size_t>(event.type)];
    const auto document = used && event.document != 0 ? t.run_->read(event.document) : nullptr;
    if (!document)
      return event.document;
    auto content = *document;
    return t.service_.desktop().mark_case(content)
             ? t.run_->file_event({.content = std::move(content)})
             : event.document;
  }

private:
  /// Returns a frame that shows a page, or nullptr.
  auto* frame_at(messages::frame_slot slot) {
    auto& t = self();
    const bool shows = !t.closed_ && slot < t.frames_.size() && !t.frames_[slot].live->gone;
    return shows ? &t.frames_[slot] : nullptr;
  }

  void add_frame() {
    auto& t = self();
    const messages::frame_slot slot = t.frames_.size();
    t.embed(spawn<live_frame>(t.carrier(), *t.run_,
                              live_frame_setup{&t, static_cast<messages::tab_ordinal>(t.id_.value),
                                               slot, t.live_->browser}),
            t.run_->live->setup().persona);
    ++t.run_->frames;
  }

  /// Tells a frame that another page stands in it.
  void begin(messages::frame_slot slot, std::uint32_t early, instant now) {
    auto& t = self();
    auto& frame = t.frames_[slot];
    t.post(*frame.to, now,
           messages::page_begins{t.run_->live->file({.origin = frame.live->origin}), early});
  }

  /// A page that may do nothing is told nothing.
  void greet(messages::frame_slot slot, instant now) {
    if (self().frames_[slot].live->rights)
      self().to_frame(slot, messages::hello{slot}, now);
  }

  Tab& self() { return static_cast<Tab&>(*this); }
};

} // namespace deskstorm::actors
