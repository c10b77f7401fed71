#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <deskstorm/loadgen/live/outbox.hpp>

namespace deskstorm::loadgen::live {

/// Sends texts over one connection, one after the other: each as a message of a WebSocket, or as
/// the next bytes of a plain stream. `admit` and `full` may be called on any thread.
template <class Stream>
class text_writer {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `to` and `all`, which may be null, must outlive the writer.
  text_writer(Stream& to, std::size_t most_bytes, memory_budget* all)
    : to_(&to), box_(most_bytes, all) {}

  /// Says whether a text of so many bytes may wait. From the first time it may not, none may.
  bool admit(std::size_t bytes) { return box_.admit(bytes); }

  /// Says whether no text may wait any more.
  bool full() const { return box_.full(); }

  /// Takes no more texts, and sends none that wait.
  void stop() {
    stopped_ = true;
    box_.shut();
  }

  /// Sends a text that was admitted. `owner`, whose member this is, lives until all is sent; its
  /// `cut_off` is called where that fails.
  template <class Owner>
  void send(const std::shared_ptr<Owner>& owner, std::string text) {
    const bool idle = box_.empty();
    box_.add(std::move(text));
    if (!idle || stopped_)
      return;
    since_ = std::chrono::steady_clock::now();
    write_first(owner);
  }

  /// Since when the other side has not read; nothing where no text waits.
  std::optional<time_point> waits_since() const {
    return box_.empty() ? std::nullopt : std::optional{since_};
  }

private:
  template <class Owner>
  void write_first(const std::shared_ptr<Owner>& owner) {
    auto done = [this, owner](auto error, std::size_t) {
      if (error)
        return owner->cut_off();
      box_.sent();
      since_ = std::chrono::steady_clock::now();
      if (!box_.empty() && !stopped_)
        write_first(owner);
    };
    const auto text = boost::asio::buffer(box_.first());
    if constexpr (std::is_same_v<Stream, boost::beast::tcp_stream>)
      boost::asio::async_write(*to_, text, std::move(done));
    else
      to_->async_write(text, std::move(done));
  }

  Stream* to_;
  outbox box_;
  time_point since_ = {};
  bool stopped_ = false;
};

} // namespace deskstorm::loadgen::live
