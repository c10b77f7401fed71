#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/live/live_page.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/actors/tab_messages.hpp>
#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/client/client_library.hpp>
#include <deskstorm/desk/case_view.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/listeners.hpp>
#include <deskstorm/desk/reply.hpp>
#include <deskstorm/protocol/check.hpp>

namespace deskstorm::actors {

/// Where a frame of a live tab is.
struct live_frame_setup {
  receiver* page = nullptr; ///< its tab
  messages::tab_ordinal tab = 0;
  messages::frame_slot slot = 0;
  std::shared_ptr<port> browser = {};
};

/// A client page in a real browser, as its tab sees it: what the page posts becomes messages of the
/// run, and what the tab says becomes documents for the page.
/// The pages in a frame follow each other; what the former ones have asked for is forgotten.
class live_frame
  : public entity<live_frame, messages::relayed, messages::reply, messages::notify,
                  messages::expire, messages::hello, messages::load_page, messages::page_begins,
                  messages::drop_frame, messages::page_frozen, messages::unload> {
public:
  /// How many requests of a page may wait for their replies; more are not taken.
  static constexpr std::size_t most_pending = 4096;
  static constexpr std::size_t most_subscriptions = 256;

  live_frame(caf::actor_config& config, transport& carrier, run_context& run,
             live_frame_setup setup)
    : entity(config, carrier),
      run_(&run),
      setup_(std::move(setup)),
      streams_(stream_of(static_cast<std::uint64_t>(stream_owner::frame), setup_.page->number(),
                         setup_.slot)) {}

  // A real page loads, and runs, by itself.
  void on(const messages::load_page&, const context&) {}
  void on(const messages::page_frozen&, const context&) {}

  void on(const messages::hello& what, const context&) {
    library_.hello(frame_id{what.frame});
    to_browser(to_document(hello_message{what.frame}));
  }

  void on(const messages::page_begins& what, const context&) {
    origin_ = live().take(what.origin).origin;
    forget_before(posted_ - std::min(what.early, posted_));
  }

  /// Whoever embeds another page waits for the word: nothing for this one follows it.
  void on(const messages::drop_frame& what, const context&) {
    forget_before(posted_);
    setup_.browser->send(to_text(json{{"op", "dropped"}, {"frame", what.frame}}));
  }

  /// The page has posted something. What is no message at all gets no reply.
  void on(const messages::relayed& what, const context& about) {
    auto posted = live().take(what.document);
    ++posted_;
    auto read = read_client_message(std::move(posted.content));
    if (!read || library_.pending_count() >= most_pending)
      return;
    auto message = *std::move(read);
    std::visit(overloaded{[&](request_message& m) { ask(m, about.now); },
                          [&](subscribe_message& m) { subscribe(m, about.now); },
                          [&](unsubscribe_message& m) { unsubscribe(m, about.now); }},
               message);
  }

  void on(const messages::reply& r, const context& about) {
    const bool is_request = r.subscription.value == 0;
    const auto outcome =
      library_.receive({r.reference, r.how == messages::answer::ok,
                        is_request ? std::nullopt : std::optional{r.subscription}});
    if (!outcome.request)
      return;
    const auto& what = outcome.request->what;
    auto paper = live().take(what.document);
    if (what.message <= gone_)
      return;
    if (what.errand == errand::subscribe)
      return finish(subscribe_message{.channels = std::move(paper.content),
                                      .reference = std::move(paper.reference)},
                    r, what.message);
    if (what.errand == errand::unsubscribe)
      return finish(unsubscribe_message{.subscription = std::move(paper.content),
                                        .reference = std::move(paper.reference)},
                    r);
    run_->seen.request_ended(persona(), what.request, end_of(r.how), outcome.request->sent,
                             about.now);
    request_message request{.request = std::string{name_of(what.request)},
                            .reference = std::move(paper.reference)};
    to_browser(desk::reply_document(request, result_of(r.how, what.request, paper.answer)));
  }

  void on(const messages::notify& event, const context& about) {
    const auto paper =
      event.document == 0 ? std::make_shared<const actors::paper>() : live().read(event.document);
    if (!paper)
      return;
    const auto data = event.type == event_type::frame_state ? desk::frame_state_data(event.state)
                      : event.type == event_type::realtime_connection
                        ? desk::connection_data(event.connection)
                        : paper->content;
    const bool messenger = event.channel == event_channel::messenger;
    const std::string channel = messenger ? std::string{messenger_prefix} + paper->origin
                                          : std::string{name_of(event.channel)};
    listeners_.each(channel, [&](frame_id) {
      run_->seen.event_seen(event.channel, event.type, about.now);
      to_browser(to_document(event_message{.event = channel, .data = data}));
    });
  }

  void on(const messages::expire&, const context& about) {
    timer_armed_ = false;
    while (const auto given_up = library_.expire(about.now)) {
      live().forget(given_up->what.document);
      if (given_up->what.errand == errand::request && given_up->what.message > gone_)
        run_->seen.request_ended(persona(), given_up->what.request, request_end::timed_out,
                                 given_up->sent, about.now);
    }
    arm_timer();
  }

  /// All that it holds goes; the frame itself stays in memory.
  void on(const messages::unload&, const context&) {
    setup_.browser.reset();
    while (library_.pending_count() > 0)
      live().forget(library_.expire(never)->what.document);
    library_ = {};
    listeners_ = {};
    subscribed_ = {};
    quit();
  }

private:
  enum class errand : std::uint8_t { request, subscribe, unsubscribe };

  struct asked {
    messages::document_id document;
    request_kind request;  ///< of requests
    std::uint32_t message; ///< that has asked for it, counted from 1
    live_frame::errand errand;
  };

  struct subscribed {
    subscription_id id;
    std::uint32_t message;
  };

  live_floor& live() { return *run_->live; }
  std::uint32_t persona() { return live().setup().persona; }

  void ask(request_message& m, instant now) {
    const auto kind = request_named(m.request);
    if (!kind)
      return to_browser(desk::reply_document(m, check_request(m).why()));
    const bool given = m.parameters && m.parameters->is_array();
    const auto document = live().file({.content = given ? *std::move(m.parameters) : json::array(),
                                       .reference = m.reference.value_or(json(nullptr))});
    const auto reference = library_.request({document, *kind, posted_, errand::request}, now);
    run_->seen.request_sent(persona(), *kind, now);
    if (!to_page(messages::ask{reference, document, {}, setup_.tab, setup_.slot, *kind}, now))
      run_->seen.request_lost(persona(), *kind, request_loss::lost, now);
    arm_timer();
  }

  void subscribe(subscribe_message& m, instant now) {
    if (listeners_.size() + (m.channels.is_array() ? m.channels.size() : 1) > most_subscriptions)
      return to_browser(to_document(failure_reply{.reference = m.reference.value_or(json(nullptr)),
                                                  .error = "There are too many subscriptions."}));
    channel_set channels;
    channels.add(event_channel::system); // names count, and the page keeps them
    const auto document = live().file(
      {.content = std::move(m.channels), .reference = m.reference.value_or(json(nullptr))});
    const auto reference =
      library_.subscribe(channels, {document, {}, posted_, errand::subscribe}, now);
    to_page(messages::subscribe{reference, setup_.slot, channels}, now);
    arm_timer();
  }

  void unsubscribe(unsubscribe_message& m, instant now) {
    const auto document = live().file(
      {.content = std::move(m.subscription), .reference = m.reference.value_or(json(nullptr))});
    const auto reference = library_.request({document, {}, posted_, errand::unsubscribe}, now);
    to_page(messages::unsubscribe{reference, setup_.slot}, now);
    arm_timer();
  }

  void finish(subscribe_message m, const messages::reply& r, std::uint32_t message) {
    if (r.how != messages::answer::ok)
      return to_browser(desk::limited_subscription(m, quarantine()));
    listeners_.add({}, m.channels, r.subscription);
    subscribed_.push_back({r.subscription, message});
    to_browser(to_document(subscribe_reply{*std::move(m.reference), r.subscription.value}));
  }

  void finish(const unsubscribe_message& m, const messages::reply& r) {
    if (r.how != messages::answer::ok)
      return to_browser(desk::limited_subscription(m, quarantine()));
    listeners_.remove({}, m.subscription);
    std::erase_if(subscribed_,
                  [&](const subscribed& s) { return json(s.id.value) == m.subscription; });
  }

  duration quarantine() const { return run_->options_in_force()->limits.quarantine; }

  /// The page that has posted all messages up to that one is gone.
  void forget_before(std::uint32_t message) {
    gone_ = message;
    std::erase_if(subscribed_, [&](const subscribed& s) {
      if (s.message > gone_)
        return false;
      listeners_.remove({}, s.id.value);
      return true;
    });
  }

  static request_end end_of(messages::answer how) {
    switch (how) {
    case messages::answer::ok: return request_end::ok;
    case messages::answer::failed: return request_end::failed;
    case messages::answer::rate_limited: break;
    }
    return request_end::rate_limited;
  }

  desk::answer result_of(messages::answer how, request_kind request,
                         const std::optional<desk::answer>& noted) const {
    switch (how) {
    case messages::answer::ok: return noted && *noted ? *noted : desk::answer{maybe_json{}};
    case messages::answer::failed:
      return noted && !*noted ? *noted : failure{"The request cannot be carried out now."};
    case messages::answer::rate_limited: break;
    }
    return desk::limit_reached(request, quarantine());
  }

  void to_browser(const json& document) {
    json text = json::object();
    text["op"] = "message";
    text["frame"] = setup_.slot;
    text["origin"] = origin_; // for no other page, should one stand there by now
    text["message"] = document;
    setup_.browser->send(to_text(text));
  }

  /// One timer suffices: all requests wait equally long.
  void arm_timer() {
    if (timer_armed_ || library_.next_deadline() == never)
      return;
    timer_armed_ = true;
    post(*this, library_.next_deadline(), messages::expire{});
  }

  template <message M>
  bool to_page(const M& what, instant now) {
    if (origin_ == live_guest::desk) { // faults are for the pages of clients
      post(*setup_.page, now, what);
      return true;
    }
    return transmit<purpose::post_message_link>(
      *run_, run_->post_message, link_, streams_, {M::kind, number(), setup_.page->number()}, now,
      [&](instant due) { post(*setup_.page, due, what); });
  }

  run_context* run_;
  live_frame_setup setup_;
  streams_of<purpose::post_message_link, purpose::fault> streams_;
  link_end link_;
  client::client_library<asked> library_;
  desk::listeners listeners_;
  std::vector<subscribed> subscribed_;
  std::string origin_;       ///< of the page
  std::uint32_t posted_ = 0; ///< messages of all pages
  std::uint32_t gone_ = 0;   ///< those of former pages
  bool timer_armed_ = false;
};

} // namespace deskstorm::actors
