#pragma once

#include <optional>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::actors {

/// How a tab begins and ends the subscriptions of its frames.
template <class Tab>
class with_subscriptions {
public:
  void on(const messages::subscribe& what, const context& about) {
    const auto how = answer_of(what.frame, about.now);
    if (!how)
      return;
    auto& t = self();
    const auto id = t.frames_.next_subscription();
    if (*how == messages::answer::ok)
      t.frames_.subscribe(what.frame, id, what.channels);
    t.to_frame(what.frame, messages::reply{what.reference, id, *how, {}}, about.now);
  }

  /// A live frame, which keeps its subscriptions, ends one where it may.
  void on(const messages::unsubscribe& what, const context& about) {
    auto& t = self();
    if (const auto how = answer_of(what.frame, about.now))
      t.to_frame(what.frame,
                 messages::reply{what.reference, t.frames_.next_subscription(), *how, {}},
                 about.now);
  }

private:
  Tab& self() { return static_cast<Tab&>(*this); }

  /// Nothing where it is ignored.
  std::optional<messages::answer> answer_of(messages::frame_slot slot, instant now) {
    auto& t = self();
    if (t.closed_)
      return std::nullopt;
    const auto& frame = t.frames_[slot];
    return t.service_.answer_to_subscription({slot, frame.persona}, frame.live.get(), now);
  }
};

} // namespace deskstorm::actors
