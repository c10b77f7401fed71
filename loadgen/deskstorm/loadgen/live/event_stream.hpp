#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>

#include <deskstorm/loadgen/live/memory_budget.hpp>
#include <deskstorm/loadgen/live/text_writer.hpp>

namespace deskstorm::loadgen::live {

/// A connection that is told what happens (server-sent events), until the other side closes or
/// reads too slowly. Used by the thread of the network alone.
class event_stream : public std::enable_shared_from_this<event_stream> {
public:
  static constexpr std::size_t most_waiting = std::size_t{1} << 20;

  event_stream(boost::beast::tcp_stream&& socket, boost::asio::io_context& network,
               memory_budget& all)
    : socket_(std::move(socket)), next_sign_(network), writer_(socket_, most_waiting, &all) {}

  void run() {
    socket_.expires_never();
    send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
         "Connection: close\r\n\r\n: welcome\n\n");
    socket_.async_read_some(boost::asio::buffer(nothing_),
                            [self = shared_from_this()](auto, std::size_t) { self->end(); });
    give_sign_of_life();
  }

  void tell(std::string_view json_text) { send("data: " + std::string{json_text} + "\n\n"); }

  /// Closes; what is written by then is on its way.
  void end() {
    ended_ = true;
    writer_.stop();
    next_sign_.cancel();
    socket_.close();
  }

  /// Since when this waits for the other side to read.
  auto waits_since() const { return ended_ ? std::nullopt : writer_.waits_since(); }
  void give_up() { end(); }

private:
  friend text_writer<boost::beast::tcp_stream>;

  static constexpr std::chrono::seconds quiet{15};

  void cut_off() { end(); }

  /// So that a listener who is gone is found out, also when there is no news.
  void give_sign_of_life() {
    next_sign_.expires_after(quiet);
    next_sign_.async_wait([self = shared_from_this()](auto stopped) {
      if (stopped || self->ended_)
        return;
      const auto since = self->writer_.waits_since();
      if (since && std::chrono::steady_clock::now() - *since >= quiet)
        return self->end();
      self->send(": still here\n\n");
      self->give_sign_of_life();
    });
  }

  void send(std::string text) {
    if (ended_)
      return;
    if (!writer_.admit(text.size()))
      return end();
    writer_.send(shared_from_this(), std::move(text));
  }

  boost::beast::tcp_stream socket_;
  boost::asio::steady_timer next_sign_;
  text_writer<boost::beast::tcp_stream> writer_;
  std::array<char, 1> nothing_{};
  bool ended_ = false;
};

} // namespace deskstorm::loadgen::live
