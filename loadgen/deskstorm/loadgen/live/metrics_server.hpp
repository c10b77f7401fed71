#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/live/metrics_publisher.hpp>
#include <deskstorm/loadgen/live/prometheus.hpp>

namespace deskstorm::loadgen::live {

/// Where a metrics server listens.
struct metrics_address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0; ///< 0 is any that is free
};

/// Reads ADDR:PORT, :PORT or PORT; without an address it is the machine itself. Errors: what was
/// expected.
inline result<metrics_address> parse_metrics_address(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto port =
    whole_number<std::uint16_t>(colon == std::string::npos ? text : text.substr(colon + 1));
  auto host = colon == std::string::npos ? std::string{} : text.substr(0, colon);
  if (!port)
    return failure{"expected ADDR:PORT such as 127.0.0.1:9464, found '" + text + "'"};
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  if (host.empty() || host == "localhost")
    return metrics_address{.port = *port};
  return metrics_address{std::move(host), *port};
}

/// Gives a text to whoever asks for /metrics over HTTP, on a thread of its own.
class metrics_server {
public:
  /// `text` is asked on that thread, each time.
  explicit metrics_server(std::function<std::string()> text) : text_(std::move(text)) {}
  metrics_server(const metrics_server&) = delete;
  metrics_server& operator=(const metrics_server&) = delete;
  ~metrics_server() {
    network_.stop();
    if (thread_.joinable())
      thread_.join();
  }

  /// Begins to listen. Errors: what the system says. To be called once.
  std::optional<failure> listen(const metrics_address& where) {
    boost::beast::error_code error;
    const auto address = boost::asio::ip::make_address(where.host, error);
    if (error)
      return failure{"'" + where.host + "' is no IP address"};
    const tcp::endpoint endpoint{address, where.port};
    acceptor_.open(endpoint.protocol(), error);
    if (!error)
      acceptor_.set_option(boost::asio::socket_base::reuse_address{true}, error);
    if (!error)
      acceptor_.bind(endpoint, error);
    if (!error)
      acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error)
      return failure{"cannot listen on " + where.host + ":" + std::to_string(where.port) + ": "
                     + error.message()};
    accept();
    thread_ = std::thread{[this] { network_.run(); }};
    return std::nullopt;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
  using tcp = boost::asio::ip::tcp;
  class exchange;

  void accept();

  static constexpr std::size_t most_connections = 64;

  std::function<std::string()> text_;
  std::size_t open_ = 0;
  boost::asio::io_context network_{1};
  tcp::acceptor acceptor_{network_};
  boost::asio::steady_timer pause_{network_};
  std::thread thread_;
};

/// One connection.
class metrics_server::exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(tcp::socket&& socket, metrics_server& of) : socket_(std::move(socket)), server_(&of) {
    ++server_->open_;
  }
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;
  ~exchange() { --server_->open_; }

  void read() {
    namespace http = boost::beast::http;
    request_ = {};
    socket_.expires_after(patience);
    http::async_read(socket_, buffer_, request_, [self = shared_from_this()](auto error, auto) {
      if (!error)
        self->answer();
    });
  }

private:
  static constexpr std::chrono::seconds patience{15};

  void answer() {
    namespace http = boost::beast::http;
    const bool known = request_.target() == "/metrics";
    const bool reads =
      request_.method() == http::verb::get || request_.method() == http::verb::head;
    response_ = {reads ? known ? http::status::ok : http::status::not_found
                       : http::status::method_not_allowed,
                 request_.version()};
    const bool good = known && reads;
    response_.set(http::field::content_type,
                  good ? std::string{prometheus_text::content_type} : "text/plain");
    response_.set(http::field::cache_control, "no-store");
    response_.body() = good ? server_->text_() : "ask for GET /metrics\n";
    response_.keep_alive(request_.keep_alive());
    response_.prepare_payload();
    if (request_.method() == http::verb::head)
      response_.body().clear();
    http::async_write(socket_, response_, [self = shared_from_this()](auto error, auto) {
      if (!error && self->response_.keep_alive())
        self->read();
    });
  }

  boost::beast::tcp_stream socket_;
  metrics_server* server_;
  boost::beast::flat_buffer buffer_{std::size_t{1} << 13};
  boost::beast::http::request<boost::beast::http::empty_body> request_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
};

inline void metrics_server::accept() {
  acceptor_.async_accept([this](auto error, tcp::socket socket) {
    if (error == boost::asio::error::operation_aborted)
      return;
    if (!error && open_ < most_connections)
      std::make_shared<exchange>(std::move(socket), *this)->read();
    if (!error)
      return accept();
    pause_.expires_after(std::chrono::milliseconds{100}); // no more files, most likely
    pause_.async_wait([this](auto stopped) {
      if (!stopped)
        accept();
    });
  });
}

/// A publisher that listens with a server of its own.
inline result<published_metrics> publish_metrics(const std::string& where,
                                                 std::function<std::string()> text) {
  const auto address = parse_metrics_address(where);
  if (!address)
    return address.why();
  const auto made = std::make_shared<metrics_server>(std::move(text));
  if (const auto wrong = made->listen(*address))
    return *wrong;
  const bool v6 = address->host.find(':') != std::string::npos;
  const auto host = v6 ? "[" + address->host + "]" : address->host;
  return published_metrics{made,
                           "http://" + host + ":" + std::to_string(made->port()) + "/metrics"};
}

} // namespace deskstorm::loadgen::live
