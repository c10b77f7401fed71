#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>

#include <deskstorm/loadgen/live/outbox.hpp>

namespace deskstorm::loadgen::live {

/// A connection that is told what happens (server-sent events), until the other side closes or
/// reads too slowly. Used by the thread of the network alone.
class event_stream : public std::enable_shared_from_this<event_stream> {
public:
  static constexpr std::size_t most_waiting = std::size_t{1} << 20;

  event_stream(boost::beast::tcp_stream&& socket, boost::asio::io_context& network)
    : socket_(std::move(socket)), next_sign_(network), outbox_(most_waiting) {}

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
    next_sign_.cancel();
    socket_.close();
  }

private:
  static constexpr std::chrono::seconds quiet{15};

  /// So that a listener who is gone is found out, also when there is no news.
  void give_sign_of_life() {
    next_sign_.expires_after(quiet);
    next_sign_.async_wait([self = shared_from_this()](auto stopped) {
      if (stopped || self->ended_)
        return;
      if (!self->outbox_.empty())
        return self->end();
      self->send(": still here\n\n");
      self->give_sign_of_life();
    });
  }

  void send(std::string text) {
    if (ended_)
      return;
    if (!outbox_.admit(text.size()))
      return end();
    const bool idle = outbox_.empty();
    outbox_.add(std::move(text));
    if (idle)
      write_first();
  }

  void write_first() {
    boost::asio::async_write(socket_, boost::asio::buffer(outbox_.first()),
                             [self = shared_from_this()](auto error, std::size_t) {
                               if (error)
                                 return self->end();
                               self->outbox_.sent();
                               if (!self->outbox_.empty() && !self->ended_)
                                 self->write_first();
                             });
  }

  boost::beast::tcp_stream socket_;
  boost::asio::steady_timer next_sign_;
  outbox outbox_;
  std::array<char, 1> nothing_{};
  bool ended_ = false;
};

} // namespace deskstorm::loadgen::live
