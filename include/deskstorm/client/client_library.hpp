#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/client/pending_list.hpp>
#include <deskstorm/protocol/channel_set.hpp>
#include <deskstorm/protocol/events.hpp>

/// What the vendor's client library does in a client page. Source: the library itself.
namespace deskstorm::client {

/// How long the library waits for a reply. Source: 10,000 ms in every known version.
inline constexpr duration reply_timeout = std::chrono::seconds{10};

/// What the service answers. `subscription` is there in success replies to a subscribe.
struct reply {
  reference_id reference;
  bool succeeded = true;
  std::optional<subscription_id> subscription = {};
};

/// What became of a reply.
enum class reply_fate : std::uint8_t {
  completes, ///< a pending request, which is gone now
  late,      ///< dropped: this client gave the request up before
  unknown,   ///< dropped: nothing waits for it, and nothing did
};

/// The library in one client page: numbers requests, waits for replies, gives up after
/// reply_timeout, and knows for which channels it has a handler. `User` is a small value that is
/// kept with each request and handed back when it ends.
template <class User>
requires std::is_trivially_copyable_v<User>
class client_library {
public:
  struct outcome {
    reply_fate fate = reply_fate::unknown;
    std::optional<pending<User>> request = {}; ///< the one that is complete
  };

  /// How many requests that were given up are remembered to tell late replies; beyond that the
  /// oldest are forgotten and their replies count as unknown.
  static constexpr std::size_t most_given_up = 256;

  /// Sends a request: returns the number that it carries, 0 for the first.
  reference_id request(const User& what, instant now) { return send(what, {}, now); }

  /// Subscribes to channels, of which there must be one. Handlers become active with the reply.
  reference_id subscribe(channel_set channels, const User& what, instant now) {
    return send(what, channels, now);
  }

  /// Ends a subscription at once, the channels that it still holds have no handler any more. The
  /// message has a number, but nothing waits for a reply. Source: the library since 2023-03-24.
  reference_id unsubscribe(subscription_id which) {
    if (which == newest_)
      newest_channels_ = {};
    else if (rare_)
      std::erase_if(rare_->older, [=](const subscription& s) { return s.id == which; });
    return reference_id{next_++};
  }

  /// Takes a reply. A failed subscribe leaves the handlers as they were.
  outcome receive(const reply& r) {
    if (auto request = waiting_.take(r.reference)) {
      if (!request->channels.empty() && r.succeeded && r.subscription)
        activate(*r.subscription, request->channels);
      return {reply_fate::completes, request};
    }
    if (rare_ && std::erase(rare_->given_up, r.reference) > 0)
      return {reply_fate::late};
    return {reply_fate::unknown};
  }

  /// Gives up the oldest request whose time is over at `now` and returns it; to be called until
  /// there is none.
  std::optional<pending<User>> expire(instant now) {
    if (now < next_deadline())
      return std::nullopt;
    const auto gone = waiting_.take_oldest();
    remember(gone.reference);
    return gone;
  }

  /// When the oldest pending request will be given up; `never` where there is none.
  instant next_deadline() const {
    return waiting_.empty() ? never : waiting_.oldest().sent + reply_timeout;
  }

  std::size_t pending_count() const { return waiting_.size(); }

  /// The subscription whose handler gets events of that channel; nothing where they are lost.
  std::optional<subscription_id> handler_of(event_channel channel) const {
    if (newest_channels_.has(channel))
      return newest_;
    if (rare_)
      for (const subscription& s : rare_->older)
        if (s.channels.has(channel))
          return s.id;
    return std::nullopt;
  }

  /// Takes the id of a hello, which every later message echoes. A new hello replaces it.
  void hello(frame_id frame) {
    frame_ = frame;
    greeted_ = true;
  }

  /// What messages carry as `frameId`; nothing before the hello.
  std::optional<frame_id> frame() const { return greeted_ ? std::optional{frame_} : std::nullopt; }

  /// The page goes away: forgets what is pending and all handlers. The service is not told.
  void unload() {
    waiting_.clear();
    rare_.reset();
    newest_channels_ = {};
  }

private:
  struct subscription {
    subscription_id id{};
    channel_set channels = {};
  };

  // What few clients have, apart from what all have.
  struct rare {
    std::vector<subscription> older; // than the newest one, with the channels left to them
    std::vector<reference_id> given_up;
  };

  rare& needs_rare() {
    if (!rare_)
      rare_ = std::make_unique<rare>();
    return *rare_;
  }

  reference_id send(const User& what, channel_set channels, instant now) {
    const reference_id number{next_++};
    waiting_.push_back({.sent = now, .reference = number, .channels = channels, .what = what});
    return number;
  }

  // The channels of a new subscription leave the older ones; one without channels is forgotten.
  void activate(subscription_id id, channel_set channels) {
    if (!newest_channels_.empty()) {
      auto& older = needs_rare().older;
      older.push_back({newest_, newest_channels_});
      for (subscription& s : older)
        s.channels.remove(channels);
      std::erase_if(older, [](const subscription& s) { return s.channels.empty(); });
    }
    newest_ = id;
    newest_channels_ = channels;
  }

  void remember(reference_id reference) {
    auto& given_up = needs_rare().given_up;
    if (given_up.size() == most_given_up)
      given_up.erase(given_up.begin());
    given_up.push_back(reference);
  }

  pending_list<User> waiting_;
  std::unique_ptr<rare> rare_;
  std::uint32_t next_ = 0;
  subscription_id newest_{};
  frame_id frame_{};
  channel_set newest_channels_ = {}; // none: no subscription
  bool greeted_ = false;
};

} // namespace deskstorm::client
