#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/live/event_stream.hpp>
#include <deskstorm/loadgen/live/site.hpp>
#include <deskstorm/loadgen/live/tab_connection.hpp>

namespace deskstorm::loadgen::live {

/// What the server as a whole may take.
struct server_limits {
  std::size_t connections = 10'000;
  std::size_t header_bytes = 8192;
  std::size_t body_bytes = std::size_t{1} << 16;
  std::chrono::seconds request_time{15}; ///< for a whole request to arrive, or an answer to leave
  connection_limits each = {};
};

/// HTTP and WebSockets on one thread of its own.
class server {
public:
  explicit server(server_limits limits) : limits_(limits), acceptor_(network_) {}
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server() { stop(); }

  /// Listens there; port 0 is any. Errors: what the system says.
  std::optional<failure> listen(const std::string& address, std::uint16_t port) {
    boost::beast::error_code error;
    const auto where = boost::asio::ip::make_address(address, error);
    if (error)
      return failure{"'" + address + "' is no IP address"};
    const boost::asio::ip::tcp::endpoint endpoint{where, port};
    acceptor_.open(endpoint.protocol(), error);
    if (!error)
      acceptor_.set_option(boost::asio::socket_base::reuse_address{true}, error);
    if (!error)
      acceptor_.bind(endpoint, error);
    if (!error)
      acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error)
      return failure{"cannot listen on " + address + ":" + std::to_string(port) + ": "
                     + error.message()};
    return std::nullopt;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// Serves that site. To be called before `start`, and once.
  void show(site pages) { site_.emplace(std::move(pages)); }

  void start() {
    accept();
    thread_ = std::thread{[this] { network_.run(); }};
  }

  /// Tells everybody who listens at /api/events. May be called on any thread.
  void publish(std::string news) {
    boost::asio::post(network_, [this, news = std::move(news)] {
      std::erase_if(listeners_, [](const auto& one) { return one.expired(); });
      for (const auto& one : listeners_)
        if (const auto open = one.lock())
          open->tell(news);
    });
  }

  /// Shows these counts, which must outlive the server's thread.
  void count(const live_counts& by) {
    on_network([&] { site_->count(by); });
  }

  /// From now on tabs open in that centre.
  void use(centre& now) {
    on_network([&] { site_->use(&now); });
  }

  /// Closes all tabs, because the centre ends.
  void detach(std::string_view why) {
    on_network([&] {
      site_->use(nullptr);
      for (const auto& one : tabs_)
        if (const auto open = one.lock())
          open->detach(why);
      tabs_.clear();
    });
  }

  void stop() {
    if (!thread_.joinable())
      return;
    network_.stop();
    thread_.join();
  }

  /// Connections that are open.
  std::size_t connections() const { return open_; }

private:
  using tcp = boost::asio::ip::tcp;
  class exchange;

  template <class Do>
  void on_network(Do&& what) {
    std::promise<void> done;
    boost::asio::post(network_, [&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }

  void accept();
  void open_tab(boost::beast::tcp_stream&& socket, const tab_connection::upgrade& request);
  void open_stream(boost::beast::tcp_stream&& socket);

  /// Counts a connection as open for as long as it lives.
  template <class Connection>
  std::shared_ptr<Connection> counted(std::unique_ptr<Connection> made) {
    ++open_;
    return {made.release(), [this](Connection* gone) {
              std::default_delete<Connection>{}(gone);
              --open_;
            }};
  }

  boost::asio::io_context network_{1};
  std::optional<site> site_;
  server_limits limits_;
  tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_{network_};
  std::set<std::weak_ptr<tab_connection>, std::owner_less<>> tabs_;
  std::vector<std::weak_ptr<event_stream>> listeners_;
  std::atomic<std::size_t> open_ = 0;
  std::thread thread_;
};

/// One HTTP connection, until it ends or becomes the WebSocket of a tab.
class server::exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(tcp::socket&& socket, server& of) : socket_(std::move(socket)), server_(&of) {}

  void read() {
    namespace http = boost::beast::http;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_->limits_.header_bytes));
    parser_->body_limit(server_->limits_.body_bytes);
    socket_.expires_after(server_->limits_.request_time);
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](auto error, std::size_t) {
                       if (!error)
                         self->take();
                     });
  }

private:
  void take() {
    auto request = parser_->release();
    const auto asked = understood(request);
    if (asked.method == "GET" && asked.path() == "/api/events"
        && server_->site_->guard().is_same_site(asked))
      return server_->open_stream(std::move(socket_));
    if (!boost::beast::websocket::is_upgrade(request))
      return write(site_answer(asked), request.keep_alive(), request.version());
    if (asked.path() != "/tab" || !server_->site_->guard().may_open_tab(asked)
        || server_->site_->in_use() == nullptr)
      return write(plain(403, "not for pages of other sites"), false, request.version());
    server_->open_tab(std::move(socket_), request);
  }

  web_answer site_answer(const web_request& asked) { return server_->site_->answer(asked); }

  static web_request understood(const tab_connection::upgrade& request) {
    const auto text = [](auto view) { return std::string{view.data(), view.size()}; };
    namespace http = boost::beast::http;
    web_request made{.method = text(request.method_string()), .target = text(request.target())};
    made.host = text(request[http::field::host]);
    made.token = text(request["X-Deskstorm-Token"]);
    made.fetch_site = text(request["Sec-Fetch-Site"]);
    made.body = request.body();
    if (const auto origin = request.find(http::field::origin); origin != request.end())
      made.origin = text(origin->value());
    return made;
  }

  void write(web_answer answer, bool keep_alive, unsigned version) {
    namespace http = boost::beast::http;
    response_.emplace(http::int_to_status(answer.status), version);
    response_->set(http::field::content_type, answer.type);
    response_->set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : answer.headers)
      response_->set(name, value);
    response_->keep_alive(keep_alive);
    response_->body() = std::move(answer.body);
    response_->prepare_payload();
    socket_.expires_after(server_->limits_.request_time);
    http::async_write(socket_, *response_, [self = shared_from_this()](auto error, std::size_t) {
      if (!error && self->response_->keep_alive())
        self->read();
    });
  }

  boost::beast::tcp_stream socket_;
  server* server_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::optional<boost::beast::http::response<boost::beast::http::string_body>> response_;
};

inline void server::accept() {
  acceptor_.async_accept([this](auto error, tcp::socket socket) {
    if (!error && open_ < limits_.connections) {
      const auto one = counted(std::make_unique<exchange>(std::move(socket), *this));
      one->read();
    }
    if (error == boost::asio::error::operation_aborted)
      return;
    if (!error)
      return accept();
    pause_.expires_after(std::chrono::milliseconds{100}); // no more files, most likely
    pause_.async_wait([this](auto stopped) {
      if (!stopped)
        accept();
    });
  });
}

inline void server::open_tab(boost::beast::tcp_stream&& socket,
                             const tab_connection::upgrade& request) {
  const std::string target{request.target().data(), request.target().size()};
  const auto made = counted(std::make_unique<tab_connection>(
    std::move(socket), network_, limits_.each, *site_->in_use(), site_->welcome()));
  std::erase_if(tabs_, [](const auto& t) { return t.expired(); });
  tabs_.insert(made);
  made->run(request, query_value(target, "agent").value_or("guest"));
}

inline void server::open_stream(boost::beast::tcp_stream&& socket) {
  const auto made = counted(std::make_unique<event_stream>(std::move(socket), network_));
  listeners_.push_back(made);
  made->run();
}

} // namespace deskstorm::loadgen::live
