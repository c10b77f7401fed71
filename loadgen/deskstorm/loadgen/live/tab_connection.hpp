#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/loadgen/live/browser_message.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/outbox.hpp>
#include <deskstorm/loadgen/live/pace.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::loadgen::live {

/// What one connection may do.
struct connection_limits {
  std::size_t message_bytes = std::size_t{1} << 18;
  std::size_t waiting_bytes = std::size_t{4} << 20; ///< to be sent; a client that reads too slowly
                                                    ///< is closed
  std::size_t early_messages = 64;                  ///< that may wait until the tab is open
  double per_second = 200;
  double at_once = 1000;
  std::chrono::seconds idle{60}; ///< without a sign of life, asked for after half of it
};

/// The WebSocket of one browser tab: the tab is open as long as the connection. Everything but
/// `opened` and `send` runs on the thread of the network.
class tab_connection final : public actors::port,
                             public std::enable_shared_from_this<tab_connection> {
public:
  using stream = boost::beast::websocket::stream<boost::beast::tcp_stream>;
  using upgrade = boost::beast::http::request<boost::beast::http::string_body>;

  tab_connection(boost::beast::tcp_stream&& socket, boost::asio::io_context& network,
                 const connection_limits& limits, centre& in, json welcome)
    : network_(&network),
      socket_(std::move(socket)),
      limits_(limits),
      centre_(&in),
      welcome_(std::move(welcome)),
      pace_(limits.per_second, limits.at_once),
      outbox_(limits.waiting_bytes) {}

  /// Answers the upgrade, and opens a tab for that agent.
  void run(const upgrade& request, std::string who) {
    namespace ws = boost::beast::websocket;
    boost::beast::get_lowest_layer(socket_).expires_never();
    ws::stream_base::timeout times{std::chrono::seconds{10}, limits_.idle, true};
    socket_.set_option(times);
    socket_.read_message_max(limits_.message_bytes);
    socket_.text(true);
    socket_.async_accept(request, [self = shared_from_this(), who = std::move(who)](auto error) {
      if (error)
        return self->end();
      self->enter(who);
    });
  }

  /// Leaves the centre, which is about to end, and closes: once the upgrade is answered.
  void detach(std::string_view why) {
    leave();
    centre_ = nullptr;
    if (upgraded_)
      close(boost::beast::websocket::close_code::going_away, why);
  }

  void opened(actors::receiver& tab, agent_id agent, tab_id id) override {
    boost::asio::post(*network_, [self = shared_from_this(), handle = tab_handle{&tab, agent, id}] {
      self->start(handle);
    });
  }

  void closed() override {
    boost::asio::post(*network_, [self = shared_from_this()] {
      self->close(close_code::going_away, "the tab was closed");
    });
  }

  void send(std::string text) override {
    if (outbox_.full())
      return;
    const bool fits = outbox_.admit(text.size());
    boost::asio::post(*network_,
                      [self = shared_from_this(), text = std::move(text), fits]() mutable {
                        if (fits)
                          self->write(std::move(text));
                        else
                          self->give_up();
                      });
  }

private:
  using close_code = boost::beast::websocket::close_code;

  void enter(const std::string& who) {
    upgraded_ = true;
    if (centre_ == nullptr)
      return close(close_code::try_again_later, "the simulation starts again");
    const auto agent = centre_->join(who, shared_from_this());
    if (!agent)
      return close(close_code::try_again_later, agent.why().text);
    joined_ = true;
    handle_.agent = *agent;
    read();
  }

  void start(const tab_handle& handle) {
    handle_ = handle;
    if (left_ || centre_ == nullptr) { // it closed before the tab was open
      if (centre_ != nullptr)
        centre_->leave(handle_);
      return;
    }
    welcome_["agent"] = handle.agent.value;
    welcome_["tab"] = handle.id.value;
    send(deskstorm::to_text(welcome_));
    for (auto& message : early_)
      centre_->post(handle_, std::move(message));
    early_.clear();
  }

  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](auto error, std::size_t) {
      if (error)
        return self->end();
      self->take();
    });
  }

  void take() {
    const auto text = boost::beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    if (closing_ || centre_ == nullptr)
      return;
    const auto now = instant{std::chrono::steady_clock::now().time_since_epoch()};
    if (!pace_.take(now))
      return close(close_code::policy_error, "too many messages");
    auto message = read_browser_message(text, {.bytes = limits_.message_bytes});
    if (!message)
      return close(close_code::bad_payload, message.why().text);
    if (handle_.tab != nullptr)
      centre_->post(handle_, *std::move(message));
    else if (early_.size() < limits_.early_messages)
      early_.push_back(*std::move(message));
    else
      return close(close_code::policy_error, "too many messages");
    read();
  }

  void write(std::string text) {
    const bool idle = outbox_.empty();
    outbox_.add(std::move(text));
    if (idle && !closing_)
      write_first();
  }

  void write_first() {
    socket_.async_write(boost::asio::buffer(outbox_.first()),
                        [self = shared_from_this()](auto error, std::size_t) {
                          if (error)
                            return self->end();
                          self->outbox_.sent();
                          if (!self->outbox_.empty() && !self->closing_)
                            self->write_first();
                        });
  }

  /// The other side reads too slowly; a polite farewell would wait for it.
  void give_up() {
    boost::beast::get_lowest_layer(socket_).cancel();
    boost::beast::get_lowest_layer(socket_).close();
    end();
  }

  void close(close_code code, std::string_view why) {
    if (std::exchange(closing_, true))
      return;
    leave();
    constexpr std::size_t longest_reason = 120;
    boost::beast::websocket::close_reason reason{code, std::string{why.substr(0, longest_reason)}};
    socket_.async_close(reason, [self = shared_from_this()](auto) { self->end(); });
  }

  void end() {
    closing_ = true;
    leave();
  }

  void leave() {
    if (std::exchange(left_, true) || !joined_ || centre_ == nullptr)
      return;
    if (handle_.tab != nullptr)
      centre_->leave(handle_);
  }

  boost::asio::io_context* network_;
  stream socket_;
  connection_limits limits_;
  centre* centre_;
  json welcome_;
  tab_handle handle_ = {};
  pace pace_;
  outbox outbox_;
  boost::beast::flat_buffer buffer_;
  std::deque<browser_message> early_;
  bool upgraded_ = false;
  bool joined_ = false;
  bool left_ = false;
  bool closing_ = false;
};

} // namespace deskstorm::loadgen::live
