#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen::live {

/// A browser tab without a browser: speaks to a server on this machine as the desktop page does.
class tab_client {
public:
  static constexpr std::chrono::seconds patience{5};

  explicit tab_client(std::uint16_t port) : port_(port), socket_(io_) {
    boost::beast::get_lowest_layer(socket_).connect(
      {boost::asio::ip::address_v4::loopback(), port});
  }

  /// Opens a tab of that agent. Returns whether the server takes it.
  bool open(const std::string& agent) {
    boost::beast::error_code error;
    socket_.handshake("127.0.0.1:" + std::to_string(port_), "/tab?agent=" + agent, error);
    return !error;
  }

  void send_text(const std::string& text) {
    boost::beast::error_code error; // the server may have closed
    socket_.write(boost::asio::buffer(text), error);
  }
  void send(const json& message) { send_text(message.dump()); }

  void embed(int frame, const std::string& origin) {
    send({{"op", "embed"}, {"frame", frame}, {"origin", origin}});
  }

  void load(int frame, unsigned early = 0) {
    send({{"op", "load"}, {"frame", frame}, {"early", early}});
  }

  void relay(int frame, const std::string& origin, json message) {
    message["userAgent"] = "WWE Client";
    message["protocolVersion"] = 2;
    send(
      {{"op", "message"}, {"frame", frame}, {"origin", origin}, {"message", std::move(message)}});
  }

  /// Returns the next message, or nothing where none comes in that time or the server has closed.
  std::optional<json> read(std::chrono::milliseconds within = patience) {
    if (kept_.empty() && !receive(within))
      return std::nullopt;
    auto first = std::move(kept_.front());
    kept_.pop_front();
    return first;
  }

  /// Returns the next message that fits; all before it are lost.
  std::optional<json> find(const std::function<bool(const json&)>& fits,
                           std::chrono::milliseconds within = patience) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < until)
      if (auto found = read(std::chrono::milliseconds{200}); found && fits(*found))
        return found;
    return std::nullopt;
  }

  /// Returns the next document for a frame.
  std::optional<json> document(int frame, std::chrono::milliseconds within = patience) {
    const auto found =
      find([&](const json& m) { return m["op"] == "message" && m["frame"] == frame; }, within);
    return found ? std::optional{found->at("message")} : std::nullopt;
  }

  /// Asks for a request of a frame and returns the reply.
  std::optional<json> ask(int frame, const std::string& origin, const std::string& request,
                          const json& parameters = json::array()) {
    const auto reference = std::to_string(next_++);
    relay(frame, origin,
          {{"request", request}, {"parameters", parameters}, {"referenceId", reference}});
    const auto found = find([&](const json& m) {
      return m["op"] == "message" && m["frame"] == frame
             && m["message"].value("referenceId", json()) == reference;
    });
    return found ? std::optional{found->at("message")} : std::nullopt;
  }

  /// Returns the next event of that channel for a frame.
  std::optional<json> event(int frame, const std::string& channel, const std::string& type) {
    const auto found = find([&](const json& m) {
      return m["op"] == "message" && m["frame"] == frame
             && m["message"].value("event", json()) == channel
             && (m["message"]["data"].value("eventType", json()) == type
                 || m["message"]["data"].value("frameState", json()) == type);
    });
    return found ? std::optional{found->at("message")} : std::nullopt;
  }

  /// Closes without a farewell, as a browser that is killed does.
  void vanish() { boost::beast::get_lowest_layer(socket_).close(); }

  bool closed() const { return closed_; }

private:
  bool receive(std::chrono::milliseconds within) {
    if (!std::exchange(reading_, true))
      socket_.async_read(buffer_, [this](auto error, std::size_t) {
        reading_ = false;
        closed_ = closed_ || error;
        if (!error)
          kept_.push_back(json::parse(boost::beast::buffers_to_string(buffer_.data())));
        buffer_.consume(buffer_.size());
      });
    if (closed_)
      return false;
    io_.restart();
    const auto until = std::chrono::steady_clock::now() + within;
    while (reading_ && std::chrono::steady_clock::now() < until)
      io_.run_one_until(until);
    return !kept_.empty();
  }

  std::uint16_t port_;
  boost::asio::io_context io_{1};
  boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
  boost::beast::flat_buffer buffer_;
  std::deque<json> kept_;
  bool reading_ = false;
  bool closed_ = false;
  int next_ = 0;
};

/// Sends one HTTP request and returns status and body.
inline std::pair<unsigned, std::string>
http_exchange(std::uint16_t port, const std::string& method, const std::string& target,
              const std::vector<std::pair<std::string, std::string>>& headers = {},
              const std::string& body = {}) {
  namespace http = boost::beast::http;
  boost::asio::io_context io;
  boost::beast::tcp_stream socket{io};
  socket.connect({boost::asio::ip::address_v4::loopback(), port});
  http::request<http::string_body> request{http::string_to_verb(method), target, 11};
  request.set(http::field::host, "127.0.0.1:" + std::to_string(port));
  for (const auto& [name, value] : headers)
    request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(socket, buffer, response);
  return {response.result_int(), response.body()};
}

} // namespace deskstorm::loadgen::live
