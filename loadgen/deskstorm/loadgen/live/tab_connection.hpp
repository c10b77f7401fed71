#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/loadgen/live/browser_message.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/limits.hpp>
#include <deskstorm/loadgen/live/memory_budget.hpp>
#include <deskstorm/loadgen/live/pace.hpp>
#include <deskstorm/loadgen/live/text_writer.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::loadgen::live {

/// The WebSocket of one browser tab: the tab is open as long as the connection. Everything but
/// `opened`, `closed` and `send` runs on the thread of the network.
class tab_connection final : public actors::port,
                             public std::enable_shared_from_this<tab_connection> {
public:
  using stream = boost::beast::websocket::stream<boost::beast::tcp_stream>;
  using upgrade = boost::beast::http::request<boost::beast::http::string_body>;
  using time_point = text_writer<stream>::time_point;

  tab_connection(boost::beast::tcp_stream&& socket, boost::asio::io_context& network,
                 memory_budget& all, const connection_limits& limits, centre& in, json welcome)
    : network_(&network),
      socket_(std::move(socket)),
      limits_(limits),
      centre_(&in),
      welcome_(std::move(welcome)),
      pace_(limits.per_second * limits.all_frames, limits.at_once * limits.all_frames),
      writer_(socket_, limits.waiting_bytes, &all),
      all_(&all) {}
  tab_connection(const tab_connection&) = delete;
  tab_connection& operator=(const tab_connection&) = delete;
  ~tab_connection() override { all_->give_back(begun_bytes_); }

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

  void closed(std::string why) override {
    boost::asio::post(*network_, [self = shared_from_this(), why = std::move(why)] {
      self->close(close_code::going_away, why);
      if (self->handle_.tab == nullptr) // it never came
        self->give_seat_back();
    });
  }

  void send(std::string text) override {
    if (writer_.full())
      return;
    const bool fits = writer_.admit(text.size());
    boost::asio::post(*network_,
                      [self = shared_from_this(), text = std::move(text), fits]() mutable {
                        if (fits)
                          self->writer_.send(self, std::move(text));
                        else
                          self->give_up();
                      });
  }

  /// Since when this waits for the other side to read, or to end a message that it has begun;
  /// nothing where it does not, or is about to close.
  std::optional<time_point> waits_since() const {
    if (closing_)
      return std::nullopt;
    const auto to_write = writer_.waits_since();
    return begun_bytes_ == 0 ? to_write : std::min(to_write.value_or(begun_), begun_);
  }

  /// Closes at once, and keeps nothing: a polite farewell would wait for the other side.
  void give_up() {
    boost::beast::get_lowest_layer(socket_).cancel();
    boost::beast::get_lowest_layer(socket_).close();
    end();
  }

private:
  friend text_writer<stream>;
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
  }

  void start(const tab_handle& handle) {
    handle_ = handle;
    if (left_) // it closed before the tab was open
      return give_seat_back();
    welcome_["agent"] = handle.agent.value;
    welcome_["tab"] = handle.id.value;
    send(deskstorm::to_text(welcome_));
    read();
  }

  void read() {
    constexpr std::size_t part = std::size_t{1} << 16;
    socket_.async_read_some(buffer_, part,
                            [self = shared_from_this()](auto error, std::size_t bytes) {
                              if (error)
                                return self->end();
                              if (self->socket_.is_message_done())
                                return self->take();
                              self->keep(bytes);
                              self->read();
                            });
  }

  /// A part of a message is here, and the rest is not.
  void keep(std::size_t bytes) {
    if (begun_bytes_ == 0)
      begun_ = std::chrono::steady_clock::now();
    begun_bytes_ += bytes;
    all_->add(bytes);
  }

  void take() {
    const auto text = boost::beast::buffers_to_string(buffer_.data());
    buffer_.clear();
    buffer_.shrink_to_fit();
    all_->give_back(std::exchange(begun_bytes_, 0));
    if (closing_ || centre_ == nullptr)
      return;
    const auto now = instant{std::chrono::steady_clock::now().time_since_epoch()};
    const double weight = weight_of(text);
    if (!pace_.take(now, weight))
      return close(close_code::policy_error, "too many messages");
    auto message = read_browser_message(text, {.bytes = limits_.message_bytes});
    if (!message)
      return close(close_code::bad_payload, message.why().text);
    const auto* relayed = std::get_if<relay_message>(&*message);
    if (relayed == nullptr || pace_of(relayed->frame).take(now, weight))
      centre_->post(handle_, *std::move(message));
    read();
  }

  /// Long messages count as several.
  static double weight_of(const std::string& text) {
    constexpr double usual_bytes = 16'384;
    return 1 + static_cast<double>(text.size()) / usual_bytes;
  }

  pace& pace_of(std::uint8_t frame) {
    return paces_.try_emplace(frame, limits_.per_second, limits_.at_once).first->second;
  }

  void cut_off() { end(); }

  void close(close_code code, std::string_view why) {
    if (std::exchange(closing_, true))
      return;
    leave();
    writer_.stop();
    constexpr std::size_t longest_reason = 120;
    boost::beast::websocket::close_reason reason{code, std::string{why.substr(0, longest_reason)}};
    socket_.async_close(reason, [self = shared_from_this()](auto) { self->end(); });
  }

  void end() {
    closing_ = true;
    writer_.stop();
    all_->give_back(std::exchange(begun_bytes_, 0));
    leave();
  }

  void leave() {
    if (!std::exchange(left_, true) && handle_.tab != nullptr)
      give_seat_back();
  }

  void give_seat_back() {
    if (joined_ && centre_ != nullptr)
      centre_->leave(handle_);
  }

  boost::asio::io_context* network_;
  stream socket_;
  connection_limits limits_;
  centre* centre_;
  json welcome_;
  tab_handle handle_ = {};
  pace pace_;
  std::map<std::uint8_t, pace> paces_; ///< of frames
  text_writer<stream> writer_;
  memory_budget* all_;
  boost::beast::flat_buffer buffer_;
  std::size_t begun_bytes_ = 0; ///< of a message whose rest is not here
  time_point begun_ = {};       ///< when its first part came
  bool upgraded_ = false;
  bool joined_ = false;
  bool left_ = false;
  bool closing_ = false;
};

} // namespace deskstorm::loadgen::live
