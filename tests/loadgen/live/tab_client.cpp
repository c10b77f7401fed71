#include "loadgen/live/tab_client.hpp"

#include <deque>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace deskstorm::loadgen::live {
namespace {

boost::asio::ip::tcp::endpoint here(std::uint16_t port) {
  return {boost::asio::ip::address_v4::loopback(), port};
}

} // namespace

struct tab_client::parts {
  explicit parts(std::uint16_t of) : port(of), socket(io) {
    boost::beast::get_lowest_layer(socket).connect(here(port));
  }

  bool receive(std::chrono::milliseconds within) {
    if (!std::exchange(reading, true))
      socket.async_read(buffer, [this](auto error, std::size_t) {
        reading = false;
        closed = closed || error;
        if (!error)
          kept.push_back(json::parse(boost::beast::buffers_to_string(buffer.data())));
        buffer.consume(buffer.size());
      });
    if (closed)
      return false;
    io.restart();
    const auto until = std::chrono::steady_clock::now() + within;
    while (reading && std::chrono::steady_clock::now() < until)
      io.run_one_until(until);
    return !kept.empty();
  }

  std::uint16_t port;
  boost::asio::io_context io{1};
  boost::beast::websocket::stream<boost::beast::tcp_stream> socket;
  boost::beast::flat_buffer buffer;
  std::deque<json> kept;
  bool reading = false;
  bool closed = false;
};

tab_client::tab_client(std::uint16_t port) : parts_(std::make_unique<parts>(port)) {}
tab_client::~tab_client() = default;

bool tab_client::open(const std::string& agent) {
  boost::beast::error_code error;
  parts_->socket.handshake("127.0.0.1:" + std::to_string(parts_->port), "/tab?agent=" + agent,
                           error);
  return !error;
}

void tab_client::send_text(const std::string& text) {
  boost::beast::error_code error; // the server may have closed
  parts_->socket.write(boost::asio::buffer(text), error);
}

void tab_client::send_raw(const std::string& bytes) {
  boost::beast::error_code error;
  boost::asio::write(parts_->socket.next_layer(), boost::asio::buffer(bytes), error);
}

std::optional<json> tab_client::read(std::chrono::milliseconds within) {
  if (parts_->kept.empty() && !parts_->receive(within))
    return std::nullopt;
  auto first = std::move(parts_->kept.front());
  parts_->kept.pop_front();
  return first;
}

std::optional<json> tab_client::find(const std::function<bool(const json&)>& fits,
                                     std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (std::chrono::steady_clock::now() < until)
    if (auto found = read(std::chrono::milliseconds{200}); found && fits(*found))
      return found;
  return std::nullopt;
}

std::optional<json> tab_client::document(int frame, std::chrono::milliseconds within) {
  const auto found =
    find([&](const json& m) { return m["op"] == "message" && m["frame"] == frame; }, within);
  return found ? std::optional{found->at("message")} : std::nullopt;
}

std::optional<json> tab_client::ask(int frame, const std::string& origin,
                                    const std::string& request, const json& parameters) {
  const auto reference = std::to_string(next_++);
  relay(frame, origin,
        {{"request", request}, {"parameters", parameters}, {"referenceId", reference}});
  const auto found = find([&](const json& m) {
    return m["op"] == "message" && m["frame"] == frame
           && m["message"].value("referenceId", json()) == reference;
  });
  return found ? std::optional{found->at("message")} : std::nullopt;
}

std::optional<json> tab_client::event(int frame, const std::string& channel,
                                      const std::string& type) {
  const auto found = find([&](const json& m) {
    return m["op"] == "message" && m["frame"] == frame
           && m["message"].value("event", json()) == channel
           && (m["message"]["data"].value("eventType", json()) == type
               || m["message"]["data"].value("frameState", json()) == type);
  });
  return found ? std::optional{found->at("message")} : std::nullopt;
}

void tab_client::vanish() { boost::beast::get_lowest_layer(parts_->socket).close(); }

bool tab_client::closed() const { return parts_->closed; }

std::string tab_client::farewell() const { return parts_->socket.reason().reason.c_str(); }

std::pair<unsigned, std::string>
http_exchange(std::uint16_t port, const std::string& method, const std::string& target,
              const std::vector<std::pair<std::string, std::string>>& headers,
              const std::string& body) {
  namespace http = boost::beast::http;
  boost::asio::io_context io;
  boost::beast::tcp_stream socket{io};
  socket.connect(here(port));
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

std::string raw_exchange(std::uint16_t port, const std::string& bytes) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket socket{io};
  socket.connect(here(port));
  boost::system::error_code error; // the server may close, before or after its answer
  boost::asio::write(socket, boost::asio::buffer(bytes), error);
  std::string all;
  boost::asio::read(socket, boost::asio::dynamic_buffer(all), error);
  return all;
}

} // namespace deskstorm::loadgen::live
