#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <deskstorm/loadgen/live/load/remote_tab.hpp>
#include <deskstorm/loadgen/live/text_writer.hpp>

namespace deskstorm::loadgen::live {

/// How the connections of a load are, all together.
struct connection_counts {
  std::atomic<std::uint32_t> open = 0;
  std::atomic<std::uint32_t> failed = 0; ///< could not be opened
  std::atomic<std::uint32_t> lost = 0;   ///< were closed by the other side
};

/// The WebSocket of one tab to a server.
class load_connection final : public wire, public std::enable_shared_from_this<load_connection> {
public:
  using tcp = boost::asio::ip::tcp;

  /// What it tells whoever made it, on the thread of the network.
  struct hooks {
    std::function<void()> opened;
    std::function<void(std::string_view)> heard;
  };

  load_connection(boost::asio::io_context& network, connection_counts& counts, hooks tell)
    : network_(&network), counts_(&counts), tell_(std::move(tell)), socket_(network) {}

  void open(const tcp::endpoint& server, std::string host, std::string target) {
    auto& below = boost::beast::get_lowest_layer(socket_);
    below.expires_after(std::chrono::seconds{20});
    below.async_connect(server, [self = shared_from_this(), host = std::move(host),
                                 target = std::move(target)](auto error) {
      if (error)
        return self->fail();
      self->shake_hands(host, target);
    });
  }

  void send(std::string text) override {
    if (!writer_.admit(text.size()))
      return; // the server does not read: the request times out
    boost::asio::post(*network_, [self = shared_from_this(), text = std::move(text)]() mutable {
      self->writer_.send(self, std::move(text));
    });
  }

  /// Closes, at the end of the load.
  void end() {
    tell_ = {};
    over_ = true;
    writer_.stop();
    boost::beast::get_lowest_layer(socket_).close();
  }

private:
  using stream = boost::beast::websocket::stream<boost::beast::tcp_stream>;
  friend text_writer<stream>;

  static constexpr std::size_t most_waiting = std::size_t{1} << 20;

  void fail() {
    if (!std::exchange(over_, true))
      ++counts_->failed;
    writer_.stop();
  }

  void lose() {
    if (std::exchange(over_, true))
      return;
    writer_.stop();
    --counts_->open;
    ++counts_->lost;
  }

  void cut_off() { lose(); }

  void shake_hands(const std::string& host, const std::string& target) {
    namespace ws = boost::beast::websocket;
    boost::beast::get_lowest_layer(socket_).expires_never();
    socket_.set_option(ws::stream_base::timeout::suggested(boost::beast::role_type::client));
    socket_.read_message_max(std::size_t{1} << 24);
    socket_.text(true);
    socket_.async_handshake(host, target, [self = shared_from_this()](auto error) {
      if (error)
        return self->fail();
      ++self->counts_->open;
      self->read();
    });
  }

  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](auto error, std::size_t) {
      if (error)
        return self->lose();
      self->take();
      self->read();
    });
  }

  void take() {
    const auto text = boost::beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    if (over_)
      return;
    if (!std::exchange(welcome_, true))
      tell_.opened();
    else
      tell_.heard(text);
  }

  boost::asio::io_context* network_;
  connection_counts* counts_;
  hooks tell_;
  stream socket_;
  text_writer<stream> writer_{socket_, most_waiting, nullptr};
  boost::beast::flat_buffer buffer_;
  bool welcome_ = false;
  bool over_ = false;
};

} // namespace deskstorm::loadgen::live
