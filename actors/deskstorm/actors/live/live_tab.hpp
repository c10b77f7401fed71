#pragma once

#include <memory>
#include <utility>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/live_frame.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/messages.hpp>

namespace deskstorm::actors {

/// What a tab does that a real browser shows, beside what all tabs do.
template <class Tab>
class live_tab {
public:
  void on(const messages::embed_frame& what, const context& about) {
    auto& t = self();
    if (t.closed_ || t.frames_.size() >= live_page::most_frames)
      return;
    const messages::frame_slot slot = t.frames_.size();
    auto& made =
      spawn<live_frame>(t.carrier(), *t.run_,
                        live_frame_setup{&t, static_cast<messages::tab_ordinal>(t.id_.value), slot,
                                         t.live_->browser});
    t.embed(made, t.run_->live->setup().persona);
    auto& frame = t.frames_[slot];
    frame.subscribed = live_page::everything();
    frame.live =
      std::make_unique<live_guest>(t.run_->live->take(what.origin).origin, t.run_->live->rules());
    ++t.run_->frames;
    t.to_frame(slot, messages::hello{slot}, about.now);
  }

  /// Passes on what a page has posted. Its origin is that which the browser reports.
  void on(const messages::relayed& what, const context& about) {
    auto& t = self();
    if (t.closed_ || what.frame >= t.frames_.size())
      return;
    auto& frame = t.frames_[what.frame];
    if (frame.live->gone)
      return t.run_->live->forget(what.document);
    if (frame.live->comes_from(t.run_->live->origin_of(what.document), t.run_->live->rules()))
      frame.subscribed = frame.live->rights ? live_page::everything() : subscriptions{};
    if (!frame.live->rights)
      return t.run_->live->forget(what.document);
    t.post(*frame.to, about.now, what);
  }

  void on(const messages::drop_frame& what, const context& about) {
    auto& t = self();
    if (t.closed_ || what.frame >= t.frames_.size() || t.frames_[what.frame].live->gone)
      return;
    t.post(*t.frames_[what.frame].to, about.now, messages::unload{});
    t.frames_[what.frame].live->gone = true;
    t.frames_[what.frame].subscribed = {};
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
  messages::document_id as_shown(messages::document_id document) {
    auto& t = self();
    if (!t.live_ || document == 0)
      return document;
    auto content = *t.run_->live->content(document);
    return t.service_.desktop().mark_case(content) ? t.run_->live->keep(std::move(content))
                                                   : document;
  }

private:
  Tab& self() { return static_cast<Tab&>(*this); }
};

} // namespace deskstorm::actors
