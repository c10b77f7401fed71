#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
#include <deskstorm/loadgen/live/limits.hpp>
#include <deskstorm/loadgen/live/memory_budget.hpp>
#include <deskstorm/loadgen/live/site.hpp>
#include <deskstorm/loadgen/live/tab_connection.hpp>

namespace deskstorm::loadgen::live {

/// Those of many connections that are still open.
template <class Connection>
class open_ones {
public:
  void add(const std::shared_ptr<Connection>& one) {
    if (all_.size() >= next_sweep_) {
      std::erase_if(all_, [](const auto& other) { return other.expired(); });
      next_sweep_ = 2 * all_.size() + 16;
    }
    all_.push_back(one);
  }

  template <class Do>
  void each(Do&& what) const {
    for (const auto& one : all_)
      if (const auto open = one.lock())
        what(*open);
  }

private:
  std::vector<std::weak_ptr<Connection>> all_;
  std::size_t next_sweep_ = 16; ///< when so many are here, those that are gone are forgotten
};

/// HTTP and WebSockets on one thread of its own.
class server {
public:
  explicit server(server_limits limits)
    : waiting_(limits.waiting_bytes,
               [this] { boost::asio::post(network_, [this] { end_longest_waiting(); }); }),
      limits_(limits),
      acceptor_(network_) {}
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
  void publish(const json& news) {
    if (hearing_ == 0)
      return;
    boost::asio::post(network_, [this, text = deskstorm::to_text(news)] {
      std::size_t hearing = 0;
      listeners_.each([&](event_stream& one) {
        one.tell(text);
        ++hearing;
      });
      hearing_ = hearing;
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
      tabs_.each([&](tab_connection& one) { one.detach(why); });
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

  /// The connection that waits longest.
  struct longest_waiting {
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::time_point::max();
    std::function<void()> end = {};

    template <class Connection>
    void consider(Connection& one) {
      const auto waits = one.waits_since();
      if (!waits || *waits >= since)
        return;
      since = *waits;
      end = [&one] { one.give_up(); };
    }
  };

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

  /// Too much waits to be sent, or to be received. Who has given up waits no more.
  void end_longest_waiting() {
    while (waiting_.is_exceeded()) {
      longest_waiting found;
      tabs_.each([&](tab_connection& one) { found.consider(one); });
      listeners_.each([&](event_stream& one) { found.consider(one); });
      if (!found.end)
        return;
      found.end();
    }
  }

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

  memory_budget waiting_;
  std::atomic<std::size_t> open_ = 0;
  boost::asio::io_context network_{1}; // holds connections, which use what stands before
  std::optional<site> site_;
  server_limits limits_;
  tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_{network_};
  open_ones<tab_connection> tabs_;
  open_ones<event_stream> listeners_;
  std::atomic<std::size_t> hearing_ = 0; ///< how many listeners there are, or were a while ago
  std::thread thread_;
};

/// One HTTP connection, until it ends or becomes the WebSocket of a tab.
class server::exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(tcp::socket&& socket, server& of) : socket_(std::move(socket)), server_(&of) {}
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;
  ~exchange() { server_->waiting_.give_back(answered_bytes_); }

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
                       else if (const unsigned status = status_of(error); status != 0)
                         self->write(plain(status, error.message()), false, 11);
                     });
  }

private:
  /// Returns what is answered to what is no request; 0 for nothing, as where the other side is
  /// gone.
  static unsigned status_of(const boost::beast::error_code& wrong) {
    using boost::beast::http::error;
    if (wrong == error::body_limit)
      return 413;
    if (wrong == error::header_limit)
      return 431;
    const bool is_over = wrong == error::end_of_stream || wrong == error::partial_message;
    return is_over || wrong.category() != make_error_code(error::bad_method).category() ? 0 : 400;
  }

  void take() {
    auto request = parser_->release();
    const auto asked = understood(request);
    is_head_ = asked.method == "HEAD";
    if (asked.method == "GET" && asked.path() == "/api/events"
        && server_->site_->guard().is_same_site(asked))
      return server_->open_stream(std::move(socket_));
    if (!boost::beast::websocket::is_upgrade(request))
      return write(server_->site_->answer(asked), request.keep_alive(), request.version());
    if (asked.path() != "/tab" || !server_->site_->guard().may_open_tab(asked))
      return write(plain(403, "not for pages of other sites"), false, request.version());
    if (server_->site_->in_use() == nullptr)
      return write(plain(503, "starting again"), false, request.version());
    server_->open_tab(std::move(socket_), request);
  }

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
    if (!server_->waiting_.has_room_for(answer.body.size()))
      answer = plain(503, "too much waits to be read by others");
    answered_bytes_ = answer.body.size();
    server_->waiting_.add(answered_bytes_);
    response_.emplace(http::int_to_status(answer.status), version);
    response_->set(http::field::content_type, answer.type);
    response_->set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : answer.headers)
      response_->set(name, value);
    response_->keep_alive(keep_alive);
    response_->content_length(answer.body.size());
    if (!is_head_)
      response_->body() = std::move(answer.body);
    socket_.expires_after(server_->limits_.request_time);
    http::async_write(socket_, *response_, [self = shared_from_this()](auto error, std::size_t) {
      self->server_->waiting_.give_back(std::exchange(self->answered_bytes_, 0));
      if (error)
        return;
      if (self->response_->keep_alive())
        return self->read();
      self->socket_.socket().shutdown(tcp::socket::shutdown_send, error);
      self->pass_over(most_passed_over);
    });
  }

  /// Reads what still comes, up to so many bytes: who closes before that takes the answer back.
  void pass_over(std::size_t most) {
    socket_.async_read_some(boost::asio::buffer(passed_over_),
                            [self = shared_from_this(), most](auto error, std::size_t bytes) {
                              if (!error && bytes < most)
                                self->pass_over(most - bytes);
                            });
  }

  static constexpr std::size_t most_passed_over = std::size_t{1} << 20;

  boost::beast::tcp_stream socket_;
  server* server_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::optional<boost::beast::http::response<boost::beast::http::string_body>> response_;
  std::array<char, 4096> passed_over_{};
  std::size_t answered_bytes_ = 0; ///< that the other side has not read
  bool is_head_ = false;
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
    std::move(socket), network_, waiting_, limits_.each, *site_->in_use(), site_->welcome()));
  tabs_.add(made);
  made->run(request, query_value(target, "agent").value_or("guest"));
}

inline void server::open_stream(boost::beast::tcp_stream&& socket) {
  const auto made = counted(std::make_unique<event_stream>(std::move(socket), network_, waiting_));
  listeners_.add(made);
  ++hearing_;
  made->run();
}

} // namespace deskstorm::loadgen::live
